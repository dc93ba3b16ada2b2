"""Counts of people by the codes of several questions, which can be added: of two halves, of many files."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_analysis.stats.axis import Axis
from nec_analysis.stats.design import Design, Ints, design
from nec_analysis.stats.keys import Codes, keys
from nec_analysis.stats.refusals import DifferentAxes, Refusal

MANY = 1 << 17
"""People from which importing scipy.sparse to count them is worth its hundredth of a second."""


@dataclass(frozen=True, slots=True)
class Table:
    """How many people have each combination of codes, as whole numbers, one dimension an axis (place 0 = no answer).

    Tables of the same axes add up to the table of everybody, in any order and any grouping, to the last bit. Weights
    that depend on axes only are applied afterwards: `sample`.
    """

    axes: tuple[Axis, ...]
    counts: Ints

    def __add__(self, other: Table) -> Table:
        if self.axes != other.axes:
            raise DifferentAxes("tables with different axes cannot be added")
        return Table(self.axes, self.counts + other.counts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.axes == other.axes and np.array_equal(self.counts, other.counts)

    __hash__ = None  # type: ignore[assignment]

    @property
    def people(self) -> int:
        """How many people were counted."""
        return int(self.counts.sum())

    def axis(self, name: str) -> int:
        """The dimension of that name."""
        for place, axis in enumerate(self.axes):
            if axis.name == name:
                return place
        raise Refusal(f"no axis is called {name}: {', '.join(axis.name for axis in self.axes)}")

    def over(self, *names: str) -> Table:
        """The table of the axes named, in that order, whatever the others are."""
        kept = [self.axis(name) for name in names]
        dropped = tuple(place for place in range(len(self.axes)) if place not in kept)
        summed = np.asarray(self.counts.sum(axis=dropped))
        order = [sorted(kept).index(place) for place in kept]
        return Table(tuple(self.axes[place] for place in kept), np.transpose(summed, order))

    def where(self, name: str, codes: Iterable[int]) -> Table:
        """The people whose code on an axis is one of `codes`, all axes kept."""
        place = self.axis(name)
        kept = np.zeros(self.axes[place].places, np.int64)
        kept[[code + 1 for code in codes]] = 1
        shape = [1] * len(self.axes)
        shape[place] = kept.size
        return Table(self.axes, self.counts * kept.reshape(shape))

    def cells(self) -> tuple[dict[str, Ints], Ints]:
        """The combinations somebody has: the codes of each (-1 = no answer) by axis, then how many people."""
        places = np.nonzero(self.counts)
        codes = {axis.name: np.asarray(place) - 1 for axis, place in zip(self.axes, places, strict=True)}
        return codes, self.counts[places]

    def sample(
        self,
        weights: ArrayLike = 1.0,
        *,
        stratum: str = "",
        psu: str = "",
        population: ArrayLike = (),
    ) -> tuple[dict[str, Ints], Design]:
        """The cells' codes and the design they make: one row a cell, estimated as if each person had a row.

        `weights` has one weight a cell, in the order of `cells`; `stratum` and `psu` name axes.
        """
        codes, people = self.cells()
        given = np.broadcast_to(np.asarray(weights, float), people.shape)
        made = design(
            given,
            counts=people,
            strata=codes[stratum] if stratum else None,
            psu=codes[psu] if psu else None,
            population=population,
        )
        return codes, made


def empty(axes: Sequence[Axis]) -> Table:
    """The table of nobody: adding it changes nothing."""
    return Table(tuple(axes), np.zeros([axis.places for axis in axes], np.int64))


def table(axes: Sequence[Axis], codes: Mapping[str, ArrayLike]) -> Table:
    """The table of people whose codes are given by axis name: integers, -1 = no answer, bitmasks where `multiple`.

    Raises UnknownCode for a code that is not on its axis.
    """
    columns = [axis.checked(codes[axis.name]) for axis in axes]
    shape = [axis.places for axis in axes]
    return Table(tuple(axes), histogram(columns, shape).reshape(shape))


def histogram(columns: Sequence[Codes], shape: Sequence[int]) -> Ints:
    """Counts of each combination of codes from -1, flat in row-major order, a block of people at a time."""
    size = math.prod(shape)
    found = np.zeros(size, np.int64)
    sparse = columns[0].size >= MANY and size < 2**31
    for key in keys(columns, shape, lowest=-1, given="int32" if sparse else "intp"):
        found += _summed(key, size) if sparse else np.bincount(key, minlength=size)
    return found


def _summed(key: Codes, size: int) -> NDArray[np.int32]:
    """The counts of a block, as a sparse matrix of one row whose ones are added up: two thirds of the time of bincount."""
    from scipy.sparse import csr_array

    ones, ends = np.ones(key.size, np.int32), np.array([0, key.size], np.int32)
    counts: NDArray[np.int32] = csr_array((ones, key, ends), shape=(1, size)).toarray()[0]
    return counts


def merged(tables: Iterable[Table]) -> Table:
    """The sum of one table or more."""
    parts = iter(tables)
    whole = next(parts, None)
    if whole is None:
        raise Refusal("there is no table to add")
    for part in parts:
        whole = whole + part
    return whole
