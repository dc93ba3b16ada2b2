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


def keys(columns: Sequence[Codes], shape: Sequence[int], lowest: int = 0) -> Iterator[Codes]:
    """The row-major place of each person in an array of `shape`, a block at a time; codes start at `lowest`.

    The block given is used again for the next one.
    """
    people, first = columns[0].size, -lowest * sum(math.prod(shape[place + 1 :]) for place in range(len(shape)))
    room: Codes = np.empty(min(BLOCK, people), kind(math.prod(shape)))
    for start in range(0, people, BLOCK):
        here = slice(start, min(start + BLOCK, people))
        key = room[: here.stop - start]
        np.copyto(key, columns[0][here], casting="unsafe")
        for column, size in zip(columns[1:], shape[1:], strict=True):
            np.multiply(key, size, out=key, casting="unsafe")
            np.add(key, column[here], out=key, casting="unsafe")
        yield np.add(key, first, out=key, casting="unsafe") if first else key
