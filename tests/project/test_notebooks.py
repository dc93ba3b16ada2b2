"""Notebooks in git are thin, parameterised, without outputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shared_material import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = ["00_welcome", "01_clean", "02_indicators", "03_charts", "04_bilan", "05_editions"]
LINES_AT_MOST = 8


def _code(path: Path) -> list[dict[str, object]]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_the_six_notebooks_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == NAMES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_in_git_has_no_output(path: Path) -> None:
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in _code(path))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_has_one_cell_of_parameters_that_take_an_edition(path: Path) -> None:
    tagged = [cell for cell in _code(path) if "parameters" in cell["metadata"].get("tags", [])]  # type: ignore[attr-defined]
    assert len(tagged) == 1
    assert "edition = " in "".join(tagged[0]["source"])  # type: ignore[arg-type]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_are_short_and_define_nothing(path: Path) -> None:
    for cell in _code(path):
        source = "".join(cell["source"])  # type: ignore[arg-type]
        assert len(source.splitlines()) <= LINES_AT_MOST, source
        assert "def " not in source
