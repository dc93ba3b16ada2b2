"""Headline indicators: a dot in its interval, a diamond for the previous edition, the change in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_analysis.charts import empty, lettering, style
from nec_analysis.charts.caption import SMALL_BASE, Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers
from nec_analysis.model import Comparison, Estimate

LABELS_AT_MOST = 64.0
GAP = 4.0


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator; shares in [0, 1], `change` too (0.04 = 4 points), `display` as the register prints it."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    base: int = 0
    display: str = ""
    previous: float | None = None
    change: float | None = None
    significant: bool | None = None
    state: str = "ok"

    @property
    def shown(self) -> bool:
        """Whether there is a value to draw."""
        return self.value is not None and self.state not in ("masked", "empty")

    @property
    def small(self) -> bool:
        """Whether so few people answered that the row is written in italics."""
        return self.shown and (self.state == "small" or 0 < self.base < SMALL_BASE)


def row(
    label: str,
    estimate: Estimate,
    *,
    display: str = "",
    previous: Estimate | None = None,
    comparison: Comparison | None = None,
) -> IndicatorRow:
    """The row of an estimate, compared or not with the one of the previous edition."""
    return IndicatorRow(
        label,
        estimate.value,
        estimate.low,
        estimate.high,
        estimate.base,
        display,
        previous.value if previous and previous.state not in ("masked", "empty") else None,
        comparison.difference if comparison else None,
        comparison.significant if comparison else None,
        estimate.state,
    )


def draw(
    rows: Sequence[IndicatorRow],
    *,
    id: str,
    title: str,
    subtitle: str,
    source: str,
    lang: str = "fr",
    current: str = "",
    before: str = "",
    level: float = 0.95,
) -> Chart:
    """Indicators in the order given; `current` with `before` name the two editions."""
    caption = Caption(id, title, _reading(rows, subtitle, current, before, level, lang), source, lang)
    if not any(row.shown for row in rows):
        return empty.draw(caption, _headers(lang, before))
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        columns = _Columns(sheet, rows, lang)
        y, left = sheet.stack(rows, y, lambda each, at: _draw_row(sheet, columns, each, at))
        y = _draw_scale(sheet, columns, y)
        notes = (*_notes(caption, rows), caption.note("data", left > 0, n=str(left)))
        return caption.chart(sheet, y, _alt(caption, rows, before), _table(rows, lang, before), *notes)


def _reading(rows: Sequence[IndicatorRow], subtitle: str, current: str, before: str, level: float, lang: str) -> str:
    """The subtitle with how to read the marks."""
    percent = numbers.share(level, lang=lang)
    of = f"{current} et " if current and lang == "fr" else f"{current} and " if current else ""
    parts = []
    if any(row.low is not None for row in rows):
        fr, en = f"point et bande : {of}intervalle à {percent}", f"dot and band: {of}{percent} interval"
        parts.append(fr if lang == "fr" else en)
    if any(row.previous is not None for row in rows):
        named = before or ("édition précédente" if lang == "fr" else "previous edition")
        parts.append(f"losange : {named}" if lang == "fr" else f"diamond: {named}")
    return " – ".join(t for t in (subtitle.rstrip("."), (" ; " if lang == "fr" else "; ").join(parts)) if t)


class _Columns:
    """Where labels end, where the track runs, where values and intervals begin, in mm."""

    def __init__(self, sheet: Sheet, rows: Sequence[IndicatorRow], lang: str) -> None:
        self.lang = lang
        longest = max(sheet.measure(row.label, italic=row.small) for row in rows)
        self.label = sheet.left + min(LABELS_AT_MOST, longest)
        sides = [sheet.measure(t, style.SMALL) for row in rows for t in _side(row, lang)]
        self.side = sheet.right - max(sides, default=0)
        values = max(sheet.measure(_value(row, lang), style.VALUE, style.BOLD) for row in rows)
        self.value = self.side - (GAP if sides else 0) - values
        self.track = (self.label + GAP, self.value - GAP - 4)
        floor = min(x for row in rows if row.shown for x in (row.value, row.low, row.previous) if x is not None)
        self.scale = (0.5, 1.0) if floor >= 0.5 else (0.0, 1.0)

    def at(self, share: float) -> float:
        """The place of a share on the track."""
        (x0, x1), (low, high) = self.track, self.scale
        return x0 + (x1 - x0) * (share - low) / (high - low)


def _draw_row(sheet: Sheet, columns: _Columns, row: IndicatorRow, y: float) -> float:
    lines = sheet.wrap(row.label, columns.label - sheet.left, italic=row.small)
    side = _side(row, columns.lang)
    height = max(9.0, lettering.line_height(style.LABEL) * len(lines) + 3.5, 4.2 * len(side) + 3.5)
    middle = y + height / 2
    sheet.lines(columns.label, middle, lines, align="right", italic=row.small)
    sheet.line([(columns.track[0], middle), (columns.track[1], middle)], style.RULE, 1.0, above=0.5)
    if row.shown:
        _draw_marks(sheet, columns, row, middle)
    colour = style.INK if row.shown else style.MUTED
    sheet.text(
        columns.value,
        middle,
        _value(row, columns.lang),
        size=style.VALUE,
        weight=style.BOLD,
        colour=colour,
        italic=row.small,
    )
    for i, text in enumerate(side):
        colour = style.MUTED if i == 0 and row.low is not None else style.ORANGE_TEXT
        sheet.text(columns.side, middle + (i - (len(side) - 1) / 2) * 4.2, text, size=style.SMALL, colour=colour)
    return y + height


def _draw_marks(sheet: Sheet, columns: _Columns, row: IndicatorRow, y: float) -> None:
    if row.low is not None and row.high is not None:
        sheet.rect(columns.at(row.low), y - 2, columns.at(row.high), y + 2, style.BAND)
    if row.previous is not None:
        sheet.diamond(columns.at(row.previous), y, 1.75, "#FFFFFF", edge=style.ORANGE_TEXT, above=2)
    if row.value is not None:
        sheet.dot(columns.at(row.value), y, 1.5, style.NAVY, edge="#FFFFFF", above=2.5)


def _draw_scale(sheet: Sheet, columns: _Columns, y: float) -> float:
    low, high = columns.scale
    steps = 5 if low else 4
    for i in range(steps + 1):
        share = low + (high - low) * i / steps
        text = numbers.share(share, lang=columns.lang) if i == steps else numbers.number(share * 100)
        sheet.text(columns.at(share), y + 2.5, text, size=style.SMALL, colour=style.MUTED, align="center")
    return y + 4.5


def _value(row: IndicatorRow, lang: str) -> str:
    if row.state == "empty" or (row.value is None and row.state != "masked"):
        return "–"
    if row.state == "masked" or row.value is None:
        return numbers.MASKED
    return row.display or numbers.share(row.value, lang=lang)


def _side(row: IndicatorRow, lang: str) -> list[str]:
    """The interval, then the change."""
    if not row.shown:
        return []
    texts = []
    if row.low is not None and row.high is not None and row.low < row.high:
        texts.append(numbers.interval(row.low, row.high, scale=100, lang=lang))
    if row.change is not None:
        texts.append(_change(row.change, row.significant, lang))
    return texts


def _change(change: float, significant: bool | None, lang: str) -> str:
    return numbers.points(numbers.exact(change) * 100, lang=lang) + ("*" if significant else "")


def _notes(caption: Caption, rows: Sequence[IndicatorRow]) -> tuple[str, ...]:
    starred = any(row.significant and row.change is not None for row in rows)
    return (
        caption.say("* Évolution significative au seuil de 5 %.", "* Change significant at 5%.") if starred else "",
        caption.note("small", any(row.small for row in rows)),
        caption.note("masked", any(row.state == "masked" for row in rows)),
    )


def _alt(caption: Caption, rows: Sequence[IndicatorRow], before: str) -> str:
    count = caption.count(len(rows), "indicateur", "indicateurs", "indicator", "indicators")
    shown = sorted((row for row in rows if row.shown), key=lambda row: -(row.value or 0))
    told = [(row.label, ", ".join([_value(row, caption.lang), *_side(row, caption.lang)])) for row in shown]
    return caption.alt(
        caption.say(f"Graphique à points, {count}", f"Dot plot, {count}"),
        caption.values(told),
        caption.base(row.base for row in shown),
    )


def _headers(lang: str, before: str) -> tuple[str, ...]:
    if lang == "fr":
        named = before or "édition précédente"
        return (
            "Indicateur",
            "Valeur",
            "Borne basse",
            "Borne haute",
            "Base",
            f"Valeur, {named}",
            "Écart",
            "Significatif",
        )
    named = before or "previous edition"
    return ("Indicator", "Value", "Low", "High", "Base", f"Value, {named}", "Change", "Significant")


def _table(rows: Sequence[IndicatorRow], lang: str, before: str) -> Table:
    return table(_headers(lang, before), [_cells(row, lang) for row in rows])


def _cells(row: IndicatorRow, lang: str) -> list[Cell]:
    def share(x: float | None) -> Cell:
        shown = x is not None and row.shown
        return Cell(numbers.share(x, lang=lang), x) if shown and x is not None else Cell("", None)

    told = {True: "oui" if lang == "fr" else "yes", False: "non" if lang == "fr" else "no", None: ""}
    change = _change(row.change, None, lang) if row.change is not None and row.shown else ""
    return [
        Cell(row.label, row.label),
        Cell(_value(row, lang), row.value if row.shown else None),
        share(row.low),
        share(row.high),
        Cell(numbers.number(row.base, lang=lang), row.base) if row.base and row.shown else Cell("", None),
        share(row.previous),
        Cell(change, row.change if row.shown else None),
        Cell(told[row.significant], told[row.significant]),
    ]
