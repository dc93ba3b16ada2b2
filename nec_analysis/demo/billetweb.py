"""Billetweb: participants CSV, `;`, UTF-8 with BOM, CRLF, custom fields numbered."""

from __future__ import annotations

import numpy as np

from nec_analysis.demo.cells import Text, constant, file_bytes, lines, numbered, stamped, when_needed
from nec_analysis.demo.tickets import VALID, Tickets


def export(tickets: Tickets) -> bytes:
    """`export_participants.csv`. Billetweb leaves cancelled orders out: valid tickets alone are listed."""
    columns = _columns(listed(tickets))
    quote = when_needed(";")
    header = ";".join(quote(name) for name in columns)
    return file_bytes([header, *lines(columns.values(), ";", quote)], end="\r\n", bom=True)


def listed(tickets: Tickets) -> Tickets:
    """The rows Billetweb writes."""
    return tickets.take(np.flatnonzero(tickets.status == VALID))


def number(place: int) -> str:
    """The bar code of a ticket."""
    return f"BW{880_000 + 17 * place}"


def _columns(tickets: Tickets) -> dict[str, Text]:
    crowd, n = tickets.people, len(tickets)
    last = np.array([name.upper() for name in crowd.last], dtype=object)
    free = constant(tickets.office.price, n)
    return {
        "Ref. commande": numbered(tickets.order, lambda place: f"REF-{4_100 + 3 * place}"),
        "Date": stamped(tickets.ordered, "%d/%m/%Y %H:%M:%S"),
        "Nom": last[tickets.holder],
        "Prénom": crowd.first[tickets.holder],
        "Email": crowd.email[tickets.holder],
        "Nom du billet": tickets.tariff,
        "Code barre": numbered(tickets.number, number),
        "Prix unitaire HT": free,
        "Prix unitaire TTC": free,
        "Quantité": constant("1", n),
        "Total TTC": free,
        "Mode de paiement": constant("Gratuit", n),
        "Prénom acheteur": crowd.first[tickets.buyer],
        "Nom acheteur": last[tickets.buyer],
        "E-mail acheteur": crowd.email[tickets.buyer],
        "Utilisé": _used(tickets),
        "Type de structure #131474": tickets.structure,
        "Code postal #131475": tickets.where("code"),
        "Ville #131476": tickets.where("town"),
        "Pays #131477": tickets.where("country"),
    }


def _used(tickets: Tickets) -> Text:
    """When the ticket was scanned; empty for people who did not come."""
    came = ~np.isnat(tickets.checked)
    moments = np.where(came, tickets.checked, np.datetime64("2000-01-01"))
    return np.where(came, stamped(moments, "%d/%m/%Y %H:%M:%S"), np.array("", dtype=object))
