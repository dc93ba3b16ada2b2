"""A delimited file too big for memory, as one trusted grid after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ...errors import NecError
from . import fast
from .finish import Terms, finish
from .head import Head
from .limits import Limits
from .origin import beginning_of
from .shape import AUTO
from .table import Grid
from .tape import Tape
from .text import Plan, draft_of, plan_of

ROWS = 50_000
"""Rows of a grid, at least, the last one excepted."""
BIG = Limits(file=1 << 40)
"""A stream is for files above the usual limit."""


def stream(
    path: str | Path,
    *,
    head: Head | None = None,
    header_rows: int = AUTO,
    delimiter: str = "",
    quarantine: bool = False,
    expected_rows: int | None = None,
    damage: str = "refuse",
    rows: int = ROWS,
    limits: Limits = BIG,
) -> Iterator[Grid]:
    """The rows of the file by grids of some `rows`, each checked as a whole file would be.

    Only regular UTF-8 text can be streamed; what is not is refused. Rows repeated from one grid to another are not
    seen. The last grid carries the fingerprint of the file, and the row count is checked when it is reached.
    """
    origin = beginning_of(path, limits=limits)
    terms = Terms(limits, quarantine, None, damage)
    tape = Tape(Path(path))
    seen = 0
    try:
        plan = plan_of(
            origin, limits=limits, header_rows=header_rows, delimiter=delimiter or (head.delimiter if head else "")
        )
        for number, found in enumerate(_batches(plan, tape, rows)):
            grid = finish(draft_of(plan, found, first=number == 0), terms)
            seen += len(grid)
            yield replace(grid, source=replace(grid.source, sha256=tape.sha256))
    except fast.Irregular as error:
        cause = (
            "ce texte n'est pas régulier (encodage, guillemets, largeur des lignes) : lecture par morceaux impossible."
        )
        raise NecError(
            "stream-irregular", origin.name, cause, "Lisez le fichier en entier : grid.read dit où."
        ) from error
    if expected_rows is not None and seen != expected_rows:
        cause = f"{seen} lignes lues, {expected_rows} attendues (expected rows)."
        raise NecError(
            "rows-expected", origin.name, cause, "Refaites l'export entier, ou corrigez « rows » dans la carte."
        )


def _batches(plan: Plan, tape: Tape, rows: int) -> Iterator[list[fast.Piece]]:
    waiting: list[fast.Piece] = []
    count = given = 0
    # Columns of the same type in every grid: what a writer of Parquet needs.
    for piece in plan.pieces(tape.blocks(), code=False):
        waiting.append(piece)
        count += len(piece.lines)
        if count >= rows:
            yield waiting
            waiting, count, given = [], 0, given + 1
    if waiting or not given:
        yield waiting
