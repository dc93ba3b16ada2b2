"""Work shared between the processors, where forking this process is safe."""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

Item = TypeVar("Item")

_TASKS = Path("/proc/self/task")
_WIDTH = 4


def each(work: Callable[[Item], object], items: Sequence[Item]) -> None:
    """Call `work`, which writes files, on every item: one fork for each processor, the next item to whoever is free.

    A process that runs threads (a Jupyter kernel has five) cannot be forked safely: it does all the work itself, with
    the same files in the end. So does this one when a fork fails, which shows the error where it happened.
    """
    forks = min(len(os.sched_getaffinity(0)), len(items)) - 1 if _alone() else 0
    if forks < 1:
        for item in items:
            work(item)
        return
    waiting, numbers = os.pipe()
    os.write(numbers, b"".join(number.to_bytes(_WIDTH, "big") for number in range(len(items))))
    os.close(numbers)
    children = [_forked(work, items, waiting) for _ in range(forks)]
    try:
        _take(work, items, waiting)
    finally:
        os.close(waiting)
        codes = [os.waitpid(child, 0)[1] for child in children]
    if any(codes):
        for item in items:
            work(item)


def results(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each work gives, in their order, shared in the same way; one after the other where nothing can be written."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            given = [Path(folder) / str(number) for number in range(len(works))]
            each(lambda number: given[number].write_bytes(pickle.dumps(works[number]())), range(len(works)))
            return [pickle.loads(path.read_bytes()) for path in given]
    except OSError:
        return [work() for work in works]


def _alone() -> bool:
    return sys.platform == "linux" and len(list(_TASKS.iterdir())) == 1


def _forked(work: Callable[[Item], object], items: Sequence[Item], waiting: int) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        _take(work, items, waiting)
        code = 0
    finally:
        os._exit(code)


def _take(work: Callable[[Item], object], items: Sequence[Item], waiting: int) -> None:
    while number := os.read(waiting, _WIDTH):
        work(items[int.from_bytes(number, "big")])
