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
HABITS = Habits(
    TOOL,
    {
        "order_id": ("Order #", "Order ID", "N° de commande"),
        "ticket_id": ("Attendee #", "Barcode #", "Barcode", "N° de participant"),
        "ordered_at": ("Order Date", "Date de commande"),
        "status": ("Attendee Status", "État du participant"),
        "ticket_type": ("Ticket Type", "Type de billet"),
        "price": ("Total Paid", "Ticket Price", "Total payé"),
        "email": ("Email", "Attendee Email", "Adresse e-mail"),
        "city": ("Home City", "Billing City", *COMMON["city"]),
        "postal_code": ("Home Zip", "Billing Zip", *COMMON["postal_code"]),
        "country": ("Home Country", "Billing Country", *COMMON["country"]),
    },
    decimal=".",
    came=frozenset((normal("Checked In"),)),
)


def recognise(head: grid.Head) -> Recognition:
    """Its own names for the order, the attendee and their status."""
    return by_signature(
        head.header, must=("Order Date", "Ticket Type", "Attendee Status"), may=("Order #", "Attendee #")
    )


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> model.Records:
    """Registrations, one row a place. Options: columns, status, those of the grid."""
    return read_registrations(path, head, HABITS, options)
