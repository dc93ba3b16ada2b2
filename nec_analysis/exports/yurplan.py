"""Yurplan: ticket CSV, `;`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import model
from . import grid
from .recognition import Recognition, by_signature
from .registrations import Habits, read_registrations

TOOL = "yurplan"
ROLES = ("registrations",)
HABITS = Habits(
    TOOL,
    {
        "order_id": ("Numéro de réservation",),
        "ticket_id": ("N° billet", "Numéro de billet", "Code-barres"),
        "ordered_at": ("Date", "Date de réservation"),
        "status": ("Statut", "État"),
        "ticket_type": ("Catégorie de billet",),
        "price": ("Prix", "Montant"),
        "email": ("Email", "E-mail"),
        "checked_in_at": ("Date de scan", "Scanné le", "Scanné"),
    },
)


def recognise(head: grid.Head) -> Recognition:
    """Its own names for the reservation and the ticket category."""
    return by_signature(head.header, must=("Numéro de réservation", "Catégorie de billet"), may=("N° billet",))


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> model.Records:
    """Registrations, one row a place. Options: columns, status, those of the grid."""
    return read_registrations(path, head, HABITS, options)
