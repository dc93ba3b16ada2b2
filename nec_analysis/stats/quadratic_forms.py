"""Tail of a weighted sum of chi-squares over an independent chi-square: the law of a Rao-Scott statistic."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from nec_analysis.stats.design import Floats
from nec_analysis.stats.roots import brent

UNIROOT = 1e-8
"""How close R's `saddle` looks for its saddlepoint."""
WHOLE = 1e-12
"""How near to a whole number, relatively, degrees of freedom are one: equal eigenvalues make them so, up to rounding."""


def upper_f(statistic: float, ndf: float, ddf: float) -> float:
    """P(F > statistic); the degrees of freedom need not be whole."""
    return 1.0 if statistic <= 0 else float(special.betainc(ddf / 2, ndf / 2, ddf / (ddf + ndf * statistic)))


def upper_chi2(statistic: float, df: float) -> float:
    """P(chi-square > statistic)."""
    return float(special.gammaincc(df / 2, max(statistic, 0.0) / 2))


def saddlepoint(statistic: float, eigenvalues: ArrayLike, ddf: float, tolerance: float = UNIROOT) -> float:
    """P(S a_i chi2_1 > statistic chi2_ddf / ddf) by Kuonen's saddlepoint. Kuonen (1999); Lumley & Scott (2014).

    The chi-square below counts as floor(ddf) negative terms, as in R's `pFsum`; a ddf that rounding left just under a
    whole number is that number. Where the saddlepoint is too close to zero to divide by, Satterthwaite's F.
    """
    a = np.asarray(eigenvalues, float)
    terms = np.concatenate([a, [-statistic / ddf]])
    times = np.concatenate([np.ones(a.size), [math.floor(ddf * (1 + WHOLE))]])
    tail = _saddle(terms / terms.max(), times, tolerance)
    return satterthwaite(statistic, a, ddf) if tail is None else tail


def satterthwaite(statistic: float, eigenvalues: Floats, ddf: float) -> float:
    """The same tail from an F of the same mean and variance."""
    trace, uneven = float(eigenvalues.mean()), float((eigenvalues**2).mean() / eigenvalues.mean() ** 2)
    return upper_f(statistic / (eigenvalues.size * trace), eigenvalues.size / uneven, ddf)


def _saddle(terms: Floats, times: Floats, tolerance: float) -> float | None:
    """P(S terms chi2 > 0), by the saddlepoint where the derivative of the cumulant function is 0."""

    def slope(z: float) -> float:
        return float(times @ (terms / (1 - 2 * z * terms)))

    low = float((1 / (2 * terms[terms < 0])).max()) * 0.99999
    high = float((1 / (2 * terms[terms > 0])).min()) * 0.99999
    at = brent(slope, low, high, tolerance)
    if abs(at) < 1e-4:
        return None
    cumulant = -float(times @ np.log(1 - 2 * at * terms)) / 2
    curvature = 2 * float(times @ (terms**2 / (1 - 2 * at * terms) ** 2))
    w, v = math.copysign(math.sqrt(-2 * cumulant), at), at * math.sqrt(curvature)
    return float(special.ndtr(-(w + math.log(v / w) / w)))
