"""Rows of a table as passages: each knows its header, its caption, what the first cell above says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nec_analysis.figures.recette.passage import Passage


@dataclass(frozen=True, slots=True)
class Table:
    """What the rows of one table share."""

    file: str
    caption: str
    header: tuple[str, ...]
    section: str
    chart: str = ""


def rows(table: Table, body: Iterable[tuple[str, Sequence[str], int]], kind: str) -> Iterator[Passage]:
    """One passage a row, from its place, its cells, its page; rows under a head of their own begin with it."""
    under = ""
    for place, cells, page in _ungrouped(body, len(table.header)):
        under = (cells[0] if cells else "") or under
        yield Passage(
            table.file,
            place,
            kind,
            tuple(cells),
            header=("",) * (len(cells) - len(table.header)) + table.header,
            table=table.caption,
            under=under,
            section=table.section,
            chart=table.chart,
            page=page,
        )


def _ungrouped(body: Iterable[tuple[str, Sequence[str], int]], width: int) -> Iterator[tuple[str, Sequence[str], int]]:
    """The rows; one that says one thing is the head of those that follow: the first says it again, the others a blank."""
    grouped, head = False, ""
    for place, cells, page in body:
        if len(cells) < width and not any(cells[1:]):
            grouped, head = True, cells[0]
            continue
        yield place, (head, *cells) if grouped else cells, page
        head = ""
