"""A question of one answer written over several columns, one for each answer: put together again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from nec_analysis.exports.blocks import Member
from nec_analysis.exports.structure import Sheet, choices, domain, items, slug
from nec_analysis.french.matching import normal
from nec_analysis.model import Choice, Question

_ENOUGH = 10
"""Fewer answers prove nothing: people may tick one box of many."""
_SEVERAL = re.compile(
    r"\b(?:all that apply|apply to you|multiple|several|plusieurs|up to|jusqu'a|at most|au maximum|coche[rz]|tick|check)\b"
)


def claim(made: Sheet, text: str, members: Sequence[Member], *, other: int = -1) -> bool:
    """Claim the columns of a single choice, or of a grid, that has a column an answer. False where they are neither.

    A cell holds the answer's label or its number; nobody has two answers in a row.
    """
    if len(members) < 2 or _SEVERAL.search(normal(text)):
        return False
    held = [domain(made.grid.cells[m.index]) for m in members]
    if not any(held) or any(len(d) > 1 for d in held):
        return False
    if other < 0 and (table := _table([m.label for m in members])):
        return _grid(made, text, members, held, table)
    return _single(made, text, members, held, other)


def _single(made: Sheet, text: str, members: Sequence[Member], held: Sequence[frozenset[str]], other: int) -> bool:
    labels = [m.label for m in members]
    numbers = _numbers(held, range(1, len(members) + 1))
    said = numbers or all(d <= {normal(label)} for d, label in zip(held, labels, strict=True))
    columns = [made.grid.cells[m.index] for m in members]
    if not said or not _one_each([*columns, *([made.grid.cells[other]] if other >= 0 else [])]):
        return False
    options = _coded(labels, numbers)
    if other >= 0:
        options = (*options, Choice("other", {"fr": "Autre", "en": "Other"}, len(options) + 1, "other"))
    id = made.ask(Question(slug(text), "single", {"fr": text}, choices=options, has_other=other >= 0))
    for member in members:
        made.answer(member.index, "value", id)
    if other >= 0:
        made.answer(other, "other", id, "other")
    return True


def _grid(
    made: Sheet,
    text: str,
    members: Sequence[Member],
    held: Sequence[frozenset[str]],
    table: tuple[tuple[str, ...], tuple[str, ...]],
) -> bool:
    rows, answers = table
    size = len(answers)
    lines = [members[n : n + size] for n in range(0, len(members), size)]
    numbers = _numbers(held, [n % size + 1 for n in range(len(members))])
    said = numbers or all(
        d <= {normal(answers[n % size]), normal(m.label)} for n, (d, m) in enumerate(zip(held, members, strict=True))
    )
    columns = made.grid.cells
    if not said or not all(_one_each([columns[m.index] for m in line], enough=0) for line in lines):
        return False
    if not any(_one_each([columns[m.index] for m in line]) for line in lines):
        return False
    options = _coded(answers, {n % size: number for n, number in numbers.items()})
    spelt = [
        Choice(c.code, {**c.label, **{f"raw{k}": line[n].label for k, line in enumerate(lines, 1)}}, c.order, c.role)
        for n, c in enumerate(options)
    ]
    asked = items(rows)
    id = made.ask(Question(slug(text), "grid", {"fr": text}, choices=tuple(spelt), items=asked))
    for line, item in zip(lines, asked, strict=True):
        for member in line:
            made.answer(member.index, "item", id, item.code)
    return True


def _table(labels: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The rows and the answers of headings that are each row with each answer, in turn.

    >>> _table(["Le lieu - Bien", "Le lieu - Mal", "L'accueil - Bien", "L'accueil - Mal"])
    (('Le lieu', "L'accueil"), ('Bien', 'Mal'))
    """
    parts = [label.rpartition(" - ") for label in labels]
    if not all(row and answer for row, _, answer in parts):
        return None
    rows = tuple(dict.fromkeys(row for row, _, _ in parts))
    answers = tuple(dict.fromkeys(answer for _, _, answer in parts))
    whole = [(row, answer) for row, _, answer in parts] == list(product(rows, answers))
    return (rows, answers) if whole and len(answers) > 1 else None


def _numbers(held: Sequence[frozenset[str]], wanted: Sequence[int]) -> dict[int, str]:
    """The number in each column, by place, where all are the answer's own number (0 for "don't know"); else nothing."""
    found = {n: next(iter(d)) for n, d in enumerate(held) if d}
    mine = all(number in (str(wanted[n]), "0") for n, number in found.items())
    return found if mine and len(set(found.values())) > 1 else {}


def _coded(labels: Sequence[str], numbers: Mapping[int, str]) -> tuple[Choice, ...]:
    """The answers, coded by the numbers the cells hold where they hold numbers."""
    if not numbers:
        return choices(labels)
    free = [str(n) for n in range(1, len(labels) + 1) if str(n) not in numbers.values()]
    codes = [numbers.get(n) or (str(n + 1) if str(n + 1) in free else f"c{n + 1}") for n in range(len(labels))]
    return tuple(Choice(code, {"fr": label}, n) for n, (code, label) in enumerate(zip(codes, labels, strict=True), 1))


def _one_each(columns: Sequence[Any], enough: int = _ENOUGH) -> bool:
    """Whether nobody has two answers in these columns, and enough people have one."""
    import numpy as np

    filled = np.zeros(len(columns[0]), dtype=np.int32)
    for column in columns:
        filled += np.array([bool(text and text.strip()) for text in column.to_pylist()], dtype=np.int32)
    return bool(filled.max(initial=0) <= 1 and (filled > 0).sum() >= enough)
