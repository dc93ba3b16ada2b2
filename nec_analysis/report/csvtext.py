"""A table as CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

_NUMBER = re.compile(r"^[+\-−]?\d[\d\s\u00a0\u202f.,]*%?$")
_LIVE = ("=", "+", "-", "@", "\t", "\r")


def write(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """UTF-8 text, commas, every cell quoted, lines ended by a line feed.

    A cell that a spreadsheet would run (it starts with = + - @, tab or return) gets an apostrophe before it, unless it
    is a number: OWASP, CSV Injection.
    """
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow([inert(cell) for cell in headers])
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return out.getvalue()


def inert(cell: str) -> str:
    """The cell as text that no spreadsheet takes for a formula.

    >>> inert("=1+1"), inert("-3"), inert("+4 pts")
    ("'=1+1", '-3', "'+4 pts")
    """
    return f"'{cell}" if cell.startswith(_LIVE) and not _NUMBER.match(cell) else cell
