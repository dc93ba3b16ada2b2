"""NocoDB: lists joined by "," without escape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nec_analysis.exports import grid
from nec_analysis.exports.recognition import Recognition
from nec_analysis.exports.tables import by_name, read_table
from nec_analysis.model import Dialect, Export

TOOL = "nocodb"
ROLES = ("survey",)
DIALECT = Dialect(ticked=("true",), unticked=("false",), separators=(",",))


def recognise(head: grid.Head) -> Recognition:
    """Only the file's name can tell."""
    return by_name(head, TOOL)


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The table as text; which column answers which question stands in the card."""
    return read_table(path, head, options, TOOL, DIALECT)
