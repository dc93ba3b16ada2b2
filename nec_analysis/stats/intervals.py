"""Intervals of a share, from counts or an effective base."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from nec_analysis.stats.effective import Floats, effective_base
from nec_analysis.stats.refusals import Refusal
from nec_analysis.stats.roots import bisect

Interval = tuple[float, float]
NOTHING_KNOWN: Interval = (0.0, 1.0)
_NOBODY, _TINY = 1e-100, 1e-300


def critical(level: float = 0.95, df: float = math.inf) -> float:
    """Two-sided quantile at `level`: Student's for `df` degrees of freedom, the normal one when they are infinite."""
    if not 0 < level < 1:
        raise Refusal(f"a level lies between 0 and 1, not {level}")
    tail = 0.5 + level / 2
    return float(special.ndtri(tail)) if math.isinf(df) else float(special.stdtrit(df, tail))


def wilson(
    hits: float,
    base: float,
    population: int = 0,
    level: float = 0.95,
    n_eff: float | None = None,
    df: float = math.inf,
) -> Interval:
    """Wilson interval of hits / base, narrowed for a finite population. Wilson (1927); Cochran (1977), 2.8.

    `n_eff` overrides the effective base m (N - 1) / (N - m), for weighted or clustered answers; `df` (primary units
    minus strata) replaces the normal quantile by Student's when below 100. A census has no interval: low = high.
    An empty base knows nothing: (0, 1).
    """
    _checked(hits, base)
    if base == 0:
        return NOTHING_KNOWN
    size = effective_base(base, population) if n_eff is None else n_eff
    low, high = wilson_bounds(hits / base, size, critical(level, df if df < 100 else math.inf))
    return float(low), float(high)


def wilson_bounds(share: ArrayLike, n_eff: ArrayLike, z: ArrayLike) -> tuple[Floats, Floats]:
    """Wilson's bounds of many shares at once; n_eff = infinity gives the share itself, n_eff = 0 gives (0, 1).

    The roots are written so that nothing cancels: 0 % starts at 0, 100 % ends at 1, the share is always inside.
    """
    p, n = np.asarray(share, float), np.maximum(np.asarray(n_eff, float), _NOBODY)
    q, a = 1 - p, np.square(z) / n
    reach = a / 2 + np.sqrt(a * p * q + a * a / 4)
    return p * (p / np.maximum(p + reach, _TINY)), p + q * (reach / np.maximum(q + reach, _TINY))


def wilson_corrected(hits: int, base: int, level: float = 0.95) -> Interval:
    """Wilson interval with the continuity correction of R's `prop.test`, which shrinks near one half."""
    _checked(hits, base)
    if base == 0:
        return NOTHING_KNOWN
    z, p = critical(level), hits / base
    shift, a = min(0.5, abs(hits - base / 2)) / base, z * z / (2 * base)

    def edge(side: int) -> float:
        c = p + side * shift
        if not 0 < c < 1:
            return float(c >= 1)
        return (c + a + side * z * math.sqrt(c * (1 - c) / base + a / (2 * base))) / (1 + 2 * a)

    return max(0.0, edge(-1)), min(1.0, edge(+1))


def clopper_pearson(hits: float, base: float, level: float = 0.95) -> Interval:
    """Exact binomial interval: never covers less than `level`. Clopper & Pearson (1934)."""
    _checked(hits, base)
    tail, misses = (1 - level) / 2, base - hits
    low = float(special.betaincinv(hits, misses + 1, tail)) if hits > 0 else 0.0
    high = float(special.betainccinv(hits + 1, misses, tail)) if misses > 0 else 1.0
    return low, high


def jeffreys(hits: float, base: float, level: float = 0.95) -> Interval:
    """Equal-tailed interval of a Beta(1/2, 1/2) prior, pinned to 0 and 1 at the ends. Brown, Cai & DasGupta (2001)."""
    _checked(hits, base)
    tail, misses = (1 - level) / 2, base - hits
    low = float(special.betaincinv(hits + 0.5, misses + 0.5, tail)) if hits > 0 else 0.0
    high = float(special.betainccinv(hits + 0.5, misses + 0.5, tail)) if misses > 0 else 1.0
    return low, high


def mid_p(hits: int, base: int, level: float = 0.95) -> Interval:
    """Exact binomial interval counting half the probability of what was observed. Lancaster (1961)."""
    _checked(hits, base)
    tail = (1 - level) / 2

    def above(p: float) -> float:  # P(X > x) + P(X = x) / 2 grows with p
        return float(special.bdtrc(hits, base, p) + special.bdtrc(hits - 1, base, p)) / 2

    low = bisect(lambda p: above(p) - tail, 0.0, 1.0) if hits > 0 else 0.0
    high = bisect(lambda p: above(p) - (1 - tail), 0.0, 1.0) if hits < base else 1.0
    return low, high


def hypergeometric(hits: int, base: int, population: int, level: float = 0.95) -> Interval:
    """Exact interval of a share of `population`, of whom `base` answered: every count that the answers do not refute.

    The guaranteed interval of an unweighted share: never covers less than `level`. Bounds are k / population.
    """
    _checked(hits, base)
    effective_base(base, population)
    tail = (1 - level) / 2
    fewest, most = hits, population - (base - hits)
    low = _first(lambda k: _tail(hits, base, k, population, upper=True) > tail, fewest, most)
    high = _first(lambda k: _tail(hits, base, k, population, upper=False) <= tail, low, most + 1) - 1
    return low / population, max(low, high) / population


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The first integer from `low` for which a condition holds, `high` when there is none before."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _tail(hits: int, base: int, k: int, population: int, *, upper: bool) -> float:
    """P(X >= hits), or P(X <= hits), when `base` are drawn from a population holding `k`."""
    least, most = max(0, base - (population - k)), min(base, k)
    x = np.arange(max(hits, least), most + 1) if upper else np.arange(least, min(hits, most) + 1)
    logs = _ways(k, x) + _ways(population - k, base - x) - _ways(population, np.asarray(base))
    return float(np.exp(logs).sum())


def _ways(n: int, k: NDArray[np.int64]) -> Floats:
    """Logarithm of n choose k."""
    return np.asarray(special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1))


def _checked(hits: float, base: float) -> None:
    if not 0 <= hits <= base:
        raise Refusal(f"{hits:g} hits cannot be counted among {base:g} people")
