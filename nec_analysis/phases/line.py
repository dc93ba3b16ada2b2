"""One line of what a file says, the unit of the publication check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nec_analysis.figures.recette.passage import flat

APART = re.compile(r"\s{2,}|\t")
"""What stands between the columns of a table in plain text."""
SAID = ("alt", "title", "aria-label", "content", "value", "descr")
"""Attributes that somebody may read."""


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on one line of a file: cells of a row, or one text. `under`: what heads the row above, if it does.

    `heads`: the titles of the columns; `loose`: words of which nobody knows which belong together.
    """

    place: str
    cells: tuple[str, ...]
    heads: tuple[str, ...] = ()
    under: str = ""
    loose: bool = False


def decoded(content: bytes) -> str:
    """UTF-8, or the UTF-16 that spreadsheets write, by its first bytes."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if wide else "utf-8-sig", errors="replace")


def of_text(content: bytes) -> Iterator[Line]:
    for line in decoded(content).splitlines():
        cells = tuple(flat(cell) for cell in APART.split(line) if cell.strip())
        if cells:
            yield Line("", cells)


def of_rows(rows: Sequence[tuple[str, ...]]) -> Iterator[Line]:
    """The first row heads the others."""
    heads = rows[0] if rows else ()
    under = ""
    for row in rows:
        under = (row[0] if row else "") or under
        yield Line("", row, heads=heads, under=under)
