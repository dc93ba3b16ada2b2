"""Airtable: lists as a line of CSV inside the cell, `checked` or nothing for a tick box."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nec_analysis.exports import grid
from nec_analysis.exports.recognition import Recognition
from nec_analysis.exports.tables import by_name, read_table
from nec_analysis.model import Dialect, Export

TOOL = "airtable"
ROLES = ("survey",)
DIALECT = Dialect(ticked=("checked",), unticked=("",), separators=(",",))


def recognise(head: grid.Head) -> Recognition:
    """The word `checked` in a column of its own; else only the file's name can tell."""
    columns = list(zip(*head.rows[1:], strict=False)) if len(head.rows) > 1 else []
    ticked = any(set(column) - {""} == {"checked"} for column in columns)
    return by_name(head, TOOL, more=0.1 if ticked else 0.0, why="cases « checked »" if ticked else "")


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The table as text; a lone tick box left blank means no."""
    return read_table(path, head, options, TOOL, DIALECT)
