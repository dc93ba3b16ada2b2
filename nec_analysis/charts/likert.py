"""Scales of agreement: bars that diverge from the middle, the neutral answer beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_analysis.charts import empty, lettering, style
from nec_analysis.charts.caption import SMALL_BASE, Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers

LABELS_AT_LEAST, LABELS_AT_MOST = 36.0, 58.0
NEUTRAL_WIDTH = 24.0
GAP = 3.0
NAMES_WIDTH = 34.0
ROWS_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class LikertRow:
    """One statement: how many gave each answer, from the most negative to the most positive; none when masked."""

    label: str
    counts: tuple[int, ...]

    @property
    def base(self) -> int:
        """Everybody who answered."""
        return sum(self.counts)

    @property
    def small(self) -> bool:
        """Whether so few people answered that the row is written in italics."""
        return 0 < self.base < SMALL_BASE


@dataclass(frozen=True, slots=True)
class Scale:
    """The answers, from the most negative to the most positive; `neutral` is the rank of the middle one, if any."""

    labels: tuple[str, ...]
    neutral: int | None = None

    @property
    def negative(self) -> tuple[int, ...]:
        """Ranks of the answers left of the middle."""
        return tuple(range(len(self.labels) // 2 if self.neutral is None else self.neutral))

    @property
    def positive(self) -> tuple[int, ...]:
        """Ranks of the answers right of the middle."""
        start = (len(self.labels) + 1) // 2 if self.neutral is None else self.neutral + 1
        return tuple(range(start, len(self.labels)))

    @property
    def colours(self) -> dict[int, str]:
        """One colour a rank, the strongest at both ends."""
        left = style.shades(style.LIKERT[0], style.LIKERT[1], len(self.negative))
        right = style.shades(style.LIKERT[3], style.LIKERT[4], len(self.positive))
        return dict(zip((*self.negative, *self.positive), (*left, *right), strict=True))


def scale(labels: Sequence[str], neutral: int | None = None) -> Scale:
    """A scale; with an odd number of answers the one in the middle is neutral."""
    odd = len(labels) % 2 == 1
    return Scale(tuple(labels), len(labels) // 2 if neutral is None and odd else neutral)


def draw(
    rows: Sequence[LikertRow],
    answers: Scale | Sequence[str],
    *,
    id: str,
    title: str,
    subtitle: str,
    source: str,
    lang: str = "fr",
    positive: str = "",
    ordered: bool = False,
) -> Chart:
    """Statements from the most to the least approved, or as given when `ordered`; `positive` heads their total."""
    known = answers if isinstance(answers, Scale) else scale(answers)
    caption = Caption(id, title, subtitle, source, lang)
    named = positive or caption.say("Total positif", "Positive")
    kept = list(rows) if ordered else sorted(rows, key=lambda row: -_part(row, known.positive))
    if not any(row.base for row in kept):
        return empty.draw(caption, _headers(known, named, lang), few=any(not row.counts for row in kept))
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        drawn = kept[:ROWS_AT_MOST]
        plan = _Plan(sheet, drawn, known, named, lang)
        top = y = _draw_heads(sheet, plan, y)
        y, left = sheet.stack(drawn, y, lambda row, at: _draw_row(sheet, plan, row, at))
        left += len(kept) - len(drawn)
        sheet.line([(plan.zero, top - 1.0), (plan.zero, y + 0.5)], style.INK, 0.9, above=2)
        notes = (
            caption.note("small", any(row.small for row in kept)),
            caption.note("masked", any(not row.counts for row in kept)),
            caption.note("data", left > 0, n=str(left)),
        )
        return caption.chart(sheet, y, _alt(caption, kept, plan), _table(kept, known, named, lang), *notes)


def _part(row: LikertRow, ranks: Sequence[int]) -> float:
    return sum(row.counts[i] for i in ranks) / row.base if row.base else 0.0


class _Plan:
    """The columns: labels, the diverging field around its zero, totals, neutral bars."""

    def __init__(self, sheet: Sheet, rows: Sequence[LikertRow], answers: Scale, positive: str, lang: str) -> None:
        self.answers, self.positive, self.lang = answers, positive, lang
        self.colours = answers.colours
        longest = max(sheet.measure(row.label, italic=row.small) for row in rows)
        self.labels = min(LABELS_AT_MOST, max(longest, LABELS_AT_LEAST))
        values = [sheet.measure(total(row, answers, lang), style.VALUE, style.BOLD) for row in rows]
        head = max(sheet.measure(line, style.SMALL, style.BOLD) for line in sheet.wrap(positive, 26.0, style.SMALL))
        self.total = sheet.right - (NEUTRAL_WIDTH + GAP if answers.neutral is not None else 0.0) - max(*values, head)
        self.neutral = sheet.right - NEUTRAL_WIDTH
        self.neutral_most = max(_part(row, self.ranks_neutral) for row in rows) or 1.0
        left, right = sheet.left + self.labels + GAP, self.total - GAP
        ends = [max(_part(row, ranks) for row in rows) for ranks in (answers.negative, answers.positive)]
        # the answers are named over their side: the right one never gets too narrow for its names
        self.per_unit = min((right - left) / (sum(ends) or 1.0), (right - left - NAMES_WIDTH) / (ends[0] or 1e-9))
        self.zero = left + ends[0] * self.per_unit

    @property
    def ranks_neutral(self) -> tuple[int, ...]:
        """The rank of the neutral answer, if there is one."""
        return () if self.answers.neutral is None else (self.answers.neutral,)


def _draw_heads(sheet: Sheet, plan: _Plan, y: float) -> float:
    """The answers over the side they are drawn on, the strongest first, each with its colour."""
    pitch = lettering.line_height(style.SMALL)
    sides = (plan.answers.negative, tuple(reversed(plan.answers.positive)))
    heads = {"right": sheet.wrap(plan.positive, 26.0, style.SMALL)}
    if plan.answers.neutral is not None:
        heads["neutral"] = sheet.wrap(plan.answers.labels[plan.answers.neutral], NEUTRAL_WIDTH, style.SMALL)
    height = max(*map(len, sides), *map(len, heads.values())) * pitch
    for ranks, align, away in ((sides[0], "right", -1), (sides[1], "left", 1)):
        _draw_side(sheet, plan, ranks, y + height - len(ranks) * pitch, align == "right", away)
    total = y + height - len(heads["right"]) * pitch / 2
    sheet.lines(plan.total, total, heads["right"], size=style.SMALL, weight=style.BOLD, colour=style.NAVY)
    if "neutral" in heads:
        middle = y + height - len(heads["neutral"]) * pitch / 2
        sheet.lines(plan.neutral, middle, heads["neutral"], size=style.SMALL, colour=style.MUTED)
    return y + height + 2.0


def _draw_side(sheet: Sheet, plan: _Plan, ranks: Sequence[int], y: float, left: bool, away: int) -> None:
    pitch = lettering.line_height(style.SMALL)
    room = (plan.zero - sheet.left if left else plan.total - 2.0 - plan.zero) - 5.5
    for i, rank in enumerate(ranks):
        middle, edge = y + (i + 0.5) * pitch, plan.zero + away * 1.2
        sheet.rect(edge, middle - 1.15, edge + away * 2.3, middle + 1.15, plan.colours[rank])
        (text,) = sheet.wrap(plan.answers.labels[rank], max(room, 20.0), style.SMALL, most=1)
        sheet.text(edge + away * 3.5, middle, text, size=style.SMALL, align="right" if left else "left")


def _draw_row(sheet: Sheet, plan: _Plan, row: LikertRow, y: float) -> float:
    lines = sheet.wrap(row.label, plan.labels, italic=row.small)
    height = max(8.4, lettering.line_height(style.LABEL) * len(lines) + 2.2)
    middle = y + height / 2
    sheet.lines(sheet.left + plan.labels, middle, lines, align="right", italic=row.small)
    _draw_segments(sheet, plan, row, tuple(reversed(plan.answers.negative)), middle, -1)
    _draw_segments(sheet, plan, row, plan.answers.positive, middle, 1)
    colour = style.NAVY if row.base else style.MUTED
    text = total(row, plan.answers, plan.lang)
    sheet.text(plan.total, middle, text, size=style.VALUE, weight=style.BOLD, colour=colour, italic=row.small)
    if plan.ranks_neutral and row.base:
        _draw_neutral(sheet, plan, row, middle)
    return y + height


def _draw_segments(sheet: Sheet, plan: _Plan, row: LikertRow, ranks: Sequence[int], y: float, away: int) -> None:
    x = plan.zero
    for rank in ranks if row.base else ():
        part = row.counts[rank] / row.base
        end = x + away * part * plan.per_unit
        if part:
            sheet.rect(x, y - 2.8, end, y + 2.8, plan.colours[rank], edge="#FFFFFF", thickness=0.6)
        text = _bare(row.counts[rank], row.base, plan.lang)
        if abs(end - x) > sheet.measure(text, style.SMALL) + 1.0:
            ink = style.letters_on(plan.colours[rank])
            sheet.text((x + end) / 2, y, text, size=style.SMALL, colour=ink, align="center")
        x = end


def _draw_neutral(sheet: Sheet, plan: _Plan, row: LikertRow, y: float) -> None:
    part = _part(row, plan.ranks_neutral)
    text = _bare(sum(row.counts[i] for i in plan.ranks_neutral), row.base, plan.lang)
    room = NEUTRAL_WIDTH - 12.0
    end = plan.neutral + room * part / plan.neutral_most
    if part:
        sheet.rect(plan.neutral, y - 2.8, end, y + 2.8, style.NEUTRAL)
    sheet.text(end + 1.2, y, text, size=style.SMALL, colour=style.MUTED)


def _bare(hits: int, base: int, lang: str) -> str:
    return numbers.percent(hits, base, decimals=0, lang=lang).rstrip("%").rstrip()


def total(row: LikertRow, answers: Scale, lang: str) -> str:
    """The share of positive answers as it is printed."""
    if not row.counts:
        return numbers.MASKED
    if not row.base:
        return "–"
    return numbers.percent(sum(row.counts[i] for i in answers.positive), row.base, decimals=0, lang=lang)


def _alt(caption: Caption, rows: Sequence[LikertRow], plan: _Plan) -> str:
    count = caption.count(len(rows), "affirmation", "affirmations", "statement", "statements")
    steps = caption.count(len(plan.answers.labels), "réponse", "réponses", "answer", "answers")
    kind = caption.say(f"Barres divergentes, {count}, échelle à {steps}", f"Diverging bars, {count}, scale of {steps}")
    told = [(row.label, total(row, plan.answers, caption.lang)) for row in rows if row.base]
    head = f"{plan.positive}{caption.say(' : ', ': ')}{caption.values(told)}"
    return caption.alt(kind, head, caption.base(row.base for row in rows))


def _headers(answers: Scale, positive: str, lang: str) -> tuple[str, ...]:
    return ("Affirmation" if lang == "fr" else "Statement", *answers.labels, positive, "n")


def _table(rows: Sequence[LikertRow], answers: Scale, positive: str, lang: str) -> Table:
    def share(row: LikertRow, ranks: Sequence[int]) -> Cell:
        if not row.base:
            return Cell(total(row, answers, lang), None)
        hits = sum(row.counts[i] for i in ranks)
        return Cell(numbers.percent(hits, row.base, decimals=0, lang=lang), hits / row.base)

    return table(
        _headers(answers, positive, lang),
        [
            [
                Cell(row.label, row.label),
                *(share(row, (i,)) for i in range(len(answers.labels))),
                share(row, answers.positive),
                Cell(numbers.number(row.base, lang=lang), row.base) if row.base else Cell("", None),
            ]
            for row in rows
        ],
    )
