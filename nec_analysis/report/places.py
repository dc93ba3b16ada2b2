"""Where the blocks of a report stand on its pages, as the template tells it."""

from __future__ import annotations

import json
from dataclasses import dataclass

HOLE = 45.0
"""Height in mm from which an empty foot of page is worth filling."""
LAST_ROW = 8.0
"""Height of the last row of a table with what follows, in mm, about."""
MM_A_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block starts: its page, how far down and how high it is, both in mm; `foot` is where its page ends."""

    page: int
    top: float
    height: float
    foot: float


@dataclass(frozen=True, slots=True)
class End:
    """Where a block ends: its page, and what is left of it below, in mm."""

    page: int
    room: float


@dataclass(frozen=True, slots=True)
class Pages:
    """Where each block starts, by rank; where the last row of each table stands: page and depth in mm.

    `landed`: the page at whose head a chart that moves has come to stand.
    """

    starts: dict[int, Place]
    tails: dict[int, tuple[int, float]]
    landed: dict[int, int]

    def end(self, rank: int) -> End:
        """Where a block ends, if it is a table or the template measured it: those that end a page."""
        here = self.starts[rank]
        page, depth = self.tails.get(rank, (here.page, here.top + here.height - LAST_ROW))
        return End(page, here.foot - depth - LAST_ROW)


def pages(said: str) -> Pages:
    """The answer of the template to where everything is."""
    found = json.loads(said)
    starts = {rank: Place(page, *(points * MM_A_POINT for points in sizes)) for rank, page, *sizes in found["at"]}
    tails = {rank: (page, depth * MM_A_POINT) for rank, page, depth in found["tails"]}
    return Pages(starts, tails, dict(found["landed"]))
