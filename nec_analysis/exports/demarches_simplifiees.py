"""Démarches simplifiées: one row a file sent in, read as registrations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nec_analysis import model
from nec_analysis.exports import grid
from nec_analysis.exports.recognition import Recognition, by_signature
from nec_analysis.exports.registrations import Habits, read_registrations

TOOL = "demarches_simplifiees"
ROLES = ("registrations",)
HABITS = Habits(
    TOOL,
    {
        "ticket_id": ("ID", "N° dossier", "Numéro de dossier"),
        "ordered_at": ("Déposé le", "Déposé", "Date de dépôt"),
        "status": ("État du dossier", "Statut"),
        "ticket_type": ("Tarif choisi", "Tarif", "Type de participation"),
        "email": ("Email", "Adresse électronique"),
        "organisation": ("Structure", "Établissement raison sociale", "Entreprise raison sociale", "Organisme"),
        "postal_code": ("Code postal", "Établissement code postal"),
    },
)
STATES = {
    "Classé sans suite": "cancelled",
    "Sans suite": "cancelled",
    "En construction": "pending",
    "En instruction": "pending",
}
SHEET = "Dossiers"


def recognise(head: grid.Head) -> Recognition:
    """The state of the file and the dates of its handling."""
    must = ("ID", "Email", "Archivé", "État du dossier", "Déposé le")
    return by_signature(head.header, must=must, may=("Passé en instruction le", "Traité le", "Instructeurs"))


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> model.Records:
    """Registrations, one row a file. Options: columns, status, those of the grid."""
    if SHEET in (head.sheets if head else ()):
        options = {"sheet": SHEET, **options}
    status = {**STATES, **(options.pop("status", None) or {})}
    return read_registrations(path, head, HABITS, {**options, "status": status})
