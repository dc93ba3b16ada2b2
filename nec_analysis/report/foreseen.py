"""Which charts will leave a hole once a chart before them has moved: a guess, that spares layouts when it comes true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

from nec_analysis.report.markdown import Block
from nec_analysis.report.places import HOLE, LAST_ROW, Pages

TOP = 27.0
"""Where the text of a page begins, in mm."""
BETWEEN, FEW_LINES = 6.0, 12.0
"""In mm: space around a chart; what a block that may run over needs of a page to begin there."""
CHAPTER, ANNEX = 61.0, 106.0
"""In mm: the room a chapter wants under its heading, or the next page."""
SOLID = frozenset({"figure", "pair", "callout", "tiles"})
"""Blocks that hardly ever run from a page to the next."""


@dataclass(slots=True)
class _Page:
    """The page that is being filled: how far down, in mm; `heads`: how far down charts take the next ones."""

    depth: float
    heads: list[float]
    foot: float
    begun: bool = True

    def turn(self) -> None:
        self.depth, self.heads, self.begun = next(iter(self.heads), TOP), self.heads[1:], False

    def take(self, height: float) -> None:
        self.depth, self.begun = self.depth + height, True
        while self.depth > self.foot:
            over = self.depth - self.foot
            self.turn()
            self.depth, self.begun = self.depth + over, True

    def has_room(self, wanted: float) -> bool:
        return self.depth <= TOP or self.depth + wanted <= self.foot

    def leaves_a_hole(self) -> bool:
        """Whether its foot is worth filling."""
        return self.begun and self.foot - self.depth >= HOLE

    def head(self, heights: Iterable[float]) -> None:
        """Charts go to the head of the next pages, each under the one before if it fits there."""
        self.heads = self.heads or [TOP]
        for height in heights:
            if self.heads[-1] + height <= self.foot:
                self.heads[-1] += height
            else:
                self.heads.append(TOP + height)


def charts(
    blocks: Sequence[Block], pages: Pages, movable: Mapping[int, Sequence[int]], floated: frozenset[int], moved: int
) -> list[int]:
    """The charts that will have to move, each with those that follow it at once, when one more heads the next page.

    `movable`: each chart with those that follow it at once. `floated`: those that had moved when the pages were
    looked at.
    What follows the chart that moves now goes up by what that left on its page.
    """
    page = _begun(blocks, pages, floated, moved)
    page.head(_heights(blocks, movable[moved]))
    rest = [rank for rank in sorted(pages.starts) if rank > movable[moved][-1]]
    extents = _extents(blocks, pages, rest)
    found: list[int] = []
    while rest:
        chart = next((rank for rank in rest if blocks[rank]["kind"] != "heading"), rest[-1])
        wanted = _wanted(blocks, extents, rest, chart)
        if blocks[chart]["kind"] in ("turned", "contents"):
            break
        if page.has_room(wanted):
            page.take(extents[rest.pop(0)])
        elif chart in movable and page.leaves_a_hole() and not blocks[rest[0] - 1].get("twice"):
            found.append(chart)
            page.head(_heights(blocks, movable[chart]))
            rest = [rank for rank in rest if rank not in movable[chart]]
        else:
            page.turn()
    return found


def held(blocks: Sequence[Block], pages: Pages, floated: frozenset[int], chart: int) -> bool:
    """Whether a chart that was moved on a guess had to: it did not fit on its page, where it left a hole."""
    before = _before(blocks, pages, floated, chart)
    end = pages.end(before)
    return end.room >= HOLE and pages.landed.get(chart, 0) > end.page and not blocks[before].get("twice")


def _begun(blocks: Sequence[Block], pages: Pages, floated: frozenset[int], chart: int) -> _Page:
    """The page that a chart leaves, those that follow with the charts that stand there already."""
    end, above = pages.end(_before(blocks, pages, floated, chart)), pages.starts[_announced(blocks, chart)]
    page = _Page(above.foot - end.room, [], above.foot)
    for number in range(end.page + 1, above.page):
        page.heads.append(TOP + fsum(_heights(blocks, [rank for rank, on in pages.landed.items() if on == number])))
    page.heads.append(above.top)
    return page


def _before(blocks: Sequence[Block], pages: Pages, floated: frozenset[int], chart: int) -> int:
    """What stands before a chart with its headings, charts that moved apart."""
    first = _announced(blocks, chart)
    return max((rank for rank in pages.starts if rank < first and rank not in floated), default=first)


def _announced(blocks: Sequence[Block], rank: int) -> int:
    """The first of the headings that announce a block, else the block."""
    while rank and blocks[rank - 1]["kind"] == "heading":
        rank -= 1
    return rank


def _heights(blocks: Sequence[Block], run: Sequence[int]) -> list[float]:
    return [float(blocks[rank]["height"]) + BETWEEN for rank in run]


def _extents(blocks: Sequence[Block], pages: Pages, rest: Sequence[int]) -> dict[int, float]:
    """How far each block goes down, in mm, to where the next one starts."""
    found = {rank: float(blocks[rank].get("height", 0.0)) + BETWEEN for rank in rest[-1:]}  # nothing comes after
    for rank, after in pairwise(rest):
        here, there = pages.starts[rank], pages.starts[after]
        if there.page == here.page:
            found[rank] = there.top - here.top
        elif rank in pages.tails:
            page, depth = pages.tails[rank]
            found[rank] = (page - here.page) * (here.foot - TOP) + depth - here.top + LAST_ROW + BETWEEN
        else:
            found[rank] = min(here.height, here.foot - TOP) + BETWEEN
    return found


def _wanted(blocks: Sequence[Block], extents: Mapping[int, float], rest: Sequence[int], chart: int) -> float:
    """What the first block needs of a page: a heading goes with what it announces."""
    heads = [rank for rank in rest if rank < chart]
    solid = blocks[chart]["kind"] in SOLID or not blocks[chart].get("breaks", True)
    wanted = fsum(extents[rank] for rank in heads) + (
        extents[chart] - BETWEEN if solid else min(extents[chart], FEW_LINES)
    )
    first = blocks[rest[0]]
    if first["kind"] == "heading" and first["level"] == 1:
        return max(wanted, ANNEX if first.get("annex") else CHAPTER)
    return wanted
