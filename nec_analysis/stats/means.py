"""Means, totals and ratios of a design, with their linearised standard errors."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from nec_analysis.stats.design import Bools, Design, Floats, covariance, degrees
from nec_analysis.stats.intervals import Interval, critical


@dataclass(frozen=True, slots=True)
class Estimated:
    """A mean, a share, a total or a ratio. `value` is None on an empty base, where the rest says nothing.

    `base` counts people, `weight` adds their weights, `spread` is the variance of the answers in the population,
    `df` counts primary units minus strata.
    """

    value: float | None
    variance: float
    base: int
    weight: float
    spread: float
    df: int

    @property
    def se(self) -> float:
        """Standard error."""
        return math.sqrt(max(self.variance, 0.0))

    @property
    def deff(self) -> float | None:
        """Variance over that of as many people drawn without replacement; None when those are everybody."""
        left = 1 - self.base / self.weight if self.weight > self.base else 0.0
        replaced = self.deff_replaced
        return None if replaced is None or left < 1e-12 else replaced / left

    @property
    def deff_replaced(self) -> float | None:
        """Variance over that of as many people drawn with replacement; None when the answers do not vary."""
        return self.variance / (self.spread / self.base) if self.base and self.spread > 0 else None

    def interval(self, level: float = 0.95) -> Interval | None:
        """Student's interval; None when nobody, or one person, answered: one answer says nothing of the spread."""
        if self.value is None or (self.df < 1 and self.variance > 0) or self.base < 2:
            return None
        half = critical(level, self.df) * self.se if self.variance > 0 else 0.0
        return self.value - half, self.value + half


def mean(sample: Design, values: ArrayLike, domain: ArrayLike | None = None) -> Estimated:
    """Weighted mean of `values` over the rows that have one (NaN = no answer) inside `domain`."""
    y, inside = _answers(sample, values, domain)
    estimates, matrix = means(sample, y[:, None], inside)
    return _estimated(sample, y, inside, float(estimates[0]) if inside.any() else None, float(matrix[0, 0]))


def means(sample: Design, values: Floats, domain: ArrayLike | None = None) -> tuple[Floats, Floats]:
    """Weighted means of the columns of `values` over one domain, with their covariance; zeros on an empty domain."""
    inside = sample.everyone if domain is None else np.asarray(domain, bool)
    w = np.where(inside, sample.weights, 0.0)
    total = float(w @ sample.counts)
    if total <= 0:
        return np.zeros(values.shape[1]), np.zeros((values.shape[1],) * 2)
    known = np.where(inside[:, None], values, 0.0)
    centre = (w * sample.counts) @ known / total
    return centre, covariance(sample, (w / total)[:, None] * (known - centre))


def total(sample: Design, values: ArrayLike, domain: ArrayLike | None = None) -> Estimated:
    """Weighted sum of `values` over the rows that have one inside `domain`."""
    y, inside = _answers(sample, values, domain)
    w = np.where(inside, sample.weights, 0.0)
    value = float((w * sample.counts) @ y)
    return _estimated(sample, y, inside, value, float(covariance(sample, w * y)[0, 0]))


def ratio(sample: Design, numerator: ArrayLike, denominator: ArrayLike, domain: ArrayLike | None = None) -> Estimated:
    """Weighted sum of `numerator` over that of `denominator`, on rows that have both. Cochran (1977), 6.4."""
    top, inside = _answers(sample, numerator, domain)
    bottom, inside = _answers(sample, denominator, inside)
    w = np.where(inside, sample.weights, 0.0)
    below = float((w * sample.counts) @ bottom)
    if below == 0:
        return Estimated(None, 0.0, _people(sample, inside), 0.0, 0.0, 0)
    value = float((w * sample.counts) @ top) / below
    rest = np.where(inside, top - value * bottom, 0.0)
    return _estimated(sample, rest, inside, value, float(covariance(sample, w * rest / below)[0, 0]))


def mean_difference(sample: Design, values: ArrayLike, second: ArrayLike, domain: ArrayLike | None = None) -> Estimated:
    """Mean of the rows where `second` holds minus that of the others: the covariance of both groups is kept.

    Its `df` is one less than the domain's, as in a regression on the group.
    """
    y, inside = _answers(sample, values, domain)
    group = np.asarray(second, bool)
    sides = [inside & group, inside & ~group]
    w = np.where(inside, sample.weights, 0.0)
    totals = [float(w[side] @ sample.counts[side]) for side in sides]
    if min(totals) <= 0:
        return Estimated(None, 0.0, _people(sample, inside), float(sum(totals)), 0.0, 0)
    centres = [float((w * sample.counts)[side] @ y[side]) / t for side, t in zip(sides, totals, strict=True)]
    pull = np.where(group, (y - centres[0]) / totals[0], -(y - centres[1]) / totals[1])
    variance = float(covariance(sample, np.where(inside, w * pull, 0.0))[0, 0])
    found = _estimated(sample, y, inside, centres[0] - centres[1], variance)
    return Estimated(found.value, found.variance, found.base, found.weight, found.spread, found.df - 1)


def _answers(sample: Design, values: ArrayLike, domain: ArrayLike | None) -> tuple[Floats, Bools]:
    """Values with 0 where there is none, then the rows of the domain that have one and a weight."""
    y = np.asarray(values, float)
    inside = ~np.isnan(y) & (sample.everyone if domain is None else np.asarray(domain, bool)) & (sample.counts > 0)
    return np.where(inside, y, 0.0), inside


def _people(sample: Design, inside: Bools) -> int:
    return round(float(sample.counts[inside].sum()))


def _estimated(sample: Design, y: Floats, inside: Bools, value: float | None, variance: float) -> Estimated:
    w = np.where(inside, sample.weights * sample.counts, 0.0)
    weight, base = float(w.sum()), _people(sample, inside & (sample.weights > 0))
    if value is None or weight <= 0:
        return Estimated(None, 0.0, base, weight, 0.0, 0)
    centre = float(w @ y) / weight
    spread = float(w @ (y - centre) ** 2) / weight * (base / (base - 1) if base > 1 else 0.0)
    return Estimated(value, variance, base, weight, spread, degrees(sample, inside))


def welch(first: ArrayLike, second: ArrayLike) -> tuple[float, float]:
    """Student's statistic of two means whose variances may differ, and its two-sided probability. Welch (1947)."""
    x, y = (part[~np.isnan(part)] for part in (np.asarray(first, float), np.asarray(second, float)))
    if min(x.size, y.size) < 2:
        return 0.0, 1.0
    a, b = float(x.var(ddof=1)) / x.size, float(y.var(ddof=1)) / y.size
    if a + b == 0:
        return 0.0, 1.0
    t = float(x.mean() - y.mean()) / math.sqrt(a + b)
    df = (a + b) ** 2 / (a * a / (x.size - 1) + b * b / (y.size - 1))
    return t, 2 * float(special.stdtr(df, -abs(t)))
