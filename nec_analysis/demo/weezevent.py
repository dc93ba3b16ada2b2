"""Weezevent: participants CSV, one row a ticket, `;`, UTF-8 with BOM, CRLF."""

from __future__ import annotations

import numpy as np

from nec_analysis.demo.cells import Text, constant, file_bytes, lines, numbered, stamped, when_needed
from nec_analysis.demo.tickets import CANCELLED, PENDING, REFUNDED, TEST, VALID, Tickets

WORDS = {VALID: "Valide", CANCELLED: "Annulé", REFUNDED: "Remboursé", PENDING: "En attente", TEST: "Test"}


def export(tickets: Tickets) -> bytes:
    """`participants.csv`: the tool's columns, then the form's own fields."""
    columns = _columns(tickets)
    quote = when_needed(";")
    header = ";".join(quote(name) for name in columns)
    return file_bytes([header, *lines(columns.values(), ";", quote)], end="\r\n", bom=True)


def number(place: int) -> str:
    """The code of a participant."""
    return f"W{2_040_000 + 11 * place}"


def _columns(tickets: Tickets) -> dict[str, Text]:
    crowd, n = tickets.people, len(tickets)
    last = np.array([name.upper() for name in crowd.last], dtype=object)
    return {
        "Numéro de commande": numbered(tickets.order, lambda place: f"C{700_000 + 13 * place}"),
        "Date commande": stamped(tickets.ordered, "%d/%m/%Y %H:%M:%S"),
        "Code participant": numbered(tickets.number, number),
        "Groupe de tarif": constant("Entrées", n),
        "Tarif": tickets.tariff,
        "Montant TTC": constant(tickets.office.price, n),
        "Canal de vente": constant("Site web", n),
        "Nom acheteur": last[tickets.buyer],
        "Prénom acheteur": crowd.first[tickets.buyer],
        "E-mail acheteur": crowd.email[tickets.buyer],
        "Nom participant": last[tickets.holder],
        "Prénom participant": crowd.first[tickets.holder],
        "Email participant": crowd.email[tickets.holder],
        "Société": tickets.organisation,
        "Statut": np.array([WORDS[status] for status in tickets.status], dtype=object),
        "Type de structure": tickets.structure,
        "Code postal": tickets.where("code"),
        "Ville": tickets.where("town"),
        "Pays": tickets.where("country"),
    }
