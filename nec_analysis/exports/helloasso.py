"""HelloAsso: order export, `;`, one row a ticket or option, the e-mail is the payer's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import model
from . import grid
from .recognition import Recognition, by_signature
from .registrations import COMMON, Habits, read_registrations

TOOL = "helloasso"
ROLES = ("registrations",)
HABITS = Habits(
    TOOL,
    {
        "order_id": ("Référence commande", "Numéro"),
        "ticket_id": ("Numéro de billet", "Billet"),
        "ordered_at": ("Date de la commande", "Date"),
        "status": ("Statut de la commande", "Statut"),
        "ticket_type": ("Tarif", "Formule"),
        "price": ("Montant tarif", "Montant"),
        "email": ("Email payeur", "Email acheteur", "Email"),
        "organisation": ("Raison sociale", "Champ additionnel: Structure", *COMMON["organisation"]),
    },
)


def recognise(head: grid.Head) -> Recognition:
    """Its own names for the order, its status, the payer."""
    orders = by_signature(
        head.header,
        must=("Référence commande", "Date de la commande", "Statut de la commande"),
        may=("Email payeur", "Montant tarif"),
    )
    # The older export of payments.
    payments = by_signature(
        head.header,
        must=("Numéro", "Campagne", "Désignation", "Montant", "Statut"),
        may=("Prénom acheteur", "Email acheteur"),
        variant="payments",
    )
    return max((orders, payments), key=lambda found: found.confidence)


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> model.Records:
    """Registrations, one row a place. Options: columns, status, those of the grid."""
    return read_registrations(path, head, HABITS, options)
