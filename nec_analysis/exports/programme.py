"""Programme: one row a session, as Airtable, Swapcard or a spreadsheet list it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from .. import model
from ..french.matching import normal
from . import grid
from .columns import Row, Table, table_of
from .recognition import NOT_MINE, Recognition, named
from .registrations import STATUS, date

TOOL = "programme"
ROLES = ("programme",)
NAMES = {
    "session_id": ("id", "identifiant", "id session", "session id", "n°", "numéro", "code"),
    "title": ("titre", "intitulé", "titre de la session", "nom de la session", "session", "title", "name", "nom"),
    "format": ("format", "type", "type de session", "session type"),
    "theme": ("thème", "thématique", "theme", "track", "parcours"),
    "day": ("date", "jour", "day"),
    "start": ("début", "heure de début", "heure", "horaire", "start", "starts at", "begins at"),
    "room": ("salle", "lieu", "room", "location", "place"),
    "speakers": (
        "intervenants",
        "intervenant·es",
        "intervenantes et intervenants",
        "intervenant(e)s",
        "speakers",
        "speaker",
    ),
    "status": ("statut", "état", "status"),
    "partner": ("partenaire", "partenaires", "partner", "porteur"),
}
_CLOCK = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?(?::\d{2})?")
_ON = (
    "confirmé",
    "confirmée",
    "validé",
    "validée",
    "publié",
    "publiée",
    "maintenu",
    "maintenue",
    "programmé",
    "programmée",
)
_OFF = ("annulé", "annulée", "refusé", "refusée", "reporté", "reportée", "cancelled")
_OPEN = ("brouillon", "à confirmer", "en attente", "proposé", "proposée", "draft")


def recognise(head: grid.Head) -> Recognition:
    """A title, a format, a theme, speakers."""
    parts = [key for key in ("title", "format", "theme", "room", "speakers") if named(head.header, NAMES[key])]
    if "title" not in parts or "format" not in parts or len(parts) < 3:
        return NOT_MINE
    confidence = {3: 0.75, 4: 0.9, 5: 0.95}[len(parts)]
    return Recognition(confidence, "en-têtes d'un programme : titre, format, " + ", ".join(sorted(parts[2:])))


def read(
    path: str | Path,
    head: grid.Head | None = None,
    *,
    columns: dict[str, str] | None = None,
    status: dict[str, str] | None = None,
    role: str = "",
    **options: Any,
) -> model.Records:
    """Sessions. Speakers stay as the programme prints them, "A; B". `status` completes the labels known."""
    cells = grid.read(path, head=head, **options)
    table = table_of(cells, NAMES, columns=columns, must=("title", "format"))
    known = _statuses() | {normal(k): v for k, v in (status or {}).items()}
    return model.Records(
        "sessions",
        TOOL,
        "",
        cells.source,
        tuple(_session(table, row, number, known) for number, row in enumerate(table.rows(), start=1)),
        read=len(cells),
        ledger=(*cells.ledger, *table.left_over()),
        notes=cells.notes,
    )


def _statuses() -> dict[str, str]:
    groups = (("valid", _ON), ("cancelled", _OFF), ("pending", _OPEN))
    return STATUS | {normal(label): meant for meant, labels in groups for label in labels}


def _session(table: Table, row: Row, number: int, known: dict[str, str]) -> dict[str, Any]:
    day = date(table, row, "day")
    return {
        "session_id": row["session_id"] or f"S{number:03d}",
        "title": row["title"] or None,
        "format": row["format"] or None,
        "theme": row["theme"] or None,
        "day": day[:10] if day else None,
        "start": _start(table, row, day),
        "room": row["room"] or None,
        "speakers": _people(row["speakers"]),
        "status": _status(table, row, known),
        "partner": row["partner"] or None,
    }


def _start(table: Table, row: Row, day: str | None) -> str | None:
    """HH:MM from the column of hours, else from the date when it has one."""
    text = row["start"]
    if found := _CLOCK.match(text):
        return f"{int(found.group(1)):02d}:{found.group(2) or '00'}"
    if text:
        moment = date(table, row, "start") or ""
        return moment[11:16] or None
    return day[11:16] if day and len(day) > 10 else None


def _people(text: str) -> str | None:
    """The names between "; ", whatever the tool put between them; a comma stays: it may precede a function."""
    names = [" ".join(name.split()) for name in re.split(r"[;\n|]", text)]
    return "; ".join(name for name in names if name) or None


def _status(table: Table, row: Row, known: dict[str, str]) -> str:
    said = normal(row["status"]) if row["status"] else ""
    if not said:
        return "valid"
    if said not in known:
        cause = f"statut de séance jamais vu : « {row['status'][:40]} »."
        remedy = f'Ajoutez à la carte : [export.options.read.status] "{row["status"][:40]}" = "valid" (ou cancelled, pending).'
        raise table.refuse(row, "status", cause, remedy, code="status-unknown")
    return known[said]
