"""Tables that hands and spreadsheets changed after the export: right to the cell, or refused where they changed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import grid

HEADER = ["id", "date", "cp", "role", "note", "commentaire"]
ROWS = [
    [
        str(100 + i),
        f"2023-10-{i + 1:02d} 09:0{i % 10}:00",
        f"{1000 + 37 * i:05d}",
        ("Élu·e", "Agent")[i % 2],
        "3",
        "bien",
    ]
    for i in range(20)
]


def text(*rows: list[str]) -> str:
    return "".join(";".join(row) + "\n" for row in rows)


TABLE = text(HEADER, *ROWS)
TURNED = [[r[0], r[2], r[1], *r[3:]] for r in (HEADER, *ROWS)]
REFUSED = {
    "a second file with its mark": ("\ufeff" + TABLE + "\ufeff" + text(*ROWS), "glued", "ligne 22, colonne 1"),
    "the columns of the second in another order": (TABLE + text(*TURNED), "header-repeated", "ligne 22"),
    "the rows twice": (TABLE + text(*ROWS), "row-repeated", "ligne 22"),
    "a subtotal in the middle": (TABLE + "Sous-total;;;;60;\n" + text(*ROWS[:3]), "footer", "ligne 22"),
    "a mean and a deviation": (TABLE + "Moyenne;;;;3,0;\nÉcart-type;;;;0,2;\n", "footer", "ligne 22"),
    "a source under the table": (TABLE + ";;;;;\nSource : enquête NEC;;;;;\n", "footer", "ligne 23, colonne 1"),
    "a count under the table": (TABLE + "n = 20;;;;;\n", "footer", "ligne 22, colonne 1"),
    "titles of blocks above the header": (text(["", "", "", "Bloc A", "", ""]) + TABLE, "header-double", "ligne 1"),
    "titles of questions above options, each with its other": (
        text(["", "Vos outils ?", "", "", "Vos lieux ?", "", "", "Vos jours ?", "", "", "", ""])
        + text(["#", "Wifi", "Navette", "Autre", "Paris", "Lyon", "Autre", "Mardi", "Jeudi", "Autre", "Note", "Envoi"])
        + "".join(f"{n};Wifi;;;Paris;;;Mardi;;;5;{n}\n" for n in range(1, 9)),
        "header-double",
        "ligne 1",
    ),
    "a separator announced, another used": ("sep=,\n" + TABLE, "separator-unclear", "ligne 1"),
    "dates too wide for their column": (
        text(HEADER, *([r[0], "########", *r[2:]] for r in ROWS)),
        "cell-hidden",
        "ligne 2, colonne 2",
    ),
    "long numbers shortened": (
        text(HEADER, *([r[0], r[1], "3,36123E+10", *r[3:]] for r in ROWS)),
        "long-number",
        "ligne 2, colonne 3",
    ),
    "an error of a formula": (TABLE.replace("bien", "#VALEUR!", 1), "error-cell", "ligne 2, colonne 6"),
    "a block of rows pasted again": (TABLE + text(*ROWS[5:9]), "row-repeated", "ligne 22"),
    "the header cut off": (text(*ROWS), "header-missing", "ligne 1"),
    "accents turned into question marks": (
        text(HEADER, *([*r[:5], "tr?s bel ?v?nement"] for r in ROWS)),
        "replacement-chars",
        "ligne 2, colonne 6",
    ),
    "a number with its neighbour's digit": (TABLE.replace("110;2023", "1102;023"), "cell-torn", "ligne 12, colonne 1"),
    "a script of a database": ("INSERT INTO `reponses` (`id`) VALUES (1);\n" * 3, "wrong-type", ""),
    "a letter": ("MIME-Version: 1.0\nContent-Type: text/csv\n\n" + TABLE, "wrong-type", ""),
}
"""What was done: the file, the code of the refusal, where it lies."""
RIGHT = {
    "two marks at the beginning": "\ufeff\ufeff" + TABLE,
    "titles over the whole width": "Enquête NEC;;;;;\nExportée le 3 octobre;;;;;\n;;;;;\n" + TABLE,
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_table_changed_by_hand_is_refused_where_it_changed(what: str, tmp_path: Path) -> None:
    written, code, place = REFUSED[what]
    path = tmp_path / "reponses.csv"
    path.write_bytes(written.encode())
    with pytest.raises(NecError) as caught:
        grid.read(path)
    assert caught.value.code == code, str(caught.value)
    assert place in caught.value.place
    assert caught.value.remedy


@pytest.mark.parametrize("what", RIGHT)
def test_what_stands_above_the_table_is_left_out(what: str, tmp_path: Path) -> None:
    path = tmp_path / "reponses.csv"
    path.write_bytes(RIGHT[what].encode())
    found = grid.read(path)
    assert [list(found.names), *map(list, found.records())] == [HEADER, *ROWS]


def test_a_person_may_keep_what_a_spreadsheet_wrote_over(tmp_path: Path) -> None:
    path = tmp_path / "reponses.csv"
    path.write_bytes(REFUSED["long numbers shortened"][0].encode())
    assert grid.read(path, damage="keep").column("cp") == ["3,36123E+10"] * 20


def test_an_archive_made_on_a_mac_holds_one_table(tmp_path: Path) -> None:
    path = tmp_path / "reponses.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, held in {"reponses.csv": TABLE, "__MACOSX/._reponses.csv": "\0", ".DS_Store": "Bud1"}.items():
            archive.writestr(name, held)
    assert len(grid.read(path)) == 20


def _book() -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for row in (HEADER, *ROWS):
        made.active.append(row)
    return made


def test_a_value_written_in_the_place_of_another_is_refused(tmp_path: Path) -> None:
    held, path = io.BytesIO(), tmp_path / "reponses.xlsx"
    _book().save(held)
    with zipfile.ZipFile(held) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'r="C5"', b'r="B5"'))
    with pytest.raises(NecError, match="B5") as caught:
        grid.read(path)
    assert caught.value.code == "cell-misplaced"
    assert "ligne 5, colonne 2" in caught.value.place


def test_a_merged_heading_names_each_of_its_columns(tmp_path: Path) -> None:
    made = _book()
    made.active.merge_cells("D1:E1")
    made.save(tmp_path / "reponses.xlsx")
    found = grid.read(tmp_path / "reponses.xlsx")
    assert found.names[3:5] == ("role", "role")
    assert "fusionné" in found.notes[0]


@pytest.mark.parametrize(
    ("value", "shown", "said"),
    [(1.5, "[h]:mm:ss", "36:00:00"), (612345678, '0#" "##" "##" "##" "##', "06 12 34 56 78")],
)
def test_a_number_is_what_its_format_shows(value: float, shown: str, said: str, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.append(["id", "duree"])
    made.active.append(["a", value])
    made.active["B2"].number_format = shown
    made.save(tmp_path / "reponses.xlsx")
    assert grid.read(tmp_path / "reponses.xlsx").column("duree") == [said]
