"""Groups by categories: a percentage in each cell, a mark where it differs from the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_analysis.charts import empty, lettering, style
from nec_analysis.charts.caption import SMALL_BASE, Caption
from nec_analysis.charts.chart import Cell, Chart, Table, table
from nec_analysis.charts.sheet import Sheet
from nec_analysis.french import numbers

LABELS_AT_MOST = 58.0
HEADS_AT_MOST = 40.0
HEAD_PITCH = 3.7
"""Lines of an upright head stand closer, so that two fit a narrow column."""
MARK_BESIDE = 12.0
"""From this width of cells on, marks stand beside the number, otherwise below."""
TALL = 12
"""With more rows than that, a label keeps to one line."""
ROWS_AT_MOST = 20
CELL_GAP = 0.5


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A share of its row, None when masked; `mark` is 1 above the whole, −1 below, 0 when nothing can be said."""

    value: float | None
    mark: int = 0
    display: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One group with its cells, in the order of the columns."""

    label: str
    base: int
    cells: tuple[HeatCell, ...]

    @property
    def small(self) -> bool:
        """Whether so few people answered that the row is written in italics."""
        return 0 < self.base < SMALL_BASE


def draw(
    rows: Sequence[HeatRow],
    columns: Sequence[str],
    *,
    id: str,
    title: str,
    subtitle: str,
    source: str,
    lang: str = "fr",
    total: HeatRow | None = None,
    marks: str = "",
) -> Chart:
    """Rows and columns in the order given, the whole set apart below; `marks` says by which test ▲▼ were put."""
    reading = marks or ("écart à l’ensemble significatif à 5 %" if lang == "fr" else "differs from the whole at 5%")
    marked = any(cell.mark for row in rows for cell in row.cells)
    said = f"{subtitle.rstrip('.')}{' ;' if lang == 'fr' else ';'} ▲▼ {reading}" if marked else subtitle
    caption = Caption(id, title, said, source, lang)
    everything = [*rows, *([total] if total else [])]
    if not rows or not columns or not any(row.base for row in rows):
        return empty.draw(caption, _headers(columns, lang))
    with style.context():
        sheet, y = caption.sheet(style.PAGE)
        grid = _Grid(sheet, everything, columns, lang)
        y = _draw_heads(sheet, grid, columns, y)
        y, left = sheet.stack(rows[:ROWS_AT_MOST], y, lambda row, at: _draw_row(sheet, grid, row, at))
        if total:
            y = _draw_row(sheet, grid, total, y + 1.8, bold=True)
        alt = _alt(caption, rows, columns)
        notes = _notes(caption, everything, max(0, len(rows) - ROWS_AT_MOST) + left)
        return caption.chart(sheet, y, alt, _table(everything, columns, lang), *notes)


class _Grid:
    """Where the cells begin, how wide they are, which shade a share takes."""

    def __init__(self, sheet: Sheet, rows: Sequence[HeatRow], columns: Sequence[str], lang: str) -> None:
        self.lang, self.lines = lang, 2 if len(rows) <= TALL else 1
        longest = max(sheet.measure(row.label, weight=style.SEMIBOLD, italic=row.small) for row in rows)
        self.labels = min(LABELS_AT_MOST, max(longest, 18.0))
        self.left = sheet.left + self.labels + 2.0
        self.cell = (sheet.right - self.left) / len(columns)
        values = [cell.value for row in rows for cell in row.cells if cell.value is not None]
        self.most = max(values, default=0.0) or 1.0
        words = [word for column in columns for word in sheet.set(column).split(" ")]
        self.upright = max(lettering.width(word, style.SMALL) for word in words) > self.cell - 1.0

    def shade(self, share: float) -> str:
        """One of five shades, the darkest for the greatest fifth of the scale."""
        return style.SEQUENTIAL[min(4, int(5 * share / self.most))]


def _draw_heads(sheet: Sheet, grid: _Grid, columns: Sequence[str], y: float) -> float:
    pitch = lettering.line_height(style.SMALL)
    if grid.upright:
        most = max(1, int(grid.cell / HEAD_PITCH))
        heads = [sheet.wrap(column, HEADS_AT_MOST, style.SMALL, most=most) for column in columns]
        height = max(sheet.measure(line, style.SMALL) for head in heads for line in head) + 1
        for i, head in enumerate(heads):
            _draw_upright(sheet, grid.left + (i + 0.5) * grid.cell, y + height, head)
        return y + height + 1.0
    heads = [sheet.wrap(column, grid.cell - 1.0, style.SMALL, most=4) for column in columns]
    height = max(map(len, heads)) * pitch
    for i, head in enumerate(heads):
        x, middle = grid.left + (i + 0.5) * grid.cell, y + height - len(head) * pitch / 2
        sheet.lines(x, middle, head, size=style.SMALL, align="center")
    return y + height + 1.2


def _draw_upright(sheet: Sheet, x: float, y: float, lines: Sequence[str]) -> None:
    """A head read from below, for columns too narrow for its words."""
    for i, line in enumerate(lines):
        sheet.text(x + (i - (len(lines) - 1) / 2) * HEAD_PITCH, y, line, size=style.SMALL, rotation=90)


def _draw_row(sheet: Sheet, grid: _Grid, row: HeatRow, y: float, bold: bool = False) -> float:
    weight = style.SEMIBOLD if bold else style.REGULAR
    lines = sheet.wrap(row.label, grid.labels, weight=weight, most=grid.lines, italic=row.small)
    pitch = lettering.line_height(style.LABEL)
    height = max(9.4, (len(lines) + 1) * pitch + 0.8)
    middle, right = y + height / 2, grid.left - 2.0
    sheet.lines(right, middle - pitch / 2 + 0.1, lines, weight=weight, align="right", italic=row.small)
    below = middle + len(lines) * pitch / 2 + 0.1
    base = f"n = {numbers.number(row.base, lang=grid.lang)}"
    sheet.text(right, below, base, size=style.SMALL, colour=style.MUTED, align="right", italic=row.small)
    for i, cell in enumerate(row.cells):
        _draw_cell(sheet, grid, cell, grid.left + i * grid.cell, y, height, row.small)
    return y + height


def _draw_cell(sheet: Sheet, grid: _Grid, cell: HeatCell, x: float, y: float, height: float, italic: bool) -> None:
    fill = style.PALE if cell.value is None else grid.shade(cell.value)
    sheet.rect(x + CELL_GAP / 2, y + CELL_GAP / 2, x + grid.cell - CELL_GAP / 2, y + height - CELL_GAP / 2, fill)
    ink = style.MUTED if cell.value is None else style.letters_on(fill)
    weight = style.BOLD if cell.mark else style.REGULAR
    middle, centre = y + height / 2, x + grid.cell / 2
    text = shown(cell, grid.lang)
    across = sheet.measure(text, style.LABEL, weight, italic)
    beside = 2.9 if cell.mark and grid.cell >= MARK_BESIDE else 0.0
    raised = 1.4 if cell.mark and not beside else 0.0
    sheet.text(centre - beside / 2, middle - raised, text, weight=weight, colour=ink, align="center", italic=italic)
    if cell.mark:
        at = (centre + across / 2 + 0.3, middle) if beside else (centre, middle + 2.4)
        sheet.triangle(*at, 2.0, ink, up=cell.mark > 0)


def shown(cell: HeatCell, lang: str) -> str:
    """The percentage without its sign, as cells are narrow."""
    if cell.value is None:
        return numbers.MASKED
    return (cell.display or numbers.share(cell.value, lang=lang)).rstrip("%").rstrip("\u202f ")


def _notes(caption: Caption, rows: Sequence[HeatRow], more: int) -> tuple[str, ...]:
    masked = any(cell.value is None for row in rows for cell in row.cells)
    return (
        caption.note("small", any(row.small for row in rows)),
        caption.note("masked", masked),
        caption.note("data", more > 0, n=str(more)),
    )


def _alt(caption: Caption, rows: Sequence[HeatRow], columns: Sequence[str]) -> str:
    size = (
        caption.count(len(rows), "groupe", "groupes", "group", "groups"),
        caption.count(len(columns), "catégorie", "catégories", "category", "categories"),
    )
    kind = caption.say(f"Tableau coloré de {size[0]} par {size[1]}", f"Heat map of {size[0]} by {size[1]}")
    told = sorted(
        ((row, columns[i], cell) for row in rows for i, cell in enumerate(row.cells) if cell.value is not None),
        key=lambda found: -(found[2].value or 0.0),
    )
    if not told:
        return caption.alt(kind, caption.note("masked"))
    ends = [_place(caption, *told[0]), _place(caption, *told[-1])]
    extremes = caption.say(f"Maximum : {ends[0]} ; minimum : {ends[1]}", f"Highest: {ends[0]}; lowest: {ends[1]}")
    return caption.alt(kind, extremes, _marked(caption, told), caption.base([sum(row.base for row in rows)]))


def _place(caption: Caption, row: HeatRow, column: str, cell: HeatCell) -> str:
    percent = shown(cell, caption.lang) + caption.say("\u202f%", "%")
    return caption.say(f"{row.label}, « {column} », {percent}", f"{row.label}, “{column}”, {percent}")


def _marked(caption: Caption, told: Sequence[tuple[HeatRow, str, HeatCell]]) -> str:
    above = [_place(caption, *found) for found in told if found[2].mark > 0][:3]
    below = [_place(caption, *found) for found in told if found[2].mark < 0][:3]
    parts = []
    if above:
        parts.append(caption.say("Au-dessus de l’ensemble : ", "Above the whole: ") + " ; ".join(above))
    if below:
        parts.append(caption.say("En dessous : ", "Below: ") + " ; ".join(below))
    return ". ".join(parts) or caption.say("Aucun écart significatif", "No significant difference")


def _headers(columns: Sequence[str], lang: str) -> tuple[str, ...]:
    return ("Groupe" if lang == "fr" else "Group", "n", *columns)


def _table(rows: Sequence[HeatRow], columns: Sequence[str], lang: str) -> Table:
    sign = "\u202f%" if lang == "fr" else "%"
    signs = {1: " ▲", -1: " ▼", 0: ""}

    def cell(each: HeatCell) -> Cell:
        if each.value is None:
            return Cell(numbers.MASKED, None)
        return Cell(shown(each, lang) + sign + signs[each.mark], each.value)

    return table(
        _headers(columns, lang),
        [[Cell(r.label, r.label), Cell(numbers.number(r.base, lang=lang), r.base), *map(cell, r.cells)] for r in rows],
    )
