"""Many editions: each has its outcome, a broken or killed one stops none of the others, work done is not done again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from toy import CELLS, notebook, project, snapshot, toy_phases

from nec_analysis.errors import NecError
from nec_analysis.runs import fork
from nec_analysis.runs.batch import batch
from nec_analysis.runs.outcome import Outcome

EDITIONS = ("2019-a", "2020-b", "2021-c", "2022-d")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    return project(tmp_path / "project", *EDITIONS)


def ran(root: Path, *, jobs: int = 2, **options: object) -> dict[str, Outcome]:
    done = batch(EDITIONS, root=root, jobs=jobs, report=False, **options)  # type: ignore[arg-type]
    assert tuple(outcome.edition for outcome in done) == EDITIONS
    return {outcome.edition: outcome for outcome in done}


def published(root: Path) -> dict[str, bytes]:
    reports = [snapshot(root / "reports" / edition) for edition in EDITIONS]
    return {f"{n} {name}": data for n, found in enumerate(reports) for name, data in found.items()} | snapshot(
        root / "data" / "processed" / EDITIONS[0]
    )


def test_every_edition_is_published_with_a_line_each(many: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {outcome.state for outcome in ran(many).values()} == {"published"}
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines[:4]] == [["✓", edition, "publié"] for edition in EDITIONS]
    assert lines[4].startswith("4 / 4\u00a0éditions : 4\u00a0publiés")


def test_one_job_and_two_give_the_same_bytes(many: Path, tmp_path: Path) -> None:
    ran(many, jobs=2)
    other = project(tmp_path / "other", *EDITIONS)
    ran(other, jobs=1)
    assert published(other) == published(many)


def test_what_no_fork_can_be_told_is_a_failure_not_a_wait(many: Path) -> None:
    outcomes = ran(many, phases=toy_phases())
    assert {outcome.state for outcome in outcomes.values()} == {"failed"}
    assert {outcome.error.code for outcome in outcomes.values() if outcome.error} == {"run-failed"}


def test_a_broken_edition_stops_none_of_the_others(many: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (many / "data" / "raw" / "2020-b" / "survey.csv").unlink()
    outcomes = ran(many)
    assert [outcome.state for outcome in outcomes.values()] == ["published", "failed", "published", "published"]
    error = outcomes["2020-b"].error
    assert isinstance(error, NecError)
    assert error.place.startswith("01_clean.ipynb, cellule 3")
    assert "✗ 2020-b  échec" in capsys.readouterr().out
    assert sorted(path.name for path in (many / "reports").glob("2*")) == ["2019-a", "2021-c", "2022-d"]


def test_an_unknown_edition_is_an_outcome_among_others(many: Path) -> None:
    done = batch([*EDITIONS, "2030-z"], root=many, jobs=2, quiet=True, report=False)
    assert [outcome.exit_code for outcome in done] == [0, 0, 0, 0, 2]


def test_outcomes_are_told_as_json_as_they_come(many: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran(many, json_lines=True)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(outcome["edition"] for outcome in told) == list(EDITIONS)
    assert {outcome["state"] for outcome in told} == {"published"}
    assert told[0]["phases"][0]["phase"] == "01_clean"


def test_what_is_published_is_not_made_again(many: Path) -> None:
    ran(many)
    assert {outcome.state for outcome in ran(many).values()} == {"unchanged"}


KILL_THE_WORKER_ONCE = """
import os, signal, time
from pathlib import Path
mark = Path(root) / "died"
if edition == "2021-c" and not mark.exists():
    mark.touch()
    holder = int((Path(root) / "data/processed/.locks/2021-c.lock").read_text())
    os.kill(holder, signal.SIGKILL)
    time.sleep(30)
"""


@pytest.mark.skipif(not fork.available(), reason="fork is missing on this system")
def test_a_killed_edition_is_tried_again_and_the_others_go_on(many: Path) -> None:
    notebook(many / "notebooks" / "02_indicators.ipynb", KILL_THE_WORKER_ONCE, *CELLS["02_indicators.ipynb"])
    begun = time.monotonic()
    assert {outcome.state for outcome in ran(many).values()} == {"published"}
    assert (many / "died").exists()
    assert time.monotonic() - begun < 25  # the notebook of the dead worker was ended with it


ASKED = """
import sys
from pathlib import Path
from nec_analysis.runs import light
light.prepare()
from nec_analysis.runs.batch import batch
batch(sys.argv[2:], root=Path(sys.argv[1]), jobs=1, report=False)
"""


ABANDONED = """
import sys
from pathlib import Path
from nec_analysis.runs import light
light.prepare()
from nec_analysis.runs import batch
come = batch.outcomes(sys.argv[2:], root=Path(sys.argv[1]), jobs=2, report=False)
first = next(come)
raise SystemExit(7)
"""


def test_a_process_that_lets_go_of_a_batch_ends(many: Path) -> None:
    for _ in range(3):  # the threads are frozen wherever they happen to be
        command = [sys.executable, "-c", ABANDONED, str(many), *EDITIONS]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 7, done.stderr


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_batch_goes_on_where_it_stopped(many: Path, number: int) -> None:
    command = [sys.executable, "-c", ASKED, str(many), *EDITIONS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while not (many / "reports" / EDITIONS[1]).exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(process.pid, number)
        out, _ = process.communicate(timeout=20)
        assert process.returncode != 0
    if number == signal.SIGINT:
        assert f"✓ {EDITIONS[0]}" in out
    states = [outcome.state for outcome in ran(many).values()]
    last = states[-1]
    while "failed" in states and time.monotonic() < deadline + 60:
        time.sleep(0.2)  # a worker of the killed batch may still hold its edition
        states = [outcome.state for outcome in ran(many).values()]
    assert states[:2] == ["unchanged", "unchanged"]
    assert last == "published"


def test_the_live_table_shows_where_each_edition_stands(many: Path) -> None:
    from rich.console import Console

    from nec_analysis.runs.outcome import Progress
    from nec_analysis.runs.table import Display

    display = Display(EDITIONS, quiet=False, json_lines=False)
    display.hear(Progress("2019-a", "02_indicators", "cell", 3, 5))
    done = batch(EDITIONS[1:2], root=many, quiet=True, report=False)
    display.take(done[0])
    console = Console(width=100, force_terminal=True, color_system=None)
    with console.capture() as shown:
        console.print(display)
    text = shown.get()
    assert "━━━━━━╌╌╌╌ 3/5" in text
    assert "2020-b" in text
    assert "1 / 4\u00a0éditions : 1\u00a0publié" in text


def test_the_phases_of_the_suite_are_those_of_the_toys() -> None:
    assert [phase.notebook for phase in toy_phases()] == list(CELLS)
