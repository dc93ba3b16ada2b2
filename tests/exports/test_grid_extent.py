"""Small workbooks that announce billions of cells, addresses that no sheet has: refused before anything is made."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from nec_analysis.errors import NecError
from nec_analysis.exports import grid

SHEET = "xl/worksheets/sheet1.xml"


def sheet(path: Path, rows: str) -> Path:
    """A workbook of one sheet, its rows as given; the text number 0 is « mot », number 1 thirty thousand letters."""
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet().write_row(0, 0, ["mot", "x" * 30_000])
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info).decode() for info in archive.infolist()}
    begin, end = parts[SHEET].index("<sheetData>") + len("<sheetData>"), parts[SHEET].index("</sheetData>")
    parts[SHEET] = parts[SHEET][:begin] + rows + parts[SHEET][end:]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def at(*refs: str, number: int = 0) -> str:
    """The cells of one row, each holding a number or, after an @, a shared text."""
    cells = "".join(
        f'<c r="{ref[1:]}" t="s"><v>1</v></c>' if ref.startswith("@") else f'<c r="{ref}"><v>7</v></c>' for ref in refs
    )
    row = number or int("".join(letter for letter in refs[0] if letter.isdigit()))
    return f'<row r="{row}">{cells}</row>'


HEADER = '<row r="1">{}</row>'.format(
    "".join(f'<c r="{name}1" t="inlineStr"><is><t>{name} ?</t></is></c>' for name in "ABC")
)
LINES = [at(f"A{i}", f"B{i}", f"C{i}") for i in range(2, 6)]
FORMULA = '<c r="{0}"><f>1+6</f><v>7</v></c>'
"""A cell that only the XML way reads: the quick scan hands over."""


def by_xml(rows: str, cell: str) -> str:
    return rows.replace(f'<c r="{cell}"><v>7</v></c>', FORMULA.format(cell))


LONE = HEADER + "".join(at(f"A{i}") for i in range(2, 8_000))
HEAVY = HEADER + "".join(at(f"@A{i}", f"@B{i}") for i in range(2, 9_000))
BOMBS = {
    "a cell in the last column": (LONE.replace(LONE[-6:], '<c r="XFD7999"><v>1</v></c></row>'), "sheet-too-big"),
    "a long text in every cell": (HEAVY, "sheet-too-big"),
    "a row after the last": (HEADER + "".join(LINES) + at("A1048577"), "cell-outside"),
    "a row beyond counting": (HEADER + at("A2", number=10**30), "cell-outside"),
    "a row before the first": (HEADER + at("A2", number=-3), "cell-outside"),
    "a row number that is none": (HEADER + at("A2").replace('r="2"', 'r="deux"'), "cell-outside"),
    "a column after the last": (HEADER + at("A2", "XFE2"), "cell-misplaced"),
    "a column of four letters": (HEADER + at("A2", "AAAA2"), "cell-misplaced"),
}


@pytest.mark.parametrize("way", ["scanned", "parsed"])
@pytest.mark.parametrize("case", BOMBS)
def test_a_sheet_that_reaches_too_far_is_refused(case: str, way: str, tmp_path: Path) -> None:
    rows, code = BOMBS[case]
    with pytest.raises(NecError) as refusal:
        grid.read(sheet(tmp_path / "a.xlsx", by_xml(rows, "A2") if way == "parsed" else rows))
    assert refusal.value.code == code
    assert "a.xlsx" in refusal.value.place


def test_the_last_cell_of_a_sheet_is_a_cell(tmp_path: Path) -> None:
    found = grid.read(sheet(tmp_path / "a.xlsx", HEADER + at("A1048576", "C1048576")))
    assert (list(found.rows), found.text(2)) == ([1_048_576], ["7"])


BARE = {
    "one cell without its address among others": ("".join(LINES), '<c r="B4">', "<c>", 4),
    "a first cell without its address": ("".join(LINES), '<c r="A4">', "<c>", 4),
    "a row without its number, nor its cells": (
        "".join(LINES),
        LINES[2],
        "<row><c><v>7</v></c><c><v>7</v></c></row>",
        4,
    ),
}


@pytest.mark.parametrize("case", BARE)
def test_a_cell_that_does_not_say_its_place_among_others_that_do_is_refused(case: str, tmp_path: Path) -> None:
    rows, old, new, line = BARE[case]
    assert old in rows
    with pytest.raises(NecError) as refusal:
        grid.read(sheet(tmp_path / "a.xlsx", HEADER + rows.replace(old, new)))
    assert refusal.value.code == "cell-misplaced"
    assert f"ligne {line}" in refusal.value.place


@pytest.mark.parametrize("numbered", [True, False], ids=["rows numbered", "nothing numbered"])
def test_a_sheet_where_nothing_says_its_place_is_read_in_order(numbered: bool, tmp_path: Path) -> None:
    rows = re.sub(r'<c r="[A-Z0-9]+"', "<c", HEADER + "".join(LINES))
    rows = rows if numbered else re.sub(r'<row r="\d+">', "<row>", rows)
    found = grid.read(sheet(tmp_path / "a.xlsx", rows))
    assert (list(found.rows), found.text(1)) == ([2, 3, 4, 5], ["7"] * 4)


SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def document(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:body><office:spreadsheet><table:table table:name='Réponses'>"
            f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return path


def cell(text: str, times: int = 1) -> str:
    repeated = f' table:number-columns-repeated="{times}"' if times > 1 else ""
    return f'<table:table-cell office:value-type="string"{repeated}><text:p>{text}</text:p></table:table-cell>'


def line(cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


TITLES = line(cell("id") + cell("a") + cell("b"))
EMPTY = '<table:table-cell table:number-columns-repeated="{0}"/>'
FAR = {
    "a filled row repeated without end": (line(cell("x"), 2_000_000_000), "cell-outside"),
    "a filled row repeated to the end, of many cells": (line(cell("x", 400), 1_000_000), "sheet-too-big"),
    "a cell repeated without end": (line(cell("x", 2_000_000_000)), "cell-outside"),
    "a value after the last column": (line(cell("x") + EMPTY.format(16_383) + cell("y")), "cell-outside"),
    "spaces without end": (line(cell('x<text:s text:c="2000000000"/>')), "archive-damaged"),
    "spaces without end, a few at a time": (line(cell('x<text:s text:c="9000"/>' * 200)), "archive-damaged"),
}


@pytest.mark.parametrize("case", FAR)
def test_an_opendocument_that_reaches_too_far_is_refused(case: str, tmp_path: Path) -> None:
    rows, code = FAR[case]
    with pytest.raises(NecError) as refusal:
        grid.read(document(tmp_path / "a.ods", TITLES + rows))
    assert refusal.value.code == code
    assert "a.ods" in refusal.value.place


def test_the_last_column_of_an_opendocument_is_read(tmp_path: Path) -> None:
    row = line(cell("x") + EMPTY.format(16_382) + cell("y"))
    titles = line(cell("id") + cell("a", 16_382) + cell("b"))
    found = grid.read(document(tmp_path / "a.ods", titles + row))
    assert (found.width, found.text(16_383)) == (16_384, ["y"])


def test_the_text_of_nested_spans_is_read_without_their_notes(tmp_path: Path) -> None:
    text = "a<text:span>b<text:note>n<text:span>o</text:span></text:note>c<text:tab/>d</text:span><text:line-break/>e"
    deep = "<text:span>" * 1_500 + "f" + "</text:span>" * 1_500
    found = grid.read(document(tmp_path / "a.ods", TITLES + line(cell("1") + cell(text) + cell(deep))))
    assert next(iter(found.records())) == ("1", "abc\td\ne", "f")
