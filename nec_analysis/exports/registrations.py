"""Registrations: one row a ticket, whichever ticketing tool wrote them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .. import model
from ..errors import NecError
from ..french.matching import normal
from .amounts import number, yes
from .columns import Row, Table, table_of
from .grid import Grid, Head
from .grid import read as read_grid
from .moments import moment

DECLARED = {"jj/mm/aaaa": "dmy", "mm/jj/aaaa": "mdy"}
"""What a card may say of dates (`options.read.date`), as an order."""
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}")

_CENTS = re.compile(r"\d+,\d{1,2}\s*(?:€|[A-Z]{3})?")
"""A price whose comma begins the cents."""

KEYS = (
    "order_id",
    "ticket_id",
    "ordered_at",
    "status",
    "ticket_type",
    "price",
    "email",
    "organisation",
    "structure",
    "postal_code",
    "city",
    "country",
    "checked_in_at",
)
PERSONAL = ("email",)
SOME_TIME = "unknown_time"
"""Somebody came in; the export does not say when."""

COMMON: Mapping[str, tuple[str, ...]] = {
    "structure": (
        "Type de structure",
        "Type d'organisation",
        "Type d'organisme",
        "Structure type",
        "Organisation type",
    ),
    "postal_code": ("Code postal", "Code postal participant", "CP", "Postal code", "Zip code", "Zip", "Postcode"),
    "city": ("Ville", "Ville participant", "Commune", "City", "Town"),
    "country": ("Pays", "Pays participant", "Country"),
    "quantity": ("Quantité", "Quantity"),
    "organisation": (
        "Raison sociale",
        "Société",
        "Company",
        "Organisation",
        "Organization",
        "Structure",
        "Organisme",
        "Nom de la structure",
        "Entreprise",
    ),
}
"""Headers that all ticketing tools share, custom fields included."""

NAMES = (
    "Nom",
    "Prénom",
    "Nom participant",
    "Prénom participant",
    "Nom payeur",
    "Prénom payeur",
    "Nom acheteur",
    "Prénom acheteur",
    "E-mail acheteur",
    "Email acheteur",
    "Email payeur",
    "Email participant",
    "Email",
    "First name",
    "Last name",
    "Job title",
    "Téléphone",
    "Phone",
)
"""Headers of personal data that no table keeps."""

_STATUSES = {
    "valid": "valide|validé|payé|paid|confirmé|confirmed|attending|checked in|accepté|completed|terminé|gratuit|free|oui|participe|enregistré|présent",
    "cancelled": "ne participe pas|annulé|cancelled|canceled|not attending|refusé|deleted|supprimé|abandonné|invalide|refused",
    "refunded": "remboursé|refunded|partiellement remboursé",
    "pending": "en attente|en attente de paiement|en attente de validation|pending|à valider|waiting|en cours|non payé|unpaid|a régler|en construction|en instruction",
    "test": "test",
}
STATUS = {normal(label): status for status, labels in _STATUSES.items() for label in labels.split("|")}


@dataclass(frozen=True, slots=True)
class Habits:
    """How a ticketing tool writes: its headers, its decimal mark, its order of day and month."""

    tool: str
    names: Mapping[str, Sequence[str]]
    must: tuple[str, ...] = ("ordered_at",)
    decimal: str = ","
    order: str = "dmy"
    variant: str = ""
    came: frozenset[str] = field(default=frozenset())
    """Statuses that also say the person came in."""


def read_registrations(
    path: str | Path, head: Head | None, habits: Habits, options: Mapping[str, Any]
) -> model.Records:
    """The tickets of a file. Options: columns, status, order or date (see `registrations`), the rest is for the grid.

    A row pasted twice comes back twice where tickets have numbers: it counts once, and the account of rows says so.
    """
    own = ("columns", "status", "role", "order", "date")
    asked = {k: v for k, v in options.items() if k not in own}
    grid = read_grid(path, head=head, **{"repeats": "keep", **asked})
    if not table_of(grid, {**COMMON, **habits.names}, columns=options.get("columns"), also=KEYS).has("ticket_id"):
        grid = read_grid(path, head=head, **asked)
    order = str(options.get("order", "")) or DECLARED.get(str(options.get("date", "")), "")
    return registrations(grid, habits, columns=options.get("columns"), status=options.get("status"), order=order)


def registrations(
    grid: Grid,
    habits: Habits,
    *,
    columns: Mapping[str, str] | None = None,
    status: Mapping[str, str] | None = None,
    order: str = "",
) -> model.Records:
    """The tickets of an export. `status` (label = valid, cancelled, …) completes the known labels; `order`: dmy | mdy."""
    names = {**COMMON, **habits.names}
    table = table_of(grid, names, columns=columns, must=habits.must, also=KEYS)
    habits = replace(habits, order=order or _order(table, habits), decimal=_decimal(table, habits))
    known = STATUS | {normal(label): meant for label, meant in (status or {}).items()}
    rows: list[dict[str, Any]] = []
    ledger: list[model.Entry] = []
    for row in table.rows():
        ticket = _ticket(table, row, habits, known)
        copies = _copies(table, row)
        rows += [ticket] + [{**ticket, "ticket_id": f"{ticket['ticket_id']}#{n}"} for n in range(2, copies + 1)]
        if copies > 1:
            reason = f"{copies} places sur une ligne : une ligne par place"
            ledger.append(model.Entry(grid.source.file, row.line, "quantity", "", "", "", "quantity_expanded", reason))
    return model.Records(
        "registrations",
        habits.tool,
        habits.variant,
        grid.source,
        tuple(rows),
        personal=PERSONAL,
        read=len(grid),
        ledger=(*grid.ledger, *ledger, *table.left_over(NAMES)),
        notes=(*grid.notes, "une ligne = un billet, pas une personne"),
    )


def _order(table: Table, habits: Habits) -> str:
    """The order of day and month: the tool's own; where it has none, what a day above 12 tells. A doubt is refused."""
    if habits.order:
        return habits.order
    texts = [row[key] for row in table.rows() for key in ("ordered_at", "checked_in_at")]
    found = [match for text in texts if (match := _NUMERIC.match(text))]
    told = {"dmy" for m in found if int(m[1]) > 12} | {"mdy" for m in found if int(m[2]) > 12}
    if len(told) == 1:
        return told.pop()
    header = table.headers.get("ordered_at", "")
    if not found or normal(header).startswith("date"):
        return "dmy"
    raise NecError(
        "date-ambiguous",
        f"{table.grid.source.file}, colonne « {header} »",
        f"le jour et le mois ne se distinguent dans aucune date (par exemple « {found[0][0]} »).",
        'Déclarez l\'ordre sous l\'export : [export.options.read] date = "jj/mm/aaaa" (ou "mm/jj/aaaa").',
    )


def _decimal(table: Table, habits: Habits) -> str:
    """The decimal mark of the prices: a comma where one cannot group thousands ("12,50"), else the tool's own."""
    return "," if any(_CENTS.fullmatch(row["price"]) for row in table.rows()) else habits.decimal


def _ticket(table: Table, row: Row, habits: Habits, known: Mapping[str, str]) -> dict[str, Any]:
    said = normal(row["status"]) if row["status"] else ""
    return {
        "order_id": row["order_id"] or None,
        # A ticket without a number is a ticket: its line tells it from the others.
        "ticket_id": row["ticket_id"] or f"ligne {row.line}",
        "ordered_at": date(table, row, "ordered_at", order=habits.order),
        "status": _status(table, row, said, known),
        "ticket_type": row["ticket_type"] or None,
        "price": _price(table, row, habits),
        "email": row["email"] or None,
        "organisation": row["organisation"] or None,
        "structure": row["structure"] or None,
        "postal_code": row["postal_code"] or None,
        "city": row["city"] or None,
        "country": row["country"] or None,
        "checked_in_at": SOME_TIME if said and said in habits.came else _entry(table, row, habits),
    }


def date(
    table: Table, row: Row, key: str, *, order: str = "dmy", zone: str = "", to: str = "Europe/Paris"
) -> str | None:
    """The ISO date of a cell, None when it is empty; a text that is no date is refused."""
    if not row[key]:
        return None
    found = moment(row[key], order=order, zone=zone, to=to)
    if found is None:
        shape = "jour/mois/année" if order == "dmy" else "mois/jour/année"
        remedy = 'Corrigez la cellule, ou dites l\'ordre dans la carte : options.read.order = "mdy".'
        raise table.refuse(row, key, f"ce texte n'est pas une date ({shape}).", remedy, code="date-unknown")
    return found


def _status(table: Table, row: Row, said: str, known: Mapping[str, str]) -> str:
    if not said:
        return "valid"
    if said not in known:
        cause = f"statut de billet jamais vu : « {row['status'][:40]} »."
        remedy = f'Ajoutez à la carte : [export.options.read.status] "{row["status"][:40]}" = "valid" (ou cancelled, pending…).'
        raise table.refuse(row, "status", cause, remedy, code="status-unknown")
    return known[said]


def _price(table: Table, row: Row, habits: Habits) -> float | None:
    if not row["price"]:
        return None
    amount = number(row["price"], decimal=habits.decimal)
    if amount is None:
        raise table.refuse(
            row, "price", "ce texte n'est pas un montant.", "Corrigez la cellule.", code="number-unknown"
        )
    return amount


def _copies(table: Table, row: Row) -> int:
    amount = number(row["quantity"]) if row["quantity"] else 1
    if amount is None or amount != int(amount) or not 0 <= amount <= 1000:
        cause = "la quantité n'est pas un nombre entier de places."
        raise table.refuse(row, "quantity", cause, "Corrigez la cellule.", code="number-unknown")
    return max(int(amount), 1)


def _entry(table: Table, row: Row, habits: Habits) -> str | None:
    text = row["checked_in_at"]
    said = yes(text)
    if said is None:
        return date(table, row, "checked_in_at", order=habits.order)
    return SOME_TIME if said else None
