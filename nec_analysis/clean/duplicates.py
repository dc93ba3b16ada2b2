"""Rows that repeat another: the same person, or the same answers within minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from nec_analysis.clean.cells import Cells, trimmed
from nec_analysis.model import Export

if TYPE_CHECKING:
    from numpy.typing import NDArray

DUPLICATE_MINUTES = 10
DUPLICATE_ANSWERS = 6
"""Identical answers are only suspect when they are many and given within minutes."""


def duplicates(
    export: Export,
    cells: Mapping[int, Cells],
    submitted: NDArray[np.datetime64],
    status: NDArray[np.object_],
    ids: Sequence[str],
    keep: NDArray[np.bool_],
    options: Mapping[str, Any],
) -> NDArray[np.object_]:
    """For a row that repeats another, the id of the row to keep: the complete one, then the first; None for the others.

    `keep`: the rows that count; the others are no double of anybody.
    """
    twin: NDArray[np.object_] = np.full(len(ids), None, dtype=object)
    rank = np.where(status == "complete", 0, 1)
    for group in (*_same_person(export, cells), *_same_answers(export, cells, submitted, options)):
        counted = [row for row in group if keep[row]]
        if len(counted) < 2:
            continue
        best = min(counted, key=lambda row: (rank[row], row))
        for row in counted:
            if row != best and twin[row] is None and twin[best] is None:
                twin[row] = ids[best]
    return twin


def _same_person(export: Export, cells: Mapping[int, Cells]) -> list[list[int]]:
    """Rows with the same token, or the same e-mail address."""
    groups: list[list[int]] = []
    for column in export.columns:
        if column.part != "personal" or column.code not in ("token", "email"):
            continue
        held = cells[column.index]
        keys = [trimmed(text).casefold() for text in held.texts]
        times: Counter[str] = Counter()
        for key, count in zip(keys, held.counts().tolist(), strict=True):
            times[key] += count
        shared = [bool(key) and times[key] > 1 and (column.code == "token" or "@" in key) for key in keys]
        seen: dict[str, list[int]] = {}
        for row in np.flatnonzero(np.array([*shared, False])[held.index]).tolist():
            seen.setdefault(keys[held.index[row]], []).append(row)
        groups += seen.values()
    return groups


def _same_answers(
    export: Export, cells: Mapping[int, Cells], submitted: NDArray[np.datetime64], options: Mapping[str, Any]
) -> list[list[int]]:
    """Rows with all answers alike, given within minutes of each other."""
    kinds = {q.id: q.kind for q in export.questionnaire.questions}
    columns = [cells[c.index] for c in export.columns if c.question]
    closed = [cells[c.index] for c in export.columns if c.question and kinds.get(c.question) not in ("text", "other")]
    if not columns or np.isnat(submitted).all():
        return []
    filled = np.zeros(len(submitted), dtype=np.int16)
    key = np.zeros(len(submitted), dtype=np.uint64)
    for held in columns:
        filled += held.filled
    for held in closed:
        key = key * np.uint64(1_000_003) + held.index.astype(np.uint64)
    rows = np.flatnonzero((filled >= DUPLICATE_ANSWERS) & ~np.isnat(submitted))
    _, which, times = np.unique(key[rows], return_inverse=True, return_counts=True)
    within = np.timedelta64(int(options.get("duplicate_minutes", DUPLICATE_MINUTES)) * 60, "s")
    groups: list[list[int]] = []
    for same in _equal(rows, which, times, columns):
        alike = sorted(same, key=lambda r: (submitted[r], r))
        close = [alike[0]] + [b for a, b in pairwise(alike) if submitted[b] - submitted[a] <= within]
        if len(close) > 1:
            groups.append(close)
    return groups


def _equal(
    rows: NDArray[np.intp], which: NDArray[np.intp], times: NDArray[np.intp], columns: Sequence[Cells]
) -> Iterator[list[int]]:
    """Rows whose keys are equal and whose answers are too."""
    order = np.argsort(which, kind="stable")
    starts = np.concatenate([[0], np.cumsum(times)])
    for at in np.flatnonzero(times > 1):
        exact: dict[tuple[str, ...], list[int]] = {}
        for row in rows[order[starts[at] : starts[at + 1]]]:
            exact.setdefault(tuple(held.text(int(row)) for held in columns), []).append(int(row))
        yield from (same for same in exact.values() if len(same) > 1)
