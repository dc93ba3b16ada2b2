"""Files of other kinds than the folder of bad inputs holds: right to the cell, or refused with the cause and the place."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import grid

HEADER = ["id", "date", "cp", "structure", "reference", "note", "commentaire"]
WORDS = [
    "Très bel événement",
    "à refaire, déjà",
    "Rien",
    'L\'accueil était "parfait"',
    "ras",
    "",
    "Cœur de métier 12 €",
]
ROWS = [
    [
        str(201 + i),
        f"2023-10-{1 + i:02d} {9 + i % 9:02d}:30:00",
        f"{1000 + 3777 * i:05d}",
        ["Association", "Collectivité", "État"][i % 3],
        ["Oui", "Non"][i % 2],
        str(i % 5 + 1),
        WORDS[i % 7],
    ]
    for i in range(24)
]
DOS = [[c.replace("œ", "oe").replace("€", "euros") for c in row] for row in ROWS]


def text(rows: list[list[str]] = ROWS, *, header: bool = True, cut: str = ";") -> str:
    def cell(said: str) -> str:
        return '"' + said.replace('"', '""') + '"' if cut in said or '"' in said else said

    return "".join(cut.join(map(cell, row)) + "\n" for row in ([HEADER] if header else []) + rows)


def book(change: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> bytes:
    made = openpyxl.Workbook()
    for row in [HEADER, *ROWS]:
        made.active.append([c or None for c in row])
    change(made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(row: int, column: int, said: str) -> str:
    rows = [list(r) for r in ROWS]
    rows[row][column] = said
    return text(rows)


def _below(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    for row in (["salle", "places"], ["A", 20], ["B", 30]):
        sheet.append([None] if row is None else row)


def _blocks(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.insert_rows(1)
    sheet["A1"], sheet["D1"] = "Répondant", "Questions"
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("D1:G1")


def _pasted_error(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet["F5"] = "#REF!"
    sheet["F5"].data_type = "s"


def _before_time(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.cell(4, 2, -5).number_format = "yyyy-mm-dd"


def _letter() -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    return out.getvalue()


MOVED = [[*ROWS[9][1:], ""], [*ROWS[10][1:], ""]]
RIGHT = {
    "MS-DOS": (text(DOS).encode("cp850"), DOS),
    "Latin-9 with its euro": (text().encode("iso8859-15"), ROWS),
    "cp1252 with a half": (
        text(changed_rows := [[*r[:6], "2½ jours, c’était très bien"] for r in ROWS]).encode("cp1252"),
        changed_rows,
    ),
    "a square root": (text(roots := [[*r[:6], "√2 ├ 3 √© ?"[:6]] for r in ROWS]).encode(), roots),
    "answers on paper, without number or date": (
        text(paper := ROWS + [["", "", *r[2:6], "papier"] for r in ROWS[:3]]).encode(),
        paper,
    ),
}
"""What was done: the bytes, the rows."""
REFUSED: dict[str, tuple[bytes, str, str]] = {
    "accents decoded twice on a Macintosh": (
        text().encode().decode("mac_roman").encode(),
        "mojibake",
        "ligne 2, colonne 7",
    ),
    "accents decoded twice under MS-DOS": (text().encode().decode("cp850").encode(), "mojibake", "ligne 2, colonne 7"),
    "a separator never tried": (text(cut="^").encode(), "separator-unclear", "ligne 1"),
    "a separator nobody sees": (text(cut="\x1f").encode(), "separator-unclear", "ligne 1"),
    "columns aligned by blanks": (
        "".join("".join(c[:22].ljust(24) for c in r) + "\n" for r in [HEADER, *ROWS]).encode(),
        "separator-unclear",
        "ligne 1",
    ),
    "lines put whole into quotes": (
        "".join('"' + line.replace('"', '""') + '"\n' for line in text(cut=",").splitlines()).encode(),
        "quote-lines",
        "ligne 1",
    ),
    "apostrophes for quotes": (
        "".join(";".join(f"'{c}'" for c in r) + "\n" for r in [HEADER, *DOS]).encode(),
        "quote-single",
        "ligne 1",
    ),
    "a table in Markdown": (
        "".join("| " + " | ".join(r) + " |\n" for r in [HEADER, ["---"] * 7, *ROWS]).encode(),
        "table-drawn",
        "ligne 2",
    ),
    "a message of one line": ("Votre session a expiré.\n".encode(), "wrong-type", "ligne 1"),
    "a list of JSON": (b'["id","date"]\n["1","2"]\n', "wrong-type", ""),
    "a pointer to the data": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
        "wrong-type",
        "",
    ),
    "a shortcut": (b"[InternetShortcut]\nURL=https://example.org/x\n", "wrong-type", ""),
    "a photograph": (b"\0\0\0\x18ftypheic" + b"\0\1\2" * 40, "wrong-type", ""),
    "bytes of no known format": (bytes(range(256)) * 20, "wrong-type", ""),
    "a letter of LibreOffice": (_letter(), "wrong-type", ""),
    "a sum without a word": ((text() + ";;;;;75;\n").encode(), "row-strange", "ligne 26"),
    "a legend under the table": (
        (text() + "\n1 = pas du tout satisfait;;;;;;\n5 = très satisfait;;;;;;\n").encode(),
        "row-strange",
        "ligne 27",
    ),
    "a second table as wide": (
        (text() + ";;;;;;\nsalle;heure;jour;places;prix;code;note\nA1;10h;lundi;20;3;x;y\n").encode(),
        "row-strange",
        "ligne 27",
    ),
    "cells moved to the left": (
        (text(ROWS[:9]) + text(MOVED, header=False) + text(ROWS[11:], header=False)).encode(),
        "row-strange",
        "ligne 11",
    ),
    "an error of a newer spreadsheet": (changed(4, 5, "#PROPAGATION!").encode(), "error-cell", "ligne 6, colonne 6"),
    "a second table in a sheet": (book(_below), "row-strange", "ligne 26"),
    "two merged titles above the names": (book(_blocks), "header-double", "ligne 1"),
    "an error pasted as text": (book(_pasted_error), "error-cell", "ligne 5, colonne 6"),
    "a day before the first": (book(_before_time), "cell-unreadable", "ligne 4, colonne 2"),
}
"""What was done: the bytes, the code of the refusal, where it lies."""


@pytest.mark.parametrize("what", RIGHT)
def test_an_unusual_table_is_right_to_the_cell(what: str, tmp_path: Path) -> None:
    data, rows = RIGHT[what]
    path = tmp_path / "reponses.csv"
    path.write_bytes(data)
    found = grid.read(path)
    assert list(found.names) == HEADER
    assert [[c or "" for c in row] for row in found.records()] == rows


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_sound_table_is_refused_where_it_fails(what: str, tmp_path: Path) -> None:
    data, code, place = REFUSED[what]
    path = tmp_path / ("reponses.xlsx" if data.startswith(b"PK") else "reponses.csv")
    path.write_bytes(data)
    with pytest.raises(NecError) as caught:
        grid.read(path)
    assert caught.value.code == code, str(caught.value)
    assert place in caught.value.place
    assert caught.value.remedy


@pytest.mark.parametrize("codec", ["mac_roman", "cp850"])
def test_accents_decoded_twice_are_repaired_on_demand_whichever_machine_did_it(codec: str, tmp_path: Path) -> None:
    path = tmp_path / "reponses.csv"
    path.write_bytes(text(DOS).encode().decode(codec).encode())
    assert [[c or "" for c in row] for row in grid.read(path, damage="repair").records()] == DOS


def test_numbers_that_begin_far_down_a_table_are_read(tmp_path: Path) -> None:
    rows = [["" if i < 301 else str(i), f"mot {i}", "a", "b"] for i in range(2000)]
    path = tmp_path / "export.csv"
    path.write_text("n;texte;x;y\n" + "".join(";".join(row) + "\n" for row in rows), encoding="utf-8")
    assert len(grid.read(path).rows) == len(rows)


def test_a_quiet_day_among_days_of_four_digits_is_no_torn_cell(tmp_path: Path) -> None:
    views = [1793, 3680, 1814, 3318, 7045, 4957, 6641, 8104, 3134, 8270, 5421, 2618, 9093, 4402, 3977, 6216, 7350, 5108]
    lines = ["Date,Vues,Heures", *(f"2024-03-{n:02d},{v},{n}.5" for n, v in enumerate([*views, 2205, 6120, 215], 1))]
    path = tmp_path / "Graphique.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert len(grid.read(path)) == 21
