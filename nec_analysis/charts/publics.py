"""Publics: bars of a whole list of people, gathered by family of structures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_analysis.charts import empty, lettering, style
from nec_analysis.charts.caption import Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.sheet import ROW_AT_MOST, Sheet
from nec_analysis.french import numbers

LABELS_AT_MOST = 66.0
PITCH = 6.2


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One type of structure: how many people, in which family. `hits` is None when masked."""

    label: str
    family: str
    hits: int | None


def draw(
    rows: Sequence[PublicRow],
    *,
    id: str,
    title: str,
    subtitle: str,
    source: str,
    lang: str = "fr",
    base: int = 0,
    census: bool = True,
    what: tuple[str, str] | None = None,
) -> Chart:
    """Families from the largest to the smallest; `base` is the number of people whose type is known."""
    caption = Caption(id, title, subtitle, source, lang)
    base = base or sum(row.hits or 0 for row in rows)
    if not base or not rows:
        return empty.draw(caption, _headers(lang))
    families = _families(rows)
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        columns = _Columns(sheet, families, base, lang)
        left = 0
        for rank, family in enumerate(families):
            y, over = _draw_family(sheet, columns, family, rank, y)
            left += over
        notes = (
            caption.note("census", census),
            caption.note("masked", any(row.hits is None for row in rows)),
            caption.note("data", left > 0, n=str(left)),
        )
        alt = _alt(caption, families, base, what or caption.pair("personne", "personnes", "person", "people"))
        return caption.chart(sheet, y - 2.0, alt, _table(families, base, lang), *notes)


Family = tuple[str, tuple[PublicRow, ...]]


def _families(rows: Sequence[PublicRow]) -> list[Family]:
    names = sorted({row.family for row in rows})
    families = [(n, tuple(sorted((r for r in rows if r.family == n), key=lambda r: -(r.hits or 0)))) for n in names]
    return sorted(families, key=lambda family: -_total(family[1]))


def _total(rows: Sequence[PublicRow]) -> int:
    return sum(row.hits or 0 for row in rows)


class _Columns:
    """Where labels end, how many mm a person takes."""

    def __init__(self, sheet: Sheet, families: Sequence[Family], base: int, lang: str) -> None:
        self.base, self.lang = base, lang
        rows = [row for _, members in families for row in members]
        longest = max(
            *(sheet.measure(row.label) for row in rows),
            *(sheet.measure(name, weight=style.BOLD) for name, _ in families),
        )
        self.labels = min(LABELS_AT_MOST, longest)
        self.zero = sheet.left + self.labels + 2.0
        beside = max(sheet.measure(shown(r, base, lang), style.VALUE, style.BOLD) for r in rows)
        counts = max(sheet.measure(_count(row, lang), style.SMALL) for row in rows)
        most = max(row.hits or 0 for row in rows) or 1
        self.per_person = (sheet.right - self.zero - beside - counts - 5.0) / most


def _draw_family(sheet: Sheet, columns: _Columns, family: Family, rank: int, y: float) -> tuple[float, int]:
    """The name with its total, then the members; where it ends, how many members the page has no room for."""
    name, members = family
    if rank and y > sheet.limit - 2 * ROW_AT_MOST:
        return y, len(members)
    if name:
        y = _draw_name(sheet, columns, family, style.NEC6_TEXT[rank % 6], y)
    fill = style.NEC6[rank % 6]
    y, left = sheet.stack(members, y, lambda row, at: _draw_row(sheet, columns, row, fill, at))
    return y + 3.0, left


def _draw_name(sheet: Sheet, columns: _Columns, family: Family, ink: str, y: float) -> float:
    name, members = family
    lines = sheet.wrap(name, columns.labels, weight=style.BOLD, most=2)
    height = lettering.line_height(style.LABEL) * len(lines) + 1.6
    middle = y + height / 2
    sheet.lines(columns.zero - 2.0, middle, lines, weight=style.BOLD, colour=ink, align="right")
    total = _family_share(members, columns.base, columns.lang)
    sheet.text(columns.zero, middle, total, weight=style.BOLD, colour=ink)
    return y + height


def _draw_row(sheet: Sheet, columns: _Columns, row: PublicRow, fill: str, y: float) -> float:
    lines = sheet.wrap(row.label, columns.labels, most=2)
    height = max(PITCH, lettering.line_height(style.LABEL) * len(lines) + 1.4)
    sheet.lines(columns.zero - 2.0, y + height / 2, lines, align="right")
    _draw_bar(sheet, columns, row, fill, y + height / 2)
    return y + height


def _draw_bar(sheet: Sheet, columns: _Columns, row: PublicRow, fill: str, middle: float) -> None:
    end = columns.zero + (row.hits or 0) * columns.per_person
    if row.hits:
        sheet.rect(columns.zero, middle - 2.1, end, middle + 2.1, fill)
    x = end + 1.6
    colour = style.MUTED if row.hits is None else style.INK
    text = shown(row, columns.base, columns.lang)
    x += sheet.text(x, middle, text, size=style.VALUE, weight=style.BOLD, colour=colour) + 1.4
    sheet.text(x, middle, _count(row, columns.lang), size=style.SMALL, colour=style.MUTED)


def shown(row: PublicRow, base: int, lang: str) -> str:
    """The percentage as it is printed."""
    return numbers.MASKED if row.hits is None else _share(row.hits, base, lang)


def _family_share(members: Sequence[PublicRow], base: int, lang: str) -> str:
    """The total of a family, untold when it would give a masked member away."""
    masked = any(row.hits is None for row in members)
    return numbers.MASKED if masked else _share(_total(members), base, lang)


def _share(hits: int, base: int, lang: str) -> str:
    return numbers.percent(hits, base, decimals=0, lang=lang)


def _count(row: PublicRow, lang: str) -> str:
    return "" if row.hits is None else f"({numbers.number(row.hits, lang=lang)})"


def _alt(caption: Caption, families: Sequence[Family], base: int, what: tuple[str, str]) -> str:
    rows = [row for _, members in families for row in members]
    count = caption.count(len(rows), "catégorie", "catégories", "category", "categories")
    kind = caption.say(f"Diagramme en barres horizontales, {count}", f"Horizontal bar chart, {count}")
    groups = [(name, _family_share(members, base, caption.lang)) for name, members in families if name]
    told = [(row.label, shown(row, base, caption.lang)) for row in sorted(rows, key=lambda r: -(r.hits or 0))]
    return caption.alt(kind, caption.values(groups), caption.values(told), caption.base([base], what))


def _headers(lang: str) -> tuple[str, ...]:
    return ("Famille", "Type", "Part", "Nombre") if lang == "fr" else ("Family", "Type", "Share", "Count")


def _table(families: Sequence[Family], base: int, lang: str) -> Table:
    return table(
        _headers(lang),
        [
            [
                Cell(name, name),
                Cell(row.label, row.label),
                Cell(shown(row, base, lang), None if row.hits is None else row.hits / base),
                Cell("" if row.hits is None else numbers.number(row.hits, lang=lang), row.hits),
            ]
            for name, members in families
            for row in members
        ],
    )
