"""Publishing: the old report or the new one, never a mixture, whatever stops the publisher."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nec_analysis.runs import exchange, manifest, verify
from nec_analysis.runs.publishing import publish, recover


def version(folder: Path, mark: str, files: int = 8) -> Path:
    """A complete folder whose every file says the same mark."""
    folder.mkdir(parents=True)
    for number in range(files):
        (folder / f"part{number}.txt").write_text(mark)
    manifest.written(folder, "2022-lens")
    return folder


def marks(folder: Path) -> set[str]:
    return {path.read_text() for path in folder.glob("part*.txt")}


def test_the_first_publication_creates_the_folder(tmp_path: Path) -> None:
    publish([(version(tmp_path / ".staging-a", "new"), tmp_path / "a")], tmp_path / "intent.json")
    assert marks(tmp_path / "a") == {"new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]


def test_a_later_publication_replaces_the_folder_and_leaves_nothing_behind(tmp_path: Path) -> None:
    version(tmp_path / "a", "old")
    publish([(version(tmp_path / ".staging-a", "new"), tmp_path / "a")], tmp_path / "intent.json")
    assert marks(tmp_path / "a") == {"new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]


def test_without_an_exchange_call_two_renames_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_renameat2", lambda: None)
    version(tmp_path / "a", "old")
    publish([(version(tmp_path / ".staging-a", "new"), tmp_path / "a")], tmp_path / "intent.json")
    assert marks(tmp_path / "a") == {"new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]


def test_a_crash_between_the_two_renames_is_mended(tmp_path: Path) -> None:
    version(tmp_path / "a", "old").rename(tmp_path / f"{exchange.ASIDE}a")
    assert recover([tmp_path / "a"], tmp_path / "intent.json")
    assert marks(tmp_path / "a") == {"old"}


def test_a_crash_between_two_folders_of_one_run_is_finished(tmp_path: Path) -> None:
    for name in ("a", "b"):
        version(tmp_path / name, "old")
        version(tmp_path / f".staging-{name}", "new")
    steps = [
        {
            "new": str(tmp_path / f".staging-{name}"),
            "target": str(tmp_path / name),
            "manifest": manifest.sha256(tmp_path / f".staging-{name}" / manifest.MANIFEST),
        }
        for name in ("a", "b")
    ]
    (tmp_path / "intent.json").write_text(json.dumps(steps))
    exchange.exchanged(tmp_path / ".staging-a", tmp_path / "a")
    assert recover([tmp_path / "a", tmp_path / "b"], tmp_path / "intent.json")
    assert marks(tmp_path / "a") == marks(tmp_path / "b") == {"new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


PUBLISHER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_publishing import version
from nec_analysis.runs.publishing import publish, recover
import shutil
folder, n = Path(sys.argv[1]), 0
while True:
    n += 1
    recover([folder / "a", folder / "b"], folder / "intent.json")
    for name in "ab":
        shutil.rmtree(folder / f".staging-{name}", ignore_errors=True)
    publish([(version(folder / f".staging-{x}", str(n)), folder / x) for x in "ab"], folder / "intent.json")
    if n == 1:
        print("published once", flush=True)
"""


@pytest.mark.parametrize("round", range(12))
def test_a_killed_publisher_leaves_whole_folders(tmp_path: Path, round: int) -> None:
    here = str(Path(__file__).parent)
    with subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, str(tmp_path), here], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.05 + 0.013 * round)
        os.kill(process.pid, signal.SIGKILL)
    for name in ("a", "b"):
        assert len(marks(tmp_path / name)) == 1
        assert verify.folder(tmp_path / name).intact
    recover([tmp_path / "a", tmp_path / "b"], tmp_path / "intent.json")
    assert marks(tmp_path / "a") == marks(tmp_path / "b")


def test_verification_names_what_differs(tmp_path: Path) -> None:
    folder = version(tmp_path / "a", "old", files=3)
    (folder / "part0.txt").write_text("altered")
    (folder / "part1.txt").unlink()
    (folder / "extra.txt").write_text("")
    check = verify.folder(folder)
    assert (check.altered, check.missing, check.unlisted) == (("part0.txt",), ("part1.txt",), ("extra.txt",))
    assert not check.intact
