"""The register is written and read back whole; prose takes its numbers from it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from nec_analysis.errors import NecError
from nec_analysis.figures import files
from nec_analysis.figures.placeholders import filled
from nec_analysis.model import Figure, FileHash

FIGURE = Figure(
    "f", "étiquette", "87\u202f%", 0.87, 87, 100, "100 réponses", 1700, 0.8, 0.9, 0.95, "Wilson", "", None, "Q ?",
    ("Q1",), (FileHash("a.csv", "ab" * 32),), {"doublon": 2}, "87 %", True, ("effectif faible",), sentence="Pour {value}",
)  # fmt: skip


def test_the_register_survives_json(tmp_path: Path) -> None:
    files.write_json([FIGURE], tmp_path / "figures.json")
    assert files.read_json(tmp_path / "figures.json") == (FIGURE,)


def test_the_register_as_csv_quotes_everything_and_runs_nothing(tmp_path: Path) -> None:
    from dataclasses import replace

    files.write_csv([replace(FIGURE, label="=HYPERLINK(1)", display="+2231 contacts")], tmp_path / "f.csv")
    text = (tmp_path / "f.csv").read_text(encoding="utf-8")
    (row,) = csv.DictReader(text.splitlines())
    assert row["label"] == "'=HYPERLINK(1)"
    assert row["display"] == "'+2231 contacts"
    assert all(cell.startswith('"') for line in text.splitlines() for cell in line.split('","')[:1])


def test_prose_takes_its_numbers_from_the_register() -> None:
    assert filled("Pour {f} des participants", [FIGURE]) == "Pour 87\u202f% des participants"


def test_an_unknown_placeholder_names_the_nearest() -> None:
    with pytest.raises(NecError, match=r"reference_event"):
        filled("{reference_evnt}", [FIGURE, Figure(**{**_values(), "id": "reference_event"})])


def _values() -> dict[str, object]:
    return {name: getattr(FIGURE, name) for name in Figure.__slots__}
