"""The history of the event: one column an edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_analysis.charts import empty, lettering, style
from nec_analysis.charts.caption import Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers

HEIGHT = 48.0
"""Of the highest column, in mm."""


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition: its year, its place, how many people; None when nobody counted. `online` cannot be compared."""

    year: str
    place: str
    people: int | None
    online: bool = False


def draw(
    rows: Sequence[EditionRow],
    *,
    id: str,
    title: str,
    subtitle: str,
    source: str,
    lang: str = "fr",
    highlight: Sequence[str] = (),
) -> Chart:
    """Columns in the order given; `highlight` names the years in navy, the last one when empty."""
    caption = Caption(id, title, subtitle, source, lang)
    known = [row for row in rows if row.people]
    if not known:
        return empty.draw(caption, _headers(lang))
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        bright = set(highlight) or {known[-1].year}
        pitch = (sheet.right - sheet.left) / len(rows)
        floor = y + 6.0 + HEIGHT
        most = max(row.people or 0 for row in rows)
        for i, row in enumerate(rows):
            _draw_column(sheet, row, sheet.left + (i + 0.5) * pitch, pitch, floor, most, row.year in bright)
        sheet.line([(sheet.left, floor), (sheet.right, floor)], style.INK, 0.8)
        lines = _draw_names(sheet, rows, pitch, floor)
        note = caption.say("Hachures : participation en ligne, non comparable.", "Hatched: online, not comparable.")
        end = floor + 2.0 + lines * lettering.line_height(style.LABEL)
        alt = _alt(caption, rows)
        return caption.chart(sheet, end, alt, _table(rows, lang), note if any(r.online for r in known) else "")


def _draw_column(sheet: Sheet, row: EditionRow, x: float, pitch: float, floor: float, most: int, bright: bool) -> None:
    half = min(pitch * 0.32, 11.0)
    text = shown(row, sheet.lang)
    top = floor - HEIGHT * (row.people or 0) / most
    if row.people and row.online:
        sheet.rect(x - half, top, x + half, floor, style.SEQUENTIAL[0], edge=style.NAVY, hatch="//")
    elif row.people:
        sheet.rect(x - half, top, x + half, floor, style.NAVY if bright else style.BAR)
    size = style.VALUE if sheet.measure(text, style.VALUE, style.BOLD) < pitch - 1.0 else style.SMALL
    sheet.text(x, top - 3.6, text, size=size, weight=style.BOLD, align="center")


def _draw_names(sheet: Sheet, rows: Sequence[EditionRow], pitch: float, floor: float) -> int:
    """Years, places below; how many lines it took comes back."""
    height = lettering.line_height(style.LABEL)
    most = 1
    for i, row in enumerate(rows):
        x = sheet.left + (i + 0.5) * pitch
        places = sheet.wrap(row.place, pitch - 1.5, style.SMALL, most=2) if row.place else []
        sheet.text(x, floor + 1.0 + height / 2, row.year, weight=style.SEMIBOLD, align="center")
        for j, line in enumerate(places):
            sheet.text(x, floor + 1.0 + (j + 1.5) * height, line, size=style.SMALL, align="center")
        most = max(most, 1 + len(places))
    return most


def shown(row: EditionRow, lang: str) -> str:
    """The count as it is printed; "n. c." when unknown."""
    unknown = "n.\u00a0c." if lang == "fr" else "n/a"
    return unknown if row.people is None else numbers.number(row.people, lang=lang)


def _alt(caption: Caption, rows: Sequence[EditionRow]) -> str:
    count = caption.count(len(rows), "édition", "éditions", "edition", "editions")
    kind = caption.say(f"Histogramme, {count}", f"Column chart, {count}")
    online = caption.say(" en ligne", " online")
    told = [
        (f"{row.year} {row.place}".strip(), shown(row, caption.lang) + (online if row.online else "")) for row in rows
    ]
    return caption.alt(kind, caption.values(told, dated=True))


def _headers(lang: str) -> tuple[str, ...]:
    if lang == "fr":
        return ("Édition", "Lieu", "Personnes", "En ligne")
    return ("Edition", "Place", "People", "Online")


def _table(rows: Sequence[EditionRow], lang: str) -> Table:
    yes, no = ("oui", "non") if lang == "fr" else ("yes", "no")
    return table(
        _headers(lang),
        [[r.year, r.place, Cell(shown(r, lang), r.people), yes if r.online else no] for r in rows],
    )
