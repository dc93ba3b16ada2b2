"""Executing a notebook: to its very end, or a refusal that names the cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from toy import notebook

from nec_analysis.errors import FAILED, NecError
from nec_analysis.runs import fork
from nec_analysis.runs.execute import execute

ENGINES = ("nec", "kernel") if fork.available() else ("kernel",)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def stopped(tmp_path: Path, engine: str, *cells: str) -> NecError:
    """The refusal of a notebook made of these cells; nothing may be written."""
    path = notebook(tmp_path / "n.ipynb", *cells)
    with pytest.raises(NecError) as refusal:
        execute(path, {"edition": "x"}, tmp_path / "out.ipynb", engine=engine)
    assert not (tmp_path / "out.ipynb").exists()
    return refusal.value


def test_a_notebook_runs_to_its_end_and_says_so_cell_by_cell(tmp_path: Path, engine: str) -> None:
    heard: list[tuple[int, int]] = []
    path = notebook(tmp_path / "n.ipynb", "print(edition)", "1 + 1")
    done = execute(path, {"edition": "x"}, tmp_path / "out.ipynb", engine=engine, progress=lambda *at: heard.append(at))
    cells = json.loads(done.path.read_text())["cells"]
    assert done.cells == len(cells) == 5
    assert heard == [(n, 5) for n in range(1, 6)]
    assert cells[3]["outputs"][0]["text"] == ["x\n"]
    assert cells[4]["outputs"][0]["data"]["text/plain"] == ["2"]


def test_the_parameters_that_say_where_files_are_stay_out_of_the_notebook(tmp_path: Path, engine: str) -> None:
    path = notebook(tmp_path / "n.ipynb", "print(work + '/a.csv'); print(root + '/b'); import os; os.getcwd()")
    values = {"edition": "e1", "root": str(tmp_path), "work": str(tmp_path / "w")}
    text = execute(path, values, tmp_path / "out.ipynb", engine=engine).path.read_text()
    assert str(tmp_path) not in text
    assert "data/processed/e1/a.csv" in text


def test_metadata_of_display_data_is_kept(tmp_path: Path, engine: str) -> None:
    code = "from IPython.display import Markdown, display\ndisplay(Markdown('a'), metadata={'nec': {'kind': 'tile'}})"
    path = notebook(tmp_path / "n.ipynb", code)
    out = execute(path, {}, tmp_path / "out.ipynb", engine=engine).path
    assert json.loads(out.read_text())["cells"][2]["outputs"][0]["metadata"] == {"nec": {"kind": "tile"}}


def test_two_executions_give_the_same_bytes(tmp_path: Path, engine: str) -> None:
    code = "import pandas as pd\nclass A: pass\nprint(A())\npd.DataFrame({'a': [1]}).style.set_caption('x')"
    path = notebook(tmp_path / "n.ipynb", code, "import warnings; warnings.warn('attention')")
    first = execute(path, {"edition": "x"}, tmp_path / "1.ipynb", engine=engine).path.read_bytes()
    assert execute(path, {"edition": "x"}, tmp_path / "2.ipynb", engine=engine).path.read_bytes() == first


def test_a_failed_cell_is_named_with_its_cause_and_a_remedy(tmp_path: Path, engine: str) -> None:
    error = stopped(tmp_path, engine, "a = 1", "# why\na = b", "a = 2")
    assert error.place == "n.ipynb, cellule 4 (# why)"
    assert "NameError" in error.cause
    assert "name 'b' is not defined" in error.cause
    assert "ligne 2" in error.cause
    assert error.remedy
    assert error.exit_code == FAILED


def test_a_refusal_of_ours_comes_out_as_it_was(tmp_path: Path, engine: str) -> None:
    code = (
        "from nec_analysis.errors import NecError\nraise NecError('c-d', 'fiche', 'la cause', 'le remède', exit_code=4)"
    )
    error = stopped(tmp_path, engine, code)
    assert (error.code, error.place, error.cause, error.remedy, error.exit_code) == (
        "c-d", "fiche", "la cause", "le remède", 4,
    )  # fmt: skip


def test_the_message_of_a_foreign_exception_that_may_quote_an_answer_is_withheld(tmp_path: Path, engine: str) -> None:
    error = stopped(tmp_path, engine, "int('zqcanari@exemple.fr')")
    assert "zqcanari" not in f"{error.cause}{error.remedy}"
    assert "ValueError" in error.cause


@pytest.mark.parametrize("leave", ["import sys; sys.exit(0)", "exit()", "raise SystemExit", "import sys; sys.exit(3)"])
def test_leaving_python_in_a_cell_is_a_failure(tmp_path: Path, engine: str, leave: str) -> None:
    error = stopped(tmp_path, engine, "a = 1", leave, "a = 2")
    assert (error.code, error.exit_code) == ("notebook-cut-short", FAILED)
    assert "cellule 4" in error.place


@pytest.mark.parametrize("death", ["import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)"])
def test_a_dead_process_is_a_failure_of_its_cell(tmp_path: Path, engine: str, death: str) -> None:
    error = stopped(tmp_path, engine, "a = 1", death, "a = 2")
    assert (error.code, error.exit_code) == ("kernel-dead", FAILED)
    assert "cellule 4" in error.place


def test_a_cell_that_never_ends_is_stopped(tmp_path: Path, engine: str) -> None:
    path = notebook(tmp_path / "n.ipynb", "a = 1", "import time; time.sleep(60)")
    with pytest.raises(NecError, match="cellule 4") as refusal:
        execute(path, {}, tmp_path / "out.ipynb", engine=engine, timeout=1)
    assert refusal.value.code == "cell-timeout"
