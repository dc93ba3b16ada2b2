"""HelloAsso: participants of a ticketing campaign, `;`, UTF-8 with BOM, CRLF."""

from __future__ import annotations

import numpy as np

from nec_analysis.demo.cells import Text, constant, file_bytes, lines, numbered, stamped, when_needed
from nec_analysis.demo.people import phones
from nec_analysis.demo.tickets import CANCELLED, PENDING, REFUNDED, TEST, VALID, Tickets

WORDS = {VALID: "Validé", CANCELLED: "Annulé", REFUNDED: "Remboursé", PENDING: "En attente", TEST: "Test"}
TRIAL = "Test organisation"


def export(tickets: Tickets, rng: np.random.Generator) -> bytes:
    """`export-<campagne>.csv`: the tool's columns, then the custom fields (HelloAsso keeps their trailing spaces)."""
    columns = _columns(tickets, rng)
    quote = when_needed(";")
    header = ";".join(quote(name) for name in columns)
    return file_bytes([header, *lines(columns.values(), ";", quote)], end="\r\n", bom=True)


def number(place: int) -> str:
    """The number printed on a ticket."""
    return str(61_200_000 + 7 * place)


def _columns(tickets: Tickets, rng: np.random.Generator) -> dict[str, Text]:
    n, crowd = len(tickets), tickets.people
    test = tickets.status == TEST
    last = np.array([name.upper() for name in crowd.last], dtype=object)
    return {
        "Référence commande": numbered(tickets.order, lambda place: str(50_310_000 + 3 * place)),
        "Date de la commande": stamped(tickets.ordered, "%d/%m/%Y %H:%M"),
        "Statut de la commande": np.array([WORDS[status] for status in tickets.status], dtype=object),
        "Nom participant": np.where(test, np.array("TEST", dtype=object), last[tickets.holder]),
        "Prénom participant": crowd.first[tickets.holder],
        "Nom payeur": last[tickets.buyer],
        "Prénom payeur": crowd.first[tickets.buyer],
        "Email payeur": crowd.email[tickets.buyer],
        "Raison sociale": tickets.organisation,
        "Moyen de paiement": constant("Gratuit", n),
        "Billet": constant("", n),
        "Numéro de billet": numbered(tickets.number, number),
        "Tarif": np.where(test, np.array(TRIAL, dtype=object), tickets.tariff),
        "Montant tarif": constant(tickets.office.price, n),
        "Code Promo": constant("", n),
        "Montant code promo": constant("", n),
        "Type de structure ": tickets.structure,
        "Code postal": tickets.where("code"),
        "Ville ": tickets.where("town"),
        "Pays": tickets.where("country"),
        "Téléphone": np.where(rng.random(n) < 0.1, phones(rng, n), np.array("", dtype=object)),
    }
