"""The sheets of a workbook, whichever its format, with a way to their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .lay import Scanned
from .sheet import Merge, Row


@dataclass(frozen=True, slots=True)
class Pages:
    """`rows` gives the rows that hold something, then the merged ranges, of a sheet by name."""

    visible: tuple[str, ...]
    hidden: tuple[str, ...]
    rows: Callable[[str], Iterator[Row | Merge]]
    scan: Callable[[str], Scanned] | None = None
    """A faster way to all the rows of a regular sheet, where there is one."""

    def filled(self) -> list[str]:
        """The visible sheets that hold something."""
        return [name for name in self.visible if any(isinstance(r, Row) for r in self.rows(name))]
