"""Several answers to one question: a nullable tick a choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from nec_analysis.clean.absence import AMBIGUOUS as UNSURE
from nec_analysis.clean.absence import NOT_ANSWERED, NOT_SHOWN, PRESENT, QUARANTINED, UNKNOWN
from nec_analysis.clean.cells import Cells, blank, lacking, trimmed, unguarded
from nec_analysis.clean.closed import REPEATED, cells_objects, doubt, note_spelling
from nec_analysis.clean.desk import Desk, Task
from nec_analysis.clean.lookup import Lookup
from nec_analysis.clean.split import Parts, split
from nec_analysis.clean.words import texts
from nec_analysis.errors import NecError
from nec_analysis.french.matching import normal
from nec_analysis.model import Column, Question

if TYPE_CHECKING:
    from numpy.typing import NDArray

ABSENT, HIDDEN, BLANK, OFF, ON = -3, -2, -1, 0, 1
"""State of a tick: no column for it, not shown, left blank, said no, said yes."""
DISAGREE = 0.05
"""Share of rows in which the joined and the exploded columns may differ before the file is refused."""


def multiple(desk: Desk, task: Task) -> None:
    """Code a multi-select: `q__CODE` ticks, `q__other_text`; an option that the file has no place for is nobody's answer."""
    look = desk.lookup(task.question, task.own)
    choices = task.question.choices
    ticks = np.full((len(choices), desk.rows), ABSENT, dtype=np.int8)
    other: NDArray[np.object_] = np.full(desk.rows, None, dtype=object)
    reasons = np.zeros((0, desk.rows), dtype=np.int16)
    for column in task.parts("option", "item"):
        state, said, why = _option(desk, task, column, look)
        place = next(i for i, c in enumerate(choices) if c.code == column.code)
        ticks[place] = np.maximum(ticks[place], state)
        other = _both(other, said)
        reasons = np.vstack([reasons, why])
    for column in task.parts("choice_at_rank"):
        reasons = np.vstack([reasons, _packed(desk, column, look, ticks)])
    for column in task.parts("joined", "value"):
        said, why = _joined(desk, task, column, look, ticks)
        other = _both(other, said)
        reasons = np.vstack([reasons, why])
    for column in task.parts("other"):
        other = _both(other, _written(desk, column))
    if look.other:
        place = next(i for i, c in enumerate(choices) if c.code == look.other)
        ticks[place] = np.where(lacking(other), ticks[place], ON)
    _keep(desk, task, look, ticks, other, reasons)


def _option(
    desk: Desk, task: Task, column: Column, look: Lookup
) -> tuple[NDArray[np.int8], NDArray[np.object_], NDArray[np.int16]]:
    cells = desk.cells[column.index]
    mine = _own_texts(task, column)
    states: list[int] = []
    said: list[str | None] = []
    for text, count in zip(cells.texts, cells.counts(), strict=True):
        one, words = _tick(desk, task, column, text, int(count), look, mine)
        states.append(one)
        said.append(words)
    state = np.array([*states, HIDDEN if desk.silence.told_apart else BLANK], dtype=np.int8)[cells.index]
    return state, cells_objects(said, cells), desk.silence.reasons(cells)


def _tick(
    desk: Desk, task: Task, column: Column, text: str, count: int, look: Lookup, mine: frozenset[str]
) -> tuple[int, str | None]:
    if blank(text):
        return BLANK, None
    form = normal(text)
    if desk.silence.mark(text) != PRESENT:
        return (OFF if trimmed(text) in desk.silence.left else HIDDEN), None
    if form in {normal(t) for t in desk.dialect.ticked} or form in mine:
        return ON, None
    if form in {normal(t) for t in desk.dialect.unticked if t}:
        return OFF, None
    if column.code == look.other:
        return ON, trimmed(unguarded(text))
    if (code := look.code(text)) in (column.code, ""):
        note_spelling(desk, column, look, text, code or "", count)
        return ON if code else BLANK, None
    doubt(desk, column, look, text, count)
    return BLANK, None


def _own_texts(task: Task, column: Column) -> frozenset[str]:
    """How the file writes this very option: its labels, its code, the end of its header."""
    choice = task.question.choice(column.code)
    found = {normal(label) for label in choice.label.values()} if choice else set()
    for mine in task.own.choices if task.own else ():
        labels = {normal(label) for label in mine.label.values()}
        if labels & found or mine.code == column.code:
            found |= labels | {normal(mine.code)}
    return frozenset(found | {normal(column.code)})


def _joined(
    desk: Desk, task: Task, column: Column, look: Lookup, ticks: NDArray[np.int8]
) -> tuple[NDArray[np.object_], NDArray[np.int16]]:
    cells = desk.cells[column.index]
    parts = cut(desk, column, cells, look)
    place = {choice.code: i for i, choice in enumerate(task.question.choices)}
    table = np.full((len(place), len(cells.texts) + 1), BLANK, dtype=np.int8)
    said: list[str | None] = []
    counts = cells.counts()
    note_recodes(desk, column, look, parts, counts)
    for i, (text, part) in enumerate(zip(cells.texts, parts, strict=True)):
        table[:, i] = OFF if part.answered else BLANK
        for code in part.codes:
            if code in place:
                table[place[code], i] = ON
        said.append(_remainder(desk, column, look, text, part, cells, int(counts[i])))
    found = table[:, cells.index]
    if task.parts("option", "item"):
        _cross_check(desk, task, column, cells, ticks, found)
    else:
        np.maximum(ticks, found, out=ticks)
    return cells_objects(said, cells), desk.silence.reasons(cells)


def cut(desk: Desk, column: Column, cells: Cells, look: Lookup) -> list[Parts]:
    """The parts of each distinct text, by the separator that leaves least unknown."""

    def marked(text: str) -> bool:
        return blank(text) or desk.silence.mark(text) != PRESENT

    counts = cells.counts()
    best: list[Parts] = []
    least = -1
    for separator in desk.dialect.separators or (";", ", ", ",", "|", "\n"):
        tried = [
            Parts((), ()) if marked(t) else split(t, separator, look.code, padded=desk.dialect.padded)
            for t in cells.texts
        ]
        left = sum(int(n) * sum(len(u) for u in p.unknown) for p, n in zip(tried, counts, strict=True))
        if least < 0 or left < least:
            best, least = tried, left
    return best


def note_recodes(desk: Desk, column: Column, look: Lookup, parts: Sequence[Parts], counts: NDArray[np.int64]) -> None:
    """Write in the ledger, once each, the texts inside cells that the card gives a meaning."""
    moved: Counter[tuple[str, str]] = Counter()
    for part, count in zip(parts, counts, strict=True):
        for text, code in zip(part.texts, part.codes, strict=True):
            if trimmed(unguarded(text)) in look.recodes:
                moved[text, code] += int(count)
    for (text, code), count in moved.items():
        note_spelling(desk, column, look, text, code, count)


def _remainder(
    desk: Desk, column: Column, look: Lookup, text: str, part: Parts, cells: Cells, count: int
) -> str | None:
    """What is left of a cell when the known options are taken out: the words of "other", else a doubt."""
    name, question = desk.book.name(column), look.question.id
    for piece in part.unknown:
        if not look.other or count >= REPEATED:
            doubt(desk, column, look, piece, count)
    if not part.unknown or not look.other:
        return None
    said = "; ".join(part.unknown)
    at = cells.texts.index(text)
    value = ";".join([*filter(None, part.codes), look.other])
    for row in np.flatnonzero(cells.index == at):
        desk.book.cell(
            int(row), name, question, text, value, "split_multi", "known_options_longest_match; remainder=other"
        )
    if part.ambiguous:
        desk.absences.add(f"{question}__other_text", np.where(cells.index == at, UNSURE, 0).astype(np.int16))
    return said


def _cross_check(
    desk: Desk, task: Task, column: Column, cells: Cells, ticks: NDArray[np.int8], joined: NDArray[np.int8]
) -> None:
    """The joined and the exploded columns must tell the same; counted once, from the exploded ones."""
    differ = ((ticks == ON) != (joined == ON)).any(axis=0) & (joined > BLANK).any(axis=0)
    look = desk.lookup(task.question, task.own)
    if look.other:
        # The word "other" itself is often missing from the joined cell, which holds the person's words instead.
        kept = [i for i, c in enumerate(task.question.choices) if c.code != look.other]
        differ = ((ticks[kept] == ON) != (joined[kept] == ON)).any(axis=0) & (joined > BLANK).any(axis=0)
    rows = np.flatnonzero(differ)
    answered = int((joined > BLANK).any(axis=0).sum())
    if len(rows) > DISAGREE * max(answered, 1) and len(rows) > 1:
        raise NecError(
            "joined-exploded",
            f"{desk.book.file}, colonne « {desk.book.name(column)} »",
            f"la cellule qui réunit les réponses et les colonnes d'options se contredisent sur {len(rows)} lignes sur {answered}.",
            "Refaites l'export : l'outil écrit deux fois les mêmes réponses, l'une des deux a été changée depuis.",
        )
    for row in rows:
        at = int(row)
        desk.book.cell(
            at,
            desk.book.name(column),
            task.question.id,
            cells.text(at),
            "",
            "cross_check",
            "contredit les colonnes d'options, qui font foi",
        )


def _packed(desk: Desk, column: Column, look: Lookup, ticks: NDArray[np.int8]) -> NDArray[np.int16]:
    """The k-th ticked option of a question whose columns are filled from the left (Sphinx)."""
    cells = desk.cells[column.index]
    place = {choice.code: i for i, choice in enumerate(look.question.choices)}
    for at, (text, count) in enumerate(zip(cells.texts, cells.counts(), strict=True)):
        if blank(text) or desk.silence.mark(text) != PRESENT:
            continue
        code = look.code(text)
        rows = cells.index == at
        if code == "":
            note_spelling(desk, column, look, text, code, int(count))
            continue
        if code not in place:
            doubt(desk, column, look, text, int(count))
            continue
        note_spelling(desk, column, look, text, code, int(count))
        ticks[:, rows] = np.maximum(ticks[:, rows], OFF)
        ticks[place[code], rows] = ON
    return desk.silence.reasons(cells)


def _written(desk: Desk, column: Column) -> NDArray[np.object_]:
    cells = desk.cells[column.index]
    return cells_objects([None if blank(t) else trimmed(unguarded(t)) for t in cells.texts], cells)


def _both(a: NDArray[np.object_], b: NDArray[np.object_]) -> NDArray[np.object_]:
    """The words of two columns, both where they differ."""
    silent = lacking(b)
    if silent.all():
        return a
    merged: NDArray[np.object_] = np.where(lacking(a), b, a)
    for row in np.flatnonzero(~lacking(a) & ~silent & (a != b)):
        merged[row] = f"{a[row]}; {b[row]}"
    return merged


def _keep(
    desk: Desk,
    task: Task,
    look: Lookup,
    ticks: NDArray[np.int8],
    other: NDArray[np.object_],
    reasons: NDArray[np.int16],
) -> None:
    import pandas as pd

    question = task.question
    answered = (ticks > BLANK).any(axis=0)
    why = _reason(reasons)
    passed = _passed(desk, task, why, marked=_marked(task, ticks))
    shown = answered | passed
    for choice, row in zip(question.choices, ticks, strict=True):
        unseen = ~shown | (row == HIDDEN) | (not _put(task, choice.code, look))
        desk.frame[f"{question.id}__{choice.code}"] = pd.arrays.BooleanArray((row == ON) & ~unseen, unseen)
    if look.other or not lacking(other).all():
        desk.frame[f"{question.id}__other_text"] = texts(other)
    desk.absences.add(question.id, np.where(shown, 0, np.where(why > 0, why, UNKNOWN)).astype(np.int16))
    _contradictions(desk, question, ticks)


def _put(task: Task, code: str, look: Lookup) -> bool:
    """Whether the file has where to say an option: its own column, one for all options, one for words of one's own."""
    if task.parts("joined", "value", "choice_at_rank"):
        return True
    if code == look.other and task.parts("other"):
        return True
    return any(column.code == code for column in task.parts("option", "item"))


def _reason(reasons: NDArray[np.int16]) -> NDArray[np.int16]:
    """One reason for all columns of a question: left empty if any cell says so, else the strongest of the others."""
    if not len(reasons):
        return np.zeros(reasons.shape[1], dtype=np.int16)
    strongest: NDArray[np.int16] = reasons.max(axis=0)
    hidden = (reasons == NOT_SHOWN).any(axis=0)
    left = (reasons == NOT_ANSWERED).any(axis=0)
    quarantined = (reasons == QUARANTINED).any(axis=0)
    picked = np.where(hidden, NOT_SHOWN, np.where(left, NOT_ANSWERED, strongest))
    return np.where(quarantined, QUARANTINED, picked).astype(np.int16)


def _marked(task: Task, ticks: NDArray[np.int8]) -> bool:
    """Whether the file writes something in every box it showed, ticked or not: blanks are then no "none of these"."""
    if any(column.part not in ("option", "item", "other") for column in task.columns):
        return False
    put = ticks[(ticks != ABSENT).any(axis=1)]
    said = put[:, (put > BLANK).any(axis=0)]
    return len(put) > 1 and bool(said.size and (said > BLANK).all() and (said == OFF).any())


def _passed(desk: Desk, task: Task, why: NDArray[np.int16], *, marked: bool) -> NDArray[np.bool_]:
    """Who saw the boxes and ticked none: the tool says so, or they went on and the tool leaves blanks for that."""
    left: NDArray[np.bool_] = why == NOT_ANSWERED
    usual = "unknown" if marked else desk.dialect.blank_multiple
    rule = desk.blank_multiple.get(task.question.id, desk.blank_multiple.get("*", usual))
    if desk.silence.told_apart or rule != "none":
        return left
    went_on: NDArray[np.bool_] = (why == UNKNOWN) & desk.went_on(list(task.columns))
    return left | went_on


def _contradictions(desk: Desk, question: Question, ticks: NDArray[np.int8]) -> None:
    """Somebody who ticked "none of these" with something else: both are kept, the ledger says so."""
    exclusive = [i for i, choice in enumerate(question.choices) if choice.role == "exclusive"]
    if not exclusive:
        return
    rest = [i for i in range(len(question.choices)) if i not in exclusive]
    both = (ticks[exclusive] == ON).any(axis=0) & (ticks[rest] == ON).any(axis=0)
    for row in np.flatnonzero(both):
        ticked: Sequence[str] = [c.code for c, t in zip(question.choices, ticks[:, row], strict=True) if t == ON]
        desk.book.cell(
            int(row),
            question.id,
            question.id,
            ";".join(ticked),
            ";".join(ticked),
            "contradiction",
            "option exclusive cochée avec une autre",
        )
