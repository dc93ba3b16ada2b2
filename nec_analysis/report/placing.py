"""What moves so that no page ends half empty: charts head the next page, long tables draw in their last rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from nec_analysis.report.markdown import Block

HOLE, TAIL, WIDOW = 45.0, 75.0, 50.0
"""Height in mm from which an empty foot of page is worth filling; depth down to which the end of a table, alone on its
page, is worth drawing in; depth of a last row or two under the repeated head, worth it whatever follows."""
MANY_ROWS, LAST_ROW = 30, 8.0
"""Rows from which a table is long; height of its last row with what follows, in mm, about."""
ROUNDS = 12
MM_A_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Moves:
    """Ranks of the charts that head the next page; ranks of the tables set closer."""

    floated: frozenset[int] = frozenset()
    tightened: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block starts: its page, how far down and how high it is, both in mm; `foot` is where its page ends."""

    page: int
    top: float
    height: float
    foot: float


@dataclass(frozen=True, slots=True)
class Pages:
    """Where each block starts, by rank; where the last row of each table stands: page and depth in mm."""

    starts: dict[int, Place]
    tails: dict[int, tuple[int, float]]


def moves(blocks: Sequence[Block], look: Callable[[Moves], str]) -> Moves:
    """What to move; `look` lays the document out with some moves, then tells where everything is.

    One thing is moved at a time, the first that leaves a hole; then the pages are looked at again, since all that
    follows has moved.
    """
    movable = {rank: run for run, _ in runs(blocks) for rank in run}
    long = frozenset(rank for rank, block in enumerate(blocks) if len(block.get("rows", ())) > MANY_ROWS)
    decided = Moves()
    for _ in range(ROUNDS if movable or long else 0):
        pages = _pages(look(decided))
        # a table drawn in moves what follows it: charts are looked at after
        further = _drawn_in(blocks, pages, long, decided) or _filled(blocks, pages, movable, decided)
        if further is None:
            break
        decided = further
    return decided


def runs(blocks: Sequence[Block]) -> Iterable[tuple[list[int], bool]]:
    """Charts that follow each other, when something comes after to fill the hole they leave.

    With each run, whether a line must say where its charts have gone: they stand alone under a heading, or what fills
    the hole is another chapter.
    """
    run: list[int] = []
    for rank, block in enumerate(blocks):
        if block["kind"] == "figure" and block.get("asked_float") is not False:
            run.append(rank)
        elif run:
            alone = block["kind"] == "heading" and run[0] > 0 and blocks[run[0] - 1]["kind"] == "heading"
            if _fills(block):
                yield run, alone or block.get("level") == 1
            run = []


def _fills(block: Block) -> bool:
    return block["kind"] not in ("contents", "turned", "pair") and not block.get("annex")


def _pages(said: str) -> Pages:
    found = json.loads(said)
    starts = {rank: Place(page, *(points * MM_A_POINT for points in sizes)) for rank, page, *sizes in found["at"]}
    return Pages(starts, {rank: (page, depth * MM_A_POINT) for rank, page, depth in found["tails"]})


def _filled(blocks: Sequence[Block], pages: Pages, movable: dict[int, Any], decided: Moves) -> Moves | None:
    """The first chart that leaves a hole moves, those that follow it at once move with it."""
    still = [rank for rank in sorted(pages.starts) if rank not in decided.floated]
    for before, rank in pairwise(still):
        if _foot_left(pages, before, rank) < HOLE or blocks[before].get("twice"):
            continue
        chart = _after_headings(blocks, rank)
        if chart in movable and chart not in decided.floated:
            found = frozenset(other for other in movable[chart] if other >= chart)
            return replace(decided, floated=decided.floated | found)
    return None


def _foot_left(pages: Pages, before: int, rank: int) -> float:
    """What is left empty, in mm, on the last page before the one where a block starts; charts may stand between."""
    here, there = pages.starts[before], pages.starts[rank]
    page, depth = pages.tails.get(before, (here.page, here.top + here.height - LAST_ROW))
    return here.foot - depth - LAST_ROW if there.page > page else 0.0


def _after_headings(blocks: Sequence[Block], rank: int) -> int:
    """The block that a heading announces: they go to the next page together."""
    while rank < len(blocks) - 1 and blocks[rank]["kind"] == "heading":
        rank += 1
    return rank


def _drawn_in(blocks: Sequence[Block], pages: Pages, long: frozenset[int], decided: Moves) -> Moves | None:
    """A long table whose last rows stand alone on a page, what follows having its own, or are one or two, is set closer."""
    for rank in sorted(long - decided.tightened):
        page, depth = pages.tails.get(rank, (0, TAIL))
        alone = depth < WIDOW or (depth < TAIL and _ends_its_page(blocks, pages, rank))
        if alone and pages.starts[rank].page < page:
            return replace(decided, tightened=decided.tightened | {rank})
    return None


def _ends_its_page(blocks: Sequence[Block], pages: Pages, rank: int) -> bool:
    after = pages.starts.get(rank + 1)
    return after is None or after.page > pages.tails[rank][0] or blocks[rank + 1]["kind"] == "turned"
