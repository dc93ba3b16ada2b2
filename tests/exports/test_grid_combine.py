"""Several exports of one survey: columns by name, each respondent once, doubts refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import grid

A = "id,date,note\n1,2022,oui\n2,2022,non\n"


def read(tmp_path: Path, *texts: str) -> list[grid.Grid]:
    found = []
    for number, text in enumerate(texts):
        path = tmp_path / f"{'abc'[number]}.csv"
        path.write_text(text, encoding="utf-8")
        found.append(grid.read(path))
    return found


def test_columns_are_aligned_by_name_whatever_their_order(tmp_path: Path) -> None:
    found = grid.combine(read(tmp_path, A, "note,ID,date\nnon,3,2023\n"), key="id")
    assert found.records() == [("1", "2022", "oui"), ("2", "2022", "non"), ("3", "2023", "non")]
    assert found.source.file == "a.csv + b.csv"
    assert list(found.rows) == [2, 3, 2]


def test_the_same_answer_in_two_files_counts_once_and_is_said(tmp_path: Path) -> None:
    found = grid.combine(read(tmp_path, A, "id,date,note\n2,2022,non\n3,2023,oui\n"), key="id")
    assert found.column("id") == ["1", "2", "3"]
    assert [(e.file, e.row, e.action) for e in found.ledger] == [("b.csv", 2, "coalesce_duplicate_row")]


@pytest.mark.parametrize(
    ("other", "options", "code", "said"),
    [
        ("id,date,note\n2,2022,oui\n", {"key": "id"}, "key-conflict", "note"),
        ("id,date,notes\n3,2022,oui\n", {"key": "id"}, "columns-differ", "Vouliez-vous dire : notes"),
        ("id,date\n3,2022\n", {"key": "id"}, "columns-differ", "note"),
        ("id,date,note\n2,2022,non\n", {}, "rows-overlap", "key"),
        ("id,date,note\n3,2022,Y\n", {"key": "id", "domains": {"note": ["oui", "non"]}}, "label-unknown", "Y"),
        ("id,date,note\n3,2022,oui\n", {"key": "ident"}, "column-missing", "ident"),
    ],
)
def test_a_doubt_between_two_files_is_refused(
    other: str, options: dict[str, object], code: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(NecError) as caught:
        grid.combine(read(tmp_path, A, other), **options)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert said in str(caught.value)


def test_one_file_is_combined_with_nothing(tmp_path: Path) -> None:
    (alone,) = read(tmp_path, A)
    assert grid.combine([alone]).records() == alone.records()
    assert grid.combine([alone]).source == alone.source


def test_answers_without_key_cells_are_all_kept(tmp_path: Path) -> None:
    found = grid.combine(read(tmp_path, "id,note\n,oui\n,non\n", "id,note\n,peut-être\n"), key="id")
    assert found.column("note") == ["oui", "non", "peut-être"]
