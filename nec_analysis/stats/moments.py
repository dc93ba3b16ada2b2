"""Means of numeric answers by group, under any weights, from sums that can be added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from nec_analysis.stats.axis import Axis
from nec_analysis.stats.design import Floats, Ints
from nec_analysis.stats.exact_sums import exact, limbs, two_product
from nec_analysis.stats.means import Estimated
from nec_analysis.stats.refusals import DifferentAxes, NegativeWeight

SUMS = ("w", "w2", "wx", "w2x", "wx2", "w2x2")


@dataclass(frozen=True, slots=True)
class Moments:
    """Per combination of codes: people who answered, all people, and exact sums of w, w², wx, w²x, wx², w²x².

    They add up like tables, to the last bit, in any order. `sums` is moments x limbs x cells, whole numbers.
    """

    axes: tuple[Axis, ...]
    answered: Ints
    people: Ints
    sums: Ints

    def __add__(self, other: Moments) -> Moments:
        if self.axes != other.axes:
            raise DifferentAxes("moments with different axes cannot be added")
        return Moments(self.axes, self.answered + other.answered, self.people + other.people, self.sums + other.sums)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Moments)
            and self.axes == other.axes
            and all(
                np.array_equal(a, b)
                for a, b in ((self.answered, other.answered), (self.people, other.people), (self.sums, other.sums))
            )
        )

    __hash__ = None  # type: ignore[assignment]

    def mean(self, where: Sequence[ArrayLike] = (), *, population: int = 0) -> Estimated:
        """Weighted mean of those whose codes are among `where` (one list of codes an axis, empty = all).

        Sampling is of all people counted, one by one, from `population` (0 = unknown): those outside `where` or
        without an answer are a domain.
        """
        inside = self._inside(where)
        base, sampled = int(self.answered[inside].sum()), int(self.people.sum())
        w, w2, wx, w2x, wx2, w2x2 = (sum(exact(part[:, inside]), Fraction(0)) for part in self.sums)
        if base == 0 or w == 0:
            return Estimated(None, 0.0, base, 0.0, 0.0, 0)
        m = wx / w
        squares = (w2x2 - 2 * m * w2x + m * m * w2) / (w * w)
        spread = (wx2 - m * wx) / w * (Fraction(base, base - 1) if base > 1 else 0)
        left = 1 - sampled / population if population else 1.0
        scale = left * (sampled / (sampled - 1) if sampled > 1 else 1.0)
        return Estimated(float(m), scale * float(squares), base, float(w), float(spread), base - 1)

    def _inside(self, where: Sequence[ArrayLike]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        shape = [axis.places for axis in self.axes]
        kept = np.ones(shape, bool)
        for place, codes in enumerate(where):
            asked = np.atleast_1d(np.asarray(codes, np.int64))
            if asked.size:
                line = np.zeros(shape[place], bool)
                line[asked + 1] = True
                kept &= line.reshape([-1 if k == place else 1 for k in range(len(shape))])
        return kept.ravel()


def moments(axes: Sequence[Axis], codes: Sequence[ArrayLike], values: ArrayLike, weights: ArrayLike = 1.0) -> Moments:
    """Sums of `values` (NaN = no answer) by codes (-1 = none). With no axis, everybody is one cell.

    Raises NegativeWeight, UnknownCode, and Refusal for numbers beyond 2^67 once squared and weighted.
    """
    x = np.asarray(values, float)
    w = np.array(np.broadcast_to(np.asarray(weights, float), x.shape))
    if not np.all(w >= 0) or not np.all(np.isfinite(w)):
        raise NegativeWeight("a weight is negative or not a number")
    room, key = 1, np.zeros(x.size, np.intp)
    for axis, given in zip(axes, codes, strict=True):
        key = key * axis.places + axis.checked(given) + 1
        room *= axis.places
    inside = ~np.isnan(x) & (w > 0)
    cell, wi, xi = key[inside], w[inside], x[inside]
    products = _products(wi, xi)
    sums = np.stack([sum((limbs(cell, part, room) for part in parts), np.int64(0)) for parts in products])
    return Moments(tuple(axes), np.bincount(cell, minlength=room), np.bincount(key, minlength=room), sums)


def _products(w: Floats, x: Floats) -> list[tuple[Floats, ...]]:
    """Terms of each sum of SUMS, each with what its rounding leaves out."""
    wx, wx_rest = two_product(w, x)
    x2, x2_rest = two_product(x, x)
    wx2, wx2_rest = two_product(w, x2)
    return [
        (w,),
        two_product(w, w),
        (wx, wx_rest),
        (*two_product(w, wx), w * wx_rest),
        (wx2, wx2_rest, w * x2_rest),
        (*two_product(wx, wx), 2 * wx * wx_rest),
    ]
