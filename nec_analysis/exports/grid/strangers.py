"""Rows that have neither the number nor the time of the others: another table underneath, cells moved sideways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from . import coded
from .content import Mask, form, problem
from .shape import Problem

_COLUMNS = 8
_ENOUGH, _MOST = 8, 5_000
"""Rows that prove what a column holds; rows beyond which nobody pastes by hand."""
_SAMPLE = 300
_CAUSE = (
    "cette ligne n'a ni l'identifiant ni la date des autres : un autre tableau, une légende ou un total sous le tableau, "
    "ou des cellules décalées (shifted columns)."
)


def strangers(cells: Sequence[Any], lines: Sequence[int]) -> list[Problem]:
    """The rows strange to both columns that tell rows apart; those that are only without them hold few other cells."""
    rows = len(lines)
    if not _ENOUGH <= rows <= _MOST or len(cells) < 4:
        return []
    fits = [fit for column in cells[:_COLUMNS] if (fit := _fits(column, rows)) is not None][:2]
    if len(fits) < 2:
        return []
    found = []
    for row in np.flatnonzero(~(fits[0][0] | fits[1][0])).tolist():
        said = bool(fits[0][1][row] or fits[1][1][row])
        filled = sum(1 for c in cells if (text := c[row].as_py()) and text.strip())
        if said or 2 * filled <= len(cells):
            found.append(problem("row-strange", int(lines[row]), _CAUSE, cells, row))
    return found if 3 * len(found) <= rows else []


def _fits(column: Any, rows: int) -> tuple[Mask, Mask] | None:
    """Which cells have the form nearly all share, which are filled otherwise; None for a column that tells nothing apart."""
    if coded.distinct(column) < 0.8 * rows:
        return None
    texts = coded.to_list(column)
    usual, times = Counter(form(t) for t in texts[:_SAMPLE] if t).most_common(1)[0]
    if "9" not in usual or len(usual) >= 24 or 3 * times < 2 * min(rows, _SAMPLE):
        return None
    forms = np.array([form(t) == usual if t else False for t in texts])
    other = np.array([bool(t and t.strip()) for t in texts]) & ~forms
    return (forms, other) if 3 * int(forms.sum()) >= 2 * rows else None
