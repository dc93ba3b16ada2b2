"""Logit of a share where iteratively reweighted least squares stop, as in R's `glm`."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from nec_analysis.stats.design import Design, Floats, covariance
from nec_analysis.stats.intervals import Interval, critical
from nec_analysis.stats.means import mean


@dataclass(frozen=True, slots=True)
class LogitFit:
    """`logit` of the last step, and p (1 - p) of the step before, which R's naive variance is made of."""

    logit: float
    last_variance: float

    @property
    def share(self) -> float:
        """The share that the logit stands for."""
        return float(special.expit(self.logit))


def logit_fit(
    sample: Design, hits: ArrayLike, domain: ArrayLike | None = None, *, rows: int = 0, steps: int = 25
) -> LogitFit:
    """The fit of a constant to `hits`, stopped when the deviance moves by less than 1e-8. McCullagh & Nelder (1989).

    It is off the exact logit by some 1e-9: only there to reproduce R's last digits. The share must not be 0 or 1.
    """
    y = np.asarray(hits, float)
    inside = ~np.isnan(y) & (sample.everyone if domain is None else np.asarray(domain, bool)) & (sample.weights > 0)
    y, people = y[inside], sample.counts[inside]
    w = sample.weights[inside] * ((rows or people.sum()) / (sample.weights[inside] @ people))
    fitted, before = (w * y + 0.5) / (w + 1), np.inf
    share, deviance = float((w * people) @ y / (w @ people)), _deviance(w * people, y, fitted)
    middle = 0.0
    for _ in range(steps):
        variance = fitted * (1 - fitted)
        pull = w * people * variance
        middle = float(pull @ (special.logit(fitted) + (y - fitted) / variance) / pull.sum())
        last = float(pull.sum() / (w @ people))
        reached = float(special.expit(middle))
        if not 0 < reached < 1:  # a step too far, where R ends with NaN: the logit itself is known
            break
        before, fitted = deviance, np.full(y.size, reached)
        deviance = _deviance(w * people, y, fitted)
        if abs(deviance - before) / (abs(deviance) + 0.1) < 1e-8:
            return LogitFit(middle, last)
    return LogitFit(float(special.logit(share)), share * (1 - share))


def fitted_logit_interval(
    sample: Design,
    hits: ArrayLike,
    domain: ArrayLike | None = None,
    level: float = 0.95,
    *,
    rows: int = 0,
    df: float | None = None,
) -> Interval | None:
    """R's `svyciprop(method = "logit")`: the interval of `survey_intervals.logit` around the fitted logit."""
    y = np.asarray(hits, float)
    found = mean(sample, y, domain)
    if found.value is None or not 0 < found.value < 1 or found.df < 1:
        return None
    fit = logit_fit(sample, y, domain, rows=rows)
    half = critical(level, found.df if df is None else df) * standard_error(sample, y, fit, domain)
    return float(special.expit(fit.logit - half)), float(special.expit(fit.logit + half))


def standard_error(sample: Design, hits: ArrayLike, fit: LogitFit, domain: ArrayLike | None = None) -> float:
    """Of the logit, from what the fit leaves of each answer: with uneven weights, not quite what the share leaves."""
    y = np.asarray(hits, float)
    inside = ~np.isnan(y) & (sample.everyone if domain is None else np.asarray(domain, bool))
    w = np.where(inside, sample.weights, 0.0)
    pull = w * np.where(inside, y - fit.share, 0.0) / (w @ sample.counts) / (fit.share * (1 - fit.share))
    return math.sqrt(max(float(covariance(sample, pull)[0, 0]), 0.0))


def _deviance(w: Floats, y: Floats, fitted: Floats) -> float:
    return float(-2 * (w @ np.where(y > 0.5, np.log(fitted), np.log1p(-fitted))))
