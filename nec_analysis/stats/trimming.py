"""Trimming: no one weighs more, or less, than a bound."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from nec_analysis.stats.design import Floats
from nec_analysis.stats.refusals import Refusal


def trim(weights: ArrayLike, *, lower: float = -math.inf, upper: float = math.inf, strict: bool = False) -> Floats:
    """Weights brought back to the bounds, what was cut shared out equally among the others: the total is kept.

    Those others may then pass the bound by their part, as in R's `trimWeights`; `strict` starts again until none does.
    Raises Refusal when the bounds cannot hold the total.
    """
    given = np.asarray(weights, float)
    while True:
        outside = (given < lower) | (given > upper)
        if not outside.any():
            return given
        if outside.all() or not lower * given.size <= given.sum() <= upper * given.size:
            raise Refusal(f"no weights between {lower:g} and {upper:g} add up to {given.sum():g}")
        cut = np.clip(given, lower, upper)
        cut[~outside] += (given - cut).sum() / (~outside).sum()
        if not strict:
            return np.asarray(cut)
        given = np.where(
            np.abs(cut - np.clip(cut, lower, upper)) < 1e-12 * np.abs(cut), np.clip(cut, lower, upper), cut
        )
