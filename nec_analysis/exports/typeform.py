"""Typeform: a column an option, headed by the option alone; times in UTC."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nec_analysis.exports import blocks, grid
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import Sheet, choices, domain, export, read_grid, sheet
from nec_analysis.french.matching import normal
from nec_analysis.model import Dialect, Export, Question

TOOL = "typeform"
ROLES = ("survey",)
META = {
    "#": ("respondent_id", ""),
    "response type": ("status", ""),
    "start date (utc)": ("started_at", ""),
    "stage date (utc)": ("meta", ""),
    "submit date (utc)": ("submitted_at", ""),
    "network id": ("personal", "network"),
    "tags": ("meta", ""),
    "ending": ("meta", ""),
}
OTHERS = frozenset(normal(t) for t in ("Other", "Autre", "Andere", "Otro"))
_FIELD = re.compile(r"\{\{[^{}]*\}\}")
_STARS = re.compile(r"\*([^*]+)\*")
_ROW = re.compile(r"^(?P<stem>.+?):\s+(?P<row>\S.*)$", re.S)


def recognise(head: grid.Head) -> Recognition:
    """`#` first, `Submit Date (UTC)` at the end."""
    names = [normal(name) for name in (head.rows[0] if head.rows else ())]
    if "submit date (utc)" in names and "network id" in names:
        return Recognition(0.98, "colonnes « Submit Date (UTC) » et « Network ID »", head.kind)
    return Recognition(0.7, "colonne « Submit Date (UTC) »", head.kind) if "submit date (utc)" in names else NOT_MINE


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text. The title of a question of several options is lost: it must be named in the card."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    table = read_grid(path, head, options, header_rows=1)
    made = sheet(table, [_plain(name) for name in table.names])
    for index, name in enumerate(made.headers):
        if normal(name) in META:
            made.meta(index, *META[normal(name)])
    _ticks(made)
    _matrices(made)
    _singles(made)
    return export(
        made,
        tool=TOOL,
        variant=head.kind,
        dialect=Dialect(
            ticked=("1", "TRUE"),
            unticked=("0", "FALSE"),
            separators=(", ",),
            date_format="%Y-%m-%d %H:%M:%S",
            timezone="UTC",
        ),
        notes=("les questions à plusieurs cases n'ont plus d'intitulé : nommez-les dans la fiche",),
    )


def _plain(name: str) -> str:
    """A title without markdown stars and piped fields."""
    return " ".join(_STARS.sub(r"\1", _FIELD.sub("…", name)).split())


def _is_option(made: Sheet, index: int) -> bool:
    return domain(made.grid.cells[index]) == {normal(made.headers[index])}


def _ticks(made: Sheet) -> None:
    """Neighbours that hold nothing but their own heading are the options of one question; "Other" ends it."""
    index = 0
    while index < len(made.headers):
        run = _run(made, index)
        if not run:
            index += 1
            continue
        _claim(made, run)
        index = run[-1] + 1


def _run(made: Sheet, start: int) -> list[int]:
    run: list[int] = []
    names: set[str] = set()
    for index in range(start, len(made.headers)):
        form = normal(made.headers[index])
        if not made.free(index) or form in names:
            break
        if run and form in OTHERS:
            return [*run, index]
        if not (_is_option(made, index) or (run and _unused(made, index))):
            break
        run.append(index)
        names.add(form)
    while run and not domain(made.grid.cells[run[-1]]):
        run.pop()
    return run


def _unused(made: Sheet, index: int) -> bool:
    return not domain(made.grid.cells[index]) and "?" not in made.headers[index]


def _claim(made: Sheet, run: list[int]) -> None:
    labels = [made.headers[i] for i in run]
    other = labels[-1] if normal(labels[-1]) in OTHERS else ""
    options = choices(labels, other=other)
    before = next((made.headers[i] for i in range(run[0] - 1, -1, -1) if made.free(i)), "")
    text = f"(cases après « {before[:60]} »)" if before else ""
    if text in (alike := [question.text.get("fr") for question in made.questions.values()]):
        # Two lists in a row come after one question: each has a name of its own.
        text = f"(liste {sum(str(told).endswith(text[1:]) for told in alike) + 1} des {text[1:]}"
    id = made.ask(
        Question(
            f"cases_{run[0] + 1}",
            "multiple",
            {"fr": text} if text else {},
            choices=options,
            has_other=bool(other),
            doubts=("title_lost",),
        )
    )
    for index, choice in zip(run, options, strict=True):
        made.answer(index, "option", id, choice.code)


def _matrices(made: Sheet) -> None:
    run: list[tuple[int, str, str]] = []
    for index in [*range(len(made.headers)), -1]:
        found = _ROW.match(made.headers[index]) if index >= 0 and made.free(index) else None
        if run and found and found["stem"] == run[0][1] and index == run[-1][0] + 1:
            run.append((index, found["stem"], found["row"]))
            continue
        if len(run) > 1:
            blocks.claim(made, run[0][1], [blocks.Member(i, row) for i, _, row in run], kind="rows")
        run = [(index, found["stem"], found["row"])] if found else []


def _singles(made: Sheet) -> None:
    """A column each; "Other" just after holds the words of the question before it."""
    for index, name in enumerate(made.headers):
        if not made.free(index):
            continue
        before = made.columns.get(index - 1)
        if normal(name) in OTHERS and before is not None and before.part == "value" and before.question:
            known = made.questions[before.question]
            made.questions[before.question] = Question(known.id, known.kind, known.text, has_other=True)
            made.answer(index, "other", before.question, "other")
        elif name:
            made.alone(index, name)
