"""Cells that stand in the columns of others, after a careless hand or a torn export; answers that only look so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import grid

HEADER = ["date", "âge", "rôle", "avis", "transport", "commentaire"]
Rows = list[list[str]]


def rows() -> Rows:
    return [
        [
            f"2023-10-{i % 28 + 1:02d} {9 + i % 8:02d}:{i % 60:02d}:00",
            str(18 + i * 7 % 60),
            ("Élu·e", "Agent", "Médiatrice")[i % 3],
            ("Oui", "Plutôt oui", "Plutôt non", "Non")[i * i % 4],
            ("Train", "Voiture", "Vélo")[i * 5 % 7 % 3],
            ("", "bien", "une belle journée, merci", f"salle {i}, trop petite", "rien à redire")[i % 5],
        ]
        for i in range(60)
    ]


def exchanged(first: int, second: int, start: int, stop: int) -> Callable[[Rows], None]:
    def change(table: Rows) -> None:
        for row in table[start:stop]:
            row[first], row[second] = row[second], row[first]

    return change


def pushed(at: int, start: int, stop: int) -> Callable[[Rows], None]:
    """Cells moved to the right from a column on, the last one lost."""

    def change(table: Rows) -> None:
        for row in table[start:stop]:
            row[at:] = ["", *row[at:-1]]

    return change


MOVED: dict[str, tuple[Callable[[Rows], None], int]] = {
    "an age and a role, twice": (exchanged(1, 2, 30, 32), 32),
    "an age and a role, in ten rows": (exchanged(1, 2, 30, 40), 32),
    "a date and an opinion": (exchanged(0, 3, 5, 9), 7),
    "a date and an opinion, once": (exchanged(0, 3, 5, 6), 7),
    "a date and a comment": (exchanged(0, 5, 11, 12), 13),
    "all cells from the age on": (pushed(1, 20, 24), 22),
    "all cells from the date on": (pushed(0, 59, 60), 61),
}


def read(table: Rows, folder: Path, **more: object) -> grid.Grid:
    path = folder / "reponses.csv"
    path.write_text("".join(";".join(f'"{c}"' for c in row) + "\n" for row in (HEADER, *table)), encoding="utf-8")
    return grid.read(path, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("what", MOVED)
def test_a_row_whose_cells_stand_under_other_columns_is_refused(what: str, tmp_path: Path) -> None:
    change, line = MOVED[what]
    table = rows()
    change(table)
    with pytest.raises(NecError) as refusal:
        read(table, tmp_path)
    assert refusal.value.code in ("cells-shifted", "cell-torn", "row-strange")
    assert f"ligne {line}" in refusal.value.place
    assert not any(cell in str(refusal.value) for cell in ("Agent", "merci", "Train", "2023-10"))


def test_such_rows_are_set_aside_on_demand(tmp_path: Path) -> None:
    table = rows()
    exchanged(0, 2, 30, 31)(table)
    found = read(table, tmp_path, quarantine=True)
    assert len(found) == 59
    assert [entry.row for entry in found.ledger] == [32]


def told(row: int, column: int, text: str) -> Callable[[Rows], None]:
    def change(table: Rows) -> None:
        table[row][column] = text

    return change


def contrary(table: Rows) -> None:
    """Everybody likes the place and dislikes the queue, but for one person."""
    for number, row in enumerate(table):
        row[3], row[4] = ("Oui", "Plutôt oui")[number % 2], ("Non", "Plutôt non")[number % 2]
    table[17][3:5] = ["Non", "Oui"]


KEPT: dict[str, Callable[[Rows], None]] = {
    "as exported": lambda table: None,
    "an age in words": told(7, 1, "la cinquantaine"),
    "no age": told(7, 1, ""),
    "an age typed under the role, the role under the age": exchanged(1, 2, 30, 31),
    "an age typed under the comment": exchanged(1, 5, 31, 32),
    "a role of one's own": told(7, 2, "Oui"),
    "a number as a comment": told(7, 5, "2023"),
    "a date as a comment": told(7, 5, "2023-10-02 09:00:00"),
    "the contrary of everybody": contrary,
    "the word for no answer, in an age": told(7, 1, "Non"),
}


@pytest.mark.parametrize("what", KEPT)
def test_an_answer_that_others_gave_elsewhere_is_an_answer(what: str, tmp_path: Path) -> None:
    table = rows()
    KEPT[what](table)
    assert [[cell or "" for cell in record] for record in read(table, tmp_path).records()] == table
