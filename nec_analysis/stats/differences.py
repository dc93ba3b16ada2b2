"""Difference between two independent shares or means: did it change?"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special

from nec_analysis.stats.intervals import Interval, critical, wilson
from nec_analysis.stats.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Difference:
    """first - second, from unrounded values, with its interval; `z` and `p` of the pooled test, None when empty."""

    value: float
    low: float
    high: float
    z: float | None = None
    p: float | None = None


def mover(
    first: float, first_interval: Interval, second: float, second_interval: Interval, correlation: float = 0.0
) -> Interval:
    """Interval of first - second from the interval of each. Zou & Donner (2008), MOVER.

    `correlation` is that of the two estimates when the same people answered twice.
    """
    (l1, u1), (l2, u2) = first_interval, second_interval
    down, up = _hypot(first - l1, u2 - second, correlation), _hypot(u1 - first, second - l2, correlation)
    return first - second - down, first - second + up


def newcombe(
    hits1: float,
    base1: float,
    hits2: float,
    base2: float,
    level: float = 0.95,
    n_eff1: float | None = None,
    n_eff2: float | None = None,
    correlation: float = 0.0,
) -> Interval:
    """Interval of hits1/base1 - hits2/base2 from the two Wilson intervals. Newcombe (1998), method 10.

    Without finite population correction: whether two editions differ is a question about the event, not about the
    people who happened to register (Cochran 1977, 2.14). Weighted answers give their effective bases, FPC left out.
    An empty base gives (-1, 1).
    """
    if base1 == 0 or base2 == 0:
        return -1.0, 1.0
    one = wilson(hits1, base1, level=level, n_eff=n_eff1)
    two = wilson(hits2, base2, level=level, n_eff=n_eff2)
    low, high = mover(hits1 / base1, one, hits2 / base2, two, correlation)
    return max(low, -1.0), min(high, 1.0)


def wald(
    hits1: float,
    base1: float,
    hits2: float,
    base2: float,
    level: float = 0.95,
    n_eff1: float | None = None,
    n_eff2: float | None = None,
) -> Interval:
    """Textbook interval of a difference of shares; too narrow for small bases, kept for comparison."""
    n1, n2 = base1 if n_eff1 is None else n_eff1, base2 if n_eff2 is None else n_eff2
    if not (base1 and base2):
        return -1.0, 1.0
    p1, p2 = hits1 / base1, hits2 / base2
    half = critical(level) * math.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    return max(p1 - p2 - half, -1.0), min(p1 - p2 + half, 1.0)


def pooled_z(
    hits1: float,
    base1: float,
    hits2: float,
    base2: float,
    n_eff1: float | None = None,
    n_eff2: float | None = None,
    *,
    corrected: bool = False,
) -> tuple[float, float]:
    """Score statistic of two equal shares, with its two-sided p: (z, p). (0, 1) when there is nothing to tell.

    `corrected` takes Yates's half answer off each count, as R's `prop.test` does by default.
    """
    if not (base1 and base2):
        return 0.0, 1.0
    n1, n2 = base1 if n_eff1 is None else n_eff1, base2 if n_eff2 is None else n_eff2
    p1, p2 = hits1 / base1, hits2 / base2
    pooled = (n1 * p1 + n2 * p2) / (n1 + n2)
    variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2)
    gap = abs(p1 - p2)
    yates = min(0.5 * (1 / n1 + 1 / n2), gap) if corrected else 0.0
    z = math.copysign(gap - yates, p1 - p2) / math.sqrt(variance) if variance > 0 else 0.0
    return z, two_sided(z)


def compare_shares(
    hits1: float,
    base1: float,
    hits2: float,
    base2: float,
    level: float = 0.95,
    n_eff1: float | None = None,
    n_eff2: float | None = None,
) -> Difference:
    """Newcombe's interval beside the pooled test. Both bases must hold somebody."""
    if base1 == 0 or base2 == 0:
        raise Refusal("a difference needs two bases that are not empty")
    low, high = newcombe(hits1, base1, hits2, base2, level, n_eff1, n_eff2)
    z, p = pooled_z(hits1, base1, hits2, base2, n_eff1, n_eff2)
    return Difference(hits1 / base1 - hits2 / base2, low, high, z, p)


def two_sided(statistic: float, df: float = math.inf) -> float:
    """Probability of a deviation at least this large, under the normal law or Student's."""
    size = -abs(statistic)
    return 2 * float(special.ndtr(size) if math.isinf(df) else special.stdtr(df, size))


def _hypot(a: float, b: float, correlation: float) -> float:
    return math.sqrt(max(0.0, a * a + b * b - 2 * correlation * a * b))
