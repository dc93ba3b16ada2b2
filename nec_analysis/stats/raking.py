"""Raking: weights that meet several margins at once, by iterative proportional fitting on cells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from nec_analysis.stats.design import Floats
from nec_analysis.stats.margins import Cells, Margin, cells
from nec_analysis.stats.refusals import DidNotConverge
from nec_analysis.stats.weighting import Weighting

GOAL, ENOUGH = 1e-13, 1e-10
"""Relative margin error aimed at, then the largest one accepted when rounding stops progress."""


def rake(
    margins: Sequence[Margin], base: ArrayLike = 1.0, *, iterations: int = 1000, settled: float = 0.0
) -> Weighting:
    """Weights proportional to `base` by a factor a level, that meet every margin. Deming & Stephan (1940).

    People of one combination of levels have one factor, so the work is done on combinations: a pass over the rows to
    gather them, another to hand the factors back. `settled` stops earlier, once a round moves no combination by that
    share of the total, as R's `rake(control = list(epsilon =))` does. Raises LevelWithoutRespondent,
    LevelWithoutPopulation, MarginsDisagree, NegativeWeight, DidNotConverge.
    """
    gathered = cells(margins, base)
    factor, done, error = _fit(gathered, margins, iterations, settled)
    if error > max(ENOUGH, 1000 * settled):
        raise DidNotConverge(f"raking left a margin off by {error:.2g} after {done} iterations")
    before = np.asarray(base, float)
    weights = gathered.of_people(factor * before) if before.ndim == 0 else gathered.of_people(factor) * before
    return Weighting(weights, np.broadcast_to(before, weights.shape), tuple(margins), done, error)


def _fit(gathered: Cells, margins: Sequence[Margin], iterations: int, settled: float) -> tuple[Floats, int, float]:
    """Factor of each combination, how many rounds it took, the largest relative gap that is left."""
    factor, total, allowed = np.ones(gathered.total.size), gathered.total, settled * float(gathered.total.sum())
    best, since, done, error = np.inf, 0, 0, np.inf
    while done < iterations:
        done += 1
        before = factor
        for codes, given in zip(gathered.codes, margins, strict=True):
            reached = np.bincount(codes, factor * total, given.targets.size)
            factor = factor * (given.targets / np.where(reached > 0, reached, 1.0))[codes]
        error = _gap(gathered, margins, factor)
        since = 0 if error < best else since + 1
        best = min(best, error)
        moved = float(np.abs((factor - before) * total).max(initial=0.0))
        if error <= GOAL or moved < allowed or (since >= 5 and best <= ENOUGH):
            break
    return factor, done, error


def _gap(gathered: Cells, margins: Sequence[Margin], factor: Floats) -> float:
    worst = 0.0
    for codes, given in zip(gathered.codes, margins, strict=True):
        reached = np.bincount(codes, factor * gathered.total, given.targets.size)
        asked = given.targets > 0
        worst = max(worst, float(np.abs(reached[asked] / given.targets[asked] - 1).max(initial=0.0)))
    return worst
