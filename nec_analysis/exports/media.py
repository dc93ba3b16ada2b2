"""Media: one row an episode or a video, with its duration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .. import model
from ..french.matching import normal
from .amounts import seconds
from .columns import Row, Table, table_of
from .grid import Grid
from .registrations import date

KEYS = ("item_id", "title", "format", "at")
"""What a table of media may say besides durations."""


def media(
    grid: Grid,
    names: Mapping[str, Sequence[str]],
    *,
    tool: str,
    kind: str,
    columns: Mapping[str, str] | None = None,
    skip: Iterable[str] = (),
    order: str = "dmy",
) -> model.Records:
    """Items with title, kind (podcast | video), duration in seconds, day of publication. Totals are skipped."""
    table = table_of(grid, names, columns=columns, must=("duration",), also=KEYS)
    left_out = {normal(s) for s in skip}
    rows: list[dict[str, Any]] = []
    ledger: list[model.Entry] = []
    for row in table.rows():
        name = row["item_id"] or row["title"]
        if name and normal(name) in left_out:
            reason = "ligne de total, jamais additionnée aux autres"
            ledger.append(model.Entry(grid.source.file, row.line, "", "", "", "", "total_row_skipped", reason))
            continue
        rows.append(
            {
                "item_id": name or None,
                "title": row["title"] or name or None,
                "kind": kind,
                "duration_s": _duration(table, row),
                "format": row["format"] or None,
                "published_at": date(table, row, "at", order=order),
            }
        )
    return model.Records(
        "media",
        tool,
        kind,
        grid.source,
        tuple(rows),
        read=len(grid),
        ledger=(*grid.ledger, *ledger, *table.left_over()),
        notes=grid.notes,
    )


def _duration(table: Table, row: Row) -> float | None:
    if not row["duration"]:
        return None
    found = seconds(row["duration"])
    if found is None:
        cause = "ce texte n'est pas une durée (hh:mm:ss, mm:ss, secondes)."
        raise table.refuse(row, "duration", cause, "Corrigez la cellule.", code="duration-unknown")
    return found
