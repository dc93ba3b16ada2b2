"""Sums of decimals that do not depend on the order of their terms."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from nec_analysis.stats.design import Floats, Ints
from nec_analysis.stats.refusals import Refusal

TOP, LIMB, LIMBS = 32, 32, 4
"""A term is cut at 2^32, 1, 2^-32 and 2^-64: whole numbers, whose sums are whole numbers."""
BLOCK = 1 << 17
LARGEST = float(1 << 67)


def limbs(key: NDArray[np.intp], terms: Floats, room: int) -> Ints:
    """Sums of `terms` by `key`, as LIMBS x room whole numbers that add up exactly whatever the order.

    Each term is kept to 2^-64. Raises Refusal for one over 2^67 or not a number: the sums could overflow.
    """
    if terms.size and not np.all(np.abs(terms) < LARGEST):
        raise Refusal("a value is too large to be added exactly, or not a number")
    found = np.zeros((LIMBS, room), np.int64)
    for start in range(0, terms.size, BLOCK):
        here, left = key[start : start + BLOCK], np.ldexp(terms[start : start + BLOCK], -TOP)
        for place in range(LIMBS):
            whole = np.trunc(left)  # towards 0: what is left is exact, below zero as above
            # 2^17 terms under 2^35 stay under 2^53, where floats are whole numbers.
            found[place] += np.bincount(here, whole, room).astype(np.int64)
            left = np.ldexp(left - whole, LIMB)
    return found


def exact(sums: Ints) -> list[Fraction]:
    """The sum of each key, exactly."""
    wholes = (sum(int(part) << LIMB * (LIMBS - 1 - place) for place, part in enumerate(column)) for column in sums.T)
    return [Fraction(whole, 1 << (LIMB * (LIMBS - 1) - TOP)) for whole in wholes]


def two_product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """a b as a float and what it leaves out: their sum is exact. Dekker (1971)."""
    product = a * b
    (a1, a2), (b1, b2) = _split(a), _split(b)
    return product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2


def _split(a: Floats) -> tuple[Floats, Floats]:
    high = a * 134217729.0  # 2^27 + 1
    high = high - (high - a)
    return high, a - high
