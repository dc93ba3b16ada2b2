"""Sphinx iQ: a sheet of answers beside the sheet `information`, its codebook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nec_analysis.errors import NecError
from nec_analysis.exports import grid, stamps
from nec_analysis.exports.composed import ordered
from nec_analysis.exports.grid.place import in_sheet
from nec_analysis.exports.ranks import filled_from_left
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import Sheet, choices, export, items, read_grid, sheet, slug, tally
from nec_analysis.french.matching import normal
from nec_analysis.model import Choice, Dialect, Export, Question

TOOL = "sphinx"
ROLES = ("survey",)
CODEBOOK = "information"
LISTED = " ; "
"""Between the labels of a list in the codebook."""
META = {
    "cle": ("meta", "key"),
    "date_saisie": ("started_at", ""),
    "date_enreg": ("submitted_at", ""),
    "date_modif": ("last_action_at", ""),
    "temps_saisie": ("duration", ""),
    "origine_saisie": ("meta", ""),
    "lang_saisie": ("language", ""),
    "appareil_saisie": ("meta", ""),
    "progression": ("status", ""),
    "derniere_question_saisie": ("meta", ""),
}
_POINTS = 7
"""Points that a scale of bare numbers lists one by one, those that nobody chose too."""
_VARIABLE = re.compile(r"^V(\d+)\.\s*(.*)$", re.S)
_TYPES = {"FU": "single", "FM": "multiple", "FE": "single", "OT": "text", "ON": "numeric", "OC": "text", "OD": "date"}
_OTHER = re.compile(r"^si ['\"]?autre['\"]? precise")
_PACKED = re.compile(r"^(?P<stem>.*)_(?P<rank>\d{1,2})$", re.S)


@dataclass(frozen=True, slots=True)
class Variable:
    """A line of the codebook: name, type (FU FM FE OT ON OC OD), the labels of its answers."""

    name: str
    type: str
    labels: tuple[str, ...]


def recognise(head: grid.Head) -> Recognition:
    """A sheet `information` beside the answers, or the paradata of Sphinx."""
    names = {normal(cell) for row in head.rows[:3] for cell in row}
    paradata = {"cle", "date_saisie", "date_enreg", "progression", "temps_saisie"} & names
    if any(normal(s) == CODEBOOK for s in (*head.sheets, *head.hidden)) and len(paradata) >= 2:
        return Recognition(0.98, "feuille « information », colonnes CLE, DATE_SAISIE…", "iq-xlsx")
    return Recognition(0.92, f"colonnes {', '.join(sorted(paradata))}", "iq") if len(paradata) >= 4 else NOT_MINE


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text, types and labels from the codebook where there is one."""
    head = head or grid.peek(path)
    name = str(options.get("sheet", "")) or next((s for s in head.sheets if normal(s) != CODEBOOK), head.sheet)
    known = _codebook(path, head)
    table = read_grid(path, grid.peek(path, sheet=name), {**options, "sheet": name}, header_rows=1)
    made = sheet(table, [" ".join(h.split()) for h in table.names])
    for index, header in enumerate(made.headers):
        if found := META.get(normal(header)):
            made.meta(index, *found)
    if made.free(0) and not made.headers[0].strip(" °NObs."):
        made.meta(0, "respondent_id")
    if known:
        _described(made, known)
    else:
        _guessed(made)
    # Several answers have columns of theirs: a lone cell is one answer, commas and all.
    form = stamps.others(table.cells, "%d/%m/%Y %H:%M:%S")
    title = next((v.labels[0] for v in known if v.type == "title"), "")
    return export(
        made,
        tool=TOOL,
        variant="iq-xlsx",
        dialect=Dialect(date_format=form, lists=False),
        title={"fr": title} if title else None,
    )


def _codebook(path: str | Path, head: grid.Head) -> list[Variable]:
    """The variables of the sheet `information`, none when there is no such sheet."""
    name = next((s for s in (*head.sheets, *head.hidden) if normal(s) == CODEBOOK), "")
    if not name:
        return []
    return list(_variables(grid.read(path, head=grid.peek(path, sheet=name), sheet=name, header_rows=1)))


def _variables(table: grid.Grid) -> Iterator[Variable]:
    for row in [table.names, *(tuple(c or "" for c in r) for r in table.records())]:
        cells = [cell.strip() for cell in row] + [""] * 4
        if cells[1] == "Nom" and cells[2]:
            yield Variable("", "title", (cells[2],))
        if found := _VARIABLE.match(cells[1]):
            labels = tuple(label.strip() for label in cells[3].split(LISTED)) if cells[3] else ()
            yield Variable(found[2].strip(), cells[2], labels)


def _labels(made: Sheet, columns: Sequence[int], labels: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of a list, those put together again that answers write with a semicolon of their own."""
    said = {text for i in columns for text in tally(made.grid.cells[i]) if LISTED.strip() in text}
    kept: list[str] = []
    left = list(labels)
    while left:
        size = next((n for n in range(len(left), 1, -1) if LISTED.join(left[:n]) in said), 1)
        kept.append(LISTED.join(left[:size]))
        left = left[size:]
    return tuple(kept)


def _described(made: Sheet, known: list[Variable]) -> None:
    """Walk the columns and the codebook side by side: both are in the order of the survey."""
    variables = [v for v in known if v.type in _TYPES and normal(v.name) not in META]
    at = next((i for i in range(len(made.headers)) if made.free(i)), len(made.headers))
    grids: dict[str, str] = {}
    for variable in variables:
        if at >= len(made.headers):
            raise _out_of_step(made, variable)
        header = made.headers[at]
        if _OTHER.match(normal(header)) and variable.type == "OT" and _other_of_left(made, at):
            at += 1
        elif variable.type == "FM":
            at = _multiple(made, variable, at)
        else:
            _one(made, variable, at, grids)
            at += 1
        while at < len(made.headers) and not made.free(at):
            at += 1


def _out_of_step(made: Sheet, variable: Variable) -> NecError:
    return NecError(
        "codebook",
        in_sheet(made.grid.source.file, CODEBOOK),
        f"la variable « {variable.name} » n'a plus de colonne : la feuille d'informations ne va pas avec les réponses.",
        "Refaites l'export avec toutes les variables.",
    )


def _other_of_left(made: Sheet, at: int) -> bool:
    """Give "Si 'Autre' précisez" to the question at its left."""
    left = made.columns.get(at - 1)
    if left is None or not left.question:
        return False
    known = made.questions[left.question]
    options = tuple(
        Choice(c.code, c.label, c.order, "other" if normal(next(iter(c.label.values()))) == "autre" else c.role)
        for c in known.choices
    )
    made.questions[known.id] = Question(
        known.id, known.kind, known.text, choices=options, items=known.items, has_other=True
    )
    made.answer(at, "other", known.id, "other")
    return True


def _multiple(made: Sheet, variable: Variable, at: int) -> int:
    """Columns `_1`, `_2`… filled from the left: the k-th ticked. A ranking is written the same way."""
    run: list[int] = []
    first = _PACKED.match(made.headers[at])
    stem = first["stem"] if first else made.headers[at]
    while at < len(made.headers) and (found := _PACKED.match(made.headers[at])) and found["stem"] == stem:
        if int(found["rank"]) != len(run) + 1:
            break
        run.append(at)
        at += 1
    run = run or [at]
    labels = _labels(made, run, variable.labels)
    options = choices(labels)
    ordered = filled_from_left([made.grid.cells[i] for i in run]) and not _in_list_order(made, run, labels)
    kind = "ranking" if ordered and len(run) == len(options) else "multiple"
    id = made.ask(Question(_id(variable), kind, {"fr": stem}, choices=options))
    for rank, index in enumerate(run, 1):
        made.answer(index, "choice_at_rank", id, str(rank))
    return max(at, run[-1] + 1)


def _in_list_order(made: Sheet, run: list[int], labels: tuple[str, ...]) -> bool:
    """Whether every row names its options in the order of the list: ticks, not ranks."""
    place = {normal(label): i for i, label in enumerate(labels)}
    for row in zip(*(made.grid.cells[i].to_pylist() for i in run), strict=True):
        given = [place.get(normal(text), -1) for text in row if text and text.strip()]
        if given != sorted(given):
            return False
    return True


def _one(made: Sheet, variable: Variable, at: int, grids: dict[str, str]) -> None:
    """One column: its own question, or a row of the grid whose rows share a stem and a list."""
    header = made.headers[at]
    stem, _, part = header.rpartition("_")
    variable = replace(variable, labels=_labels(made, [at], variable.labels))
    if variable.type == "FE" and stem and part:
        key = f"{stem}|{variable.labels}"
        if key not in grids:
            grids[key] = made.ask(
                Question(_id(variable, stem=True), "grid", {"fr": stem}, choices=choices(variable.labels))
            )
        known = made.questions[grids[key]]
        row = items([part])[0]
        item = type(row)(row.code, row.label, len(known.items) + 1)
        made.questions[known.id] = Question(
            known.id, "grid", known.text, choices=known.choices, items=(*known.items, item)
        )
        made.answer(at, "item", known.id, item.code)
        return
    if variable.labels and all(label.strip().isdigit() for label in variable.labels):
        # A scale of bare numbers: a note, a recommendation, as its text and its answers say.
        points = choices(variable.labels, keyed=True) if len(variable.labels) <= _POINTS else ()
        made.alone(at, header, id=_id(variable), kind="other", choices=points)
        return
    made.alone(at, header, id=_id(variable), kind=_TYPES[variable.type], choices=choices(variable.labels))


def _id(variable: Variable, *, stem: bool = False) -> str:
    name = re.sub(r"\W+", "_", variable.name).strip("_")
    return name.rpartition("_")[0] or name if stem else name


def _guessed(made: Sheet) -> None:
    for index in range(len(made.headers)):
        if made.free(index):
            _packed(made, index)
    for index, header in enumerate(made.headers):
        if made.free(index) and header and not (_OTHER.match(normal(header)) and _other_of_left(made, index)):
            made.alone(index, header)


def _packed(made: Sheet, at: int) -> None:
    """Columns `_1`, `_2`… that no codebook tells: ticks where all name their answers in one order, else ranks."""
    run: list[int] = []
    first = _PACKED.match(made.headers[at])
    while first and at + len(run) < len(made.headers) and made.free(at + len(run)):
        found = _PACKED.match(made.headers[at + len(run)])
        if not found or found["stem"] != first["stem"] or int(found["rank"]) != len(run) + 1:
            break
        run.append(at + len(run))
    columns = [made.grid.cells[i] for i in run]
    if len(run) < 2 or not filled_from_left(columns) or not first:
        return
    given = [[text for text in row if text] for row in zip(*(c.to_pylist() for c in columns), strict=True)]
    kind = "multiple" if ordered(given) else "ranking"
    met = Counter(text for row in given for text in row)
    options = choices(met, other=next((text for text in met if normal(text) == "autre"), ""))
    has_other = any(choice.role == "other" for choice in options)
    id = made.ask(Question(slug(first["stem"]) or f"question_{at + 1}", kind, {"fr": first["stem"]}, choices=options))
    made.questions[id] = replace(made.questions[id], has_other=has_other, doubts=("options_deduced",))
    for rank, index in enumerate(run, 1):
        made.answer(index, "choice_at_rank", id, str(rank))
