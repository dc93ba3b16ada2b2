"""Growth of a total between dated counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nec_analysis.charts import empty, style
from nec_analysis.charts.caption import Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import dates, numbers

HEIGHT = 58.0
"""Of the drawing, in mm."""
LABELLED = 5
"""Up to so many points each carries its value and the step that leads to it."""


@dataclass(frozen=True, slots=True)
class Count:
    """A total at a date (ISO day)."""

    at: str
    total: int
    label: str = ""

    @property
    def date(self) -> dt.date:
        """The day of the count."""
        return dt.date.fromisoformat(self.at[:10])


def draw(counts: Sequence[Count], *, id: str, title: str, subtitle: str, source: str, lang: str = "fr") -> Chart:
    """Counts in the order of time, joined by a dashed line: what happened between two of them was not observed."""
    caption = Caption(id, title, subtitle, source, lang)
    ordered = sorted(counts, key=lambda count: count.at)
    if not ordered:
        return empty.draw(caption, _headers(lang))
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        plane = _Plane(sheet, ordered, y, lang)
        _draw_ruler(sheet, plane)
        _draw_line(sheet, plane, ordered)
        _draw_labels(sheet, plane, ordered)
        return caption.chart(sheet, plane.floor + 6.0, _alt(caption, ordered), _table(ordered, lang))


class _Plane:
    """Time across, totals upwards from zero."""

    def __init__(self, sheet: Sheet, counts: Sequence[Count], top: float, lang: str) -> None:
        self.lang = lang
        most = max(count.total for count in counts)
        self.step = nice_step(most)
        widest = sheet.measure(numbers.number(most * 1.2, lang=lang), style.SMALL)
        self.left, self.right = sheet.left + widest + 2.0, sheet.right
        self.top, self.floor = top + 6.0, top + 6.0 + HEIGHT
        self.most = max(most, self.step)
        self.first, self.last = counts[0].date.toordinal(), counts[-1].date.toordinal()
        half = max(sheet.measure(named(count, lang)) for count in (counts[0], counts[-1])) / 2
        self.ends = (self.left + max(half, 8.0), self.right - max(half, 8.0))

    def x(self, count: Count) -> float:
        """The place of a date."""
        if self.first == self.last:
            return (self.left + self.right) / 2
        start, end = self.ends
        return start + (end - start) * (count.date.toordinal() - self.first) / (self.last - self.first)

    def y(self, total: float) -> float:
        """The height of a total."""
        return self.floor - (self.floor - self.top) * total / self.most


def nice_step(most: float, steps: int = 4) -> float:
    """A round step that divides a scale into about so many parts."""
    if most <= 0:
        return 1.0
    rough = most / steps
    power = 10 ** (len(str(int(rough))) - 1) if rough >= 1 else 1
    return float(next((m * power for m in (1, 2, 5, 10) if m * power >= rough), 10 * power))


def _draw_ruler(sheet: Sheet, plane: _Plane) -> None:
    total = 0.0
    while total <= plane.most:
        y = plane.y(total)
        colour = style.EDGE if total == 0 else style.RULE
        sheet.line([(plane.left, y), (plane.right, y)], colour, 0.7, above=0.5)
        text = numbers.number(total, lang=plane.lang)
        sheet.text(plane.left - 2.0, y, text, size=style.SMALL, colour=style.MUTED, align="right")
        total += plane.step


def _draw_line(sheet: Sheet, plane: _Plane, counts: Sequence[Count]) -> None:
    places = [(plane.x(count), plane.y(count.total)) for count in counts]
    if len(places) > 1:
        sheet.line(places, style.NAVY, 1.6, dashes=(4, 2.4))
    for x, y in places:
        sheet.dot(x, y, 1.45 if len(places) <= 2 * LABELLED else 0.8, style.NAVY, edge="#FFFFFF")


def _draw_labels(sheet: Sheet, plane: _Plane, counts: Sequence[Count]) -> None:
    """Values above the points, dates below the line, steps under the slope."""
    for count in _labelled(sheet, plane, counts):
        x, text = plane.x(count), numbers.number(count.total, lang=plane.lang)
        sheet.text(x, plane.y(count.total) - 4.4, text, size=style.VALUE, weight=style.BOLD, align="center")
        sheet.text(x, plane.floor + 4.2, named(count, plane.lang), align="center")
    if len(counts) <= LABELLED:
        for a, b in pairwise(counts):
            _draw_step(sheet, plane, a, b)


def _labelled(sheet: Sheet, plane: _Plane, counts: Sequence[Count]) -> list[Count]:
    """The counts that get a label: the last, the first, then those between that have room."""
    between = counts[1:-1] if len(counts) <= LABELLED else ()
    taken: list[tuple[float, float]] = []
    kept = []
    for count in dict.fromkeys((counts[-1], counts[0], *between)):
        text = numbers.number(count.total, lang=plane.lang)
        half = max(sheet.measure(text, style.VALUE, style.BOLD), sheet.measure(named(count, plane.lang))) / 2
        x = plane.x(count)
        if all(x + half + 1.0 < left or x - half - 1.0 > right for left, right in taken):
            taken.append((x - half, x + half))
            kept.append(count)
    return kept


def _draw_step(sheet: Sheet, plane: _Plane, a: Count, b: Count) -> None:
    text = numbers.signed(b.total - a.total, lang=plane.lang)
    x, y = (plane.x(a) + plane.x(b)) / 2, plane.y((a.total + b.total) / 2)
    room = plane.x(b) - plane.x(a)
    if room < sheet.measure(text, weight=style.BOLD) + 4.0:
        return
    down = y + 5.5 if b.total >= a.total else y - 5.5
    lowest = plane.floor - 3.0
    across = x + sheet.measure(text, weight=style.BOLD) / 2 + 1.5
    sheet.rect(across - 8.0, min(down, lowest) - 2.0, across + 8.0, min(down, lowest) + 2.0, "#FFFFFF", above=0.6)
    sheet.text(across, min(down, lowest), text, weight=style.BOLD, colour=style.ORANGE_TEXT, align="center")


def named(count: Count, lang: str) -> str:
    """The date in words, or the label that stands for it."""
    return count.label or dates.month(count.date, lang)


def _alt(caption: Caption, counts: Sequence[Count]) -> str:
    n = caption.count(len(counts), "relevé daté", "relevés datés", "dated count", "dated counts")
    told = [(named(count, caption.lang), numbers.number(count.total, lang=caption.lang)) for count in counts]
    first, last = counts[0], counts[-1]
    change = numbers.signed(last.total - first.total, lang=caption.lang)
    if first.total and len(counts) > 1:
        factor = numbers.times(last.total / first.total, lang=caption.lang)
        change += caption.say(f", soit {factor}", f", that is {factor}")
    across = caption.say(f"Du premier au dernier relevé : {change}", f"From the first to the last: {change}")
    kind = caption.say(f"Courbe de {n}", f"Line of {n}")
    return caption.alt(kind, caption.values(told, dated=True), across if len(counts) > 1 else "")


def _headers(lang: str) -> tuple[str, ...]:
    return ("Date", "Total", "Évolution") if lang == "fr" else ("Date", "Total", "Change")


def _table(counts: Sequence[Count], lang: str) -> Table:
    steps = [None, *(b.total - a.total for a, b in pairwise(counts))]
    return table(
        _headers(lang),
        [
            [
                Cell(named(count, lang), count.at[:10]),
                Cell(numbers.number(count.total, lang=lang), count.total),
                Cell("" if step is None else numbers.signed(step, lang=lang), step),
            ]
            for count, step in zip(counts, steps, strict=True)
        ],
    )
