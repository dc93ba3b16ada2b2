"""Options put in order: the rank of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from nec_analysis.clean.absence import PRESENT, UNKNOWN
from nec_analysis.clean.cells import blank
from nec_analysis.clean.closed import doubt, note_spelling
from nec_analysis.clean.desk import Desk, Task
from nec_analysis.clean.lookup import Lookup
from nec_analysis.clean.multiple import cut, note_recodes
from nec_analysis.model import Column

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RANK = re.compile(
    r"^(?:rang|rank|place|choix|choice|position|n°|#)?\s*(\d{1,2})(?:\.0+)?\s*(?:er|ère|re|e|ème|eme|st|nd|rd|th)?\b",
    re.I,
)


def ranking(desk: Desk, task: Task) -> None:
    """Code a ranking: `q__CODE` Int8, 1 = first; NA where the person did not rank that choice."""
    import pandas as pd

    look = desk.lookup(task.question, task.own)
    ranks = np.zeros((len(task.question.choices), desk.rows), dtype=np.int8)
    reasons = np.full(desk.rows, 0, dtype=np.int16)
    for column in task.columns:
        if column.part in ("rank_of_choice", "item", "option"):
            _rank_of(desk, column, look, ranks)
        elif column.part == "choice_at_rank":
            _choice_at(desk, column, look, ranks)
        elif column.part in ("joined", "value"):
            _in_order(desk, column, look, ranks)
        if column.part not in ("other", "comment"):
            reasons = np.maximum(reasons, desk.silence.reasons(desk.cells[column.index]))
    for choice, row in zip(task.question.choices, ranks, strict=True):
        desk.frame[f"{task.question.id}__{choice.code}"] = pd.arrays.IntegerArray(row.copy(), row == 0)
    ranked = (ranks > 0).any(axis=0)
    desk.absences.add(task.question.id, np.where(ranked, 0, np.where(reasons > 0, reasons, UNKNOWN)).astype(np.int16))


def rank(text: str) -> int:
    """The rank in a text, 0 when there is none.

    >>> rank("Rang 2"), rank("1er choix"), rank("3.0"), rank("souvent")
    (2, 1, 3, 0)
    """
    found = _RANK.match(text.strip())
    return int(found.group(1)) if found else 0


def _rank_of(desk: Desk, column: Column, look: Lookup, ranks: NDArray[np.int8]) -> None:
    cells = desk.cells[column.index]
    place = {choice.code: i for i, choice in enumerate(look.question.choices)}
    found: list[int] = []
    for text, count in zip(cells.texts, cells.counts(), strict=True):
        if blank(text) or desk.silence.mark(text) != PRESENT:
            found.append(0)
            continue
        if not (at := rank(text)):
            doubt(desk, column, look, text, int(count))
        found.append(at)
    ranks[place[column.code]] = np.array([*found, 0], dtype=np.int8)[cells.index]


def _choice_at(desk: Desk, column: Column, look: Lookup, ranks: NDArray[np.int8]) -> None:
    cells = desk.cells[column.index]
    place = {choice.code: i for i, choice in enumerate(look.question.choices)}
    for at, (text, count) in enumerate(zip(cells.texts, cells.counts(), strict=True)):
        if blank(text) or desk.silence.mark(text) != PRESENT:
            continue
        code = look.code(text)
        if code == "":
            note_spelling(desk, column, look, text, code, int(count))
            continue
        if code not in place:
            doubt(desk, column, look, text, int(count))
            continue
        note_spelling(desk, column, look, text, code, int(count))
        _set(desk, column, ranks, place[code], cells.index == at, rank(column.code))


def _set(desk: Desk, column: Column, ranks: NDArray[np.int8], place: int, rows: NDArray[np.bool_], at: int) -> None:
    twice = rows & (ranks[place] > 0)
    cells, name = desk.cells[column.index], desk.book.name(column)
    for row, text in zip(np.flatnonzero(twice).tolist(), cells.index[twice].tolist(), strict=True):
        desk.book.cell(row, name, column.question, cells.texts[text], "", "set_aside", "option classée deux fois")
    ranks[place, rows & ~twice] = at


def _in_order(desk: Desk, column: Column, look: Lookup, ranks: NDArray[np.int8]) -> None:
    cells = desk.cells[column.index]
    place = {choice.code: i for i, choice in enumerate(look.question.choices)}
    table = np.zeros((len(place), len(cells.texts) + 1), dtype=np.int8)
    counts = cells.counts()
    parts = cut(desk, column, cells, look)
    note_recodes(desk, column, look, parts, counts)
    for i, part in enumerate(parts):
        for piece in part.unknown:
            doubt(desk, column, look, piece, int(counts[i]))
        for at, code in enumerate(filter(None, part.codes), 1):
            if code in place and not table[place[code], i]:
                table[place[code], i] = at
    np.maximum(ranks, table[:, cells.index], out=ranks)
