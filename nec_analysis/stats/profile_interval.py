"""Interval of a share from the profile of its pseudo-likelihood, rescaled for the design."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from nec_analysis.stats.design import Design, Floats
from nec_analysis.stats.intervals import Interval, critical
from nec_analysis.stats.logit_fit import logit_fit, standard_error
from nec_analysis.stats.means import mean
from nec_analysis.stats.roots import EPSILON

FAR = 30.0
"""Logits beyond which R's glm holds a share to be one rounding away from 0 or 1."""


def likelihood(
    sample: Design, hits: ArrayLike, domain: ArrayLike | None = None, level: float = 0.95, *, rows: int = 0
) -> Interval | None:
    """Profile interval of R's `svyciprop(method = "likelihood")`, to its last digits; None where R has none either.

    The deviance of the logit is followed on both sides in fifths of the way, joined by a spline and cut where it meets
    the quantile times the root of the design's variance over the naive one. Rao & Scott (1984). R counts `rows` people
    in its naive variance, those without an answer included when weights are calibrated: by default, those who answered.
    """
    y = np.asarray(hits, float)
    inside = ~np.isnan(y) & (sample.everyone if domain is None else np.asarray(domain, bool))
    found = mean(sample, np.where(inside, y, np.nan))
    if found.value is None or not 0 < found.value < 1 or found.variance <= 0 or found.df < 1:
        return None
    people, fit = rows or found.base, logit_fit(sample, hits, inside, rows=rows)
    se, naive = standard_error(sample, y, fit, inside), 1 / (people * fit.last_variance)
    cut = critical(level, found.df) * math.sqrt(se * se / naive)
    dispersion = found.spread / (fit.share * (1 - fit.share))
    reach = -float(special.stdtrit(people - 1, float(special.ndtr(-cut)) / 4))
    curve = _Curve(fit.logit, found.value, people, dispersion)
    return _crossings(*curve.followed(se * reach / 5, reach), cut)


class _Curve:
    """Signed root of the deviance of a logit, over the dispersion."""

    def __init__(self, centre: float, share: float, weight: float, dispersion: float) -> None:
        self.centre, self.share, self.weight, self.dispersion = centre, share, weight, dispersion
        self.least = self._deviance(centre)

    def _deviance(self, at: float) -> float:
        odds = EPSILON if at < -FAR else 1 / EPSILON if at > FAR else math.exp(at)
        share = odds / (1 + odds)  # the other is 1 less it, roundings included, as in R's glm
        return -2 * self.weight * (self.share * math.log(share) + (1 - self.share) * math.log(1 - share))

    def followed(self, step: float, reach: float) -> tuple[Floats, Floats]:
        """Logits and their signed roots, in order, until the root passes `reach` or nine steps were made."""
        points = [(self.centre, 0.0)]
        for side in (-1, 1):
            for k in range(1, 10):
                at = self.centre + side * k * step
                root = math.sqrt(max(self._deviance(at) - self.least, 0.0) / self.dispersion)
                points.append((at, side * root))
                if root >= reach:
                    break
        points.sort()
        logits, roots = np.array(points).T
        return logits, roots


def _crossings(logits: Floats, roots: Floats, cut: float) -> Interval | None:
    if logits.size < 3 or roots[0] > -cut or roots[-1] < cut:
        return None
    fine = np.linspace(logits[0], logits[-1], 3 * logits.size)
    joined = cubic(logits, roots, fine)
    order = np.argsort(joined, kind="stable")
    low, high = np.interp([-cut, cut], joined[order], fine[order])
    return float(special.expit(low)), float(special.expit(high))


def cubic(x: Floats, y: Floats, at: Floats) -> Floats:
    """Cubic spline whose ends follow the cubics through the first and the last four points. Forsythe et al. (1977).

    Three points have no such cubic: the curve's third derivative is 0 there, as in R's `spline`.
    """
    n, gap = x.size, np.diff(x)
    slope = np.diff(y) / gap
    system, right = np.zeros((n, n)), np.zeros(n)
    for i in range(1, n - 1):
        system[i, i - 1 : i + 2] = gap[i - 1], 2 * (gap[i - 1] + gap[i]), gap[i]
        right[i] = slope[i] - slope[i - 1]
    system[0, :2], system[-1, -2:] = (-gap[0], gap[0]), (gap[-1], -gap[-1])
    if n > 3:
        right[0], right[-1] = gap[0] ** 2 * _third(x[:4], y[:4]), -(gap[-1] ** 2) * _third(x[-4:], y[-4:])
    curve = np.linalg.solve(system, right)
    k = np.clip(np.searchsorted(x, at, side="right") - 1, 0, n - 2)
    d, h = at - x[k], gap[k]
    first = slope[k] - h * (curve[k + 1] + 2 * curve[k])
    return np.asarray(y[k] + d * (first + d * (3 * curve[k] + d * (curve[k + 1] - curve[k]) / h)))


def _third(x: Floats, y: Floats) -> float:
    """Third divided difference of four points."""
    level = y
    for apart in range(1, 4):
        level = np.diff(level) / (x[apart:] - x[: x.size - apart])
    return float(level[0])
