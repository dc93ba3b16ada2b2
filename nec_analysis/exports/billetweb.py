"""Billetweb: participants CSV, `;`, custom fields numbered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import model
from . import grid
from .recognition import Recognition, by_signature
from .registrations import Habits, read_registrations

TOOL = "billetweb"
ROLES = ("registrations",)
HABITS = Habits(
    TOOL,
    {
        "order_id": ("Ref. commande", "Référence commande", "Commande"),
        "ticket_id": (
            "Code barre",
            "Code-barres",
            "Numéro de billet",
            "N° de billet",
            "N° billet",
            "Code billet",
            "Billet",
        ),
        "ordered_at": ("Date", "Date commande", "Date d'achat"),
        "status": ("Statut", "État"),
        "ticket_type": ("Nom du billet", "Tarif"),
        "price": ("Prix unitaire TTC", "Prix TTC", "Prix"),
        "email": ("Email", "E-mail", "E-mail acheteur", "Email acheteur"),
        "checked_in_at": ("Utilisé", "Scanné", "Date de scan"),
    },
)


def recognise(head: grid.Head) -> Recognition:
    """Its own names for the order, the ticket, the unit price."""
    return by_signature(
        head.header, must=("Ref. commande", "Nom du billet", "Prix unitaire TTC"), may=("Code barre", "E-mail acheteur")
    )


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> model.Records:
    """Registrations, one row a place. Options: columns, status, those of the grid."""
    return read_registrations(path, head, HABITS, options)
