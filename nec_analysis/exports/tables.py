"""Online tables (Grist, Airtable, NocoDB, Baserow): no signature of their own, so a person names them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from nec_analysis.exports import grid, stamps
from nec_analysis.exports.nested import nested
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import Sheet, export, read_grid, sheet, tally
from nec_analysis.french.matching import normal
from nec_analysis.model import Dialect, Entry, Export

CREATED = frozenset(
    normal(t)
    for t in (
        "Créé le",
        "Created at",
        "Created time",
        "Created on",
        "CreatedAt",
        "Created",
        "Date de création",
        "Envoyé le",
    )
)
SURE = 0.6
"""A file name is no proof: below the confidence at which a reader goes ahead alone."""


def by_name(head: grid.Head, tool: str, *, more: float = 0.0, why: str = "") -> Recognition:
    """What the file's name says, with what its cells add."""
    named = tool in head.path.lower()
    if not head.rows or len(head.rows) < 2 or not (named or more):
        return NOT_MINE
    said = [f"nom du fichier « {head.path} »"] if named else []
    return Recognition(
        min(0.85, (SURE if named else 0.4) + more), ", ".join([*said, *([why] if why else [])]), head.kind
    )


def read_table(
    path: str | Path, head: grid.Head | None, options: dict[str, Any], tool: str, dialect: Dialect, id: str = ""
) -> Export:
    """The table as text, a question a column; `id`: the heading of the row's own number."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    table = read_grid(path, head, options, header_rows=1)
    made = sheet(table)
    created = ""
    for index, name in enumerate(made.headers):
        if id and normal(name) == normal(id) and index == 0:
            made.meta(index, "respondent_id")
        elif normal(name) in CREATED and all(c.part != "submitted_at" for c in made.columns.values()):
            made.meta(index, "submitted_at")
            created = stamps.form(
                table.cells[index],
                declared=str(options.get("date", "")),
                place=f"{table.source.file}, colonne « {name} »",
            )
    known = Dialect(
        ticked=dialect.ticked,
        unticked=dialect.unticked,
        separators=dialect.separators,
        date_format=stamps.others(table.cells, created),
        blank_multiple="unknown",
    )
    cells, told = _unquoted(made)
    return export(made, tool=tool, variant=head.kind, dialect=known, cells=cells, ledger=told)


def _unquoted(made: Sheet) -> tuple[list[Any], list[Entry]]:
    """The cells without the quotes of a list of one: a linked record whose name has a comma is `"Pôle, Lens"`."""
    cells, told = list(made.grid.cells), []
    for index, column in enumerate(cells):
        quoted = {text: nested(text, ",") for text in tally(column) if '"' in text}
        if not quoted or any(pieces is None or len(pieces) != 1 for pieces in quoted.values()):
            continue
        bare = {text: pieces[0] for text, pieces in quoted.items() if pieces}
        cells[index] = pa.array([bare.get(text, text) for text in column.to_pylist()], pa.string())
        reason = f"guillemets d'une liste d'un seul élément ; {len(bare)} textes"
        told.append(Entry(made.grid.source.file, 0, made.headers[index], "", "", "", "unmask", reason))
    return cells, told
