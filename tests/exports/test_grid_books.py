"""Workbooks other than XLSX: old Excel, OpenDocument, binary Excel."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import grid

BOOKS = Path(__file__).parent / "books"
"""Written by xlwt: numbers under the format 00000, real dates, and one fault each."""
HEADER = ["id", "date", "cp", "reference", "commentaire"]
ROWS = [
    ["1", "2022-09-29 11:05:00", "01000", "Oui", "À refaire"],
    ["2", "2022-09-28 12:05:00", "13001", "Non", "été, déjà"],
    ["3", "2022-09-29 13:05:00", "33000", "Oui", "Super « merci »"],
    ["4", "2022-09-28 14:05:00", "69003", "Non", "L’accueil"],
]


@pytest.mark.parametrize("name", ["formats.xls", "hidden.xls"])
def test_an_old_workbook_keeps_its_zeros_and_dates(name: str) -> None:
    found = grid.read(BOOKS / name)
    assert list(found.names) == HEADER
    assert [list(row) for row in found.records()] == ROWS
    assert found.source.sheet == "Réponses"
    assert [note for note in found.notes if "brouillon" in note] == (
        ["feuille masquée non lue : « brouillon »"] if name == "hidden.xls" else []
    )


@pytest.mark.parametrize(
    ("name", "code", "line"),
    [("error.xls", "error-cell", 3), ("merged.xls", "merged-cells", 3), ("long.xls", "long-number", 3)],
)
def test_an_old_workbook_is_refused_where_it_lies(name: str, code: str, line: int) -> None:
    with pytest.raises(NecError) as caught:
        grid.read(BOOKS / name)
    assert caught.value.code == code
    assert f"ligne {line}" in caught.value.place


def test_a_cut_old_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.xls"
    path.write_bytes((BOOKS / "formats.xls").read_bytes()[:2_000])
    with pytest.raises(NecError, match="tronqué"):
        grid.read(path)


SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def text(value: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def row(number: int, cells: list[str]) -> str:
    """A row as LibreOffice writes it: a number, a date, a code under 00000, texts, the empty rest."""
    day, clock = cells[1].split(" ")
    shown = f"{day[8:]}/{day[5:7]}/{day[:4]} {clock[:5]}"
    return (
        f'<table:table-row><table:table-cell office:value-type="float" office:value="{number}"><text:p>{number}</text:p>'
        f'</table:table-cell><table:table-cell office:value-type="date" office:date-value="{day}T{clock}">'
        f'<text:p>{shown}</text:p></table:table-cell><table:table-cell office:value-type="float" '
        f'office:value="{int(cells[2])}"><text:p>{cells[2]}</text:p></table:table-cell>{text(cells[3])}{text(cells[4])}'
        '<table:table-cell table:number-columns-repeated="16379"/></table:table-row>'
    )


def document(path: Path, rows: str, *, before: str = "", after: str = "") -> Path:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {SPACES}><office:automatic-styles>'
        '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
        '</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Réponses">'
        f"<table:table-row>{''.join(text(name) for name in HEADER)}</table:table-row>{rows}"
        '<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="16384"/>'
        f"</table:table-row></table:table>{after}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    path.write_bytes(out.getvalue())
    return path


PLAIN = "".join(row(int(cells[0]), cells) for cells in ROWS)


def test_an_opendocument_keeps_its_zeros_and_dates(tmp_path: Path) -> None:
    hidden = f'<table:table table:name="brouillon" table:style-name="ta2"><table:table-row>{text("x")}</table:table-row></table:table>'
    found = grid.read(document(tmp_path / "a.ods", PLAIN, after=hidden))
    assert list(found.names) == HEADER
    assert [list(r) for r in found.records()] == ROWS
    assert list(found.rows) == [2, 3, 4, 5]


def test_spaces_lines_and_repeated_cells_of_an_opendocument_are_kept(tmp_path: Path) -> None:
    cells = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string" '
        'table:number-columns-repeated="2"><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell>'
        "</table:table-row>"
    )
    found = grid.read(document(tmp_path / "a.ods", PLAIN + cells))
    assert [list(r) for r in found.records()][4:] == [["a  b\nc", "a  b\nc", None, None, None]] * 2


ERROR = '<table:table-cell calcext:value-type="error" table:formula="of:=#REF!" office:value-type="string"><text:p>#REF!</text:p></table:table-cell>'
MERGED = f'<table:table-row><table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>a</text:p></table:table-cell>{text("b")}</table:table-row>'


@pytest.mark.parametrize(
    ("rows", "before", "code"),
    [
        (f"<table:table-row>{text('1')}{ERROR}</table:table-row>", "", "error-cell"),
        (MERGED, "", "merged-cells"),
        (PLAIN.replace('office:value="1000"', 'office:value="1234567890123456789"'), "", "long-number"),
        (PLAIN, "<!DOCTYPE x [<!ENTITY a 'b'>]>", "xml-doctype"),
        (PLAIN + "<table:table-row>", "", "archive-damaged"),
    ],
)
def test_an_opendocument_is_refused_for_the_same_faults(rows: str, before: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(NecError) as caught:
        grid.read(document(tmp_path / "a.ods", rows, before=before))
    assert caught.value.code == code


def test_a_binary_workbook_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x00")
    with pytest.raises(NecError, match=r"\.xlsx"):
        grid.read(path)
