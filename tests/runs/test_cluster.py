"""A Dask cluster started by hand on loopback: same bytes as here, dead workers replaced, other versions refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from toy import CELLS, notebook, project, snapshot

from nec_analysis.errors import NecError
from nec_analysis.runs.batch import batch
from nec_analysis.runs.outcome import Outcome, Progress
from nec_analysis.runs.trace import PACKAGE

pytest.importorskip("distributed", reason="Dask is an extra: pip install nec-analysis[dask]")

EDITIONS = ("2019-a", "2020-b", "2021-c")
DASK = [sys.executable, "-m", "dask"]


@contextmanager
def started(folder: Path, name: str, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    log = folder / f"{name}.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*DASK, *arguments], stdout=stream, stderr=stream, env={**os.environ, **environment}, cwd=folder
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def cluster(folder: Path, workers: int = 2, **environment: str) -> Iterator[str]:
    """`dask scheduler` and as many `dask worker`, as the README says; gives the address."""
    folder.mkdir(parents=True, exist_ok=True)
    told = folder / "scheduler.json"
    with ExitStack() as stack:
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told))
        stack.enter_context(started(folder, "scheduler", "scheduler", *options))
        deadline = time.monotonic() + 60
        while not told.exists():
            assert time.monotonic() < deadline, (folder / "scheduler.log").read_text()
            time.sleep(0.05)
        for number in range(workers):
            name = f"worker{number}"
            quiet = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(folder / name))
            start = ("worker", "--scheduler-file", str(told), *quiet)
            stack.enter_context(started(folder, name, *start, **environment))
        yield _ready(told, workers)


def _ready(told: Path, workers: int) -> str:
    import json

    from distributed import Client

    address = str(json.loads(told.read_text())["address"])
    with Client(address, set_as_default=False) as client:
        if workers:
            client.wait_for_workers(workers, timeout=60)
    return address


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("cluster")) as at:
        yield at


def ran(root: Path, editions: Sequence[str] = EDITIONS, **options: object) -> list[Outcome]:
    return list(batch(editions, root=root, quiet=True, report=False, **options))  # type: ignore[arg-type]


def published(root: Path) -> dict[str, dict[str, bytes]]:
    return {e: snapshot(root / "reports" / e) | snapshot(root / "data" / "processed" / e) for e in EDITIONS}


@pytest.mark.parametrize("in_place", [True, False])
def test_a_cluster_gives_the_bytes_of_this_machine(address: str, tmp_path: Path, in_place: bool) -> None:
    here, there = project(tmp_path / "here", *EDITIONS), project(tmp_path / "there", *EDITIONS)
    ran(here)
    outcomes = ran(there, cluster=address, in_place=in_place)
    assert [outcome.state for outcome in outcomes] == ["published"] * 3
    assert {phase.state for outcome in outcomes for phase in outcome.phases} == {"ran"}
    assert published(there) == published(here)
    assert {outcome.state for outcome in ran(there)} == {"unchanged"}
    left = [path.name for path in (there / "data" / "processed").iterdir()]
    assert sorted(left) == [".cache", ".locks", *EDITIONS]


def test_progress_of_the_workers_is_heard(address: str, tmp_path: Path) -> None:
    from nec_analysis.runs.cluster import outcomes

    heard: list[Progress] = []
    root = project(tmp_path / "project", *EDITIONS)
    assert len(list(outcomes(EDITIONS, root=root, address=address, report=False, progress=heard.append))) == 3
    assert {progress.edition for progress in heard} == set(EDITIONS)
    assert {"cell", "done"} <= {progress.what for progress in heard}


def test_a_broken_edition_stops_none_of_the_others(address: str, tmp_path: Path) -> None:
    root = project(tmp_path / "project", *EDITIONS)
    (root / "data" / "raw" / "2020-b" / "survey.csv").unlink()
    outcomes = ran(root, cluster=address, in_place=False)
    assert [outcome.state for outcome in outcomes] == ["published", "failed", "published"]
    assert outcomes[1].error is not None
    assert outcomes[1].error.place.startswith("01_clean.ipynb, cellule 3")


KILL_THE_WORKER_ONCE = """
import os, signal, time
from pathlib import Path
mark = Path({mark!r})
if edition == "2020-b" and not mark.exists():
    mark.touch()
    template = Path(f"/proc/{{os.getppid()}}/stat").read_text()
    os.kill(int(template.rsplit(")", 1)[1].split()[1]), signal.SIGKILL)
    time.sleep(30)
"""


@pytest.mark.parametrize("in_place", [True, False])
def test_a_worker_killed_in_the_middle_is_replaced(address: str, tmp_path: Path, in_place: bool) -> None:
    root, mark = project(tmp_path / "project", *EDITIONS), tmp_path / "killed"
    kill = KILL_THE_WORKER_ONCE.format(mark=str(mark))
    notebook(root / "notebooks" / "02_indicators.ipynb", kill, *CELLS["02_indicators.ipynb"])
    outcomes = ran(root, cluster=address, in_place=in_place)
    assert mark.exists()
    assert [outcome.state for outcome in outcomes] == ["published"] * 3
    assert len((root / "reports" / ".history" / "2020-b.jsonl").read_text().splitlines()) == 1


def test_a_worker_with_other_code_is_refused(tmp_path: Path) -> None:
    package = shutil.copytree(PACKAGE, tmp_path / "site" / "nec_analysis", ignore=shutil.ignore_patterns("__pycache__"))
    errors = package / "errors.py"
    errors.write_text(errors.read_text() + "# edited\n")
    root = project(tmp_path / "project", *EDITIONS)
    with cluster(tmp_path / "cluster", workers=1, PYTHONPATH=str(package.parent)) as at:
        with pytest.raises(NecError, match="pas les mêmes versions : code de nec_analysis") as refusal:
            ran(root, cluster=at)
        assert refusal.value.code == "versions-differ"
    assert not (root / "reports").exists()


def test_a_cluster_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nec_analysis.runs import cluster as module

    monkeypatch.setattr(module, "PATIENCE", 1)
    root = project(tmp_path / "project", *EDITIONS)
    with pytest.raises(NecError, match="aucun ordonnanceur Dask"):
        ran(root, cluster="tcp://127.0.0.1:9")


def test_a_worker_that_comes_late_with_other_versions_computes_nothing(tmp_path: Path) -> None:
    from distributed import Client

    from nec_analysis.runs.remote import Errand, Unlike, does

    errand = Errand("2022-lens", {}, (str(tmp_path), ""), b"", "", {"Python": "2.7"})
    with cluster(tmp_path / "cluster", workers=1) as at, Client(at, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=30)
        with pytest.raises(Unlike, match=r"Python 3.* là-bas, 2\.7 ici"):
            client.submit(does, errand).result()


def test_a_cluster_without_workers_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nec_analysis.runs import cluster as module

    root = project(tmp_path / "project", *EDITIONS)
    monkeypatch.setattr(module, "PATIENCE", 3)
    with cluster(tmp_path / "cluster", workers=0) as at, pytest.raises(NecError, match="aucun worker"):
        ran(root, cluster=at)
