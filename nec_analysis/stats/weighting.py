"""Weights fitted to margins, with what it took to fit them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from nec_analysis.stats.design import Calibration, Floats
from nec_analysis.stats.effective import kish
from nec_analysis.stats.margins import Margin


@dataclass(frozen=True, slots=True)
class Weighting:
    """`weights` after and `base` before; `error` is the largest relative gap left between a margin and its target."""

    weights: Floats
    base: Floats
    margins: tuple[Margin, ...]
    iterations: int
    error: float

    def calibration(self, counts: ArrayLike = 1.0) -> Calibration:
        """What standard errors need: without it they ignore what the margins explain."""
        return calibration(self.margins, self.base, self.weights, counts)


@dataclass(frozen=True, slots=True)
class Spread:
    """How unequal weights are: `deff` is Kish's, `n_eff` the number of equal weights that would do as well."""

    total: float
    deff: float
    n_eff: float
    least: float
    most: float


def spread(weights: ArrayLike) -> Spread:
    """Summary of weights, people of weight 0 aside. Kish (1965)."""
    given = np.asarray(weights, float)
    given = given[given > 0]
    if given.size == 0:
        return Spread(0.0, 1.0, 0.0, 0.0, 0.0)
    deff = kish(given)
    return Spread(float(given.sum()), deff, given.size / deff, float(given.min()), float(given.max()))


def calibration(margins: Sequence[Margin], base: ArrayLike, fitted: ArrayLike, counts: ArrayLike = 1.0) -> Calibration:
    """Margins as an orthonormal basis of the rows, scaled by the base weights. Redundant columns vanish."""
    after = np.asarray(fitted, float)
    before, people = (np.broadcast_to(np.asarray(given, float), after.shape) for given in (base, counts))
    columns = indicators(margins) * np.sqrt(before * people)[:, None]
    left, size, _ = np.linalg.svd(columns, full_matrices=False)
    return Calibration(left[:, size > 1e-9 * size.max(initial=0.0)], np.array(before), after)


def indicators(margins: Sequence[Margin]) -> Floats:
    """One column of 0 and 1 a level of each margin."""
    return np.hstack([(given.codes[:, None] == np.arange(given.targets.size)).astype(float) for given in margins])
