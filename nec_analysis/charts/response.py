"""Who answered: the funnel from the invited to the answers, the gap between respondents and everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_analysis.charts import empty, lettering, style
from nec_analysis.charts.caption import Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers

LABELS_AT_MOST = 36.0
PITCH = 10.5
GUTTER = 8.0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel: how many people were left."""

    label: str
    people: int


@dataclass(frozen=True, slots=True)
class Gap:
    """One category: its share among respondents, its share in the population, both in [0, 1]."""

    label: str
    respondents: float
    population: float

    @property
    def points(self) -> float:
        """How much more respondents than people, in points."""
        return 100 * (self.respondents - self.population)


def draw(
    steps: Sequence[Step],
    gaps: Sequence[Gap] = (),
    *,
    id: str,
    title: str,
    subtitle: str,
    source: str,
    lang: str = "fr",
) -> Chart:
    """The funnel at the left in % of its first step, the gaps at the right when the population is known."""
    caption = Caption(id, title, subtitle, source, lang)
    if not steps or not steps[0].people:
        return empty.draw(caption, _headers(lang))
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        middle = (sheet.left + sheet.right) / 2
        split = middle if gaps else sheet.right
        if gaps:
            _draw_heads(sheet, caption, (sheet.left, middle + GUTTER), y)
            y += 6.5
        ends = [_draw_funnel(sheet, steps, split, y)]
        if gaps:
            ends.append(_draw_gaps(sheet, gaps, middle + GUTTER, y))
        return caption.chart(sheet, max(ends), _alt(caption, steps, gaps), _table(steps, gaps, lang))


def _draw_heads(sheet: Sheet, caption: Caption, lefts: tuple[float, float], y: float) -> None:
    texts = (
        caption.say("De l’invitation à la réponse", "From invitation to answer"),
        caption.say("Répondants − population, en points", "Respondents − population, in points"),
    )
    for left, text in zip(lefts, texts, strict=True):
        sheet.text(left, y + 1.5, text, size=style.SMALL, weight=style.SEMIBOLD, colour=style.MUTED)


def _draw_funnel(sheet: Sheet, steps: Sequence[Step], right: float, y: float) -> float:
    labels = min(LABELS_AT_MOST, max(sheet.measure(step.label) for step in steps))
    zero = sheet.left + labels + 2.0
    texts = [_step_text(step, steps[0].people, sheet.lang) for step in steps]
    room = right - zero - 2.0 - max(sheet.measure(text, style.LABEL, style.BOLD) for text in texts)
    most = max(step.people for step in steps)
    for step, text in zip(steps, texts, strict=True):
        lines = sheet.wrap(step.label, labels)
        height = max(PITCH, lettering.line_height(style.LABEL) * len(lines) + 1.6)
        middle, end = y + height / 2, zero + room * step.people / most
        sheet.lines(zero - 2.0, middle, lines, align="right")
        if step.people:
            sheet.rect(zero, middle - 3.3, end, middle + 3.3, style.NAVY if step is steps[-1] else style.BAR)
        sheet.text(end + 1.6, middle, text, weight=style.BOLD)
        y += height
    return y


def _step_text(step: Step, first: int, lang: str, bare: bool = False) -> str:
    count = numbers.number(step.people, lang=lang)
    if step.people == first:
        return count
    share = numbers.percent(step.people, first, decimals=0, lang=lang)
    return f"{count}, {share}" if bare else f"{count}{numbers.NBSP}({share})"


def _draw_gaps(sheet: Sheet, gaps: Sequence[Gap], left: float, y: float) -> float:
    labels = min(LABELS_AT_MOST, max(sheet.measure(gap.label) for gap in gaps))
    field = (left + labels + 2.0, sheet.right)
    texts = [numbers.signed(gap.points, 1, lang=sheet.lang) for gap in gaps]
    words = max(sheet.measure(text, style.LABEL, style.BOLD) for text in texts) + 1.6
    low, high = (min(0.0, *(g.points for g in gaps), 0.0), max(0.0, *(g.points for g in gaps), 0.0))
    sides = (words if low < 0 else 0.0, words)
    per_point = (field[1] - field[0] - sum(sides)) / ((high - low) or 1.0)
    zero = field[0] + sides[0] - low * per_point
    top = y
    for gap, text in zip(gaps, texts, strict=True):
        lines = sheet.wrap(gap.label, labels)
        height = max(PITCH, lettering.line_height(style.LABEL) * len(lines) + 1.6)
        middle, end = y + height / 2, zero + gap.points * per_point
        sheet.lines(left + labels, middle, lines, align="right")
        colour = style.NAVY if gap.points >= 0 else style.ORANGE
        if gap.points:
            sheet.rect(zero, middle - 3.3, end, middle + 3.3, colour)
        away = 1.4 if gap.points >= 0 else -1.4
        sheet.text(end + away, middle, text, weight=style.BOLD, align="left" if away > 0 else "right")
        y += height
    sheet.line([(zero, top), (zero, y)], style.INK, 0.9, above=2)
    return y


def _alt(caption: Caption, steps: Sequence[Step], gaps: Sequence[Gap]) -> str:
    count = caption.count(len(steps), "étape", "étapes", "step", "steps")
    kind = caption.say(f"Entonnoir de réponse, {count}", f"Response funnel, {count}")
    told = [(step.label, _step_text(step, steps[0].people, caption.lang, bare=True)) for step in steps]
    if not gaps:
        return caption.alt(kind, caption.values(told))
    apart = [(gap.label, numbers.points(gap.points, 1, caption.lang)) for gap in _by_size(gaps)]
    said = caption.say("Écart entre répondants et population : ", "Gap between respondents and population: ")
    return caption.alt(kind, caption.values(told), said + caption.values(apart))


def _by_size(gaps: Sequence[Gap]) -> list[Gap]:
    return sorted(gaps, key=lambda gap: -gap.points)


def _headers(lang: str) -> tuple[str, ...]:
    if lang == "fr":
        return ("Étape ou catégorie", "Personnes", "Part des répondants", "Part de la population", "Écart en points")
    return ("Step or category", "People", "Share of respondents", "Share of population", "Gap in points")


def _table(steps: Sequence[Step], gaps: Sequence[Gap], lang: str) -> Table:
    blank = Cell("", None)
    rows = [
        [Cell(s.label, s.label), Cell(numbers.number(s.people, lang=lang), s.people), blank, blank, blank]
        for s in steps
    ]
    rows += [
        [
            Cell(gap.label, gap.label),
            blank,
            Cell(numbers.share(gap.respondents, 1, lang=lang), gap.respondents),
            Cell(numbers.share(gap.population, 1, lang=lang), gap.population),
            Cell(numbers.signed(gap.points, 1, lang=lang), gap.points),
        ]
        for gap in gaps
    ]
    return table(_headers(lang), rows)
