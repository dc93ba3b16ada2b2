"""Google Forms: the sheet of answers as CSV or XLSX, the direct CSV of the form."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nec_analysis.exports import grid, stamps
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import Sheet, export, items, read_grid, sheet, slug
from nec_analysis.french.matching import normal
from nec_analysis.model import Dialect, Export, Question

TOOL = "google_forms"
ROLES = ("survey",)
STAMP = frozenset(
    normal(t)
    for t in (
        *("Horodateur", "Timestamp", "Marca temporal", "Zeitstempel", "Informazioni cronologiche"),
        *("Carimbo de data/hora", "Tijdstempel", "Marca de temps", "Sygnatura czasowa", "Tidstämpel", "Tidsstempel"),
    )
)
PERSONAL = {
    normal(t)
    for t in (
        *("Adresse e-mail", "Email Address", "Nom d'utilisateur", "Username", "E-mail", "Email", "Adresse mail"),
        *("Dirección de correo electrónico", "E-Mail-Adresse", "Indirizzo email", "Endereço de e-mail", "E-mailadres"),
        *("Nombre de usuario", "Nutzername", "Nome utente", "Nome de usuário"),
    )
}
SCORE = frozenset(
    normal(t) for t in ("Score", "Note", "Total score", "Puntuación", "Punkte", "Punktzahl", "Punteggio", "Pontuação")
)
MARKED = frozenset(normal(t) for t in ("Score", "Feedback", "Note", "Commentaires", "Points"))
"""What a quiz adds in brackets behind a question: its points, its comment."""
_DIRECT = re.compile(r"\d{4}/\d{1,2}/\d{1,2} .*(?:GMT|UTC| [A-Z]{2,5}$)")
_ROW = re.compile(r"^(?P<stem>.*\S)\s*\[(?P<row>[^\[\]]*)\]\s*$", re.S)
_SHEETS = ("form responses", "reponses au formulaire", "form_responses")


def recognise(head: grid.Head) -> Recognition:
    """A first column of stamps before headings that are questions, not the names of a log."""
    names = head.rows[0] if head.rows else ()
    if len(names) < 2 or normal(names[0]) not in STAMP:
        return NOT_MINE
    asked = [n for n in names[1:] if n.endswith(("?", "? ", "]", "*")) or len(n.split()) >= 4]
    french = "fr" if normal(names[0]) == "horodateur" else "en"
    variant = "forms-direct-csv" if _direct(head) else f"sheets-{head.kind}/{french}"
    if any(normal(s).startswith(_SHEETS) for s in head.sheets):
        return Recognition(0.97, f"feuille « {head.sheet or head.sheets[0]} », colonne « {names[0]} »", variant)
    if len(asked) * 4 >= len(names) - 1:
        return Recognition(0.95, f"colonne « {names[0]} » puis {len(asked)} en-têtes en forme de question", variant)
    return Recognition(0.3, f"une colonne « {names[0]} », mais pas de questions : un journal ?", variant)


def _direct(head: grid.Head) -> bool:
    return len(head.rows) > 1 and bool(head.rows[1]) and bool(_DIRECT.match(head.rows[1][0]))


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text. Only complete answers are ever exported; a checkbox left empty cannot be told from one not shown."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    table = read_grid(path, head, options, header_rows=1)
    made = sheet(table)
    made.meta(0, "submitted_at")
    for index, name in enumerate(made.headers[1:], 1):
        if normal(name) in PERSONAL:
            made.meta(index, "personal", "email")
        elif (normal(name) in SCORE and index < 3) or _marks(made, index):
            made.meta(index, "derived", "score")
    _grids(made)
    direct = _direct(head)
    form = stamps.form(
        table.cells[0],
        declared=str(options.get("date", "")),
        place=f"{table.source.file}, colonne « {made.headers[0]} »",
    )
    return export(
        made,
        tool=TOOL,
        variant=recognise(head).variant,
        dialect=Dialect(
            separators=(";",) if direct else (", ", ";"),
            date_format=stamps.others(table.cells[1:], form),
            decimal="," if form.startswith("%d") else ".",
        ),
    )


def _marks(made: Sheet, index: int) -> bool:
    """Whether a column holds the points or the comment of the question just before it, of the same heading."""
    found = _ROW.match(made.headers[index])
    if found is None or normal(found["row"]) not in MARKED:
        return False
    return any(normal(made.headers[i]) == normal(found["stem"]) for i in range(max(1, index - 2), index))


def _grids(made: Sheet) -> None:
    """Neighbours `Question [Ligne]` of one question make a grid."""
    run: list[tuple[int, str, str]] = []
    for index in range(1, len(made.headers) + 1):
        found = _ROW.match(made.headers[index]) if index < len(made.headers) and made.free(index) else None
        if found and run and normal(found["stem"]) == normal(run[0][1]):
            run.append((index, found["stem"], found["row"]))
            continue
        if len(run) > 1:
            grid_of(made, run)
        run = [(index, found["stem"], found["row"])] if found else []


def grid_of(made: Sheet, run: list[tuple[int, str, str]]) -> None:
    """Claim a run of (column, question, row) as one question of several rows."""
    text = " ".join(run[0][1].split())
    rows = items([row for _, _, row in run])
    id = made.ask(Question(slug(text) or f"question_{run[0][0] + 1}", "other", {"fr": text}, items=rows))
    for (index, _, _), item in zip(run, rows, strict=True):
        made.answer(index, "item", id, item.code)
