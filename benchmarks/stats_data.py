"""Invented answers for the benchmarks of the statistics: 40 closed questions, 10 of eight options, a sector."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nec_analysis.stats.axis import Axis, numbered

SECTOR = numbered("sector", 12)
SINGLES = tuple(numbered(f"q{k:02d}", 5) for k in range(40))
MULTIPLES = tuple(numbered(f"m{k}", 8, multiple=True) for k in range(10))
QUESTIONS: tuple[Axis, ...] = (*SINGLES, *MULTIPLES)
MARGINS = (12, 13, 2, 6)
BLOCK = 1 << 18

Codes = NDArray[np.signedinteger]  # type: ignore[type-arg]


def answers(people: int, seed: int = 20220928) -> tuple[Codes, dict[str, Codes]]:
    """The sector of each person, then their codes by question (-1 = no answer), drawn a block at a time."""
    rng = np.random.default_rng(seed)
    group = np.empty(people, np.int8)
    codes: dict[str, Codes] = {axis.name: np.empty(people, np.int8) for axis in SINGLES}
    codes |= {axis.name: np.empty(people, np.int16) for axis in MULTIPLES}
    for start in range(0, people, BLOCK):
        here = slice(start, min(start + BLOCK, people))
        size = here.stop - start
        group[here] = rng.integers(0, 12, size, np.int8)
        for axis in QUESTIONS:
            kind = np.int16 if axis.multiple else np.int8
            codes[axis.name][here] = rng.integers(-1, axis.places - 1, size, kind)
    return group, codes


def coded_bytes(group: Codes, codes: dict[str, Codes]) -> int:
    """What the coded answers weigh."""
    return group.nbytes + sum(column.nbytes for column in codes.values())


def best(work: Callable[[], object], rounds: int) -> float:
    """Seconds of the fastest of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)
