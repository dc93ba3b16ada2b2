"""What channels count: one row an item, a date and a metric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .. import model
from ..french.matching import normal
from .amounts import number
from .columns import Row, Table, bare, table_of
from .grid import Grid
from .registrations import date

Choice = str | Sequence[str]
"""Which metrics to take: "main", "all", or their names."""


@dataclass(frozen=True, slots=True)
class Channel:
    """How a channel writes its statistics. `metrics`: by canonical metric, the headers that hold it.

    `main` are the metrics read when nobody asks for others. `zone` "" keeps the dates as written.
    """

    tool: str
    name: str
    keys: Mapping[str, Sequence[str]]
    metrics: Mapping[str, Sequence[str]]
    main: tuple[str, ...]
    decimal: str = "."
    order: str = "dmy"
    to: str = "Europe/Paris"
    must: tuple[str, ...] = ("at",)


def channel_metrics(
    grid: Grid,
    channel: Channel,
    *,
    columns: Mapping[str, str] | None = None,
    metrics: Choice = "main",
    skip: Iterable[str] = (),
    variant: str = "",
    role: str = "",
) -> model.Records:
    """The metrics of an export, long. Rows whose item is one of `skip` (totals) go to the ledger.

    With the role "streams" the table is `streams` and each row also says its title.
    """
    table = table_of(grid, {**channel.keys, **channel.metrics}, columns=columns, must=channel.must)
    wanted = _wanted(table, channel, metrics, columns or {})
    left_out = {normal(s) for s in skip}
    rows: list[dict[str, Any]] = []
    ledger: list[model.Entry] = []
    for row in table.rows():
        if row["item_id"] and normal(row["item_id"]) in left_out:
            reason = "ligne de total, jamais additionnée aux autres"
            ledger.append(model.Entry(grid.source.file, row.line, "", "", "", "", "total_row_skipped", reason))
            continue
        rows += _measured(table, row, channel, wanted, titled=role == "streams")
    return model.Records(
        "streams" if role == "streams" else "channel_metrics",
        channel.tool,
        variant,
        grid.source,
        tuple(rows),
        read=len(grid),
        ledger=(*grid.ledger, *ledger, *table.left_over(), *_unread(table, channel, wanted)),
        notes=grid.notes,
    )


def _wanted(table: Table, channel: Channel, metrics: Choice, columns: Mapping[str, str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys((*channel.metrics, *(k for k in columns if k not in channel.keys))))
    if metrics == "all":
        return tuple(m for m in names if table.has(m))
    asked = channel.main if metrics == "main" else ((metrics,) if isinstance(metrics, str) else tuple(metrics))
    if metrics == "main":
        return tuple(m for m in asked if table.has(m))
    return tuple(asked)


def _measured(table: Table, row: Row, channel: Channel, wanted: Sequence[str], *, titled: bool) -> list[dict[str, Any]]:
    at = date(table, row, "at", order=channel.order, to=channel.to)
    item = {"channel": channel.name, "item_id": row["item_id"] or None, "at": at}
    if titled:
        item["title"] = row["title"] or None
    return [
        {**item, "metric": metric, "value": _value(table, row, metric, channel)} for metric in wanted if row[metric]
    ]


def _value(table: Table, row: Row, metric: str, channel: Channel) -> float | None:
    text = row[metric]
    found = number(text, decimal=channel.decimal)
    if found is None and bare(text).startswith(("<", ">")):
        return None
    if found is None:
        raise table.refuse(row, metric, "ce texte n'est pas un nombre.", "Corrigez la cellule.", code="number-unknown")
    return found


def _unread(table: Table, channel: Channel, wanted: Sequence[str]) -> list[model.Entry]:
    others = [m for m in channel.metrics if table.has(m) and m not in wanted]
    if not others:
        return []
    reason = f'mesures non reprises : {", ".join(others)} ; options.read.metrics = "all" les prend toutes'
    return [model.Entry(table.grid.source.file, 0, "", "", "", "", "metrics_set_aside", reason)]
