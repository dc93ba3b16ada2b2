"""Attendance: a scan log (ticket, gate, moment) or counts made by hand at the doors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import model
from . import grid
from .amounts import number
from .columns import Row, Table, table_of
from .recognition import NOT_MINE, Recognition, named
from .registrations import date

TOOL = "attendance"
ROLES = ("attendance",)
NAMES = {
    "ticket_id": ("billet", "ticket", "badge", "code barre", "code-barres", "code participant", "ticket id", "barcode"),
    "gate": ("entrée", "porte", "point de contrôle", "lieu", "gate", "contrôle", "accès", "moment"),
    "scanned_at": (
        "horodatage",
        "horodatage (UTC)",
        "horodatage UTC",
        "date de scan",
        "scanné le",
        "date",
        "jour",
        "timestamp",
        "scanned at",
        "lu le",
        "lu le (UTC)",
    ),
    "count": ("comptage", "nombre", "effectif", "compte", "personnes", "count"),
    "kind": ("type", "mode", "kind", "nature"),
}
PERSONAL = ("ticket_id",)


def recognise(head: grid.Head) -> Recognition:
    """A ticket, a gate and a moment; or a gate, a day and a count."""
    scans = all(named(head.header, NAMES[key]) for key in ("ticket_id", "gate", "scanned_at"))
    counts = all(named(head.header, NAMES[key]) for key in ("gate", "scanned_at", "count"))
    if scans and len(head.header) <= 8:
        return Recognition(0.92, "en-têtes : billet, entrée et horodatage", "scans")
    return Recognition(0.9, "en-têtes : entrée, jour et comptage", "counts") if counts else NOT_MINE


def read(
    path: str | Path,
    head: grid.Head | None = None,
    *,
    columns: dict[str, str] | None = None,
    timezone: str = "",
    role: str = "",
    **options: Any,
) -> model.Records:
    """One row a scan or a count. `timezone` = "UTC" for a log in UTC, unless its header or its cells already say so.

    `day` is the day in Europe/Paris: a scan at 22:30 UTC belongs to the next morning.
    """
    cells = grid.read(path, head=head, **options)
    probe = table_of(cells, NAMES, columns=columns)
    must = ("scanned_at", "count") if probe.has("count") and not probe.has("ticket_id") else ("ticket_id", "scanned_at")
    table = table_of(cells, NAMES, columns=columns, must=must)
    zone = timezone or ("UTC" if "utc" in table.headers["scanned_at"].lower() else "")
    return model.Records(
        "attendance",
        TOOL,
        "counts" if "count" in must else "scans",
        cells.source,
        tuple(_passage(table, row, zone) for row in table.rows()),
        personal=PERSONAL,
        read=len(cells),
        ledger=(*cells.ledger, *table.left_over()),
        notes=(*cells.notes, *([f"horodatages lus en {zone}, rendus en heure de Paris"] if zone else [])),
    )


def _passage(table: Table, row: Row, zone: str) -> dict[str, Any]:
    at = date(table, row, "scanned_at", zone=zone)
    hand = not table.has("ticket_id")
    return {
        "gate": row["gate"] or None,
        "scanned_at": at,
        "ticket_id": row["ticket_id"] or None,
        "day": at[:10] if at else None,
        "kind": row["kind"] or ("count" if hand else "scan"),
        "count": _count(table, row) if table.has("count") else (None if hand else 1.0),
    }


def _count(table: Table, row: Row) -> float | None:
    if not row["count"]:
        return None
    found = number(row["count"])
    if found is None:
        raise table.refuse(row, "count", "ce texte n'est pas un nombre.", "Corrigez la cellule.", code="number-unknown")
    return found
