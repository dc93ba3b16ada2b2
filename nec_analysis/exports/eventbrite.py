"""Eventbrite: attendee report CSV, `,`, check-in told by the status without its time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import model
from ..french.matching import normal
from . import grid
from .recognition import Recognition, by_signature
from .registrations import COMMON, Habits, read_registrations

TOOL = "eventbrite"
ROLES = ("registrations",)
_STATUS = ("État du participant", "Statut du participant")
HABITS = Habits(
    TOOL,
    {
        "order_id": ("Order #", "Order ID", "Order no.", "N° de commande"),
        "ticket_id": ("Attendee #", "Attendee no.", "Barcode #", "Barcode", "N° de participant", "N° du participant"),
        "ordered_at": ("Order Date", "Date de commande"),
        "status": ("Attendee Status", *_STATUS),
        "ticket_type": ("Ticket Type", "Type de billet"),
        "price": ("Total Paid", "Ticket Price", "Total payé"),
        "email": ("Email", "E-mail", "Email Address", "Attendee Email", "Adresse e-mail"),
        "city": ("Home City", "Billing City", *COMMON["city"]),
        "postal_code": ("Home Zip", "Billing Zip", *COMMON["postal_code"]),
        "country": ("Home Country", "Billing Country", *COMMON["country"]),
    },
    decimal=".",
    order="",
    came=frozenset(normal(t) for t in ("Checked In", "Enregistré", "Présent")),
)


def recognise(head: grid.Head) -> Recognition:
    """Its own names for the order, the attendee and their status."""
    english = by_signature(
        head.header, must=("Order Date", "Ticket Type", "Attendee Status"), may=("Order #", "Attendee #")
    )
    french = [
        by_signature(head.header, must=("Date de commande", "Type de billet", status), may=("N° de commande",))
        for status in _STATUS
    ]
    return max((english, *french), key=lambda found: found.confidence)


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> model.Records:
    """Registrations, one row a place. Options: columns, status, those of the grid."""
    return read_registrations(path, head, HABITS, options)
