"""Intervals worked out a second time, from their formulas alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

from nec_analysis.figures.recette import laws

Interval = tuple[float, float]
FEW = 101
"""People under whom a weighted share takes Student's law for its interval."""


def effective(base: float, population: int) -> float:
    """The base of an infinite population that would be as sure: n (N - 1) / (N - n). Cochran (1977), 2.8."""
    if not population:
        return float(base)
    return math.inf if base >= population else base * (population - 1) / (population - base)


def wilson(hits: float, base: float, population: int, level: float) -> Interval:
    """Roots of (p - x)² = z² x (1 - x) / n. Wilson (1927)."""
    return around(hits / base, effective(base, population), NormalDist().inv_cdf(0.5 + level / 2))


def around(share: float, n: float, reach: float) -> Interval:
    """Wilson's interval on an effective base, `reach` standard errors each way."""
    if math.isinf(n):
        return share, share
    z2 = reach**2
    middle = share + z2 / (2 * n)
    half = math.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n)))
    return (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)


def weighted(share: float, free: float, base: int, population: int, level: float) -> Interval:
    """Wilson's interval of a weighted share, on its effective base narrowed for the population; Student's under 101 people."""
    left = 1 - base / population if population else 1.0
    few = laws.student(level, base - 1) if base < FEW and base > 1 else NormalDist().inv_cdf(0.5 + level / 2)
    return around(share, free / left if left > 0 else math.inf, few)


def net_score(up: float, down: float, base: float, n: float, level: float) -> Interval:
    """Adjusted Wald interval of a net promoter score on n people: 3/4, 3/2, 3/4 answers are added. Rocks (2016)."""
    if math.isinf(n):
        point = 100 * (up - down) / base
        return point, point
    total = n + 3
    high, low = (up * n / base + 0.75) / total, (down * n / base + 0.75) / total
    half = NormalDist().inv_cdf(0.5 + level / 2) * math.sqrt((high + low - (high - low) ** 2) / total)
    return max(-100.0, 100 * (high - low - half)), min(100.0, 100 * (high - low + half))


def mean(middle: float, variance: float, base: int, level: float) -> tuple[float | None, float | None]:
    """Student's interval of a mean; none for one answer."""
    if base < 2:
        return None, None
    reach = laws.student(level, base - 1) * math.sqrt(variance) if variance > 0 else 0.0
    return middle - reach, middle + reach


def variance(values: Sequence[float]) -> float:
    """Of the mean of people drawn one by one, without end of the population. Cochran (1977), 2.6."""
    n, middle = len(values), math.fsum(values) / len(values)
    return math.fsum((v - middle) ** 2 for v in values) / max(n - 1, 1) / n


def newcombe(one: tuple[float, float], two: tuple[float, float], level: float) -> Interval:
    """Interval of the difference of two shares, (hits, base) each. Newcombe (1998), method 10."""
    (p, q), ends = (one[0] / one[1], two[0] / two[1]), [wilson(*pair, 0, level) for pair in (one, two)]
    (l1, u1), (l2, u2) = ends
    return (
        p - q - math.sqrt((p - l1) ** 2 + (u2 - q) ** 2),
        p - q + math.sqrt((u1 - p) ** 2 + (q - l2) ** 2),
    )


def paired(both: int, first: int, second: int, neither: int, level: float) -> Interval:
    """Interval of the difference of two shares of the same people. Newcombe (1998), method 10 for paired data.

    `first`, `second`: those who ticked that one only.
    """
    n = both + first + second + neither
    (p, q), ends = ((both + first) / n, (both + second) / n), [wilson(both + k, n, 0, level) for k in (first, second)]
    (l1, u1), (l2, u2) = ends
    sides = (both + first) * (second + neither) * (both + second) * (first + neither)
    gap = both * neither - first * second
    shrunk = max(gap - n / 2, 0.0) if gap > 0 else float(gap)
    tied = shrunk / math.sqrt(sides) if sides else 0.0
    down = (p - l1) ** 2 - 2 * tied * (p - l1) * (u2 - q) + (u2 - q) ** 2
    up = (u1 - p) ** 2 - 2 * tied * (u1 - p) * (q - l2) + (q - l2) ** 2
    return max(p - q - math.sqrt(max(down, 0.0)), -1.0), min(p - q + math.sqrt(max(up, 0.0)), 1.0)


def score(one: float, two: float, ends: tuple[Interval, Interval]) -> Interval:
    """Interval of the difference of two independent numbers from the interval of each. Zou & Donner (2008)."""
    (l1, u1), (l2, u2) = ends
    return (
        one - two - math.sqrt((one - l1) ** 2 + (u2 - two) ** 2),
        one - two + math.sqrt((u1 - one) ** 2 + (two - l2) ** 2),
    )
