"""Baserow: column `id` first, lists as a line of CSV inside the cell, apostrophe before formula signs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nec_analysis.exports import grid
from nec_analysis.exports.recognition import Recognition
from nec_analysis.exports.tables import by_name, read_table
from nec_analysis.model import Dialect, Export

TOOL = "baserow"
ROLES = ("survey",)
DIALECT = Dialect(ticked=("True",), unticked=("False",), separators=(",",))


def recognise(head: grid.Head) -> Recognition:
    """UTF-8 with BOM, `id` first, booleans as True and False; else only the file's name can tell."""
    first = head.rows[0][:1] if head.rows else ()
    booleans = any(cell in ("True", "False") for row in head.rows[1:] for cell in row)
    alike = first == ("id",) and head.encoding == "utf-8-sig" and booleans
    return by_name(head, TOOL, more=0.1 if alike else 0.0, why="colonne « id », True et False" if alike else "")


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The table as text; which column answers which question stands in the card."""
    return read_table(path, head, options, TOOL, DIALECT, id="id")
