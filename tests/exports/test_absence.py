"""« NA » where nothing is empty: asked about, taken out when the card says so, kept when it says that."""

from __future__ import annotations

from pathlib import Path

import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import registry
from nec_analysis.model import Export

WRITTEN = "id,role,jour,mot,age\n1,Agent,Mardi,Merci,NA\n2,NA,NA,NA,31\n3,Élue,Jeudi,Bravo,40\n"


def _read(path: Path, text: str, **options: str) -> Export:
    path.write_text(text, encoding="utf-8")
    found = registry.read(path, tool="table", **options)
    assert isinstance(found, Export)
    return found


def _missing(export: Export) -> list[int]:
    return [column.null_count for column in export.cells]


def test_na_where_no_cell_is_empty_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(NecError) as refused:
        _read(tmp_path / "a.csv", WRITTEN)
    assert refused.value.code == "absence-unsaid"
    assert 'absent = "NA"' in refused.value.remedy


def test_the_card_says_that_na_is_an_absence(tmp_path: Path) -> None:
    found = _read(tmp_path / "a.csv", WRITTEN, absent="NA")
    assert _missing(found) == [0, 1, 1, 1, 1]
    assert [(e.column, e.action) for e in found.ledger] == [
        (name, "set_missing") for name in ("role", "jour", "mot", "age")
    ]


def test_the_card_says_that_na_is_an_answer(tmp_path: Path) -> None:
    assert _missing(_read(tmp_path / "a.csv", WRITTEN, absent="")) == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    "text",
    [
        WRITTEN.replace("2,NA,NA", "2,,NA"),
        "id,lieu,repas,salle\n1,Bien,NA,Bien\n2,NA,Moyen,Bien\n3,Moyen,Bien,NA\n",
        WRITTEN.replace("NA", "N/A"),
    ],
    ids=["a cell is empty", "one scale offers it", "another word"],
)
def test_na_that_may_be_an_answer_is_kept(tmp_path: Path, text: str) -> None:
    _read(tmp_path / "a.csv", text)
