"""What channels count: one row an item, a date and a metric."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from .. import model
from ..french.matching import normal
from .amounts import number
from .columns import Row, Table, bare, table_of
from .grid import Grid
from .moments import moment
from .registrations import date

_COMMA = re.compile(r"-?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+)\s*%?")
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
    table = table_of(grid, {**channel.keys, **channel.metrics}, columns=columns, must=channel.must, also=None)
    wanted = _wanted(table, channel, metrics, columns or {})
    left_out = {normal(s) for s in skip}
    channel = replace(channel, order=_daily(table) or channel.order)
    decimals = {metric: _decimal(table, metric, channel) for metric in wanted if table.has(metric)}
    rows: list[dict[str, Any]] = []
    ledger: list[model.Entry] = []
    for row in table.rows():
        if row["item_id"] and normal(row["item_id"]) in left_out:
            reason = "ligne de total, jamais additionnée aux autres"
            ledger.append(model.Entry(grid.source.file, row.line, "", "", "", "", "total_row_skipped", reason))
            continue
        rows += _measured(table, row, channel, decimals, titled=role == "streams")
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


def _daily(table: Table) -> str:
    """The order of day and month in which the dates of a report by day follow one another; "" when nothing tells."""
    texts = [text for text in table.grid.text(table.places["at"]) if text] if table.has("at") else []
    days = {order: [moment(text, order=order) for text in texts] for order in ("dmy", "mdy")}
    steps = {order: _steps(read) for order, read in days.items() if all(read)}
    best = max(steps, key=lambda order: steps[order], default="")
    return best if best and steps[best] > len(texts) // 2 and len(set(steps.values())) == len(steps) else ""


def _steps(read: Sequence[str | None]) -> int:
    """How often a date is the day after, or before, the one above."""
    days = [dt.date.fromisoformat(text[:10]) for text in read if text]
    return sum(abs((b - a).days) == 1 for a, b in pairwise(days))


def _decimal(table: Table, metric: str, channel: Channel) -> str:
    """The decimal mark of a column: a comma where one cannot group thousands ("120,5"), else the tool's own."""
    texts = [text.strip() for text in table.grid.text(table.places[metric]) if text]
    return "," if any(_COMMA.fullmatch(text) for text in texts) else channel.decimal


def _measured(
    table: Table, row: Row, channel: Channel, decimals: Mapping[str, str], *, titled: bool
) -> list[dict[str, Any]]:
    at = date(table, row, "at", order=channel.order, to=channel.to)
    item = {"channel": channel.name, "item_id": row["item_id"] or None, "at": at}
    if titled:
        item["title"] = row["title"] or None
    return [
        {**item, "metric": metric, "value": _value(table, row, metric, decimal)}
        for metric, decimal in decimals.items()
        if row[metric]
    ]


def _value(table: Table, row: Row, metric: str, decimal: str) -> float | None:
    text = row[metric]
    found = number(text, decimal=decimal)
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
