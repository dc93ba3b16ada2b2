"""A share over three editions or more: does it rise or fall?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nec_analysis.stats.intervals import Interval, critical
from nec_analysis.stats.quadratic_forms import upper_chi2
from nec_analysis.stats.refusals import EmptyTable


@dataclass(frozen=True, slots=True)
class Trend:
    """Change of the share for one unit of score, its interval, and the Cochran-Armitage test of no change.

    `departure` is the probability that the shares leave the line by chance; None with fewer than three editions.
    """

    slope: float
    interval: Interval
    statistic: float
    p: float
    departure: float | None


def cochran_armitage(
    hits: Sequence[float],
    bases: Sequence[float],
    scores: Sequence[float] | None = None,
    n_eff: Sequence[float] | None = None,
    level: float = 0.95,
) -> Trend:
    """Test of a linear trend of hits / bases along `scores` (1, 2, 3… by default). Cochran (1954); Armitage (1955).

    R's `prop.trend.test`. Weighted answers give their effective bases. Raises EmptyTable with fewer than two editions
    that have answers.
    """
    n = np.asarray(bases if n_eff is None else n_eff, float)
    x = np.arange(1.0, n.size + 1) if scores is None else np.asarray(scores, float)
    seen = (np.asarray(bases, float) > 0) & (n > 0)
    if seen.sum() < 2 or np.ptp(x[seen]) == 0:
        raise EmptyTable("a trend needs answers in two editions")
    p, n, x = np.asarray(hits, float)[seen] / np.asarray(bases, float)[seen], n[seen], x[seen]
    pooled, lever = float(n @ p / n.sum()), x - n @ x / n.sum()
    spread, slope = float(n @ lever**2), float((n * lever) @ p / (n @ lever**2))
    variance = pooled * (1 - pooled)
    statistic = slope**2 * spread / variance if variance > 0 else 0.0
    half = critical(level) * float(np.sqrt(((lever**2) * n) @ (p * (1 - p)))) / spread
    whole = float(n @ (p - pooled) ** 2) / variance if variance > 0 else 0.0
    departure = upper_chi2(max(whole - statistic, 0.0), n.size - 2) if n.size > 2 else None
    return Trend(slope, (slope - half, slope + half), statistic, upper_chi2(statistic, 1), departure)
