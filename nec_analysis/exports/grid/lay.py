"""The scanned cells of a sheet put in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from . import arrays
from .arrays import Ints
from .extent import check_extent
from .fast import Irregular
from .limits import Limits


@dataclass(frozen=True, slots=True)
class Cells:
    """The valued cells of some rows, in order: row and 0-based column of each, the place of its text in the pool.

    The pool begins with the texts that the workbook shares; `own` are those these rows add to it.
    """

    rows: Ints
    columns: Ints
    places: Ints
    own: pa.Array


@dataclass(frozen=True, slots=True)
class Scanned:
    """A worksheet as columns: the numbers of the rows that hold something, one text array a column."""

    numbers: Ints
    columns: tuple[Any, ...]


def lay_out(found: Sequence[Cells], pool: pa.Array, place: str, limits: Limits) -> Scanned:
    """The cells put in columns, absent ones null. Raises NecError when they do not fit, Irregular when out of order."""
    _check(found, pool, place, limits)
    return _laid_out(found, pool)


def _check(found: Sequence[Cells], pool: pa.Array, place: str, limits: Limits) -> None:
    """Refuse what would not fit, before any column is made."""
    lengths = arrays.to_numbers(pc.binary_length(pool))
    rows = sum(int((np.diff(part.rows) > 0).sum()) + 1 for part in found)
    width = max((int(part.columns.max()) + 1 for part in found), default=0)
    text = sum(int(lengths[part.places].sum()) for part in found)
    check_extent(place, rows=rows, width=width, text=text, limits=limits)


def _laid_out(found: Sequence[Cells], pool: pa.Array) -> Scanned:
    if not found:
        return Scanned(np.zeros(0, np.int64), ())
    rows = np.concatenate([part.rows for part in found])
    columns = np.concatenate([part.columns for part in found])
    places = np.concatenate([part.places for part in found])
    steps = np.diff(rows)
    if (steps < 0).any():
        raise Irregular
    fresh = np.concatenate([[True], steps > 0])
    numbers, at = rows[fresh], np.cumsum(fresh) - 1
    order = np.argsort(columns.astype(np.int16), kind="stable")
    sizes = np.bincount(columns)
    made, start = [], 0
    for size in sizes.tolist():
        mine = order[start : start + size]
        index = np.full(len(numbers), -1, np.int64)
        index[at[mine]] = places[mine]
        made.append(pool.take(arrays.numbers(index, missing=index < 0)))
        start += size
    return Scanned(numbers, tuple(made))
