"""Single choice: one cell, one code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.clean.absence import PRESENT, UNKNOWN, Given
from nec_analysis.clean.book import Unknown
from nec_analysis.clean.cells import Cells, blank, lacking, trimmed, unguarded
from nec_analysis.clean.desk import Desk, Task
from nec_analysis.clean.lookup import Lookup
from nec_analysis.clean.words import texts
from nec_analysis.french.ranges import ranged
from nec_analysis.model import Choice, Column, Question

if TYPE_CHECKING:
    from numpy.typing import NDArray

REPEATED = 5
"""Free text in a closed question is rarely written twice; an unknown text met this often is a label to ask about."""


def single(desk: Desk, task: Task) -> None:
    """Code a single-choice question: `q` of codes, `q__other` where the person wrote."""
    question = task.question
    look = desk.lookup(question, task.own)
    column, others = _first(task.parts("value", "item", "joined"))
    apart = task.parts("other")
    cells = desk.cells[column.index] if column else _nothing(desk.rows)
    codes, written = coded(desk, column, cells, look, free=question.has_other and bool(look.other) and not apart)
    reasons = desk.silence.reasons(cells)
    for extra in others:
        codes, reasons = _merge(desk, task, (codes, reasons), extra, look)
    text = _other_text(desk, task, apart, written)
    if look.other and text is not None:
        codes = np.where((codes < 0) & ~lacking(text), _place(question, look.other), codes)
    if column is not None and _tick_box(desk, look, cells):
        codes = np.where((codes < 0) & (reasons > 0), _place(question, look.no), codes)
    keep(desk, question, question.id, codes, reasons)
    if text is not None:
        desk.frame[f"{question.id}__other"] = texts(text)


def _first(columns: list[Column]) -> tuple[Column | None, list[Column]]:
    return (columns[0], columns[1:]) if columns else (None, [])


def grid(desk: Desk, task: Task) -> None:
    """Code a grid: `q__ITEM` of codes, one column an item."""
    look = desk.lookup(task.question, task.own)
    columns = task.parts("item", "value")
    for item in task.question.items:
        column, others = _first([c for c in columns if c.code == item.code])
        cells = desk.cells[column.index] if column else _nothing(desk.rows)
        codes, _ = coded(desk, column, cells, look, free=False)
        reasons = desk.silence.reasons(cells)
        for extra in others:
            codes, reasons = _merge(desk, task, (codes, reasons), extra, look)
        keep(desk, task.question, f"{task.question.id}__{item.code}", codes, reasons)


def coded(
    desk: Desk, column: Column | None, cells: Cells, look: Lookup, *, free: bool
) -> tuple[NDArray[np.int16], dict[str, str]]:
    """The place of each row's choice (-1: none); with the texts taken for "other" where the tool writes them here."""
    place = {choice.code: i for i, choice in enumerate(look.question.choices)}
    found: list[int] = []
    written: dict[str, str] = {}
    counts = cells.counts()
    for text, count in zip(cells.texts, counts, strict=True):
        code = None if blank(text) else look.code(text)
        if code is not None and code in place:
            note_spelling(desk, column, look, text, code, int(count), look.question.choices[place[code]])
        elif code == "" or blank(text) or desk.silence.mark(text) != PRESENT:
            if code == "":
                note_spelling(desk, column, look, text, code, int(count))
            code = None
        elif free and count < REPEATED:
            code, written[text] = look.other, trimmed(unguarded(text))
        else:
            doubt(desk, column, look, text, int(count))
            code = None
        found.append(place.get(code, -1) if code else -1)
    return cells_places(found, cells), written


def cells_places(found: Sequence[int], cells: Cells) -> NDArray[np.int16]:
    """The places of the distinct texts laid out over the rows."""
    table = np.array([*found, -1], dtype=np.int16)
    return table[cells.index]


def doubt(desk: Desk, column: Column | None, look: Lookup, text: str, count: int) -> None:
    """Note an answer nobody knows; the cleaning stops when all are gathered."""
    name = desk.book.name(column) if column else look.question.id
    known = tuple(f"{c.code} = {next(iter(c.label.values()), c.code)}" for c in look.question.choices)
    desk.book.unknown.append(
        Unknown(name, look.question.id, trimmed(text), count, look.near(text), known, bool(ranged(trimmed(text))))
    )


def note_spelling(
    desk: Desk, column: Column | None, look: Lookup, text: str, code: str, count: int, choice: Choice | None = None
) -> None:
    """Write a recode, or a spelling that is neither the code nor a label as it stands, in the ledger once."""
    said = trimmed(unguarded(text))
    choice = choice or look.question.choice(code)
    name = desk.book.name(column) if column else ""
    if said in look.recodes:
        desk.book.recodes[look.question.id, said] += count
        desk.book.whole(name, look.question.id, text, code, "recode", f"déclaré dans la fiche ; {count} cellules")
    elif text != code and choice is not None and text not in choice.label.values():
        desk.book.whole(name, look.question.id, text, code, "label_mapped", f"forme normale ; {count} cellules")


def keep(desk: Desk, question: Question, name: str, codes: NDArray[np.int16], reasons: NDArray[np.int16]) -> None:
    """Put a categorical column into the frame, its absences into the table."""
    import pandas as pd

    categories = [choice.code for choice in question.choices]
    ordered = question.kind == "scale" or (
        question.kind == "grid" and bool(question.scale) and question.scale != "yes_no"
    )
    desk.frame[name] = pd.Categorical.from_codes(codes, categories, ordered=ordered)
    absent = np.where(codes < 0, np.where(reasons > 0, reasons, np.int16(UNKNOWN)), np.int16(0))
    desk.absences.add(name, absent.astype(np.int16))
    desk.codes[name] = Given(codes, tuple(categories))


def _merge(
    desk: Desk, task: Task, so_far: tuple[NDArray[np.int16], NDArray[np.int16]], column: Column, look: Lookup
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """A second column of the same question (the form was edited, or has a column an answer): it fills the blanks."""
    codes, reasons = so_far
    cells = desk.cells[column.index]
    more, _ = coded(desk, column, cells, look, free=False)
    clash = (codes >= 0) & (more >= 0) & (codes != more)
    for row in np.flatnonzero(clash):
        desk.book.cell(
            int(row),
            desk.book.name(column),
            task.question.id,
            cells.text(int(row)),
            "",
            "set_aside",
            "deux colonnes pour une question, réponses différentes",
        )
    desk.book.whole(
        desk.book.name(column), task.question.id, "", "", "coalesce_duplicate_column", "question sur plusieurs colonnes"
    )
    return np.where(codes < 0, more, codes), np.where(codes < 0, desk.silence.reasons(cells), reasons)


def _other_text(desk: Desk, task: Task, apart: list[Column], written: dict[str, str]) -> NDArray[np.object_] | None:
    """The words of "other" by row, from their own column or from the cell itself; None where the question has none."""
    if apart:
        cells = desk.cells[apart[0].index]
        values = [None if blank(t) else trimmed(unguarded(t)) for t in cells.texts]
        return cells_objects(values, cells)
    if not (task.question.has_other and desk.lookup(task.question, task.own).other):
        return None
    main = task.parts("value", "item", "joined")
    if not main:
        return np.full(desk.rows, None, dtype=object)
    cells = desk.cells[main[0].index]
    return cells_objects([written.get(t) for t in cells.texts], cells)


def cells_objects(values: Sequence[Any], cells: Cells) -> NDArray[np.object_]:
    """Objects of the distinct texts laid out over the rows, None where nothing was written."""
    table = np.empty(len(values) + 1, dtype=object)
    table[:-1] = values
    return table[cells.index]


def _place(question: Question, code: str) -> np.int16:
    return np.int16(next(i for i, c in enumerate(question.choices) if c.code == code))


def _tick_box(desk: Desk, look: Lookup, cells: Cells) -> bool:
    """Whether the column is a lone tick box, whose blank means no: the tool says so and no "no" was ever written."""
    if "" not in desk.dialect.unticked or not (look.yes and look.no):
        return False
    return all(blank(t) or look.code(t) == look.yes for t in cells.texts)


def _nothing(rows: int) -> Cells:
    import pyarrow as pa

    return Cells(pa.nulls(rows, pa.string()))
