"""An export coded: text in, typed answers out, everything else in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from nec_analysis.clean import meta, rows
from nec_analysis.clean.absence import SOUND, Absences, silence
from nec_analysis.clean.book import Book, column_names
from nec_analysis.clean.cells import Cells, speaks
from nec_analysis.clean.closed import grid, single
from nec_analysis.clean.dates import date
from nec_analysis.clean.desk import Desk, Task
from nec_analysis.clean.multiple import multiple
from nec_analysis.clean.numbers import numeric
from nec_analysis.clean.ranking import ranking
from nec_analysis.clean.rekey import tasks
from nec_analysis.clean.unmoved import unmoved
from nec_analysis.clean.words import open_text, verbatim
from nec_analysis.errors import NecError
from nec_analysis.exports.structure import unique
from nec_analysis.model import Column, Export, Questionnaire, Responses

CODERS: dict[str, Callable[[Desk, Task], None]] = {
    "single": single,
    "scale": single,
    "yes_no": single,
    "multiple": multiple,
    "grid": grid,
    "ranking": ranking,
    "numeric": numeric,
    "nps": numeric,
    "date": date,
    "text": open_text,
    "other": open_text,
}
HANDLED = {
    **dict.fromkeys(("single", "scale", "yes_no"), ("value", "item", "joined", "other")),
    "multiple": ("option", "item", "choice_at_rank", "joined", "value", "other"),
    "grid": ("item", "value"),
    "ranking": ("rank_of_choice", "item", "option", "choice_at_rank", "joined", "value"),
    **dict.fromkeys(("numeric", "nps"), ("value", "item", "joined", "option")),
    "date": ("value", "item", "joined"),
}
"""Parts each coder understands; text keeps whatever comes."""
ONCE = ("item", "option", "rank_of_choice", "choice_at_rank", "other")
"""Parts of which a question has one column a code; the row of a grid may have a column an answer."""
DROPPED = {
    "personal": ("drop_pii", "donnée personnelle, jamais gardée"),
    "derived": ("drop_derived", "calculé par l'outil"),
    "meta": ("drop_meta", "métadonnée de l'outil"),
    "progress": ("drop_meta", "avancement calculé par l'outil"),
    "last_action_at": ("drop_meta", "date de dernière action"),
}
"""Parts that end in the ledger as one line a column, with the number of cells."""


def code(
    export: Export,
    questionnaire: Questionnaire,
    *,
    names: Mapping[str, str] | None = None,
    recodes: Mapping[str, Mapping[str, str]] | None = None,
    declared: Mapping[str, Mapping[str, str]] | None = None,
    options: Mapping[str, Any] | None = None,
) -> Responses:
    """The answers of an export, coded by a questionnaire.

    `names`: question id -> the export's own question id or column header, for those that differ (`[export.columns]`);
    `recodes`: question id -> text -> code; "" for "this is no answer"; `declared`: those of them a person wrote in the card
    (`[export.recodes.<question>]`), each of which must move somebody;
    `options`: rules on rows (clean.rows.RULES, `opened`, `duplicate_minutes`) and `blank_multiple` = none | unknown, for
    all multi-selects or by question.
    Raises NecError for answers the questionnaire does not hold (all at once, with the lines to add), for a recode that
    moved nobody, for a column of answers that no question holds.
    """
    given, settings = _joined(recodes or {}, declared or {}), dict(options or {})
    work = tasks(export, questionnaire, names or {})
    _check_recodes(given, questionnaire)
    everything = {column.index: Cells(export.cells[column.index], column.index) for column in export.columns}
    ids, again = meta.respondents(export, everything)
    plan = rows.plan(export, everything, ids, again, settings)
    kept = {i: held.kept(plan.keep) for i, held in everything.items()}
    desk = _desk(export, kept, plan, given, settings)
    _whole_columns(desk, export, work)
    for task in work:
        mine, rest = _shared(task)
        CODERS[task.question.kind](desk, mine)
        for column, name in rest:
            verbatim(desk, task, column, name)
    desk.book.settle()
    _check_moved(desk, declared or {})
    asked = replace(questionnaire, questions=tuple(task.question for task in work))
    return _responses(export, asked, desk, plan, meta.frame(export, everything, ids, plan))


def _joined(
    recodes: Mapping[str, Mapping[str, str]], declared: Mapping[str, Mapping[str, str]]
) -> dict[str, Mapping[str, str]]:
    """All recodes; what a person declared wins."""
    return {id: {**recodes.get(id, {}), **declared.get(id, {})} for id in (*recodes, *declared)}


def _responses(export: Export, asked: Questionnaire, desk: Desk, plan: rows.Plan, told: dict[str, Any]) -> Responses:
    import pandas as pd

    frame = pd.DataFrame({**told, **desk.frame})
    missing = desk.absences.table(frame["respondent_id"])
    ledger = (*export.ledger, *plan.entries, *desk.book.entries)
    return Responses(asked, frame, missing, ledger, plan.account, (export.source,))


def _desk(
    export: Export,
    kept: dict[int, Cells],
    plan: rows.Plan,
    recodes: Mapping[str, Mapping[str, str]],
    settings: Mapping[str, Any],
) -> Desk:
    at = np.flatnonzero(plan.keep)
    numbers = export.rows if plan.keep.all() else [export.rows[i] for i in at.tolist()]
    starts = {e.row: _start(export, e.value) for e in export.ledger if e.action == "quarantine_row"}
    slipped = np.full(len(at), SOUND, dtype=np.int32)
    if starts:
        slipped[:] = [starts.get(row, SOUND) for row in numbers]
    complete = np.asarray(plan.status[plan.keep] == "complete", dtype=bool)
    book = Book(export.source.file, numbers, column_names(export))
    blank_multiple = settings.get("blank_multiple", {})
    return Desk(
        rows=len(at),
        dialect=export.dialect,
        book=book,
        absences=Absences(len(at)),
        silence=silence(export.dialect, complete, slipped),
        last=_last(export, kept, len(at)),
        cells=kept,
        recodes=recodes,
        blank_multiple={"*": blank_multiple} if isinstance(blank_multiple, str) else dict(blank_multiple),
    )


def _start(export: Export, header: str) -> int:
    """The first column of that header, the very first when none is named."""
    return min((column.index for column in export.columns if header and column.header == header), default=0)


def _last(export: Export, kept: Mapping[int, Cells], n: int) -> Any:
    """The index of the last column in which each person said something (ticks left unticked say nothing)."""
    quiet = rows.silent(export.dialect)
    last = np.full(n, -1, dtype=np.int32)
    for column in export.columns:
        if column.question:
            hush = quiet if column.part == "option" else frozenset()
            held = kept[column.index]
            last[held.each(partial(speaks, quiet=hush), False, bool) if hush else held.filled] = column.index
    return last


def _whole_columns(desk: Desk, export: Export, work: list[Task]) -> None:
    """Columns that are not answers: one ledger line each; raw values withheld."""
    sensitive = {column.index for task in work if task.question.sensitive == "pii" for column in task.columns}
    for column in export.columns:
        part = "personal" if column.index in sensitive else column.part
        if part in DROPPED or (part in ("respondent_id", "status") and not column.question):
            action, reason = DROPPED.get(part, ("read_meta", "lu comme métadonnée"))
            written = int(desk.cells[column.index].filled.sum())
            if written:
                desk.book.whole(desk.book.name(column), "", "", "", action, f"{reason} ; {written} cellules")
    work[:] = [task for task in work if task.question.sensitive != "pii"]


def _shared(task: Task) -> tuple[Task, list[tuple[Column, str]]]:
    """The columns a coder understands, and the others (comments, columns asked twice), kept as internal text."""
    known = HANDLED.get(task.question.kind)
    if known is None:
        return task, []
    mine: list[Column] = []
    rest: list[tuple[Column, str]] = []
    for column in task.columns:
        once = column.part in ONCE and not (task.question.kind == "grid" and column.part == "item")
        twice = once and any((c.part, c.code) == (column.part, column.code) for c in mine)
        if column.part in known and not twice:
            mine.append(column)
        else:
            stem = f"{task.question.id}__{column.code}" if column.code else task.question.id
            taken = [name for _, name in rest]
            rest.append((column, unique(f"{stem}__{'comment' if column.part == 'comment' else 'text'}", taken)))
    return replace(task, columns=tuple(mine)), rest


def _check_recodes(recodes: Mapping[str, Mapping[str, str]], questionnaire: Questionnaire) -> None:
    for id, table in recodes.items():
        question = questionnaire.question(id)
        if question is None:
            raise NecError(
                "recode-question",
                f"edition.toml [export.recodes.{id}]",
                f"aucune question ne s'appelle « {id} ».",
                "Questions : " + ", ".join(q.id for q in questionnaire.questions)[:300],
            )
        for text, target in table.items():
            if target and question.choice(target) is None and question.kind not in ("numeric", "nps"):
                raise NecError(
                    "recode-code",
                    f"edition.toml [export.recodes.{id}] « {text} »",
                    f"la question n'a pas de modalité « {target} ».",
                    "Codes : " + ", ".join(c.code for c in question.choices),
                )


def _check_moved(desk: Desk, recodes: Mapping[str, Mapping[str, str]]) -> None:
    for id, table in recodes.items():
        for text in table:
            if not desk.book.recodes[id, text.strip()]:
                raise unmoved("edition.toml", id, text, f"personne n'a répondu « {text} » dans {desk.book.file}.")
