"""The place of each person among all the combinations of some codes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 1 << 16
"""People worked on at a time: what a processor's cache holds."""

Codes = NDArray[np.integer[Any]]


def kind(room: int) -> str:
    """The smallest integers that number `room` places: narrow ones are added several at a time."""
    return "int16" if room < 2**15 else "int32" if room < 2**31 else "int64"


def keys(columns: Sequence[Codes], shape: Sequence[int], lowest: int = 0, *, given: str = "") -> Iterator[Codes]:
    """The row-major place of each person in an array of `shape`, a block at a time; codes start at `lowest`.

    They are `given` as that kind of integers, the smallest by default. The block given is used again for the next one.
    """
    people, first = columns[0].size, -lowest * sum(math.prod(shape[place + 1 :]) for place in range(len(shape)))
    block = min(BLOCK, people)
    room: Codes = np.empty(block, kind(math.prod(shape)))
    last: Codes = np.empty(block, given) if given else room
    two = np.empty(block, np.int8)
    steps = _steps(columns, shape)
    for start in range(0, people, BLOCK):
        here = slice(start, min(start + BLOCK, people))
        many = here.stop - start
        key = room[:many]
        np.copyto(key, columns[0][here], casting="unsafe")
        for step in steps:
            np.multiply(key, math.prod(size for _, size in step), out=key, casting="unsafe")
            np.add(key, _together(step, here, two[:many]), out=key, casting="unsafe")
        yield np.add(key, first, out=last[:many], casting="unsafe") if first or given else key


def _steps(columns: Sequence[Codes], shape: Sequence[int]) -> list[list[tuple[Codes, int]]]:
    """The columns after the first with their sizes, two by two where both fit in a byte, which halves the work."""
    steps: list[list[tuple[Codes, int]]] = []
    for column, size in zip(columns[1:], shape[1:], strict=True):
        last = steps[-1] if steps else []
        if len(last) == 1 and last[0][0].dtype == column.dtype == np.int8 and last[0][1] * size < 128:
            last.append((column, size))
        else:
            steps.append([(column, size)])
    return steps


def _together(step: Sequence[tuple[Codes, int]], here: slice, room: NDArray[np.int8]) -> Codes:
    """A block of one column, or of two as one."""
    if len(step) == 1:
        return step[0][0][here]
    (left, _), (right, size) = step
    np.multiply(left[here], size, out=room, casting="unsafe")
    return np.add(room, right[here], out=room)
