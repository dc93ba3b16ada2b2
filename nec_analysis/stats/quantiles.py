"""Quantiles of a weighted numeric answer."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nec_analysis.stats.design import Design
from nec_analysis.stats.intervals import Interval, critical, wilson_bounds
from nec_analysis.stats.means import mean
from nec_analysis.stats.shares import effective


def quantile(sample: Design, values: ArrayLike, share: float, domain: ArrayLike | None = None) -> float | None:
    """The smallest value that `share` of the weight does not exceed; None on an empty base. R: `qrule = "math"`."""
    y = np.asarray(values, float)
    inside = ~np.isnan(y) & (sample.everyone if domain is None else np.asarray(domain, bool)) & (sample.weights > 0)
    if not inside.any():
        return None
    order = np.argsort(y[inside], kind="stable")
    ordered, grown = y[inside][order], np.cumsum((sample.weights * sample.counts)[inside][order])
    # A share reached up to rounding is reached: 0.5 of four equal weights is the second value.
    place = np.searchsorted(grown, share * grown[-1] * (1 - 1e-13), side="left")
    return float(ordered[min(int(place), ordered.size - 1)])


def interval(
    sample: Design, values: ArrayLike, share: float, domain: ArrayLike | None = None, level: float = 0.95
) -> Interval | None:
    """Woodruff's interval: the Wilson interval of the share at or under the quantile, read back as values. (1952)"""
    middle = quantile(sample, values, share, domain)
    if middle is None:
        return None
    y = np.asarray(values, float)
    inside = ~np.isnan(y) & (sample.everyone if domain is None else np.asarray(domain, bool))
    under = mean(sample, np.where(inside, (y <= middle) * 1.0, np.nan))
    n_eff = effective(under, sample, inside)
    low, high = wilson_bounds(share, n_eff, critical(level))
    below, above = (quantile(sample, values, float(end), domain) for end in (low, high))
    assert below is not None
    assert above is not None
    return min(middle, below), max(middle, above)
