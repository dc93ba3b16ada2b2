"""Any audience table, its columns named by the card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import model
from ..errors import NecError
from . import attendance, grid, podcast, programme, saisie
from .columns import table_of
from .contacts import contacts, totals
from .media import media
from .metrics import Channel, channel_metrics
from .recognition import Recognition
from .registrations import Habits, date, registrations

TOOL = "mapped"
ROLES = ("registrations", "attendance", "programme", "media", "contacts", "social", "streams", "facts")
_LONG = {
    "channel": ("canal", "réseau", "channel"),
    "item_id": ("publication", "identifiant", "id", "lien"),
    "title": ("titre", "title"),
    "at": ("date", "jour", "relevé le", "at"),
    "metric": ("mesure", "métrique", "indicateur", "metric"),
    "value": ("valeur", "nombre", "value"),
}


def recognise(head: grid.Head) -> Recognition:
    """Any table could be one: a person says so."""
    return Recognition(0.2, "table quelconque, à décrire dans la carte (options.columns)")


def read(
    path: str | Path,
    head: grid.Head | None = None,
    *,
    role: str = "",
    columns: Mapping[str, str] | None = None,
    **options: Any,
) -> model.Records:
    """The canonical table of that role. `columns` (canonical key = header) completes or corrects the plain names."""
    if role not in _READERS:
        cause = "une table décrite par la carte a besoin de son rôle."
        raise NecError("role-missing", Path(path).name, cause, f"Rôles : {', '.join(ROLES)}.")
    return replace(_READERS[role](path, head, dict(columns or {}), options), tool=TOOL)


Read = Callable[[str | Path, grid.Head | None, dict[str, str], dict[str, Any]], model.Records]


def _registrations(
    path: str | Path, head: grid.Head | None, columns: dict[str, str], options: dict[str, Any]
) -> model.Records:
    status = options.pop("status", None)
    habits = Habits(TOOL, {}, must=("ticket_id",), order=options.pop("order", "dmy"))
    # tickets have numbers: one pasted twice counts once
    read = grid.read(path, head=head, **{"repeats": "keep", **options})
    return registrations(read, habits, columns=columns, status=status)


def _media(path: str | Path, head: grid.Head | None, columns: dict[str, str], options: dict[str, Any]) -> model.Records:
    kind = options.pop("kind", "podcast")
    cells = grid.read(path, head=head, **options)
    return media(cells, podcast.CHANNEL.keys, tool=TOOL, kind=kind, columns=columns, skip=("Total",))


def _contacts(
    path: str | Path, head: grid.Head | None, columns: dict[str, str], options: dict[str, Any]
) -> model.Records:
    cells = grid.read(path, head=head, **options)
    if "contact_key" in columns:
        return contacts(cells, {}, tool=TOOL, status="subscribed", columns=columns)
    return totals(cells, tool=TOOL, columns=columns)


def _channels(role: str) -> Read:
    def channels(
        path: str | Path, head: grid.Head | None, columns: dict[str, str], options: dict[str, Any]
    ) -> model.Records:
        name, metrics = options.pop("channel", ""), options.pop("metrics", "all")
        cells = grid.read(path, head=head, **options)
        if table_of(cells, _LONG, columns=columns, also=None).has("metric"):
            return _long(cells, columns, role, name)
        keys = {k: v for k, v in _LONG.items() if k not in ("metric", "value", "channel")}
        wide = Channel(TOOL, name or "channel", keys, {}, (), decimal=",")
        return channel_metrics(cells, wide, columns=columns, metrics=metrics, role=role)

    return channels


def _long(cells: grid.Grid, columns: dict[str, str], role: str, name: str) -> model.Records:
    """A table that already has one row a metric."""
    table = table_of(cells, _LONG, columns=columns, must=("at", "metric", "value"))
    rows = []
    for row in table.rows():
        found = saisie.value_of(table, row)
        item = {
            "channel": row["channel"] or name or None,
            "item_id": row["item_id"] or None,
            "at": date(table, row, "at"),
        }
        titled = {"title": row["title"] or None} if role == "streams" else {}
        rows.append({**item, **titled, "metric": row["metric"] or None, "value": found})
    return model.Records(
        "streams" if role == "streams" else "channel_metrics",
        TOOL,
        "long",
        cells.source,
        tuple(rows),
        read=len(cells),
        ledger=(*cells.ledger, *table.left_over()),
        notes=cells.notes,
    )


_READERS: Mapping[str, Read] = {
    "registrations": _registrations,
    "attendance": lambda path, head, columns, options: attendance.read(path, head, columns=columns, **options),
    "programme": lambda path, head, columns, options: programme.read(path, head, columns=columns, **options),
    "facts": lambda path, head, columns, options: saisie.read(path, head, columns=columns, **options),
    "media": _media,
    "contacts": _contacts,
    "social": _channels("social"),
    "streams": _channels("streams"),
}
