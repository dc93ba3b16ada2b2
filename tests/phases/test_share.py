"""Work shared between processors: every item once, errors where they happen, threads respected."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from nec_analysis.phases import share
from nec_analysis.runs.outcome import Outcome

SHARED = """
import os, sys, time
from pathlib import Path
from nec_analysis.phases import share
folder = Path(sys.argv[1])
def work(n):
    time.sleep(0.02)
    with (folder / str(n)).open("x") as stream:
        stream.write(str(os.getpid()))
share.os.sched_getaffinity = lambda _: {0, 1, 2}
share.each(work, range(20))
print(len({path.read_text() for path in folder.iterdir()}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="forks are used on Linux only")
def test_every_item_is_done_once_by_several_processes(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", SHARED, str(tmp_path)], capture_output=True, text=True, check=True)
    assert sorted(int(path.name) for path in tmp_path.iterdir()) == list(range(20))
    assert done.stdout == "3\n"


FAILS = """
import sys
from nec_analysis.phases import share
share.os.sched_getaffinity = lambda _: {0, 1, 2}
def work(n):
    if n == 7:
        raise ValueError(f"item {n}")
share.each(work, range(20))
"""


def test_an_error_in_a_fork_comes_out_here() -> None:
    done = subprocess.run([sys.executable, "-c", FAILS], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.endswith("ValueError: item 7\n")


def test_a_process_with_threads_does_the_work_itself() -> None:
    stop, done = threading.Event(), []
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        share.each(lambda n: done.append((n, os.getpid())), range(5))
    finally:
        stop.set()
        thread.join()
    assert done == [(n, os.getpid()) for n in range(5)]


def test_nothing_to_do_is_done() -> None:
    share.each(lambda n: 1 / 0, ())


READS = """
import os, sys
from pathlib import Path
from nec_analysis.clean import store, tables
from nec_analysis.runs import fork
os.environ.update(fork.ONE_THREAD)
folder = Path(sys.argv[1])
assert len(store.read(folder).frame) and len(tables.read(folder)) > 3
print(len(os.listdir("/proc/self/task")))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="forks are used on Linux only")
def test_reading_what_was_cleaned_starts_no_thread_so_that_charts_are_drawn_side_by_side(ran: Outcome) -> None:
    done = subprocess.run([sys.executable, "-c", READS, str(ran.processed)], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
