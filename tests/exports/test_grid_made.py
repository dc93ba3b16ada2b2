"""The kinds of bad file that no folder holds: made here, right to the cell or refused with the cause."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from nec_analysis.errors import NecError
from nec_analysis.exports import grid

HEADER = ["id", "date", "cp", "reference", "commentaire"]
ROWS = [
    ["1", "2022-09-29 11:05:00", "01000", "Oui", "À refaire"],
    ["2", "2022-09-28 12:05:00", "13001", "Non", "été, déjà"],
    ["3", "2022-09-29 13:05:00", "33000", "Oui", "Super « merci »"],
    ["4", "2022-09-28 14:05:00", "69003", "Non", "L’accueil"],
]


def lines(delimiter: str = ",", eol: str = "\n", rows: list[list[str]] | None = None, quote_all: bool = False) -> str:
    def cell(text: str) -> str:
        plain = not quote_all and not any(mark in text for mark in (delimiter, '"', "\n", "\r"))
        return text if plain else '"' + text.replace('"', '""') + '"'

    return "".join(delimiter.join(map(cell, row)) + eol for row in [HEADER, *(rows or ROWS)])


def book(rows: list[list[object]] | None = None, change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows or [HEADER, *ROWS]:
        sheet.append(row)
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """The package with one of its parts rewritten."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            text = source.read(info)
            if info.filename == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            target.writestr(info.filename, text)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name.replace("__", "."), data)
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as target:
        target.addfile(tarfile.TarInfo("reponses.csv"))
    return out.getvalue()


PLAIN = lines().encode()
CONTROL = lines(rows=[[c.replace("’", "'") for c in row] for row in ROWS])


def _cp(made: openpyxl.Workbook) -> None:
    for row, value in enumerate((1000, 13001, 33000, 69003), start=2):
        made.active.cell(row, 3, value).number_format = "00000"


def _dates(made: openpyxl.Workbook) -> None:
    from datetime import datetime

    for row, text in enumerate((r[1] for r in ROWS), start=2):
        made.active.cell(row, 2, datetime.fromisoformat(text)).number_format = "dd/mm/yyyy hh:mm"


def _hide(made: openpyxl.Workbook) -> None:
    made.active.row_dimensions[3].hidden = True
    made.active.column_dimensions["C"].hidden = True


def _empty_sheets(made: openpyxl.Workbook) -> None:
    made.create_sheet("Feuil2").cell(5, 5).font = Font(bold=True)


ACCEPT: dict[str, bytes] = {
    "semicolon.csv": lines(";").encode(),
    "tab.tsv": lines("\t").encode(),
    "pipe.txt": lines("|").encode(),
    "quoted_all.csv": lines(";", "\r\n", quote_all=True).encode("utf-8-sig"),
    "bom_before_quote.csv": lines(",", quote_all=True).encode("utf-8-sig"),
    "mixed_line_ends.csv": lines().replace("\n", "\r\n", 2).encode(),
    "sep_line.csv": ("sep=;\r\n" + lines(";", "\r\n")).encode("utf-8-sig"),
    "sep_line_quoted.csv": ('"sep=|"\n' + lines("|")).encode(),
    "utf16_le.csv": lines("\t").encode("utf-16"),
    "utf16_be.csv": b"\xfe\xff" + lines("\t").encode("utf-16-be"),
    "utf16_no_mark.csv": lines(";").encode("utf-16-le"),
    "cp1252.csv": lines(";").encode("cp1252"),
    "mac_roman.csv": lines(";").encode("mac_roman"),
    "blank_lines_with_spaces.csv": lines().replace("\n2,", "\n   \n2,").encode(),
    "rows_of_separators.csv": (lines() + ",,,,\n,,,,\n").encode(),
    "gzip.csv.gz": gzip.compress(PLAIN),
    "zip_of_one.zip": zipped(reponses__csv=PLAIN),
    "zip_of_one_without_suffix.zip": zipped(reponses=PLAIN),
    "zip_in_gzip.gz": gzip.compress(zipped(reponses__csv=PLAIN)),
    "workbook_called.xls": book(),
    "workbook.xlsm": book(),
    "zero_format.xlsx": book(change=_cp),
    "dates.xlsx": book(change=_dates),
    "hidden_rows.xlsx": book(change=_hide),
    "empty_second_sheet.xlsx": book(change=_empty_sheets),
    "sep_line_then_mark.csv": ("sep=;\n\ufeff" + lines(";")).encode(),
    "sep_line_mac.csv": ("sep=;\r" + lines(";", "\r")).encode(),
    "three_marks.csv": ("\ufeff\ufeff\ufeff" + lines(";")).encode(),
    "mark_read_as_cp1252.csv": ("ï»¿" + lines(";")).encode(),
    "title_with_a_comma.csv": ("Enquête NEC, bilan\n\n" + lines(";")).encode(),
    "spaces_in_preamble.csv": ("Enquête NEC\n\n" + lines()).encode(),
}
"""File name to bytes: all of them hold ROWS, cell for cell."""


@pytest.mark.parametrize("name", sorted(ACCEPT))
def test_every_way_of_writing_the_table_gives_the_same_grid(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(ACCEPT[name])
    found = grid.read(path)
    assert list(found.names) == HEADER
    assert [[c or "" for c in row] for row in found.records()] == ROWS


def _second_sheet(made: openpyxl.Workbook) -> None:
    made.create_sheet("Suite").append(["id", "x"])


def _merge(made: openpyxl.Workbook) -> None:
    made.active.merge_cells("D2:D4")


def _merge_right(made: openpyxl.Workbook) -> None:
    made.active.merge_cells("D3:E3")


def _errors(made: openpyxl.Workbook) -> None:
    made.active["D3"] = "#REF!"
    made.active["D3"].data_type = "e"


def _long(made: openpyxl.Workbook) -> None:
    made.active["A3"] = 1234567890123456789


def _formula(made: openpyxl.Workbook) -> None:
    made.active["D4"] = "=A4+1"


def _total(made: openpyxl.Workbook) -> None:
    made.active.append(["Total", None, None, None, 4])


SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet'
RAGGED = lines(";", rows=[*ROWS[:2], ["3", "2022", "33000", "Oui"], *ROWS[3:]])
REFUSE: dict[str, tuple[bytes, str, str]] = {
    "ragged_short.csv": (RAGGED.encode(), "ragged", r"ligne 4"),
    "ragged_long.csv": (lines().replace("13001,", "13001,,").encode(), "ragged", r"ligne 3"),
    "footer_text.csv": ((lines() + "Exporté le 05/10/2022\n").encode(), "truncated", r"ligne 6"),
    "footer_total.csv": ((lines() + "TOTAL,,,,4\n").encode(), "footer", r"total"),
    "footer_count.csv": ((lines() + "Nombre de réponses,4,,,\n").encode(), "footer", r"ligne 6"),
    "footer_mean.xlsx": (book(change=_total), "footer", r"total"),
    "repeated_header.csv": ((lines() + lines()).encode(), "header-repeated", r"ligne 6"),
    "unclosed_quote.csv": (lines().replace(",Oui,Super", ',Oui,"Super').encode(), "quote-open", r"ligne 4"),
    "tab_lost_before_quotes.csv": (
        lines("\t").replace("Oui\tSuper « merci »", 'Oui"Super\tmerci"').encode(),
        "quote-stray",
        r"ligne 4",
    ),
    "stray_quote.csv": (lines(",", quote_all=True).replace("Super", 'Su"per').encode(), "quote-stray", r"ligne 4"),
    "backslashes.csv": (b'id,a\n1,"il dit \\"oui\\" hier"\n', "quote-backslash", r"ligne 2"),
    "no_header.csv": (b"1,2,3\n4,5,6\n7,8,9\n", "header-missing", r"en-t"),
    "empty_header.csv": (b",,,\n1,2,3,4\n", "header-missing", r"en-t"),
    "mixed_encodings.csv": (
        lines().encode() + "5,2022,75011,Oui,été à la mer\n".encode("cp1252"),
        "encoding-mixed",
        r"ligne 6.*(encod|mixed)",
    ),
    "null_bytes.csv": (PLAIN.replace(b"13001", b"13\x0001"), "null-bytes", r"ligne 3.*NUL"),
    "zeroed_tail.csv": (PLAIN + b"\0" * 400, "null-bytes", r"NUL"),
    "cut_in_utf16.csv": (lines("\t").encode("utf-16")[:-1], "encoding-cut", r"utf-16|tronqu"),
    "lost_letters.csv": (PLAIN.replace("é".encode(), b"\xef\xbf\xbd"), "replacement-chars", r"FFFD"),
    "twice_encoded.csv": (PLAIN.decode("cp1252").encode(), "mojibake", r"mojibake"),
    "json.csv": (b'[{"id": 1, "reference": "Oui"}]', "wrong-type", r"JSON"),
    "json_lines.csv": (b'{"id": 1}\n{"id": 2}\n', "wrong-type", r"JSON"),
    "pdf.csv": (b"%PDF-1.7\n%\xe2\xe3\n", "wrong-type", r"PDF"),
    "page.xls": (b"\n <html><table><tr><td>id</td></tr></table></html>", "wrong-type", r"HTML"),
    "word.xlsx": (zipped(**{"word/document__xml": b"<x/>", "[Content_Types]__xml": b"<x/>"}), "wrong-type", r"Word"),
    "image.csv": (b"\x89PNG\r\n\x1a\n" + b"\0" * 30, "wrong-type", r"PNG"),
    "base.csv": (b"SQLite format 3\0" + b"\0" * 30, "wrong-type", r"SQLite"),
    "survey.sav.csv": (b"$FL2@(#) SPSS DATA FILE" + b"\0" * 100, "wrong-type", r"SPSS"),
    "two_tables.zip": (zipped(a__csv=PLAIN, b__csv=PLAIN), "archive-choice", r"a\.csv, b\.csv"),
    "cut.csv.gz": (gzip.compress(PLAIN)[:-12], "archive-damaged", r"tronqu"),
    "cut.xlsx": (book()[:-200], "archive-damaged", r"tronqu"),
    "cut_early.xlsx": (book()[:900], "archive-damaged", r"tronqu"),
    "not_a_zip.xlsx": (b"PK\x03\x04" + b"\x07" * 300, "archive-damaged", r"zip"),
    "two_sheets.xlsx": (book(change=_second_sheet), "sheet-choice", r"Suite"),
    "merged.xlsx": (book(change=_merge), "merged-cells", r"fusionn.*D2:D4|D2:D4.*fusionn"),
    "merged_right.xlsx": (book(change=_merge_right), "merged-cells", r"fusionn"),
    "error_cell.xlsx": (book(change=_errors), "error-cell", r"D3.*#REF!"),
    "long_number.xlsx": (book(change=_long), "long-number", r"A3.*15"),
    "formula.xlsx": (book(change=_formula), "formula-no-value", r"D4.*formul"),
    "doctype.xlsx": (edited(book(), SHEET, "<worksheet", DOCTYPE), "xml-doctype", r"DOCTYPE"),
    "doctype_in_book.xlsx": (
        edited(book(), "xl/workbook.xml", "<workbook ", "<!DOCTYPE workbook><workbook "),
        "xml-doctype",
        r"workbook\.xml",
    ),
    "broken_xml.xlsx": (edited(book(), SHEET, "</sheetData>", "</sheetDat>"), "archive-damaged", r"abîm"),
    "empty_book.xlsx": (book([[]]), "file-empty", r"vide"),
    "lines_in_quotes.csv": (
        "".join('"' + line.replace('"', '""') + '"\n' for line in lines(";").splitlines()).encode(),
        "quote-lines",
        r"ligne 1",
    ),
    "lines_in_quotes_padded.csv": (
        "".join('"' + line.replace('"', '""') + '";;;\n' for line in lines().splitlines()).encode(),
        "quote-lines",
        r"ligne 1",
    ),
    "commas_saved_under_semicolons.csv": (lines().replace("\n", ";;\n").encode(), "separator-unclear", r"ligne 1.*','"),
    "commas_and_ends.csv": (
        lines(rows=[[*row[:4], "bien"] for row in ROWS]).replace("\n", ";;\n").encode(),
        "separator-unclear",
        r"ligne 1.*;;",
    ),
    "quotes_twice.csv": (
        lines(";", rows=[[f'"{c}"' for c in row] for row in ROWS])
        .replace(";".join(HEADER), ";".join(f'"""{c}"""' for c in HEADER))
        .encode(),
        "quote-single",
        r"ligne 1",
    ),
    "first_quote_lost.csv": (lines(quote_all=True)[1:].encode(), "quote-stray", r"ligne 1, colonne 1"),
    "numbers_under_the_header.csv": (lines().replace("\n", "\n1,2,3,4,5\n", 1).encode(), "header-double", r"ligne 2"),
    "footer_of_a_small_table.csv": ((lines() + "n = 4,,,,\n").encode(), "footer", r"ligne 6, colonne 1"),
    "tar.csv": (tarred(), "wrong-type", r"archive tar"),
    "tar.csv.gz": (gzip.compress(tarred()), "wrong-type", r"archive tar"),
    "fragment.xls": (b"<div>\n<table><tr><th>id</th></tr></table></div>", "wrong-type", r"HTML"),
    "crash.csv": (b"Fatal error: Uncaught Exception\nStack trace:\n#0 {main}\n  thrown\n", "wrong-type", r"erreur"),
    "old.csv": (b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,2\r\n""\r\n', "wrong-type", r"DIF"),
    "sheet.slk": (b"ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K1\r\nE\r\n", "wrong-type", r"SYLK"),
    "utf8_then_utf16.csv": (PLAIN + lines().encode("utf-16"), "wrong-type", r"ligne 6.*binary"),
    "sentences.csv": (("Avis\n" + "bien, merci\n" * 9).encode(), "separator-unclear", r"phrases"),
    "only_mark.csv": (b"\xef\xbb\xbf", "file-empty", r"vide"),
}
"""File name to bytes, error code, regex of what the message must say."""


@pytest.mark.parametrize("name", sorted(REFUSE))
def test_every_damage_is_refused_with_its_cause_and_its_place(name: str, tmp_path: Path) -> None:
    data, code, said = REFUSE[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(NecError) as caught:
        grid.read(path)
    assert caught.value.code == code, str(caught.value)
    assert caught.value.place.startswith(name)
    assert re.search(said, str(caught.value).replace(name, ""), re.IGNORECASE), str(caught.value)
    assert caught.value.remedy


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NecError, match="n'existe pas"):
        grid.read(tmp_path / "absent.csv")
    with pytest.raises(NecError, match="dossier"):
        grid.read(tmp_path)


def test_quarantine_keeps_the_rest_and_says_what_it_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(RAGGED + "TOTAL;;;;4\n", encoding="utf-8")
    found = grid.read(path, quarantine=True)
    assert found.column("id") == ["1", "2", "4"]
    assert list(found.rows) == [2, 3, 5]
    assert [(e.row, e.action) for e in found.ledger] == [(4, "quarantine_row"), (6, "quarantine_row")]
    assert "4 cellule(s) non vide(s)" in found.ledger[0].reason
    assert not any(entry.raw for entry in found.ledger)


def test_quarantine_refuses_a_file_that_is_mostly_wrong(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("a,b\n1,2\n1,2,3\n1,2,3\n1,2,3\n", encoding="utf-8")
    with pytest.raises(NecError, match="champs"):
        grid.read(path, quarantine=True)


def test_a_hidden_row_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "h.xlsx"
    path.write_bytes(ACCEPT["hidden_rows.xlsx"])
    assert any("masquée" in note for note in grid.read(path).notes)


def test_a_sheet_is_read_when_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "two.xlsx"
    path.write_bytes(REFUSE["two_sheets.xlsx"][0])
    assert grid.read(path, sheet="Suite").names == ("id", "x")
    with pytest.raises(NecError, match="Sheet"):
        grid.read(path, sheet="Shet")


def test_a_formula_without_value_is_text_when_the_reader_knows_it_was_typed(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(REFUSE["formula.xlsx"][0])
    assert grid.read(path, formulas="text").column("reference")[2] == "=A4+1"


def test_quoted_empty_and_nothing_are_two_things(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text('a,b,c\n1,"",\n2,,""\n', encoding="utf-8")
    assert grid.read(path).records() == [("1", "", None), ("2", None, "")]


def test_one_pasted_mojibake_in_a_sound_file_is_said_and_kept(tmp_path: Path) -> None:
    rows = [[str(i), "2022", "75011", "Oui", "déjà là"] for i in range(400)]
    rows[200][4] = "dÃ©jÃ\u00a0 lÃ\u00a0"
    path = tmp_path / "p.csv"
    path.write_text(lines(rows=rows), encoding="utf-8")
    found = grid.read(path)
    assert [(e.action, e.row) for e in found.ledger] == [("damaged_text", 202)]
    assert found.column("commentaire")[200] == rows[200][4]
    assert grid.read(path, damage="repair").column("commentaire")[200] == "déjà\u00a0 là\u00a0".replace("\u00a0", "")


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text('\na,b\n1,"x\ny"\n\n2,z\r\n3,"u\r\nv"\n4,w\n', encoding="utf-8", newline="")
    assert list(grid.read(path).rows) == [3, 6, 7, 9]


def test_sentences_in_a_column_are_not_cut_at_their_commas(tmp_path: Path) -> None:
    path = tmp_path / "avis.csv"
    path.write_text("Avis\n" + "bien, merci\nbien, mais long\nbien, long, froid\nrien\n" * 5, encoding="utf-8")
    found = grid.read(path)
    assert (found.names, found.column("Avis")[2]) == (("Avis",), "bien, long, froid")


def test_a_header_under_another_separator_than_its_rows_is_no_title(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("id,nom,note\n" + "1;Lens;4\n" * 9, encoding="utf-8")
    with pytest.raises(NecError) as caught:
        grid.read(path)
    assert caught.value.place.startswith("r.csv, ligne 2")


def test_an_answer_may_be_a_word_for_a_total(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    rows = "Bonne;Oui;3\nMauvaise;Non;2\nBonne;Oui;4\nMoyenne;Non;3\n"
    path.write_text("Qualité;Revenir ?;Note\n" + rows, encoding="utf-8")
    assert grid.read(path).column("Qualité")[-1] == "Moyenne"
    path.write_text("Qualité;Revenir ?;Note\n" + rows.replace("Moyenne;Non;3", "Moyenne;;3"), encoding="utf-8")
    with pytest.raises(NecError, match="total"):
        grid.read(path)
