"""Headers in other clothes, titles above them, signs that only look like another file: right, or refused with the cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import grid

HEADER = ["id", "date", "cp", "avis", "note"]
ROWS = [[str(100 + i), f"2023-10-{i + 1:02d} 09:00:00", f"{1000 + 37 * i:05d}", "Oui", "3"] for i in range(12)]


def text(*rows: list[str], cut: str = ";") -> str:
    return "".join(cut.join(row) + "\n" for row in rows)


TABLE = text(HEADER, *ROWS)
REFUSED = {
    "a second header in capitals": (TABLE + text([n.upper() for n in HEADER], *ROWS[:3]), "header-repeated"),
    "a second header with blanks": (TABLE + text([n + " " for n in HEADER], *ROWS[:3]), "header-repeated"),
    "curly quotes": (text(*([f"“{c}”" for c in row] for row in (HEADER, *ROWS))), "quote-single"),
    "French quotes": (text(*([f"«{c}»" for c in row] for row in (HEADER, *ROWS))), "quote-single"),
    "a separator written twice": (text(HEADER, *ROWS, cut="||"), "separator-unclear"),
    "lines of titles in two cells": (
        text(["Enquête", "NEC", "", "", ""], ["Export", "3 octobre", "", "", ""], HEADER, *ROWS),
        "header-double",
    ),
    "a PDF after a blank line": ("\r\n%PDF-1.4\n1 0 obj\n", "wrong-type"),
    "the answer of a server": ("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n" + TABLE, "wrong-type"),
}
RIGHT = {
    "a name like a Parquet file": [["PAR1", "PAR2"], ["Oui", "Non"]],
    "a name like a sound": [["RIFFAUD", "BZh"], ["Oui", "Non"]],
    "ages": [["<18 ans", ">25 ans"], ["1", ""]],
    "questions in HTML": [["<p>Votre âge ?</p>", "<b>Ville</b>"], ["12", "Lens"]],
    "an answer of HTML": [["id", "avis"], ["1", "<html>"]],
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_plain_table_is_refused(what: str, tmp_path: Path) -> None:
    written, code = REFUSED[what]
    path = tmp_path / "reponses.csv"
    path.write_bytes(written.encode())
    with pytest.raises(NecError) as caught:
        grid.read(path)
    assert caught.value.code == code, str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("what", RIGHT)
def test_a_header_that_only_looks_like_another_file_is_read(what: str, tmp_path: Path) -> None:
    path = tmp_path / "reponses.csv"
    path.write_text(text(*RIGHT[what]), encoding="utf-8")
    found = grid.read(path)
    assert [list(found.names), *([c or "" for c in row] for row in found.records())] == RIGHT[what]


def test_a_header_cut_before_its_end_is_said(tmp_path: Path) -> None:
    path = tmp_path / "reponses.csv"
    path.write_text("id;date;com", encoding="utf-8")
    assert "fin de ligne" in grid.read(path).notes[0]


def test_a_message_moves_no_cursor(tmp_path: Path) -> None:
    path = tmp_path / "reponses.csv"
    path.write_text("id;\x1b[2JQ1;c\n1;2\n3;4;5\n", encoding="utf-8")
    with pytest.raises(NecError) as caught:
        grid.read(path)
    assert "\\x1b[2JQ1" in str(caught.value)
    assert "\x1b" not in str(caught.value)
