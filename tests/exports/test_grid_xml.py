"""Workbooks whose XML is written otherwise than Excel writes it: the same cells, or a refusal with its cause."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter

from nec_analysis.errors import NecError
from nec_analysis.exports import grid

SHEET, BOOK, RELATIONS, STYLES, TEXTS = (
    "xl/worksheets/sheet1.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
)
ROWS = [["01000", "Lens"], ["62300", "Arras"]]


def book(path: Path, code: str = "00000") -> Path:
    """Postal codes shown with their zeros, towns: two rows under a header."""
    with xlsxwriter.Workbook(str(path)) as made:
        sheet, zeros = made.add_worksheet(), made.add_format({"num_format": code})
        sheet.write_row(0, 0, ["cp", "ville"])
        for line, (postal, town) in enumerate(ROWS, 1):
            sheet.write_number(line, 0, int(postal), zeros)
            sheet.write_string(line, 1, town)
    return path


def altered(
    path: Path, texts: Mapping[str, tuple[str, str]], names: Mapping[str, str] | None = None, twice: str = ""
) -> Path:
    """The workbook with some text of its parts replaced, parts under other names, one member there twice."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of a name written twice
        for name, content in parts.items():
            old, new = texts.get(name, ("", ""))
            text = content.decode("utf-8")
            assert old in text
            archive.writestr((names or {}).get(name, name), text.replace(old, new) if old else text)
        if twice:
            archive.writestr(twice, parts[twice])
    return path


def cells(path: Path) -> list[list[str | None]]:
    read = grid.read(path)
    return [list(row) for row in zip(*(read.text(i) for i in range(read.width)), strict=True)]


@pytest.mark.parametrize("code", ["00000", "00000_-;\\-00000", "00000* "])
def test_zeros_are_kept_whatever_stands_around_them(code: str, tmp_path: Path) -> None:
    assert cells(book(tmp_path / "a.xlsx", code)) == ROWS


SAME: dict[str, tuple[dict[str, tuple[str, str]], dict[str, str]]] = {
    "styles under another name": (
        {RELATIONS: ('Target="styles.xml"', 'Target="formats/s.xml"')},
        {STYLES: "xl/formats/s.xml"},
    ),
    "texts under another name": (
        {RELATIONS: ('Target="sharedStrings.xml"', 'Target="/xl/t.xml"')},
        {TEXTS: "xl/t.xml"},
    ),
    "a name in other capitals": ({}, {TEXTS: "xl/SharedStrings.xml"}),
    "a comment within a text": ({TEXTS: ("<t>Lens</t>", "<t>L<!-- x -->ens</t>")}, {}),
    "an instruction within a value": ({SHEET: ("<v>1000</v>", "<v>10<?x y?>00</v>")}, {}),
    "references with dollars": ({SHEET: ('r="B2"', 'r="$B$2"')}, {}),
    "an inline text without its kind": ({SHEET: ('<c r="B2" t="s"><v>2</v>', '<c r="B2"><is><t>Lens</t></is>')}, {}),
    "an inline text as a value": ({SHEET: ('<c r="B2" t="s"><v>2</v>', '<c r="B2" t="inlineStr"><v>Lens</v>')}, {}),
}


@pytest.mark.parametrize("case", SAME)
def test_other_ways_to_write_a_workbook_give_the_same_cells(case: str, tmp_path: Path) -> None:
    texts, names = SAME[case]
    assert cells(altered(book(tmp_path / "a.xlsx"), texts, names)) == ROWS


REFUSED: dict[str, tuple[dict[str, tuple[str, str]], str, str]] = {
    "a text numbered below none": ({SHEET: ("<v>2</v>", "<v>-1</v>")}, "", "archive-damaged"),
    "a text numbered with a sign": ({SHEET: ("<v>2</v>", "<v>0_2</v>")}, "", "archive-damaged"),
    "a number with a sign": ({SHEET: ("<v>1000</v>", "<v>1_000</v>")}, "", "cell-unreadable"),
    "half of a pair": ({TEXTS: ("<t>Lens</t>", "<t>L_xD800_ns</t>")}, "", "replacement-chars"),
    "styles that are promised and missing": (
        {RELATIONS: ('Target="styles.xml"', 'Target="gone.xml"')},
        "",
        "archive-damaged",
    ),
    "a sheet written twice": ({}, SHEET, "archive-twice"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_workbook_that_contradicts_itself_is_refused(case: str, tmp_path: Path) -> None:
    texts, twice, code = REFUSED[case]
    with pytest.raises(NecError) as refusal:
        grid.read(altered(book(tmp_path / "a.xlsx"), texts, twice=twice))
    assert refusal.value.code == code


def test_a_pair_of_escapes_is_one_sign(tmp_path: Path) -> None:
    path = altered(book(tmp_path / "a.xlsx"), {TEXTS: ("<t>Lens</t>", "<t>_xD83C__xDF89_</t>")})
    assert cells(path)[0] == ["01000", "🎉"]
