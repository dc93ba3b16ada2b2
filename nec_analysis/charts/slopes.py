"""Slopes: one measure a panel, from one edition to the next, each on its own scale from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_analysis.charts import empty, lettering, style
from nec_analysis.charts.caption import Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers

HEIGHT = 42.0
"""Of a panel's drawing, in mm."""
PANELS_A_ROW = 3
GUTTER = 6.0


@dataclass(frozen=True, slots=True)
class Slope:
    """One measure: its values by edition, in the order of time; `points`: they are shares, in %."""

    label: str
    values: tuple[tuple[str, float], ...]
    points: bool = False

    @property
    def change(self) -> float:
        """From the first to the last value."""
        return self.values[-1][1] - self.values[0][1]


def draw(
    slopes: Sequence[Slope],
    *,
    id: str,
    title: str,
    subtitle: str,
    source: str,
    lang: str = "fr",
    decimals: int = 0,
) -> Chart:
    """Three panels a row; the change is said in % of the first value, of shares in points."""
    caption = Caption(id, title, subtitle, source, lang)
    drawn = [slope for slope in slopes if slope.values]
    if not drawn:
        return empty.draw(caption, _headers(lang))
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        panels = min(PANELS_A_ROW, len(drawn))
        width = (sheet.right - sheet.left - GUTTER * (panels - 1)) / panels
        rows = [drawn[start : start + panels] for start in range(0, len(drawn), panels)]
        y, left = _draw_rows(sheet, rows, width, decimals, y)
        more = caption.note("data", left > 0, n=str(left))
        return caption.chart(sheet, y, _alt(caption, drawn, decimals), _table(drawn, decimals, lang), more)


def _draw_rows(
    sheet: Sheet, rows: Sequence[Sequence[Slope]], width: float, decimals: int, y: float
) -> tuple[float, int]:
    """Rows of panels while the page has room; where they end, how many panels are left."""
    for rank, row in enumerate(rows):
        if rank and y + HEIGHT + 35.0 > sheet.limit:
            return y, sum(map(len, rows[rank:]))
        y = _draw_panels(sheet, row, width, decimals, y + (5.0 if rank else 0.0))
    return y, 0


def _draw_panels(sheet: Sheet, slopes: Sequence[Slope], width: float, decimals: int, y: float) -> float:
    heads = [sheet.wrap(slope.label, width, weight=style.SEMIBOLD) for slope in slopes]
    top = y + max(map(len, heads)) * lettering.line_height(style.LABEL)
    for i, (slope, head) in enumerate(zip(slopes, heads, strict=True)):
        left = sheet.left + i * (width + GUTTER)
        height = len(head) * lettering.line_height(style.LABEL)
        sheet.lines(left + width / 2, y + height / 2, head, weight=style.SEMIBOLD, align="center")
        _Panel(sheet, slope, left, width, top + 9.0, decimals).draw()
    return top + 9.0 + HEIGHT + 7.0


class _Panel:
    """One slope on its own scale."""

    def __init__(self, sheet: Sheet, slope: Slope, left: float, width: float, top: float, decimals: int) -> None:
        self.sheet, self.slope, self.decimals = sheet, slope, decimals
        self.left, self.width, self.top, self.floor = left, width, top, top + HEIGHT
        self.most = max(value for _, value in slope.values) or 1.0
        ends = [slope.values[0], slope.values[-1]]
        first, last = (self.sheet.measure(self.text(value), style.VALUE, style.BOLD) for _, value in ends)
        self.start, self.end = left + max(first + 4.0, 9.0), left + width - max(last + 4.0, 9.0)

    def text(self, value: float) -> str:
        """A value as it is printed."""
        return numbers.number(value, self.decimals, lang=self.sheet.lang)

    def draw(self) -> None:
        """The line, its values, the change, the editions under it."""
        colour = style.NAVY if self.slope.change >= 0 else style.ORANGE_TEXT
        places = [self.place(i, value) for i, (_, value) in enumerate(self.slope.values)]
        inner = (self.left + 3.0, self.left + self.width - 3.0)
        self.sheet.line([(inner[0], self.floor), (inner[1], self.floor)], style.INK, 0.9)
        if len(places) > 1:
            self.sheet.line(places, colour, 2.4, round_ends=True)
        for x, y in places:
            self.sheet.dot(x, y, 1.45, colour, edge="#FFFFFF")
        self._draw_values(places)
        self._draw_editions(places)
        self._draw_change(places, colour)

    def place(self, rank: int, value: float) -> tuple[float, float]:
        """Where a value stands."""
        count = len(self.slope.values)
        across = (
            (self.start + self.end) / 2 if count == 1 else self.start + (self.end - self.start) * rank / (count - 1)
        )
        return across, self.floor - HEIGHT * max(value, 0.0) / self.most

    def _draw_values(self, places: Sequence[tuple[float, float]]) -> None:
        values = [value for _, value in self.slope.values]
        last = len(values) - 1
        x, y = places[-1]
        self.sheet.text(x + 2.6, min(y, self.floor - 1.4), self.text(values[-1]), size=style.VALUE, weight=style.BOLD)
        if last:
            x, y = places[0]
            self.sheet.text(x - 2.6, min(y, self.floor - 1.4), self.text(values[0]), size=style.VALUE, align="right")

    def _draw_editions(self, places: Sequence[tuple[float, float]]) -> None:
        """Every edition under its point, or the first with the last when they would touch."""
        names = [name for name, _ in self.slope.values]
        widest = max(self.sheet.measure(name) for name in names)
        room = places[1][0] - places[0][0] if len(places) > 1 else self.width
        kept = range(len(names)) if widest + 2.0 < room else (0, len(names) - 1)
        for i in kept:
            limit = room if len(kept) == len(names) else self.width / 2 - 1.0
            (name,) = self.sheet.wrap(names[i], max(limit, 12.0), most=1)
            half = self.sheet.measure(name) / 2
            x = min(max(places[i][0], self.left + half), self.left + self.width - half)
            self.sheet.text(x, self.floor + 5.0, name, colour=style.MUTED, align="center")

    def _draw_change(self, places: Sequence[tuple[float, float]], colour: str) -> None:
        text = _changed(self.slope, self.sheet.lang)
        if len(places) < 2 or not text:
            return
        y = min(y for _, y in places) - 5.6
        x = (places[0][0] + places[-1][0]) / 2
        self.sheet.text(x, y, text, size=style.VALUE, weight=style.BOLD, colour=colour, align="center")


def _alt(caption: Caption, slopes: Sequence[Slope], decimals: int) -> str:
    kind = caption.say("Graphique d’évolution, ", "Slope chart, ")
    kind += caption.count(len(slopes), "mesure", "mesures", "measure", "measures")
    return caption.alt(kind, *(_said(caption, slope, decimals) for slope in slopes))


def _said(caption: Caption, slope: Slope, decimals: int) -> str:
    told = [f"{numbers.number(value, decimals, lang=caption.lang)} ({name})" for name, value in slope.values]
    steps = caption.say(" puis ", " then ").join(told)
    text = _changed(slope, caption.lang) if len(told) > 1 else ""
    return f"{slope.label}{caption.say(' : ', ': ')}{steps}{', ' if text else ''}{text}"


def _changed(slope: Slope, lang: str) -> str:
    """From the first value to the last: shares in points, others in % of the first; "" where nothing was before."""
    if slope.points:
        return numbers.points(slope.change, lang=lang)
    first, last = slope.values[0][1], slope.values[-1][1]
    return numbers.growth(first, last, lang=lang) if first else ""


def _headers(lang: str) -> tuple[str, ...]:
    return ("Mesure", "Édition", "Valeur") if lang == "fr" else ("Measure", "Edition", "Value")


def _table(slopes: Sequence[Slope], decimals: int, lang: str) -> Table:
    return table(
        _headers(lang),
        [
            [Cell(slope.label, slope.label), Cell(name, name), Cell(numbers.number(value, decimals, lang=lang), value)]
            for slope in slopes
            for name, value in slope.values
        ],
    )
