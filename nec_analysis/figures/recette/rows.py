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
    """One passage a row, from its place, its cells, its page."""
    under = ""
    for place, cells, page in body:
        under = (cells[0] if cells else "") or under
        yield Passage(
            table.file,
            place,
            kind,
            tuple(cells),
            header=table.header,
            table=table.caption,
            under=under,
            section=table.section,
            chart=table.chart,
            page=page,
        )
