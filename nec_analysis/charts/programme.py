"""The programme in pictograms: a cell for each session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_analysis.charts import empty, lettering, style
from nec_analysis.charts.caption import Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers

LABELS_AT_MOST = 60.0
SQUARES_AT_MOST = 60
"""In one row; beyond, a square stands for several sessions."""
SQUARE_AT_MOST = 4.2
PITCH = 7.2


@dataclass(frozen=True, slots=True)
class FormatRow:
    """One format of the programme: how many sessions."""

    label: str
    count: int


def draw(
    rows: Sequence[FormatRow],
    *,
    id: str,
    title: str,
    subtitle: str,
    source: str,
    lang: str = "fr",
    thing: tuple[str, str] | None = None,
) -> Chart:
    """Formats from the most to the least frequent; `thing` is what a cell stands for, singular then plural."""
    caption = Caption(id, title, subtitle, source, lang)
    ordered = sorted(rows, key=lambda row: -row.count)
    if not any(row.count for row in ordered):
        return empty.draw(caption, _headers(lang))
    one, many = thing or caption.pair("session", "sessions", "session", "sessions")
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        grid = _Grid(sheet, ordered)
        ranked = list(enumerate(ordered))
        y, left = sheet.stack(ranked, y, lambda row, at: _draw_row(sheet, grid, row[1], row[0], at))
        worth = numbers.counted(grid.worth, one, many, lang)
        note = caption.say(f"Une case = {worth}.", f"One cell = {worth}.")
        alt = _alt(caption, ordered, worth)
        more = caption.note("data", left > 0, n=str(left))
        return caption.chart(sheet, y, alt, _table(ordered, lang), note, more)


class _Grid:
    """Where squares begin, how large they are, how many sessions each is worth."""

    def __init__(self, sheet: Sheet, rows: Sequence[FormatRow]) -> None:
        most = max(row.count for row in rows)
        self.worth = -(-most // SQUARES_AT_MOST)
        self.labels = min(LABELS_AT_MOST, max(sheet.measure(row.label) for row in rows))
        self.left = sheet.left + self.labels + 2.5
        text = sheet.measure(numbers.number(most, lang=sheet.lang), style.VALUE, style.BOLD)
        room = sheet.right - self.left - text - 3.0
        self.step = min(SQUARE_AT_MOST + 0.7, room / -(-most // self.worth))


def _draw_row(sheet: Sheet, grid: _Grid, row: FormatRow, rank: int, y: float) -> float:
    lines = sheet.wrap(row.label, grid.labels, most=2)
    height = max(PITCH, lettering.line_height(style.LABEL) * len(lines) + 1.6)
    middle = y + height / 2
    sheet.lines(grid.left - 2.5, middle, lines, align="right")
    squares, side = row.count / grid.worth, grid.step * 0.84
    for i in range(int(squares) + (squares % 1 > 0)):
        part = min(1.0, squares - i)
        x = grid.left + i * grid.step
        sheet.rect(x, middle - SQUARE_AT_MOST / 2, x + side * part, middle + SQUARE_AT_MOST / 2, style.NEC6[rank % 6])
    end = grid.left + squares * grid.step
    text = numbers.number(row.count, lang=sheet.lang)
    sheet.text(end + 1.6, middle, text, size=style.VALUE, weight=style.BOLD)
    return y + height


def _alt(caption: Caption, rows: Sequence[FormatRow], worth: str) -> str:
    count = caption.count(len(rows), "format", "formats", "format", "formats")
    kind = caption.say(f"Pictogrammes, {count}, une case pour {worth}", f"Pictograms, {count}, one cell for {worth}")
    told = [(row.label, numbers.number(row.count, lang=caption.lang)) for row in rows]
    total = numbers.number(sum(row.count for row in rows), lang=caption.lang)
    return caption.alt(kind, caption.values(told), caption.say(f"Total : {total}", f"Total: {total}"))


def _headers(lang: str) -> tuple[str, ...]:
    return ("Format", "Nombre") if lang == "fr" else ("Format", "Count")


def _table(rows: Sequence[FormatRow], lang: str) -> Table:
    return table(
        _headers(lang),
        [[Cell(row.label, row.label), Cell(numbers.number(row.count, lang=lang), row.count)] for row in rows],
    )
