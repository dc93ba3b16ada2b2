"""Sorted horizontal bars, one of them highlighted, with the interval of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_analysis.charts import empty, lettering, style
from nec_analysis.charts.caption import SMALL_BASE, Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers
from nec_analysis.model import Estimate

ROWS_AT_MOST = 24
LABELS_AT_MOST = 66.0
LEAST_SCALE = 0.1
"""A scale of shares goes to 10 % at least: nothing next to nothing must not fill the page."""


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar. `value` is a share in [0, 1], or a count when `unit` is not "%"; `display` as the register prints it.

    `rest`: what is left of a list, "other answers": it comes last however long it is.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    base: int = 0
    display: str = ""
    state: str = "ok"
    rest: bool = False

    @property
    def shown(self) -> bool:
        """Whether there is a value to draw."""
        return self.value is not None and self.state not in ("masked", "empty")

    @property
    def size(self) -> float:
        """The length the bar stands for, 0 when nothing may be shown."""
        return self.value if self.value is not None and self.shown else 0.0

    @property
    def small(self) -> bool:
        """Whether so few people answered that the row is written in italics."""
        return self.shown and (self.state == "small" or 0 < self.base < SMALL_BASE)


def row(label: str, estimate: Estimate, display: str = "", *, rest: bool = False) -> BarRow:
    """The bar of an estimate."""
    e = estimate
    return BarRow(label, e.value, e.low, e.high, e.base, display, e.state, rest)


def draw(
    rows: Sequence[BarRow],
    *,
    id: str,
    title: str,
    subtitle: str,
    source: str,
    lang: str = "fr",
    unit: str = "%",
    highlight: str | None = "",
    ordered: bool = False,
    census: bool = False,
    what: tuple[str, str] | None = None,
    width: float = style.PAGE,
) -> Chart:
    """Bars from the longest to the shortest, the rest last, or as given when `ordered`.

    `highlight` names the bar in navy: the longest when empty, none when None. `what` is the noun of the base, singular
    then plural. Rows beyond the 24th stay in the table.
    """
    caption = Caption(id, title, subtitle, source, lang)
    kept = tuple(rows) if ordered else tuple(sorted(rows, key=lambda row: (row.rest, -row.size)))
    if not any(row.shown for row in kept):
        return empty.draw(caption, _headers(lang, unit), width, few=any(row.state == "masked" for row in kept))
    with style.context():
        sheet, y = caption.sheet(width)
        drawn = kept[:ROWS_AT_MOST]
        columns = _Columns(sheet, drawn, unit, lang)
        first = max(drawn, key=lambda row: (not row.rest, row.size)).label if highlight == "" else highlight
        top = y
        y, left = sheet.stack(drawn, y, lambda each, at: _draw_row(sheet, columns, each, at, each.label == first))
        sheet.line([(columns.zero, top), (columns.zero, y)], style.INK, 0.7)
        notes = _notes(caption, drawn, len(kept) - len(drawn) + left, census)
        return caption.chart(sheet, y, _alt(caption, kept, unit, what), _table(kept, unit, lang), *notes)


class _Columns:
    """Where labels end at the zero line, how many mm a unit takes."""

    def __init__(self, sheet: Sheet, rows: Sequence[BarRow], unit: str, lang: str) -> None:
        self.unit, self.lang = unit, lang
        longest = max(sheet.measure(row.label, weight=style.SEMIBOLD, italic=row.small) for row in rows)
        self.labels = min(LABELS_AT_MOST * sheet.width / style.PAGE, longest)
        self.zero = sheet.left + self.labels + 2.0
        values = max(sheet.measure(shown(row, unit, lang), style.VALUE, style.BOLD) for row in rows)
        ends = max(max(row.size, row.high or 0.0) for row in rows)
        if unit == "%":
            ends = max(ends, LEAST_SCALE)
        self.per_unit = (sheet.right - self.zero - values - 3.0) / ends if ends else 0.0
        self.pitch = 10.0 if len(rows) <= 12 else 8.0


def _draw_row(sheet: Sheet, columns: _Columns, row: BarRow, y: float, bright: bool) -> float:
    weight = style.SEMIBOLD if bright else style.REGULAR
    lines = sheet.wrap(row.label, columns.labels, weight=weight, italic=row.small)
    height = max(columns.pitch, lettering.line_height(style.LABEL) * len(lines) + 2.4)
    middle, half = y + height / 2, columns.pitch * 0.31
    sheet.lines(columns.zero - 2.0, middle, lines, weight=weight, align="right", italic=row.small)
    end = columns.zero + row.size * columns.per_unit
    if row.size:
        sheet.rect(columns.zero, middle - half, end, middle + half, style.NAVY if bright else style.BAR)
    if row.shown and row.low is not None and row.high is not None:
        sheet.whisker(columns.zero + row.low * columns.per_unit, columns.zero + row.high * columns.per_unit, middle)
        end = max(end, columns.zero + row.high * columns.per_unit)
    text = shown(row, columns.unit, columns.lang)
    colour = style.INK if row.shown else style.MUTED
    sheet.text(end + 2.0, middle, text, size=style.VALUE, weight=style.BOLD, colour=colour, italic=row.small)
    return y + height


def shown(row: BarRow, unit: str, lang: str) -> str:
    """The value as it is printed."""
    if row.state == "masked":
        return numbers.MASKED
    if row.value is None or row.state == "empty":
        return "–"
    if row.display:
        return row.display
    return numbers.share(row.value, lang=lang) if unit == "%" else numbers.number(row.value, lang=lang)


def _notes(caption: Caption, rows: Sequence[BarRow], more: int, census: bool) -> tuple[str, ...]:
    whiskers = any(row.low is not None and row.shown for row in rows)
    told = caption.say("intervalle", "interval") in caption.subtitle
    return (
        caption.say("Trait : intervalle à 95 %.", "Line: 95% interval.") if whiskers and not (census or told) else "",
        caption.note("census", census),
        caption.note("small", any(row.small for row in rows)),
        caption.note("masked", any(row.state == "masked" for row in rows)),
        caption.note("data", more > 0, n=str(more)),
    )


def _alt(caption: Caption, rows: Sequence[BarRow], unit: str, what: tuple[str, str] | None) -> str:
    count = caption.count(len(rows), "catégorie", "catégories", "category", "categories")
    kind = caption.say(f"Diagramme en barres horizontales, {count}", f"Horizontal bar chart, {count}")
    told = [(row.label, shown(row, unit, caption.lang)) for row in rows if row.shown]
    return caption.alt(kind, caption.values(told), caption.base((row.base for row in rows if row.shown), what))


def _headers(lang: str, unit: str) -> tuple[str, ...]:
    if lang == "fr":
        return ("Catégorie", "Part" if unit == "%" else "Nombre", "Borne basse", "Borne haute", "Base")
    return ("Category", "Share" if unit == "%" else "Count", "Low", "High", "Base")


def _table(rows: Sequence[BarRow], unit: str, lang: str) -> Table:
    def end(row: BarRow, x: float | None) -> Cell:
        if x is None or not row.shown:
            return Cell("", None)
        return Cell(numbers.share(x, lang=lang) if unit == "%" else numbers.number(x, lang=lang), x)

    return table(
        _headers(lang, unit),
        [
            [
                Cell(row.label, row.label),
                Cell(shown(row, unit, lang), row.value if row.shown else None),
                end(row, row.low),
                end(row, row.high),
                Cell(numbers.number(row.base, lang=lang), row.base) if row.base and row.shown else Cell("", None),
            ]
            for row in rows
        ],
    )
