"""Rows that have neither the number nor the time of the others: another table underneath, cells moved sideways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import coded
from .arrays import Mask
from .content import form, problem
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
    """The rows with neither a number nor a date where the others have both; blank in both, they hold few other cells."""
    rows = len(lines)
    if not _ENOUGH <= rows <= _MOST or len(cells) < 4:
        return []
    fits = [fit for column in cells[:_COLUMNS] if (fit := _fits(column, rows)) is not None]
    number = next((fit for fit in fits if not fit.dated), None)
    date = next((fit for fit in fits if fit.dated), None)
    if number is None or date is None:
        return []
    found = []
    for row in np.flatnonzero(~(number.fits | date.fits)).tolist():
        said = bool(number.others[row] or date.others[row])
        filled = sum(1 for c in cells if (text := c[row].as_py()) and text.strip())
        if said or 2 * filled <= len(cells):
            found.append(problem("row-strange", int(lines[row]), _CAUSE, cells, row))
    return found if 3 * len(found) <= rows else []


@dataclass(frozen=True, slots=True)
class Fit:
    """Which cells have the form nearly all share, which are filled otherwise; whether that form is a date's."""

    fits: Mask
    others: Mask
    dated: bool


_DATE = re.compile(r"9([-/.])9\1(?:9[ T,].*|9)")


def _fits(column: Any, rows: int) -> Fit | None:
    """How a column of numbers or dates tells the rows apart; None for any other."""
    if coded.distinct(column) < 0.8 * rows:
        return None
    texts = coded.to_list(column)
    forms_of = Counter(form(t) for t in texts[:_SAMPLE] if t)
    usual, times = forms_of.most_common(1)[0] if forms_of else ("", 0)
    dated = bool(_DATE.fullmatch(usual))
    if not (dated or usual == "9") or len(usual) >= 24 or 3 * times < 2 * min(rows, _SAMPLE):
        return None
    forms = np.array([form(t) == usual if t else False for t in texts])
    other = np.array([bool(t and t.strip()) for t in texts]) & ~forms
    return Fit(forms, other, dated) if 3 * int(forms.sum()) >= 2 * rows else None
