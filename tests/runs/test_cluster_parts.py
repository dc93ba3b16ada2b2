"""A survey coded in parts by the workers of a cluster is the survey coded here, whichever worker dies meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from shared_material import ROOT
from test_cluster import cluster

from nec_analysis.cards import edition as card_of
from nec_analysis.model import Edition, ExportCard, Responses
from nec_analysis.phases.parts import whole
from nec_analysis.phases.parts.pool import CLUSTER
from nec_analysis.runs.batch import batch

pytest.importorskip("distributed", reason="Dask is an extra: pip install nec-analysis[dask]")

LENS = "2022-lens"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("cluster")) as at:
        yield at


def survey() -> tuple[Edition, ExportCard]:
    edition = card_of(LENS, ROOT)
    return edition, next(card for card in edition.exports if card.role == "survey")


def same(one: Responses, other: Responses) -> None:
    assert one.account == other.account
    assert one.questionnaire == other.questionnaire
    for name in one.frame.columns:
        assert one.frame[name].equals(other.frame[name]), name


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Responses:
    return whole.code(*survey(), tmp_path_factory.mktemp("here"), rows=60, jobs=1)


def workers(address: str) -> dict[str, int]:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        found: dict[str, int] = client.run(os.getpid)
        return found


def test_workers_give_the_answers_of_this_machine(
    address: str, here: Responses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CLUSTER, address)
    same(whole.code(*survey(), tmp_path, rows=60), here)


def test_a_worker_killed_among_the_parts_is_replaced(
    address: str, here: Responses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CLUSTER, address)
    before = workers(address)
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(whole.code, *survey(), tmp_path, rows=20)
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob("responses/*.parquet")) and not found.done():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert not found.done()  # or nobody is killed in the middle
        os.kill(next(iter(before.values())), signal.SIGKILL)
        same(found.result(120), here)
    assert set(workers(address).values()) != set(before.values())


def test_an_edition_in_parts_is_published_once_by_a_cluster(address: str, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    shutil.copytree(ROOT / "data" / "raw" / LENS, root / "data" / "raw" / LENS)
    shutil.copytree(ROOT / "data" / "raw" / "2021-sud-charente", root / "data" / "raw" / "2021-sud-charente")
    for name in ("uv.lock", "requirements.lock", "pyproject.toml"):
        shutil.copyfile(ROOT / name, root / name)
    card = root / "data" / "raw" / LENS / "edition.toml"
    text = card.read_text().replace("[export.options]\n", "[export.options]\nparts = true\n", 1)
    assert text != card.read_text()
    card.write_text(text)
    [outcome] = batch((LENS,), root=root, quiet=True, report=False, cluster=address)
    assert outcome.error is None
    assert outcome.state == "published"
    assert list((root / "data" / "processed" / LENS / "responses").glob("part-*.parquet"))
    assert len((root / "reports" / ".history" / f"{LENS}.jsonl").read_text().splitlines()) == 1
