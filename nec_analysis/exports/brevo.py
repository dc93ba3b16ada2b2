"""Brevo (Sendinblue): contact CSV, attributes in capitals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import model
from . import grid
from .contacts import contacts
from .recognition import Recognition, by_signature

TOOL = "brevo"
ROLES = ("contacts",)
NAMES = {
    "contact_key": ("EMAIL",),
    "created_at": ("ADDED_TIME", "DATE_ADDED", "CREATED_AT", "Date d'ajout"),
    "blocked": ("BLACKLIST", "BLACKLISTED", "EMAIL_BLACKLISTED"),
}


def recognise(head: grid.Head) -> Recognition:
    """The address in capitals, an opt-in attribute, the day the contact was added."""
    return by_signature(head.header, must=("EMAIL", "OPT_IN", "ADDED_TIME"), may=("DOUBLE_OPT-IN", "BLACKLIST"))


def read(
    path: str | Path,
    head: grid.Head | None = None,
    *,
    columns: dict[str, str] | None = None,
    role: str = "",
    **options: Any,
) -> model.Records:
    """Contacts with the day they were added; a blacklisted one is unsubscribed."""
    return contacts(grid.read(path, head=head, **options), NAMES, tool=TOOL, status="subscribed", columns=columns)
