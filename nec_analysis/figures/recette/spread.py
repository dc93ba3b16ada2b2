"""Intervals worked out a second time, from their formulas alone."""

from __future__ import annotations

import math
from statistics import NormalDist

Interval = tuple[float, float]


def effective(base: int, population: int) -> float:
    """The base of an infinite population that would be as sure: n (N - 1) / (N - n). Cochran (1977), 2.8."""
    if not population:
        return float(base)
    return math.inf if base >= population else base * (population - 1) / (population - base)


def wilson(hits: float, base: int, population: int, level: float) -> Interval:
    """Roots of (p - x)² = z² x (1 - x) / n. Wilson (1927)."""
    share, n = hits / base, effective(base, population)
    if math.isinf(n):
        return share, share
    z2 = NormalDist().inv_cdf(0.5 + level / 2) ** 2
    middle = share + z2 / (2 * n)
    reach = math.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n)))
    return (middle - reach) / (1 + z2 / n), (middle + reach) / (1 + z2 / n)


def net_score(up: float, down: float, base: int, population: int, level: float) -> Interval:
    """Adjusted Wald interval of a net promoter score: 3/4, 3/2, 3/4 answers are added. Rocks (2016)."""
    n = effective(base, population)
    if math.isinf(n):
        point = 100 * (up - down) / base
        return point, point
    total = n + 3
    high, low = (up * n / base + 0.75) / total, (down * n / base + 0.75) / total
    half = NormalDist().inv_cdf(0.5 + level / 2) * math.sqrt((high + low - (high - low) ** 2) / total)
    return max(-100.0, 100 * (high - low - half)), min(100.0, 100 * (high - low + half))


def newcombe(one: tuple[float, int], two: tuple[float, int], level: float) -> Interval:
    """Interval of the difference of two shares, (hits, base) each. Newcombe (1998), method 10."""
    (p, q), ends = (one[0] / one[1], two[0] / two[1]), [wilson(*pair, 0, level) for pair in (one, two)]
    (l1, u1), (l2, u2) = ends
    return (
        p - q - math.sqrt((p - l1) ** 2 + (u2 - q) ** 2),
        p - q + math.sqrt((u1 - p) ** 2 + (q - l2) ** 2),
    )
