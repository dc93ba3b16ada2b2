"""What moves so that no page ends half empty: charts head the next page, long tables draw in their last rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nec_analysis.report import foreseen, places
from nec_analysis.report.markdown import Block
from nec_analysis.report.places import HOLE, Pages

TAIL, WIDOW = 75.0, 50.0
"""Depth in mm down to which the end of a table, alone on its page, is worth drawing in; depth of a last row or two under
the repeated head, worth it whatever follows."""
MANY_ROWS = 30
"""Rows from which a table is long."""
ROUNDS = 40
"""Looks at the pages, at most: a report takes two or three, a book of two hundred charts some twenty."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Ranks of the charts that head the next page; ranks of the tables set closer.

    `until`: the rank from which a look needs the headings only, since nothing after it can move; None for all.
    """

    floated: frozenset[int] = frozenset()
    tightened: frozenset[int] = frozenset()
    until: int | None = None

    def floating(self, movable: Mapping[int, Sequence[int]], charts: Iterable[int]) -> Moves:
        """With these charts at the head of the next page, those that follow each at once with it."""
        return replace(self, floated=self.floated.union(*(movable[chart] for chart in charts)))

    def tightening(self, table: int) -> Moves:
        """With this table set closer."""
        return replace(self, tightened=self.tightened | {table})


def moves(blocks: Sequence[Block], look: Callable[[Moves], str]) -> Moves:
    """What to move; `look` lays the document out with some moves, then tells where everything is.

    One thing is moved at a time, the first that leaves a hole; then the pages are looked at again, since all that
    follows has moved. The moves that this will bring are guessed, and looked at with it: those that come true, whose
    pages show that they had to, need no look of their own.
    """
    movable = {rank: run[at:] for run, _ in runs(blocks) for at, rank in enumerate(run)}
    long = frozenset(rank for rank, block in enumerate(blocks) if len(block.get("rows", ())) > MANY_ROWS)
    # what follows the last chart is laid out once, when all charts have their places
    decided, guessed = Moves(until=_after_headings(blocks, max(movable) + 1) + 1 if movable else None), list[int]()
    seen: dict[Moves, Pages] = {}
    for count in range(ROUNDS if movable or long else 0):
        tried = decided.floating(movable, guessed)
        # the first guess nearly always comes true: what follows the last chart is looked at with it
        tried = replace(tried, until=None) if guessed and count == 1 else tried
        if tried not in seen:
            seen[tried] = places.pages(look(tried))
        pages = seen[tried]
        doubts = (chart for chart in guessed if not foreseen.held(blocks, pages, tried.floated, chart))
        doubtful = next(doubts, len(blocks))
        # a table drawn in moves what follows it: charts are looked at after
        drawn = _drawn_in(blocks, pages, [rank for rank in long if rank < (decided.until or len(blocks))], decided)
        hole = len(blocks) if drawn else _hole(blocks, pages, movable, tried)
        end = min(doubtful, hole)
        decided = decided.floating(movable, [chart for chart in guessed if chart < end])
        guessed = [chart for chart in guessed if chart > end]
        if drawn and doubtful == len(blocks):
            decided, guessed = decided.tightening(drawn), []
        elif hole < doubtful:
            decided = decided.floating(movable, [hole])
            guessed = foreseen.charts(blocks, pages, movable, tried.floated, hole)
        elif doubtful == len(blocks):
            if decided.until is None or max(long, default=0) < decided.until:
                break
            decided = replace(decided, until=None)
    return replace(decided, until=None)


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


def _hole(blocks: Sequence[Block], pages: Pages, movable: Mapping[int, Sequence[int]], tried: Moves) -> int:
    """The first chart that leaves a hole, the end if none does; those that follow it at once will move with it."""
    still = [rank for rank in sorted(pages.starts) if rank not in tried.floated]
    for before, rank in pairwise(still):
        if _foot_left(pages, before, rank) < HOLE or blocks[before].get("twice"):
            continue
        chart = _after_headings(blocks, rank)
        if chart in movable and chart not in tried.floated:
            return chart
    return len(blocks)


def _foot_left(pages: Pages, before: int, rank: int) -> float:
    """What is left empty, in mm, on the last page before the one where a block starts; charts may stand between."""
    end = pages.end(before)
    return end.room if pages.starts[rank].page > end.page else 0.0


def _after_headings(blocks: Sequence[Block], rank: int) -> int:
    """The block that a heading announces: they go to the next page together."""
    while rank < len(blocks) - 1 and blocks[rank]["kind"] == "heading":
        rank += 1
    return rank


def _drawn_in(blocks: Sequence[Block], pages: Pages, long: Iterable[int], decided: Moves) -> int | None:
    """A long table whose last rows stand alone on a page, what follows having its own, or are one or two."""
    for rank in sorted(set(long) - decided.tightened):
        page, depth = pages.tails.get(rank, (0, TAIL))
        alone = depth < WIDOW or (depth < TAIL and _ends_its_page(blocks, pages, rank))
        if alone and pages.starts[rank].page < page:
            return rank
    return None


def _ends_its_page(blocks: Sequence[Block], pages: Pages, rank: int) -> bool:
    after = pages.starts.get(rank + 1)
    return after is None or after.page > pages.tails[rank][0] or blocks[rank + 1]["kind"] == "turned"
