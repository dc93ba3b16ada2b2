"""Tally: a joined cell and a TRUE/FALSE column an option for each list question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nec_analysis.exports import blocks, grid, stamps
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import Sheet, domain, export, read_grid, sheet
from nec_analysis.french.matching import normal
from nec_analysis.model import Dialect, Export

TOOL = "tally"
ROLES = ("survey",)
BOOLEANS = frozenset((normal("TRUE"), normal("FALSE")))


def recognise(head: grid.Head) -> Recognition:
    """`Submission ID` first, `Submitted at` within three columns."""
    names = [normal(name) for name in (head.rows[0] if head.rows else ())]
    if names[:1] == ["submission id"] and "submitted at" in names[:3]:
        return Recognition(0.98, "colonnes « Submission ID » et « Submitted at »", head.kind)
    return NOT_MINE


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text. A column is an option when its heading ends in brackets and its cells are TRUE or FALSE."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    table = read_grid(path, head, options, header_rows=1)
    made = sheet(table, [" ".join(name.split()) for name in table.names])
    for index, name in enumerate(made.headers[:3]):
        if normal(name) == "submission id":
            made.meta(index, "respondent_id")
        elif normal(name) == "respondent id":
            made.meta(index, "meta")
        elif normal(name) == "submitted at":
            made.meta(index, "submitted_at")
    _lists(made)
    _matrices(made)
    at = next(c.index for c in made.columns.values() if c.part == "submitted_at")
    form = stamps.form(
        table.cells[at],
        declared=str(options.get("date", "")),
        place=f"{table.source.file}, colonne « {made.headers[at]} »",
    )
    return export(
        made,
        tool=TOOL,
        variant=head.kind,
        dialect=Dialect(
            ticked=("TRUE",),
            unticked=("FALSE",),
            separators=(", ",),
            date_format=stamps.others(table.cells, form),
            timezone="UTC",
        ),
    )


def _lists(made: Sheet) -> None:
    """A question followed by its options in brackets."""
    for index, title in enumerate(made.headers):
        if not title or not made.free(index):
            continue
        run = []
        for at in range(index + 1, len(made.headers)):
            part = _option(made, title, at)
            if part is None:
                break
            run.append(blocks.Member(at, part))
        if run:
            blocks.claim(made, title, run, joined=index, kind="multiple")


def _option(made: Sheet, title: str, at: int) -> str | None:
    name = made.headers[at]
    if not (made.free(at) and name.startswith(f"{title} (") and name.endswith(")")):
        return None
    return name[len(title) + 2 : -1] if domain(made.grid.cells[at]) <= BOOLEANS else None


def _matrices(made: Sheet) -> None:
    """Neighbours `Question (Ligne)` of one question, whose rows are not numbers, make a grid."""
    run: list[tuple[int, str, str]] = []
    for index in [*range(len(made.headers)), -1]:
        parted = _row(made.headers[index]) if index >= 0 and made.free(index) else None
        if run and parted and parted[0] == run[0][1] and index == run[-1][0] + 1:
            run.append((index, *parted))
            continue
        if len(run) > 1:
            blocks.claim(made, run[0][1], [blocks.Member(i, row) for i, _, row in run], kind="rows")
        run = [(index, *parted)] if parted else []


def _row(name: str) -> tuple[str, str] | None:
    if not name.endswith(")"):
        return None
    depth = 0
    for at in range(len(name) - 1, -1, -1):
        depth += (name[at] == ")") - (name[at] == "(")
        if depth == 0:
            row = name[at + 1 : -1].strip()
            return (name[:at].strip(), row) if name[:at].strip() and not row.isdigit() else None
    return None
