"""Mailchimp: audience CSV, its status only in the file name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import model
from . import grid
from .contacts import contacts
from .recognition import Recognition, by_signature

TOOL = "mailchimp"
ROLES = ("contacts",)
NAMES = {
    "contact_key": ("Email Address", "Adresse e-mail"),
    "created_at": ("OPTIN_TIME", "CONFIRM_TIME"),
    "confirmed_at": ("CONFIRM_TIME",),
}
STATUSES = ("unsubscribed", "cleaned", "subscribed", "nonsubscribed")


def recognise(head: grid.Head) -> Recognition:
    """Rating, opt-in time and the two ids of a member."""
    return by_signature(head.header, must=("MEMBER_RATING", "OPTIN_TIME", "LEID", "EUID"), may=("TAGS", "NOTES"))


def read(
    path: str | Path,
    head: grid.Head | None = None,
    *,
    columns: dict[str, str] | None = None,
    role: str = "",
    **options: Any,
) -> model.Records:
    """Contacts; subscribed_…, unsubscribed_… and cleaned_… files give the status."""
    cells = grid.read(path, head=head, **options)
    name = Path(path).name.lower()
    status = next((s for s in sorted(STATUSES, key=len, reverse=True) if name.startswith(s)), "subscribed")
    return contacts(cells, NAMES, tool=TOOL, status=status, columns=columns)
