"""Weights fitted to margins, with what it took to fit them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from nec_analysis.stats.design import Calibration, Floats
from nec_analysis.stats.effective import kish
from nec_analysis.stats.margins import Margin, cells


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
    """Margins as an orthonormal basis of the rows, scaled by the base weights. Redundant columns vanish.

    Rows of the same levels are gathered first: there are as many combinations as classes, not as people.
    """
    after = np.asarray(fitted, float)
    before, people = (np.broadcast_to(np.asarray(given, float), after.shape) for given in (base, counts))
    weight = before * people
    gathered = cells(margins, weight)
    size = np.sqrt(gathered.total)
    levels = [replace(given, codes=codes) for given, codes in zip(margins, gathered.codes, strict=True)]
    left, values, _ = np.linalg.svd(indicators(levels) * size[:, None], full_matrices=False)
    basis = left[:, values > 1e-9 * values.max(initial=0.0)] / np.where(size > 0, size, 1.0)[:, None]
    place = np.zeros(gathered.room, np.int32)
    place[gathered.kept] = np.arange(gathered.kept.size)
    return Calibration(basis, place[gathered.of_row], np.sqrt(weight), before, after)


def indicators(margins: Sequence[Margin]) -> Floats:
    """One column of 0 and 1 a level of each margin."""
    return np.hstack([(given.codes[:, None] == np.arange(given.targets.size)).astype(float) for given in margins])
