"""Weezevent: participants CSV, `;`, one row a ticket, buyer and holder apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import model
from . import grid
from .recognition import Recognition, by_signature
from .registrations import Habits, read_registrations

TOOL = "weezevent"
ROLES = ("registrations",)
HABITS = Habits(
    TOOL,
    {
        "order_id": ("Numéro de commande",),
        "ticket_id": ("Code participant", "Code-barres", "Code barre"),
        "ordered_at": ("Date commande", "Date de commande", "Date de création"),
        "status": ("Statut", "État"),
        "ticket_type": ("Tarif", "Groupe de tarif"),
        "price": ("Montant TTC", "Montant", "Prix"),
        "email": ("Email participant", "E-mail participant", "E-mail acheteur", "Email acheteur"),
        "checked_in_at": ("Date de contrôle", "Contrôlé le", "Contrôlé", "Scanné"),
    },
)


def recognise(head: grid.Head) -> Recognition:
    """Its own names for the order, the participant's code, the fare."""
    return by_signature(
        head.header, must=("Numéro de commande", "Code participant", "Tarif"), may=("Montant TTC", "Canal de vente")
    )


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> model.Records:
    """Registrations, one row a place. Options: columns, status, those of the grid."""
    return read_registrations(path, head, HABITS, options)
