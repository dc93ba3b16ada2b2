"""What a person wrote or is called stands nowhere but in the raw exports; free texts in responses.parquet too."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import nbformat
import pytest
from canary_planting import CHARENTE, DORDOGNE, Planted, planted, written
from canary_scanner import Hit, scan

from nec_analysis.errors import DECISION, FAILED, PRIVACY

ANSWERS = "responses.parquet"
SURVEY, TICKETS = "NEC Dordogne 2022 (réponses).csv", "export_participants.csv"
READ = f"""\
import pandas as pd
listed = pd.read_csv(f"{{bureau.folders.raw}}/{TICKETS}", sep=";")
"""


def _nec(project: Planted, *arguments: str, name: str) -> int:
    """Run the command line as a person does; what it printed stays in the project, to be scanned with the rest."""
    command = [sys.executable, "-m", "nec_analysis.cli", "--root", str(project.root), *arguments]
    done = subprocess.run(command, capture_output=True, check=False)
    (project.root / f"{name}.stdout").write_bytes(done.stdout)
    (project.root / f"{name}.stderr").write_bytes(done.stderr)
    return done.returncode


def _said(project: Planted, name: str) -> str:
    return (project.root / f"{name}.stderr").read_text(encoding="utf-8")


def _leaks(project: Planted, files: Iterable[Path]) -> list[Hit]:
    """Tokens where they must not be."""
    confided = {token.value for token in project.answers}
    hits = scan(files, [*project.never, *project.answers], project.root)
    return [hit for hit in hits if hit.token not in confided or not hit.place.endswith(ANSWERS)]


def _with_cell(project: Planted, notebook: str, code: str) -> Path:
    path = project.root / "notebooks" / notebook
    read = nbformat.read(path, 4)
    read.cells.append(nbformat.v4.new_code_cell(READ + code))
    nbformat.write(read, path)
    return path


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """A local edition full of tokens, run once."""
    project = planted(tmp_path_factory.mktemp("canary") / "project")
    assert _nec(project, "run", DORDOGNE, name="first") == 0, _said(project, "first")
    return project


def test_no_token_leaves_the_raw_exports(ran: Planted) -> None:
    files = list(written(ran.root))
    assert {"bilan.pdf", "bilan.html", "figures.json", ANSWERS, "ledger.parquet"} <= {path.name for path in files}
    assert len(ran.never) > 500
    assert _leaks(ran, files) == []


def test_free_texts_stay_with_the_answers(ran: Planted) -> None:
    """The tokens of the free texts are found where they may be: the scanner looks, the seeds were sown."""
    found = {hit.token for hit in scan([ran.root / "data/processed" / DORDOGNE / ANSWERS], ran.answers, ran.root)}
    raw = (ran.root / "data/raw" / DORDOGNE / SURVEY).read_text(encoding="utf-8")
    here = {token.value for token in ran.answers if token.value in raw}
    assert len(here) >= 20
    assert len(found & here) >= 0.9 * len(here)


def test_a_file_named_after_somebody_is_refused_without_saying_who(ran: Planted, tmp_path: Path) -> None:
    other = Planted(tmp_path / "p")
    shutil.copytree(ran.root / "notebooks", other.root / "notebooks")
    folder = other.root / "data/raw" / DORDOGNE
    shutil.copytree(ran.root / "data/raw" / DORDOGNE, folder)
    for name in ("reports", "data/processed"):
        (other.root / name).mkdir(parents=True)
    name = f"export de {other.mail('file')} 2022.csv"
    (folder / TICKETS).rename(folder / name)
    card = folder / "edition.toml"
    card.write_text(card.read_text(encoding="utf-8").replace(TICKETS, name), encoding="utf-8")
    assert _nec(other, "run", DORDOGNE, name="named") == PRIVACY
    assert "[courriel]" in _said(other, "named")
    assert _leaks(other, written(other.root)) == []


@pytest.mark.slow
def test_no_token_is_written_by_runs_that_fail(tmp_path: Path) -> None:
    """A label nobody knows, an exception with a personal value, a cell that shows addresses, a run killed midway."""
    project = planted(tmp_path / "project")
    assert _nec(project, "run", CHARENTE, name="charente") == 0
    assert _nec(project, "run", DORDOGNE, name="dordogne") == 0
    before = {path: path.read_bytes() for path in (project.root / "reports").rglob("*") if path.is_file()}

    survey = project.root / "data/raw" / DORDOGNE / SURVEY
    kept = survey.read_bytes()
    label = f"Très satisfait·e : écrivez à {project.mail('label')} ou au {project.phone('label')}"
    survey.write_bytes(kept.replace("Très satisfait·e".encode(), label.encode(), 3))
    assert _nec(project, "run", DORDOGNE, name="label") == DECISION
    assert "[courriel]" in _said(project, "label")
    survey.write_bytes(kept)

    notebook = project.root / "notebooks/02_indicators.ipynb"
    kept = notebook.read_bytes()
    for name, code in {"int": 'listed["Email"].astype(int)', "date": 'pd.to_datetime(listed["Nom"])'}.items():
        _with_cell(project, notebook.name, code)
        assert _nec(project, "run", DORDOGNE, name=name) == FAILED
        assert "Error" in _said(project, name)
        notebook.write_bytes(kept)
    assert {path: path.read_bytes() for path in before} == before

    _with_cell(
        project, notebook.name, 'print(*listed["Email"][:40])\nlisted[["E-mail acheteur", "Téléphone"]].head(40)'
    )
    assert _nec(project, "run", DORDOGNE, name="shown") == 0
    shown = (project.root / "reports" / DORDOGNE / "notebooks" / notebook.name).read_text(encoding="utf-8")
    assert shown.count("[courriel]") >= 80
    assert "[téléphone]" in shown
    notebook.write_bytes(kept)

    _killed(project)
    assert _leaks(project, written(project.root)) == []


def _killed(project: Planted) -> None:
    """A run that dies when the first phase has written."""
    command = [sys.executable, "-m", "nec_analysis.cli", "--root", str(project.root), "run", CHARENTE, "--force"]
    with (project.root / "killed.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        staged = project.root / "data/processed" / f".staging-{CHARENTE}-work"
        deadline = time.monotonic() + 120
        while not list(staged.glob("02_indicators/**/figures.json")) and time.monotonic() < deadline:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert list(staged.rglob(ANSWERS)), "the run ended before it was killed"


def test_no_tracked_notebook_has_outputs() -> None:
    root = Path(__file__).resolve().parents[2]
    tracked = subprocess.run(["git", "ls-files", "-z", "*.ipynb"], cwd=root, capture_output=True, check=True).stdout
    notebooks = [root / name for name in tracked.decode().split("\0") if name]
    assert len(notebooks) >= 6
    for path in notebooks:
        cells = nbformat.read(path, 4).cells
        assert not [cell for cell in cells if cell.cell_type == "code" and cell.outputs], path.name
