"""A table of answers whose tool is not known: one row a respondent, one header row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nec_analysis.exports import grid
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import export, read_grid, sheet
from nec_analysis.model import Dialect, Export

TOOL = "table"
ROLES = ("survey",)


def recognise(head: grid.Head) -> Recognition:
    """Any table can be read, none is recognised: a person names this reader."""
    if not head.rows or len(head.rows) < 2:
        return NOT_MINE
    return Recognition(0.4, "tableau avec une ligne d'en-tête ; outil inconnu", head.kind)


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The table as text, a question a column; what each holds is inferred later, shown, and confirmed by a person."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    table = read_grid(path, head, options, header_rows=int(options.get("header_rows", 0)))
    names = _joined(table)
    return export(sheet(table, names), tool=TOOL, variant=head.kind, dialect=Dialect())


def _joined(table: grid.Grid) -> tuple[str, ...]:
    """One name a column: the parts of several header rows joined."""
    if len(table.header) < 2:
        return table.names
    return tuple(
        " – ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))
        for parts in zip(*table.header, strict=True)
    )
