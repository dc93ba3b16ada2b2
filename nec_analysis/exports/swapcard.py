"""Swapcard: people CSV, `,`; no real file was ever seen, so the card names its columns or the tool."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import model
from . import grid
from .recognition import Recognition, by_signature
from .registrations import Habits, read_registrations

TOOL = "swapcard"
ROLES = ("registrations",)
HABITS = Habits(
    TOOL,
    {
        "ticket_id": ("ID", "Badge ID", "Ticket ID"),
        "ordered_at": ("Registered at", "Registration date"),
        "status": ("Status",),
        "ticket_type": ("Groups", "Group"),
        "email": ("Email",),
        "organisation": ("Organization", "Company"),
        "checked_in_at": ("Checked in", "Checked in at"),
    },
    must=("ticket_id", "ordered_at"),
    decimal=".",
)


def recognise(head: grid.Head) -> Recognition:
    """Never sure: these headers are assumed, others write the same."""
    return by_signature(head.header, must=("First name", "Organization", "Groups", "Registered at"), floor=0.7)


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> model.Records:
    """Registrations, one row a person and group. Options: columns, status, those of the grid."""
    return read_registrations(path, head, HABITS, options)
