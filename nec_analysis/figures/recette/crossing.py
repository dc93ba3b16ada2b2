"""Whether the groups of a crosstab differ at all: the probability, worked out a second time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nec_analysis.figures.recette import laws
from nec_analysis.figures.recette.linear import Weighed

Floats = NDArray[np.float64]


def probability(rows: Sequence[str], columns: Sequence[str], weighed: Weighed | None) -> float:
    """Pearson's test of two codes ("" without answer); Rao and Scott's second-order F of a weighted survey (1984).

    No finite population correction: whether groups differ is asked of the event. 1 where there is nothing to compare.
    """
    inside = [bool(r and c) for r, c in zip(rows, columns, strict=True)]
    cells = list(zip(rows, columns, strict=True))
    tall, wide = (sorted({cell[side] for cell, both in zip(cells, inside, strict=True) if both}) for side in (0, 1))
    if min(len(tall), len(wide)) < 2:
        return 1.0
    ticked = [[cell == (r, c) for r in tall for c in wide] for cell in cells]
    people = sum(inside)
    shape = len(tall), len(wide)
    if weighed is None:
        counts = np.array(ticked, dtype=float)[np.array(inside)].sum(0) / people
        return laws.chi2(people * _pearson(counts.reshape(shape)), (shape[0] - 1) * (shape[1] - 1))
    shares, covariance = weighed.shares(ticked, inside)
    return _rao_scott(shares, covariance, shape, people)


def _pearson(shares: Floats) -> float:
    expected = np.outer(shares.sum(1), shares.sum(0))
    return float(((shares - expected) ** 2 / expected).sum())


def _rao_scott(shares: Floats, covariance: Floats, shape: tuple[int, int], people: int) -> float:
    """The design's covariance over that of a plain sample, where rows and columns interact: trace, trace of the square."""
    root = np.where(shares > 0, 1 / np.sqrt(np.where(shares > 0, shares, 1.0)), 0.0)
    space, sizes, _ = np.linalg.svd(root[:, None] * _interactions(*shape), full_matrices=False)
    space = space[:, sizes > 1e-10 * sizes[0]]
    effects = people * space.T @ (root[:, None] * covariance * root) @ space
    trace, squares = float(np.trace(effects)), float((effects * effects.T).sum())
    statistic, df = people * _pearson(shares.reshape(shape)) / trace, trace * trace / squares
    return laws.fisher(statistic, df, df * (people - 1))


def _interactions(tall: int, wide: int) -> Floats:
    """One column a cell but the last ones: it, less its row's last, less its column's last, and the corner."""
    sides = [np.vstack([np.eye(n - 1), -np.ones(n - 1)]) for n in (tall, wide)]
    return np.asarray(np.kron(sides[0], sides[1]))
