"""Intervals of a share from its standard error, as R `survey::svyciprop` has them."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy import special

from nec_analysis.stats.intervals import Interval, critical


def symmetric(share: float, se: float, df: float, level: float = 0.95) -> Interval:
    """share ± t se: what the others are compared with, never printed. May leave [0, 1]."""
    half = critical(level, df) * se if se > 0 else 0.0
    return share - half, share + half


def logit(share: float, se: float, df: float, level: float = 0.95) -> Interval:
    """Student's interval of log(p / (1 - p)), turned back. Korn & Graubard (1998)."""
    if not _varies(share, se):
        return share, share
    middle, half = float(special.logit(share)), critical(level, df) * se / (share * (1 - share))
    return float(special.expit(middle - half)), float(special.expit(middle + half))


def arcsine(share: float, se: float, df: float, level: float = 0.95) -> Interval:
    """Student's interval of arcsin(sqrt(p)), which evens the variance out, turned back."""
    if not _varies(share, se):
        return share, share
    middle, half = math.asin(math.sqrt(share)), critical(level, df) * se / (2 * math.sqrt(share * (1 - share)))
    return math.sin(max(middle - half, 0.0)) ** 2, math.sin(min(middle + half, math.pi / 2)) ** 2


def korn_graubard(share: float, n_eff: float, base: float, df: float, level: float = 0.95) -> Interval:
    """Clopper-Pearson interval on the effective base, reduced for few degrees of freedom. Korn & Graubard (1998).

    `n_eff` is p (1 - p) / variance; `base` the number of people, whose Student quantile is divided by that of `df`.
    """
    if math.isinf(n_eff):
        return share, share
    if base > 1 and df >= 1:
        n_eff *= (critical(level, base - 1) / critical(level, df)) ** 2
    tail, hits, misses = (1 - level) / 2, n_eff * share, n_eff * (1 - share)
    low = float(special.betaincinv(hits, misses + 1, tail)) if hits > 0 else 0.0
    high = float(special.betainccinv(hits + 1, misses, tail)) if misses > 0 else 1.0
    return min(low, share), max(high, share)


METHODS: dict[str, Callable[[float, float, float, float], Interval]] = {
    "mean": symmetric,
    "logit": logit,
    "xlogit": logit,
    "asin": arcsine,
}
"""Methods that need a share, a standard error and degrees of freedom only, by R's name."""


def _varies(share: float, se: float) -> bool:
    return 0 < share < 1 and se > 0
