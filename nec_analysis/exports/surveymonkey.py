"""SurveyMonkey: two header rows, the question over its first column only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nec_analysis.exports import grid, stamps, twofold
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import Sheet, export, read_grid, sheet
from nec_analysis.french.matching import normal
from nec_analysis.model import Dialect, Export

TOOL = "surveymonkey"
ROLES = ("survey",)
_ID = (
    *("identifiant du repondant", "id du repondant", "id de repondant", "befragten-id", "teilnehmer-id"),
    *("id del encuestado", "id de encuestado", "identificacion del encuestado", "id rispondente", "id intervistato"),
)
_COLLECTOR = (
    *("identifiant du collecteur", "id du collecteur", "id de collecteur", "collector-id"),
    *("id del recopilador", "id de recopilador", "id collettore", "id raccoglitore"),
)
META = {
    "respondent id": ("respondent_id", ""),
    "respondentid": ("respondent_id", ""),
    "collector id": ("meta", "collector"),
    "collectorid": ("meta", "collector"),
    "collector": ("meta", "collector"),
    "collecteur": ("meta", "collector"),
    "start date": ("started_at", ""),
    "startdate": ("started_at", ""),
    "date created": ("started_at", ""),
    "end date": ("submitted_at", "end"),
    "enddate": ("submitted_at", "end"),
    "date modified": ("submitted_at", "end"),
    "ip address": ("personal", "ip"),
    "email address": ("personal", "email"),
    "first name": ("personal", "name"),
    "last name": ("personal", "name"),
    "custom data": ("personal", "custom"),
    "custom data 1": ("personal", "custom"),
    "language": ("language", ""),
    **dict.fromkeys(_ID, ("respondent_id", "")),
    **dict.fromkeys(_COLLECTOR, ("meta", "collector")),
    **dict.fromkeys(("anfangsdatum", "startdatum", "fecha de inicio", "data di inizio"), ("started_at", "")),
    **dict.fromkeys(("enddatum", "fecha de finalizacion", "data di fine"), ("submitted_at", "end")),
    **dict.fromkeys(("ip-adresse", "direccion ip", "indirizzo ip"), ("personal", "ip")),
    **dict.fromkeys(("e-mail-adresse", "direccion de correo electronico", "indirizzo e-mail"), ("personal", "email")),
    **dict.fromkeys(
        ("vorname", "nachname", "nombre", "apellido", "apellidos", "nome", "cognome"), ("personal", "name")
    ),
    **dict.fromkeys(("donnees personnalisees 1", "benutzerdefinierte daten 1"), ("personal", "custom")),
    **dict.fromkeys(("datos personalizados 1", "dati personalizzati 1"), ("personal", "custom")),
    "date de debut": ("started_at", ""),
    "date de fin": ("submitted_at", "end"),
    "adresse ip": ("personal", "ip"),
    "adresse e-mail": ("personal", "email"),
    "prenom": ("personal", "name"),
    "nom de famille": ("personal", "name"),
}
"""Heading -> part, sense. `end`: also dated for people who stopped half-way, so it proves no completeness."""
UNTICKED = ("Not selected", "Non sélectionné")


def recognise(head: grid.Head) -> Recognition:
    """`Respondent ID` at the head, and "Response" under the questions (or one header row of questions)."""
    at = _first(head)
    if at < 0:
        return NOT_MINE
    names = head.rows[at]
    below = head.rows[at + 1] if len(head.rows) > at + 1 else ()
    responses = sum(1 for cell in below if normal(cell) in twofold.SINGLE)
    if responses >= 2:
        return Recognition(
            0.98, f"identifiant du répondant, {responses} « Response » en ligne {at + 2}", _variant(head, at)
        )
    if {"collector id", *_COLLECTOR} & {normal(n) for n in names} and (responses or _under(names, below)):
        return Recognition(0.95, "identifiants du répondant et du collecteur", _variant(head, at))
    asked = sum(1 for name in names if name.rstrip().endswith("?"))
    sure = 0.91 if normal(names[0]) == "respondentid" and asked >= 3 else 0.5
    return Recognition(
        sure, f"identifiant du répondant, {asked} questions sur une ligne d'en-tête", f"{head.kind}/one-row"
    )


def _under(names: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the second row only writes under questions: options, where the first row is blank."""
    return any(b.strip() and not a.strip() for a, b in zip(names, below, strict=False))


def _first(head: grid.Head) -> int:
    """The row that holds `Respondent ID`, -1 when none of the first three does."""
    known = {"respondent id", "respondentid", *_ID}
    return next((i for i, row in enumerate(head.rows[:3]) if row and normal(row[0]) in known), -1)


def _variant(head: grid.Head, at: int) -> str:
    return f"{head.kind}/{'panel' if at else 'two-rows'}"


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text: options, ranks and rows told from the cells under each question."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    at = max(_first(head), 0)
    double = not recognise(head).variant.endswith("one-row")
    table = read_grid(path, head, options, header_rows=at + (2 if double else 1))
    top = table.header[at]
    below = table.header[at + 1] if double else ("",) * len(top)
    made = sheet(table, [twofold.heading(a, b) for a, b in zip(twofold.carried(top), below, strict=True)])
    for index, name in enumerate(top):
        found = META.get(normal(name))
        if found and normal(below[index]) in ("", normal(name)) and _fresh(made, found[0]):
            made.meta(index, *found)
    twofold.questions(made, top, below, unticked=UNTICKED)
    starts = [c.index for c in made.columns.values() if c.part in ("started_at", "submitted_at")]
    place = f"{table.source.file}, colonne « {top[starts[0]]} »" if starts else ""
    # An English account writes the month first, the others do not; a day above 12 tells anyway.
    order = "mdy" if normal(top[0]) in ("respondent id", "respondentid") else "dmy"
    form = (
        stamps.form(table.cells[starts[0]], declared=str(options.get("date", "")), order=order, place=place)
        if starts
        else ""
    )
    return export(
        made,
        tool=TOOL,
        variant=recognise(head).variant,
        dialect=Dialect(unticked=UNTICKED, lists=False, date_format=stamps.others(table.cells, form)),
    )


def _fresh(made: Sheet, part: str) -> bool:
    return part in ("personal", "meta") or all(c.part != part for c in made.columns.values())
