"""The same input gives the same bytes: whoever runs it, wherever, however many at a time, by whichever engine."""

from __future__ import annotations

import fnmatch
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from shared_material import ROOT
from test_cluster import cluster
from toy import project, snapshot, toy_phases

from nec_analysis.runs.run import run

LENS, BEFORE = "2022-lens", "2021-sud-charente"
RUN = """
import sys
from pathlib import Path
from nec_analysis.runs import light
light.prepare()
from nec_analysis.runs.batch import batch
root, engine, jobs, cluster, *editions = sys.argv[1:]
done = batch(editions, root=Path(root), jobs=int(jobs), engine=engine, cluster=cluster, in_place=False) if cluster else (
    batch(editions, root=Path(root), jobs=int(jobs), engine=engine))
sys.exit(max(outcome.exit_code for outcome in done))
"""
KINDS = {
    "report to print": "reports/*/bilan.pdf",
    "report to read on a screen": "reports/*/bilan.html",
    "page on quality": "reports/*/quality.html",
    "register for programs": "reports/*/figures.json",
    "register for spreadsheets, as text": "reports/*/figures.csv",
    "register for spreadsheets, as a workbook": "reports/*/figures.xlsx",
    "tables": "reports/*/tables/*.csv",
    "charts to edit": "reports/*/charts/*/*.svg",
    "charts to print": "reports/*/charts/*/*.pdf",
    "charts to show": "reports/*/charts/*/*.png",
    "data of the charts": "reports/*/charts/*/*.csv",
    "alternative texts and captions": "reports/*/charts/*/*.txt",
    "executed notebooks": "reports/*/notebooks/*.ipynb",
    "fingerprints of all files": "reports/*/MANIFEST.json",
    "internal tables": "data/processed/*/*.parquet",
}
"""The kinds of file that a run publishes, by pattern: all are the same bytes (journal.json says when and where)."""

ELSEWHERE = {
    "TZ": "Pacific/Auckland",
    "LC_ALL": "C",
    "LANG": "C",
    "PYTHONHASHSEED": "12345",
    "OPENBLAS_NUM_THREADS": "4",
    "OMP_NUM_THREADS": "4",
    "COLUMNS": "40",
}


def copied(folder: Path) -> Path:
    """The project itself, with nothing computed."""
    root = folder / "project"
    for name in ("notebooks", "data/raw"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("uv.lock", "requirements.lock", "pyproject.toml"):
        shutil.copyfile(ROOT / name, root / name)
    return root


def published(root: Path, editions: Sequence[str] = (LENS,)) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for edition in editions:
        for folder in (root / "reports" / edition, root / "data" / "processed" / edition):
            found |= {f"{folder.relative_to(root)}/{name}": content for name, content in snapshot(folder).items()}
    return found


def run_suite(
    folder: Path,
    *,
    engine: str = "nec",
    jobs: int = 1,
    address: str = "",
    editions: Sequence[str] = (LENS,),
    environment: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """Run the real suite in a process of its own, in a project of its own."""
    root = copied(folder)
    command = [sys.executable, "-c", RUN, str(root), engine, str(jobs), address, *editions]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return published(root, editions)


def same(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    """Fail with the names of what differs, not with a megabyte of bytes."""
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_every_engine_publishes_the_same_bytes(tmp_path: Path) -> None:
    found = {}
    for engine in ("nec", "kernel", "papermill"):
        root = project(tmp_path / engine)
        run(LENS, root=root, phases=toy_phases(), engine=engine)
        found[engine] = published(root)
    same(found["nec"], found["kernel"])
    same(found["nec"], found["papermill"])


needs_the_demo = pytest.mark.skipif(not (ROOT / "data/raw" / LENS / "edition.toml").is_file(), reason="no demo edition")


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The real edition, run once."""
    return run_suite(tmp_path_factory.mktemp("reference"))


@pytest.mark.slow
@needs_the_demo
class TestTheDemoEdition:
    def test_every_kind_of_file_is_compared(self, reference: dict[str, bytes]) -> None:
        assert len(KINDS) == 15
        assert [kind for kind, pattern in KINDS.items() if not fnmatch.filter(reference, pattern)] == []

    def test_a_second_run_gives_the_same_bytes(self, reference: dict[str, bytes], tmp_path: Path) -> None:
        same(run_suite(tmp_path), reference)

    def test_another_place_gives_the_same_bytes(self, reference: dict[str, bytes], tmp_path: Path) -> None:
        home = tmp_path / "home"
        home.mkdir()
        same(run_suite(tmp_path, environment={**ELSEWHERE, "HOME": str(home)}), reference)

    @pytest.mark.parametrize("engine", ["kernel", "papermill"])
    def test_another_engine_gives_the_same_bytes(
        self, reference: dict[str, bytes], tmp_path: Path, engine: str
    ) -> None:
        same(run_suite(tmp_path, engine=engine), reference)

    def test_two_jobs_and_a_cluster_give_the_bytes_of_one(self, tmp_path: Path) -> None:
        editions = (LENS, BEFORE)
        one = run_suite(tmp_path / "one", editions=editions)
        same(run_suite(tmp_path / "two", editions=editions, jobs=2), one)
        pytest.importorskip("distributed", reason="Dask is an extra: pip install nec-analysis[dask]")
        with cluster(tmp_path / "cluster") as address:
            same(run_suite(tmp_path / "dask", editions=editions, address=address), one)
