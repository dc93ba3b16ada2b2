"""Notebooks in git are thin, parameterised, without outputs."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from shared_material import ROOT

from nec_analysis.french.phrases import english

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


def _written(path: Path) -> list[str]:
    """The paragraphs of a notebook, the captions of its tables."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    said = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    captions = [text for cell in cells for text in re.findall(r'caption="([^"]+)"', "".join(cell["source"]))]
    return [part.lstrip("# ") for text in said for part in text.split("\n\n")] + captions


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_paragraph_and_caption_of_a_phase_has_its_english(path: Path) -> None:
    assert [text for text in _written(path) if text not in english()] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_table_of_a_phase_is_told_the_language(path: Path) -> None:
    nodes = [node for cell in _code(path) for node in ast.walk(ast.parse("".join(cell["source"])))]  # type: ignore[arg-type]
    tables = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "outputs.table"]
    untold = [call for call in tables if "lang" not in [given.arg for given in call.keywords]]
    assert [ast.unparse(call) for call in untold] == []
