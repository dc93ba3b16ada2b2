"""Nextcloud Forms: ISO times with offset, grids and rankings as `Question (ligne)`, rows that may have slipped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from nec_analysis.exports import blocks, grid
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import Sheet, export, read_grid, sheet, tally
from nec_analysis.french.matching import normal
from nec_analysis.model import Column, Dialect, Entry, Export

TOOL = "nextcloud_forms"
ROLES = ("survey",)
USER = frozenset(normal(t) for t in ("Identifiant utilisateur", "User ID"))
NAME = frozenset(normal(t) for t in ("Nom d'affichage de l'utilisateur", "User display name"))
STAMP = frozenset(normal(t) for t in ("Horodatage", "Timestamp"))
_USER = re.compile(r"user|utilisa|usu|utente|utiliz|nutzer|gebruiker|bruk|anzeigename")
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
FEW = 2
"""This many cells out of their column's domain, with blanks at the end of the row, prove that the row slipped."""


def recognise(head: grid.Head) -> Recognition:
    """User id, display name, time: the first three columns."""
    names = [normal(name) for name in (head.rows[0] if head.rows else ())]
    if len(names) > 3 and names[0] in USER and names[1] in NAME and names[2] in STAMP:
        return Recognition(
            0.98, f"colonnes « {head.rows[0][0]} », « {head.rows[0][1]} », « {head.rows[0][2]} »", head.kind
        )
    # Any other language: the user twice, then times with seconds and offset.
    stamped = [row[2] for row in head.rows[1:] if len(row) > 2]
    if (
        len(names) > 3
        and all(_USER.search(name) for name in names[:2])
        and stamped
        and all(map(_ISO.fullmatch, stamped))
    ):
        return Recognition(0.93, f"« {head.rows[0][0]} », « {head.rows[0][1]} », heures ISO avec décalage", head.kind)
    return NOT_MINE


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text. A grid or ranking left empty makes the rest of its row slip: such rows are quarantined."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    table = read_grid(path, head, options, header_rows=1)
    made = sheet(table, [" ".join(name.split()) for name in table.names])
    made.meta(0, "personal", "user")
    made.meta(1, "personal", "name")
    made.meta(2, "submitted_at")
    _groups(made)
    for index, name in enumerate(made.headers):
        if made.free(index):
            made.alone(index, name)
    cells, entries = _slipped(made)
    return export(
        made,
        tool=TOOL,
        variant=head.kind,
        dialect=Dialect(separators=("; ",), date_format="%Y-%m-%dT%H:%M:%S%z"),
        cells=cells,
        ledger=entries,
    )


def _groups(made: Sheet) -> None:
    run: list[tuple[int, str, str]] = []
    for index in [*range(len(made.headers)), -1]:
        parted = _parted(made.headers[index]) if index >= 0 and made.free(index) else None
        if run and parted and parted[0] == run[0][1] and index == run[-1][0] + 1:
            run.append((index, *parted))
            continue
        if len(run) > 1:
            blocks.claim(made, run[0][1], [blocks.Member(i, row) for i, _, row in run])
        run = [(index, *parted)] if parted else []


def _parted(name: str) -> tuple[str, str] | None:
    """Question and row of `Question (row)`, the row with its own brackets."""
    if not name.endswith(")"):
        return None
    depth = 0
    for at in range(len(name) - 1, 0, -1):
        depth += (name[at] == ")") - (name[at] == "(")
        if not depth:
            stem, row = name[:at].rstrip(), name[at + 1 : -1].strip()
            return (stem, row) if stem and row and name[at - 1] == " " else None
    return None


def _slipped(made: Sheet) -> tuple[Sequence[Any], list[Entry]]:
    """Rows whose cells stand in their neighbours' columns: blank from the slip on, one ledger line each."""
    answers = [made.columns[i] for i in sorted(made.columns) if made.columns[i].question]
    groups = _runs(answers)
    usual = {c.index: _usual(made, c) for c in answers if any(c in g for g in groups)}
    lists = [made.grid.cells[i].to_pylist() for i in range(len(made.headers))]
    entries = []
    for row in range(len(made.grid)):
        at = _slip(made, lists, row, groups, usual)
        if at is None:
            continue
        start, size = at
        question = made.columns[start].question
        said = f"la ligne a glissé de {size} vers la gauche à partir de « {question} »"
        for index in range(start, len(lists)):
            lists[index][row] = None
        reason = "Nextcloud Forms n'écrit qu'une cellule pour une grille ou un classement laissé vide"
        entries.append(
            Entry(
                made.grid.source.file,
                int(made.grid.rows[row]),
                "*",
                question,
                said,
                made.headers[start],
                "quarantine_row",
                reason,
            )
        )
    return [pa.array(held, type=pa.string()) for held in lists], entries


def _runs(answers: Sequence[Column]) -> list[list[Column]]:
    """The columns of each question that has several."""
    by_question: dict[str, list[Column]] = {}
    for column in answers:
        by_question.setdefault(column.question, []).append(column)
    return [run for run in by_question.values() if len(run) > 1]


def _usual(made: Sheet, column: Column) -> frozenset[str]:
    """What the columns of the question hold in at least two rows of the file."""
    counts: dict[str, int] = {}
    for other in made.columns.values():
        if other.question == column.question:
            for text, n in tally(made.grid.cells[other.index]).items():
                counts[normal(text)] = counts.get(normal(text), 0) + n
    return frozenset(text for text, n in counts.items() if n > 1)


def _slip(
    made: Sheet, lists: list[list[str | None]], row: int, groups: list[list[Column]], usual: dict[int, frozenset[str]]
) -> tuple[int, int] | None:
    """Where a row slipped and by how much: its group is blank at first, then holds what the group never holds."""
    tail = _blanks_at_end(lists, row)
    strange = [
        c for g in groups for c in g if (t := lists[c.index][row]) and t.strip() and normal(t) not in usual[c.index]
    ]
    if len(strange) < FEW or not tail:
        return None
    for group in groups:
        size = len(group) - 1
        first = lists[group[0].index][row]
        if tail >= size and not (first or "").strip() and any(c in strange for c in group[1:]):
            return group[0].index, size
    return None


def _blanks_at_end(lists: list[list[str | None]], row: int) -> int:
    n = 0
    for held in reversed(lists):
        if (held[row] or "").strip():
            break
        n += 1
    return n
