"""Microsoft Forms: one sheet, list answers ended by ";", quiz columns set aside."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nec_analysis.exports import blocks, grid
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.stamps import form, others
from nec_analysis.exports.structure import Sheet, domain, export, read_grid, sheet
from nec_analysis.french.matching import normal
from nec_analysis.model import Dialect, Export

TOOL = "ms_forms"
ROLES = ("survey",)
META = {
    "respondent_id": ("ID", "Id", "Id."),
    "started_at": (
        *("Heure de début", "Start time", "Startzeit", "Hora de inicio", "Ora di inizio", "Hora de início"),
        *("Begintijd", "Starttijd"),
    ),
    "submitted_at": (
        *("Heure de fin", "Completion time", "Fertigstellungszeit", "Hora de finalización", "Ora di completamento"),
        *("Hora de conclusão", "Tijd van voltooien", "Voltooiingstijd"),
    ),
    "last_action_at": (
        *("Heure de la dernière modification", "Last modified time", "Zeitpunkt der letzten Änderung"),
        *("Hora de la última modificación", "Ora ultima modifica", "Hora da última modificação"),
    ),
    "language": ("Langue", "Language", "Sprache", "Idioma", "Lingua", "Taal"),
}
PERSONAL = {
    "email": (
        *("Adresse de messagerie", "Email", "E-Mail", "Correo electrónico", "Posta elettronica", "Email2"),
        *("Endereço de e-mail", "E-mailadres"),
    ),
    "name": ("Nom", "Name", "Nombre", "Nome", "Naam", "Nom1", "Name2"),
}
QUIZ = ("Total points", "Quiz feedback", "Grade posted time", "Total des points", "Commentaires du questionnaire")
_QUIZ = re.compile(r"^(?:Points|Feedback|Commentaires?)\s+[-–]\s+", re.I)
_GRID_CHOICES = 12


def recognise(head: grid.Head) -> Recognition:
    """ID, start and end times at the head of the sheet."""
    names = [normal(name) for name in (head.rows[0] if head.rows else ())]
    if len(names) < 4 or names[0].rstrip(".") != "id":
        return NOT_MINE
    times = [t for part in ("started_at", "submitted_at") for t in META[part] if normal(t) in names[:6]]
    if len(times) < 2:
        return NOT_MINE
    quiz = any(normal(q) in names for q in QUIZ)
    french = "fr" if "heure de debut" in names else "en"
    return Recognition(
        0.98, f"colonnes ID, « {times[0]} », « {times[1]} »", f"{head.kind}/{'quiz' if quiz else french}"
    )


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text. Only complete answers are exported; options may carry no-break spaces at their ends."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    table = read_grid(path, head, options, header_rows=1)
    made = sheet(table, [" ".join(name.split()) for name in table.names])
    _meta(made)
    _grids(made)
    return export(
        made,
        tool=TOOL,
        variant=recognise(head).variant,
        dialect=Dialect(separators=(";",), date_format=_form(table, made, str(options.get("date", ""))), padded=True),
    )


def _form(table: grid.Grid, made: Sheet, declared: str) -> str:
    """Real dates in a workbook; in a CSV the form of the person who saved it."""
    starts = [c.index for c in made.columns.values() if c.part in ("started_at", "submitted_at")]
    place = f"{table.source.file}, colonne « {made.headers[starts[0]]} »" if starts else ""
    return others(table.cells, form(table.cells[starts[0]], declared=declared, place=place) if starts else "")


def _meta(made: Sheet) -> None:
    for index, name in enumerate(made.headers):
        form = normal(name)
        part = next((p for p, names in META.items() if form in {normal(n) for n in names}), "")
        who = next((p for p, names in PERSONAL.items() if form in {normal(n) for n in names}), "")
        early = index < 10
        if early and part and all(c.part != part for c in made.columns.values()):
            made.meta(index, part)
        elif early and who:
            made.meta(index, "personal", who)
        elif form in {normal(q) for q in QUIZ} or _quiz(made, index):
            made.meta(index, "derived", "quiz")


def _quiz(made: Sheet, index: int) -> bool:
    """Whether a column is the points or the feedback of the question at its left."""
    found = _QUIZ.match(made.headers[index])
    rest = made.headers[index][found.end() :] if found else ""
    return bool(found) and any(normal(rest) == normal(made.headers[i]) for i in range(max(0, index - 2), index))


def _grids(made: Sheet) -> None:
    """Neighbours `Question.Ligne` whose answers are drawn from the same few words make a grid."""
    answers = [i for i in range(len(made.headers)) if made.free(i)]
    run: list[int] = []
    for index in [*answers, -1]:
        if run and index >= 0 and _stem(made.headers[run[0]], made.headers[index]) and _alike(made, [*run, index]):
            run.append(index)
            continue
        if len(run) > 1:
            stem = _stem(made.headers[run[0]], made.headers[run[-1]])
            members = [blocks.Member(i, made.headers[i][len(stem) :].strip()) for i in run]
            blocks.claim(made, stem.rstrip(". ") + ("…" if stem.endswith("….") else ""), members, kind="rows")
        run = [index] if index >= 0 else []


def _stem(a: str, b: str) -> str:
    """The common beginning of two headings up to a full stop, "" when there is none or nothing follows it."""
    size = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    at = a[:size].rfind(".")
    return a[: at + 1] if at > 2 and a[at + 1 :].strip() and b[at + 1 :].strip() else ""


def _alike(made: Sheet, run: list[int]) -> bool:
    held = [domain(made.grid.cells[i]) for i in run]
    together = frozenset().union(*held)
    return 0 < len(together) <= _GRID_CHOICES and all(h & held[0] or not h for h in held)
