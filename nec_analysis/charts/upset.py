"""Combinations of answers to a question with several ticks: bars over a matrix of dots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nec_analysis.charts import empty, style
from nec_analysis.charts.caption import Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers

HEIGHT = 34.0
"""Of the highest bar, in mm."""
ROW, TWO_LINES, LINE = 6.8, 9.6, 4.1
"""Height of a row in mm, where every label holds on one line, where one of them takes two; between its lines."""
BARS_WIDTH, LABELS_AT_MOST = 30.0, 58.0
COMBINATIONS = 12
SETS = 10
SHOWN_FROM = 5
"""Combinations of fewer people are not told one by one."""


@dataclass(frozen=True, slots=True)
class Combination:
    """Exactly these answers, ticked by so many people."""

    members: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, ticked by so many people alone or with others."""

    label: str
    people: int


def combine(ticks: Iterable[Sequence[str]]) -> tuple[tuple[Answer, ...], tuple[Combination, ...]]:
    """Answers with combinations counted from what each person ticked; who ticked nothing is no combination."""
    answers: Counter[str] = Counter()
    combinations: Counter[tuple[str, ...]] = Counter()
    for ticked in ticks:
        members = tuple(sorted(set(ticked)))
        if members:
            answers.update(members)
            combinations[members] += 1
    return (
        tuple(Answer(label, people) for label, people in sorted(answers.items(), key=lambda x: (-x[1], x[0]))),
        tuple(Combination(m, people) for m, people in sorted(combinations.items(), key=lambda x: (-x[1], x[0]))),
    )


def draw(
    answers: Sequence[Answer],
    combinations: Sequence[Combination],
    *,
    base: int,
    id: str,
    title: str,
    subtitle: str,
    source: str,
    lang: str = "fr",
    shown_from: int = SHOWN_FROM,
) -> Chart:
    """The most frequent combinations, the share of each answer at the left; `base` is everybody who was asked.

    Combinations of fewer than `shown_from` people are counted together, without saying which they are.
    """
    caption = Caption(id, title, subtitle, source, lang)
    sets = sorted(answers, key=lambda a: -a.people)[:SETS]
    told = _told(combinations, {answer.label for answer in sets}, shown_from)
    if not base or not sets:
        return empty.draw(caption, _headers(lang))
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        plan = _Plan(sheet, sets, told, base, y)
        told = told[: plan.columns]
        for rank, answer in enumerate(sets):
            _draw_answer(sheet, plan, rank, answer)
        for column, combination in enumerate(told):
            _draw_combination(sheet, plan, column, combination)
        alt = _alt(caption, sets, told, base)
        end = plan.floor + plan.height * len(sets)
        return caption.chart(sheet, end, alt, _table(sets, told, base, lang), _note(caption, combinations, told))


def _told(combinations: Sequence[Combination], known: set[str], shown_from: int) -> list[Combination]:
    """The most frequent combinations among the answers that have a row, none of a handful of people."""
    kept = (c for c in combinations if c.people >= shown_from and known.issuperset(c.members))
    return sorted(kept, key=lambda c: -c.people)[:COMBINATIONS]


class _Plan:
    """Bars of answers, their names, then the matrix."""

    def __init__(
        self, sheet: Sheet, sets: Sequence[Answer], told: Sequence[Combination], base: int, top: float
    ) -> None:
        self.base, self.sets = base, sets
        self.floor = top + 5.0 + HEIGHT + 2.0 if told else top
        labels = min(LABELS_AT_MOST, max(sheet.measure(answer.label) for answer in sets))
        self.labels = [sheet.wrap(answer.label, labels, most=2) for answer in sets]
        self.height = ROW if all(len(lines) < 2 for lines in self.labels) else TWO_LINES
        self.matrix = sheet.left + BARS_WIDTH + labels + 5.0
        counts = [numbers.number(combination.people, lang=sheet.lang) for combination in told]
        widest = max((sheet.measure(text, style.SMALL, style.BOLD) for text in counts), default=0.0) + 1.2
        room = sheet.right - self.matrix
        self.columns = min(len(told), int(room / max(widest, 5.5)))
        self.pitch = min(11.0 if widest < 11.0 else room, room / max(1, self.columns))
        self.most = max((combination.people for combination in told), default=1)
        self.rank = {answer.label: i for i, answer in enumerate(sets)}
        self.right = self.matrix + self.pitch * max(1, self.columns)

    def row(self, rank: int) -> float:
        """The middle of the row of an answer."""
        return self.floor + (rank + 0.5) * self.height


def _draw_answer(sheet: Sheet, plan: _Plan, rank: int, answer: Answer) -> None:
    y = plan.row(rank)
    if rank % 2:
        sheet.rect(plan.matrix - 1.0, y - plan.height / 2, plan.right, y + plan.height / 2, style.PALE, above=0.5)
    text = numbers.percent(answer.people, plan.base, decimals=0, lang=sheet.lang)
    room = BARS_WIDTH - 12.5
    end = sheet.left + room * answer.people / (plan.sets[0].people or 1)
    if answer.people:
        sheet.rect(sheet.left, y - 2.0, end, y + 2.0, style.BAR)
    sheet.text(end + 1.0, y, text, size=style.SMALL)
    lines = plan.labels[rank]
    for i, line in enumerate(lines):
        sheet.text(plan.matrix - 3.5, y + (i - (len(lines) - 1) / 2) * LINE, line, align="right")


def _draw_combination(sheet: Sheet, plan: _Plan, column: int, combination: Combination) -> None:
    x = plan.matrix + (column + 0.5) * plan.pitch
    foot = plan.floor - 2.0
    top = foot - HEIGHT * combination.people / plan.most
    half = min(2.6, plan.pitch * 0.32)
    sheet.rect(x - half, top, x + half, foot, style.NAVY)
    text = numbers.number(combination.people, lang=sheet.lang)
    sheet.text(x, top - 2.6, text, size=style.SMALL, weight=style.BOLD, align="center")
    inside = [plan.rank[m] for m in combination.members if m in plan.rank]
    for rank in range(len(plan.sets)):
        sheet.dot(x, plan.row(rank), 1.5, style.NAVY if rank in inside else "#DADAE4")
    if len(inside) > 1:
        sheet.line([(x, plan.row(min(inside))), (x, plan.row(max(inside)))], style.NAVY, 1.6, above=2)


def _note(caption: Caption, combinations: Sequence[Combination], told: Sequence[Combination]) -> str:
    if len(combinations) == len(told):
        return ""
    return caption.say("Combinaisons moins fréquentes non détaillées.", "Less frequent combinations not shown.")


def _alt(caption: Caption, sets: Sequence[Answer], told: Sequence[Combination], base: int) -> str:
    count = caption.count(len(told), "combinaison", "combinaisons", "combination", "combinations")
    kind = caption.say(f"Diagramme de combinaisons (UpSet), {count}", f"UpSet chart, {count}")
    shares = [(a.label, numbers.percent(a.people, base, decimals=0, lang=caption.lang)) for a in sets]
    most = ""
    if told:
        names, people = _only(told[0], caption.lang), numbers.number(told[0].people, lang=caption.lang)
        most = caption.say(
            f"Combinaison la plus fréquente : {names} ({people})", f"Most frequent combination: {names} ({people})"
        )
    return caption.alt(kind, caption.values(shares), most, caption.base([base]))


def _headers(lang: str) -> tuple[str, ...]:
    return ("Réponses", "Personnes", "Part", "Base") if lang == "fr" else ("Answers", "People", "Share", "Base")


def _table(sets: Sequence[Answer], told: Sequence[Combination], base: int, lang: str) -> Table:
    def row(label: str, people: int) -> list[Cell]:
        share = numbers.percent(people, base, decimals=0, lang=lang)
        counts = [Cell(numbers.number(n, lang=lang), n) for n in (people, base)]
        return [Cell(label, label), counts[0], Cell(share, people / base), counts[1]]

    singles = [row(answer.label, answer.people) for answer in sets]
    return table(_headers(lang), singles + [row(_only(c, lang), c.people) for c in told])


def _only(combination: Combination, lang: str) -> str:
    """A combination by name, told from the answer that bears the same."""
    return ("uniquement : " if lang == "fr" else "only: ") + " + ".join(combination.members)
