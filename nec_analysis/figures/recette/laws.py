"""Probabilities of what chance alone would give, worked out a second time from series and continued fractions."""

from __future__ import annotations

import math

TERMS, CLOSE, TINY = 10_000, 1e-16, 1e-300


def normal(z: float) -> float:
    """Of a deviation as large as z, on either side."""
    return math.erfc(abs(z) / math.sqrt(2))


def chi2(statistic: float, df: float) -> float:
    """Of a chi-square above the statistic.

    >>> round(chi2(3.841458820694124, 1), 12)
    0.05
    """
    if statistic <= 0:
        return 1.0
    a, x = df / 2, statistic / 2
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    return 1 - front * _series(a, x) if x < a + 1 else front * _fraction(a, x)


def fisher(statistic: float, above: float, below: float) -> float:
    """Of an F above the statistic; degrees of freedom need not be whole.

    >>> round(fisher(4.9646027437307145, 1, 10), 12)
    0.05
    """
    return 1.0 if statistic <= 0 else _beta(below / 2, above / 2, below / (below + above * statistic))


def student(level: float, df: float) -> float:
    """The deviation that Student's law passes on neither side with that probability.

    >>> round(student(0.95, 10), 10)
    2.228138852
    """
    low, high = 0.0, 1e6
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if fisher(middle * middle, 1, df) > 1 - level else (low, middle)
    return low


def coin(fewer: int, apart: int) -> float:
    """Of so few heads, or so few tails, among `apart` throws of a coin."""
    tail: int = sum(math.comb(apart, k) for k in range(fewer + 1))
    return float(min(1.0, 2 * tail / 2**apart))


def _series(a: float, x: float) -> float:
    term = total = 1 / a
    for n in range(1, TERMS):
        term *= x / (a + n)
        total += term
        if term < total * CLOSE:
            break
    return total


def _fraction(a: float, x: float) -> float:
    """Lentz's way down a continued fraction. Press et al. (2007), 6.2."""
    b = x + 1 - a
    c, d = 1 / TINY, 1 / b
    found = d
    for n in range(1, TERMS):
        b += 2
        step = -n * (n - a)
        d = 1 / (step * d + b or TINY)
        c = b + step / c or TINY
        found *= c * d
        if abs(c * d - 1) < CLOSE:
            break
    return found


def _beta(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function. Press et al. (2007), 6.4."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    size = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    if x < (a + 1) / (a + b + 2):
        return math.exp(size) * _beta_fraction(a, b, x) / a
    return 1 - math.exp(size) * _beta_fraction(b, a, 1 - x) / b


def _beta_fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or TINY)
    found = d
    for n in range(1, TERMS):
        for step in (
            n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n)),
            -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1)),
        ):
            d = 1 / (1 + step * d or TINY)
            c = 1 + step / c or TINY
            found *= c * d
        if abs(c * d - 1) < 3 * CLOSE:
            break
    return found
