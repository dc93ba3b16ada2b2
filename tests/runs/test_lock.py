"""One run at a time for an edition; the dead hold nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nec_analysis.errors import DECISION, NecError
from nec_analysis.runs.lock import locked

HOLD = """
import sys, time
from pathlib import Path
from nec_analysis.runs.lock import locked
with locked("2022-lens", Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_is_refused_at_once_and_names_the_first(tmp_path: Path) -> None:
    with holder(tmp_path) as first:
        begun = time.monotonic()
        with pytest.raises(NecError, match=f"pid {first.pid}") as refusal, locked("2022-lens", tmp_path):
            pass
        assert time.monotonic() - begun < 1
        assert refusal.value.exit_code == DECISION
        first.kill()


def test_another_edition_is_not_held(tmp_path: Path) -> None:
    with holder(tmp_path) as first:
        with locked("2021-sud-charente", tmp_path):
            pass
        first.kill()


def test_a_killed_run_lets_go(tmp_path: Path) -> None:
    with holder(tmp_path) as first:
        first.kill()
    with locked("2022-lens", tmp_path):
        assert (tmp_path / "2022-lens.lock").read_text() == f"{os.getpid()}\n"


def test_the_lock_can_be_taken_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="inside"), locked("2022-lens", tmp_path):
        raise ValueError("inside")
    with locked("2022-lens", tmp_path):
        pass
