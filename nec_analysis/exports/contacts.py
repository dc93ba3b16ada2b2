"""Contacts: one row a person of the list, or one a dated total."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .. import model
from .amounts import number
from .columns import Row, Table, table_of
from .grid import Grid
from .registrations import date

PERSONAL = ("contact_key",)
HIDDEN = (
    "First name",
    "Last name",
    "FIRSTNAME",
    "LASTNAME",
    "PRENOM",
    "NOM",
    "SMS",
    "WHATSAPP",
    "OPTIN_IP",
    "CONFIRM_IP",
)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TOTALS: Mapping[str, tuple[str, ...]] = {
    "at": ("Date", "Relevé le", "Au"),
    "total": ("Total", "Contacts", "Nombre de contacts", "Abonnés"),
}


def contacts(
    grid: Grid,
    names: Mapping[str, Sequence[str]],
    *,
    tool: str,
    status: str,
    columns: Mapping[str, str] | None = None,
    order: str = "dmy",
    variant: str = "",
) -> model.Records:
    """People with the day they joined. `status`: that of rows which no column tells apart.

    A filled `blocked` cell means unsubscribed. The address only serves as the key, to be made a pseudonym.
    """
    table = table_of(grid, names, columns=columns, must=("contact_key", "created_at"), also=("blocked", "confirmed_at"))
    rows = tuple(_contact(table, row, status, order) for row in table.rows())
    return model.Records(
        "contacts",
        tool,
        variant,
        grid.source,
        rows,
        personal=PERSONAL,
        read=len(grid),
        ledger=(*grid.ledger, *table.left_over(HIDDEN)),
        notes=grid.notes,
    )


def _contact(table: Table, row: Row, status: str, order: str) -> dict[str, Any]:
    blocked = row["blocked"] not in ("", "0", "false", "FALSE", "non")
    return {
        "contact_key": row["contact_key"] or None,
        # An imported address has no opt-in time: when it was confirmed then says when it came.
        "created_at": date(table, row, "created_at" if row["created_at"] else "confirmed_at", order=order),
        "status": "unsubscribed" if blocked else status,
        "valid_email": bool(_ADDRESS.fullmatch(row["contact_key"])),
    }


def totals(grid: Grid, *, tool: str, columns: Mapping[str, str] | None = None) -> model.Records:
    """How many contacts there were on certain dates."""
    table = table_of(grid, _TOTALS, columns=columns, must=("at", "total"))
    rows = tuple({"at": date(table, row, "at"), "total": _total(table, row)} for row in table.rows())
    return model.Records(
        "contacts",
        tool,
        "totals",
        grid.source,
        rows,
        read=len(grid),
        ledger=(*grid.ledger, *table.left_over()),
        notes=grid.notes,
    )


def _total(table: Table, row: Row) -> float:
    found = number(row["total"]) if row["total"] else None
    if found is None:
        raise table.refuse(row, "total", "ce texte n'est pas un nombre.", "Corrigez la cellule.", code="number-unknown")
    return found
