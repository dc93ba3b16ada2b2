"""Which lines of a table may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nec_analysis.measures.states import MASKED_BELOW
from nec_analysis.measures.topline import Line

MARK = "s"


def masked(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The topline without the answers of bases under 11: counts, percentages, intervals replaced by "s".

    The base itself stays: it says why.
    """
    return tuple(_hidden(line) if line.base < MASKED_BELOW else line for line in lines)


def _hidden(line: Line) -> Line:
    return replace(line, count=-1, percent=MARK, low="", high="")


def cells(line: Line) -> list[str]:
    """The line as text, one cell a field."""
    values = [getattr(line, name) for name in Line.__slots__]
    return [MARK if value == -1 else str(value) for value in values]
