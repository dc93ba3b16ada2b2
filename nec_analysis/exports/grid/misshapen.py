"""Cells that have not the one shape of their column: times and identifiers torn by lost or moved bytes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from . import arrays, coded
from .content import problem, true_at
from .shape import Problem

_COLUMNS = 8
_ENOUGH, _RARE = 20, 50
"""A shape is proven by twenty cells; one in fifty may differ."""
_TIME = re.compile(r"9+[-/.]9+[-/.]9+[ T,]+9+:99.*")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T,].*)?")
_SAMPLE = 300
_LONG = 5
"""Numbers of fewer digits may be quantities: they number rows only when they run one way."""
_FAR = 5
"""A number of another length is torn when it is so many times above or below all the others."""


def misshapen(cells: Sequence[Any], lines: Sequence[int]) -> list[Problem]:
    """The rare cells that are no time in a column of times, no number of the range in a column of row numbers."""
    found = []
    for index, column in enumerate(cells[:_COLUMNS]):
        for row, what in _torn(column, len(lines)):
            cause = f"cette cellule n'est pas {what} comme les autres de sa colonne : octets perdus ou déplacés ?"
            found.append(problem("cell-torn", int(lines[row]), cause, cells, row, index + 1))
    return found


def _torn(column: Any, rows: int) -> list[tuple[int, str]]:
    """The rows whose cell is torn, with what it should be."""
    shape = "" if rows < _ENOUGH or coded.is_coded(column) else _shape(column.slice(0, _SAMPLE))
    if not shape:
        return []
    usual = re.escape(shape).replace("9", "[0-9]")
    fits = pc.match_substring_regex(column, f"^{usual}$")
    others = true_at(pc.invert(pc.or_(fits, pc.equal(pc.utf8_trim_whitespace(column), arrays.text("")))))
    if not others or len(others) * _RARE > max(rows, _RARE):
        return []
    texts = [(row, str(column[row].as_py())) for row in others]
    if not shape.isdigit():
        return [(row, "une date et une heure") for row, text in texts if not _DATE.fullmatch(text.strip())]
    if coded.distinct(column) + column.null_count < rows:
        return []
    fitting = pc.cast(column.filter(fits), pa.int64())
    if len(shape) < _LONG and not run_one_way(fitting.to_pylist()):
        return []
    numbers = pc.min_max(fitting).as_py()
    low, high = numbers["min"] / _FAR, numbers["max"] * _FAR
    return [(row, "un numéro") for row, text in texts if not text.isdigit() or not low <= int(text) <= high]


def run_one_way(numbers: Sequence[int]) -> bool:
    """Whether most numbers follow the one before in one direction, as those of rows do; views of a day go up and down."""
    steps = Counter((b > a) - (b < a) for a, b in pairwise(numbers))
    return 10 * max(steps[1], steps[-1]) >= 9 * max(1, len(numbers) - 1)


def _shape(sample: Any) -> str:
    """The shape nearly all cells of a sample share, when it is that of a time or of a number of three digits or more."""
    shapes = Counter(re.sub(r"\d", "9", text) for text in sample.to_pylist() if text and text.strip())
    shape, times = shapes.most_common(1)[0] if shapes else ("", 0)
    told = _TIME.fullmatch(shape) or (2 < len(shape) < 16 and shape.isdigit())
    return shape if told and times >= min(_ENOUGH, len(sample)) - 1 and times * 20 >= 19 * shapes.total() else ""
