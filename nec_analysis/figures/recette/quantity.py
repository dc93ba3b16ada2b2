"""An exact value, and whether a printed number is that value rounded as print rounds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from nec_analysis.figures.recette.numbers import (
    DURATION,
    HIGH,
    LOW,
    PERCENT,
    PLAIN,
    POINTS,
    RANK,
    SIGNED,
    TIMES,
    Number,
)

SHARE, SHARE_LOW, SHARE_HIGH, GAP, RATE, COUNT, FIRST, LAST, FACTOR, SECONDS = (
    "share",
    "share_low",
    "share_high",
    "gap",
    "rate",
    "count",
    "first",
    "last",
    "factor",
    "seconds",
)
"""What a value is: a share, an end of its interval, a difference of shares, a rate of change, a plain number, an end of
the interval of a plain number, a factor, a duration."""

FULL = 10
"""A number with so many decimals is a value in full, as a machine writes it: the last digits may differ."""
RAW = 2
"""A share printed bare ("0.870229") has at least so many decimals."""

FORMS: dict[str, tuple[tuple[tuple[str, ...], int, int], ...]] = {
    SHARE: (((PERCENT, PLAIN), 100, 0), ((PLAIN,), 1, RAW)),
    SHARE_LOW: (((LOW, PERCENT, PLAIN), 100, 0), ((PLAIN, SIGNED), 1, RAW)),
    SHARE_HIGH: (((HIGH, PERCENT, PLAIN), 100, 0), ((PLAIN, SIGNED), 1, RAW)),
    GAP: (((POINTS, SIGNED, PLAIN), 100, 0), ((PLAIN, SIGNED), 1, RAW)),
    RATE: (((PERCENT,), 100, 0), ((PLAIN, SIGNED), 1, RAW)),
    COUNT: (((PLAIN, SIGNED, POINTS, RANK), 1, 0),),
    FIRST: (((LOW, PLAIN, SIGNED), 1, 0),),
    LAST: (((HIGH, PLAIN, SIGNED), 1, 0),),
    FACTOR: (((TIMES,), 1, 0),),
    SECONDS: (((DURATION, PLAIN), 1, 0),),
}
"""By what a value is: the kinds of number that print it, their scale, the fewest decimals."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value known exactly. `step`: the multiples it is rounded to in print, where the catalogue says so."""

    kind: str
    value: Fraction
    step: Fraction | None = None


def quantity(kind: str, value: float | int | Fraction, step: float | None = None) -> Quantity:
    """The quantity of a number, as its shortest decimals write it."""
    exact = (
        value if isinstance(value, Fraction) else Fraction(value) if isinstance(value, int) else Fraction(repr(value))
    )
    return Quantity(kind, exact, Fraction(repr(step)) if step else None)


def rounded(value: Fraction, unit: Fraction) -> Fraction:
    """The multiple of `unit` nearest to a value; halves go away from zero."""
    whole = floor(abs(value) / unit + Fraction(1, 2)) * unit
    return whole if value >= 0 else -whole


def prints(number: Number, exact: Quantity) -> bool:
    """Whether a printed number is an exact value, rounded half up to the decimals printed.

    >>> from nec_analysis.figures.recette.numbers import numbers
    >>> prints(numbers("87 %")[0], quantity(SHARE, Fraction(342, 393))), prints(numbers("88 %")[0], quantity(SHARE, 0.87))
    (True, False)
    """
    for kinds, scale, decimals in FORMS[exact.kind]:
        if number.kind in kinds and number.decimals >= decimals and _close(number, exact, scale):
            if number.decimals >= FULL:
                return True
            if _same(number, exact.value * scale, exact):
                return True
    return False


def _close(number: Number, exact: Quantity, scale: int) -> bool:
    """Whether a value is near enough to be looked at exactly: nearly all are not, fractions are slow."""
    gap = abs(
        exact.value.numerator / exact.value.denominator * scale - number.value.numerator / number.value.denominator
    )
    return gap < (1e-9 if number.decimals >= FULL else 61 if number.kind == DURATION else 1.01) or bool(number.bound)


def _same(number: Number, value: Fraction, exact: Quantity) -> bool:
    if number.bound == "<":
        return 0 < value < number.value
    if number.bound == ">":
        return number.value < value
    if number.kind == DURATION:
        unit = Fraction(60) if number.value >= 60 else Fraction(1)
        return rounded(value, unit) == number.value
    if exact.step is not None and exact.kind == SHARE and rounded(value, exact.step) == number.value:
        return True
    return rounded(value, Fraction(1, 10**number.decimals)) == number.value
