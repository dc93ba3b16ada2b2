"""Numbers people typed or picked: read by a declared form, listed when they cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nec_analysis.clean.absence import OUT_OF_DOMAIN, PRESENT, filters
from nec_analysis.clean.cells import Cells, blank, trimmed, unguarded
from nec_analysis.clean.desk import Desk, Task
from nec_analysis.clean.lookup import LEFT_OUT, Lookup
from nec_analysis.clean.words import verbatim
from nec_analysis.errors import NecError
from nec_analysis.exports.grid.coded import is_coded
from nec_analysis.french.quantities import bounded, quantity, same_unit
from nec_analysis.model import Choice, Column, Question

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNREADABLE = 0.5
"""Share of unreadable cells above which the column is not numeric at all."""
_SPACES = "\u00a0\u202f\u2009 "
_GROUPED = re.compile(rf"^[+-]?\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?:[.,]\d+)?$")
_PLAIN = re.compile(r"^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?$")
_DIGITS, _DECIMALS = r"^(?:[0-9]{1,15})?$", r"^(?:[0-9]{1,15}(?:\.[0-9]{1,15})?)?$"
_ANCHORED = re.compile(r"^([+-]?\d{1,3})(?:\s*[-–—:=.)]\s*|\s+\(?)(?=[^\W\d]).*$", re.S)


@dataclass(frozen=True, slots=True)
class Read:
    """What a distinct text turned out to be: a number, or a reason."""

    value: float | None
    reason: int = PRESENT


def numeric(desk: Desk, task: Task) -> None:
    """Code a numeric or 0-10 question: `q` Float64, Int8 for an NPS."""
    import pandas as pd

    for column in task.parts("value", "item", "joined", "option"):
        question, cells = task.question, desk.cells[column.index]
        look = desk.lookup(question, task.own)
        values, reasons = _figures(desk, task, cells, look) or _read_each(desk, task, column, cells, look)
        name = question.id if column.part not in ("item", "option") else f"{question.id}__{column.code}"
        if name in desk.frame:
            verbatim(desk, task, column, f"{name}__{column.index + 1}")
            continue
        empty = np.isnan(values)
        desk.absences.add(name, np.where(empty, reasons, 0).astype(np.int16))
        if question.kind == "nps":
            desk.frame[name] = pd.arrays.IntegerArray(np.where(empty, 0, values).astype(np.int8), empty)
        else:
            desk.frame[name] = pd.arrays.FloatingArray(np.where(empty, 0.0, values), empty)


def _read_each(
    desk: Desk, task: Task, column: Column, cells: Cells, look: Lookup
) -> tuple[NDArray[np.float64], NDArray[np.int16]]:
    """The number of each row, the reason where there is none: each distinct text is read once."""
    counts = cells.counts()
    read = [_read(desk, column, look, task.own, text, int(n)) for text, n in zip(cells.texts, counts, strict=True)]
    _refuse_words(desk, column, cells, read)
    values = np.array([*(r.value if r.value is not None else np.nan for r in read), np.nan])[cells.index]
    return values, _reasons(desk, task, cells, read)


def _figures(
    desk: Desk, task: Task, cells: Cells, look: Lookup
) -> tuple[NDArray[np.float64], NDArray[np.int16]] | None:
    """What `_read_each` gives, all at once, for a column of nothing but digits; None where a text could mean more."""
    import pyarrow as pa
    import pyarrow.compute as pc

    special = look.exact or look.folded or look.recodes or (task.own and task.own.choices)
    marked = any(c.isdigit() for mark in (*desk.silence.hidden, *desk.silence.left) for c in mark)
    if special or marked or task.question.kind == "nps" or is_coded(cells.array):
        return None
    form = _DECIMALS if desk.dialect.decimal == "." else _DIGITS
    if not pc.all(pc.match_substring_regex(cells.array, form)).as_py():
        return None
    empty = pc.equal(cells.array, "")
    found = pc.cast(pc.if_else(empty, pa.scalar(None, pa.string()), cells.array), "float64")
    values = np.asarray(pc.fill_null(found, np.nan))
    held = values[~np.isnan(values)]
    if len(held) and not (_inside(float(held.min()), task.question) and _inside(float(held.max()), task.question)):
        return None
    return values, desk.silence.stored_null(desk.silence.nothing(cells), shown(desk, task))


def number(text: str, decimal: str = ".") -> float | None:
    """The number a text writes, None when it writes none or when it can be read two ways.

    >>> number("1,5"), number("1\u202f234,5"), number("12 %"), number("1,234"), number("1,234", ","), number("deux")
    (1.5, 1234.5, 12.0, None, 1.234, None)
    """
    said = trimmed(text).removesuffix("%").rstrip(_SPACES).replace("−", "-")
    if _GROUPED.match(said):
        said = re.sub(f"[{_SPACES}]", "", said)
    elif not _PLAIN.match(said):
        return None
    foreign = "," if decimal == "." else "."
    if re.search(rf"^[+-]?[1-9]\d{{0,2}}\{foreign}\d{{3}}$", said):
        return None
    return float(said.replace(",", "."))


def anchored(text: str) -> float | None:
    """The number of a scale point written with its label.

    >>> anchored("0 - Pas du tout"), anchored("10 (Totalement)"), anchored("2 jours"), anchored("4 ou plus")
    (0.0, 10.0, 2.0, None)
    """
    found = _ANCHORED.match(trimmed(text))
    return float(found.group(1)) if found and not bounded(trimmed(text)[found.end(1) :]) else None


def _read(desk: Desk, column: Column, look: Lookup, own: Question | None, text: str, count: int) -> Read:
    said = trimmed(unguarded(text))
    if blank(text):
        return Read(None)
    if said in look.recodes:
        return _recoded(desk, column, look, said, count)
    choice = look.question.choice(look.code(said) or "") or _special(own, said)
    if choice is not None and choice.role in LEFT_OUT:
        return Read(None, desk.absences.user(choice.code))
    if desk.silence.mark(text) != PRESENT:
        return Read(None)
    value = number(said, desk.dialect.decimal)
    if value is None:
        value = _with_unit(said, look.question.unit, desk.dialect.decimal)
    if value is None and choice is not None and choice.point is not None:
        value = choice.point
    if value is None:
        value = anchored(said) if look.question.kind == "nps" or look.question.choices else None
    if value is not None and _inside(value, look.question):
        return Read(value)
    _list(desk, column, look.question, text)
    return Read(None, OUT_OF_DOMAIN)


def _with_unit(said: str, unit: str, decimal: str) -> float | None:
    """The number of "12 ans" where the question counts years."""
    found = quantity(said, decimal) if unit else None
    return found[0] if found and same_unit(found[1], unit) else None


def _special(own: Question | None, said: str) -> Choice | None:
    """A code that the file itself declares to be no value (SPSS user-missing)."""
    return next((c for c in own.choices if c.code == said and c.role in LEFT_OUT), None) if own else None


def _recoded(desk: Desk, column: Column, look: Lookup, said: str, count: int) -> Read:
    target = look.recodes[said]
    desk.book.recodes[look.question.id, said] += count
    desk.book.whole(
        desk.book.name(column), look.question.id, said, target, "recode", f"déclaré dans la fiche ; {count} cellules"
    )
    choice = look.question.choice(target)
    if target == "" or (choice is not None and choice.role in LEFT_OUT):
        return Read(None, desk.absences.user(target or said))
    value = number(target)
    if value is None:
        raise NecError(
            "recode-value",
            f"edition.toml [export.recodes.{look.question.id}]",
            f"« {target} » n'est ni un nombre ni un code de la question.",
            'Écrivez un nombre, le code d\'une modalité sans valeur, ou "" pour « sans réponse ».',
        )
    return Read(value)


def _inside(value: float, question: Question) -> bool:
    low = 0.0 if question.kind == "nps" and question.minimum is None else question.minimum
    high = 10.0 if question.kind == "nps" and question.maximum is None else question.maximum
    if question.kind == "nps" and value != int(value):
        return False
    return (low is None or value >= low) and (high is None or value <= high)


def _list(desk: Desk, column: Column, question: Question, text: str) -> None:
    cells = desk.cells[column.index]
    for row in np.flatnonzero(cells.index == cells.texts.index(text)):
        desk.book.cell(
            int(row), desk.book.name(column), question.id, text, "", "set_missing", "pas un nombre de cette question"
        )


def _refuse_words(desk: Desk, column: Column, cells: Cells, read: list[Read]) -> None:
    counts = cells.counts()
    lost = sum(int(n) for n, r in zip(counts, read, strict=True) if r.reason == OUT_OF_DOMAIN)
    good = sum(int(n) for n, r in zip(counts, read, strict=True) if r.value is not None)
    if lost > UNREADABLE * (lost + good):
        sample = next(t for t, r in zip(cells.texts, read, strict=True) if r.reason == OUT_OF_DOMAIN)
        raise NecError(
            "column-not-numeric",
            f"{desk.book.file}, colonne « {desk.book.name(column)} »",
            f"{lost} cellules sur {lost + good} ne sont pas des nombres de la question (par exemple « {sample[:40]} »).",
            "Changez le type de la question (kind), ses bornes, ou la colonne qui la porte dans [export.columns].",
        )


def _reasons(desk: Desk, task: Task, cells: Cells, read: list[Read]) -> NDArray[np.int16]:
    plain = desk.silence.stored_null(desk.silence.reasons(cells), shown(desk, task))
    special = np.array([*(r.reason for r in read), 0], dtype=np.int16)[cells.index]
    return np.where(special > 0, special, plain).astype(np.int16)


def shown(desk: Desk, task: Task) -> NDArray[np.int8] | None:
    """Whom the question was put to, by its filter; None without one that can be read."""
    return filters(desk.codes, task.shown_if) if task.shown_if else None
