"""Probabilities adjusted for having been looked for: many tests, some small by chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_analysis.stats.design import Floats

Indices = NDArray[np.intp]


def bonferroni(p: ArrayLike) -> Floats:
    """p times the number of tests."""
    given = np.asarray(p, float)
    return np.asarray(np.minimum(given * given.size, 1.0))


def holm(p: ArrayLike) -> Floats:
    """Keeps the chance of any false alarm under the level. For the pairs of one question. Holm (1979)."""
    given = np.asarray(p, float)
    order = np.argsort(given, kind="stable")
    steps = np.maximum.accumulate(given[order] * np.arange(given.size, 0, -1))
    return _unsorted(np.minimum(steps, 1.0), order)


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Keeps the share of false alarms under the level. Across a report. Benjamini & Hochberg (1995)."""
    return _step_up(np.asarray(p, float), 1.0)


def benjamini_yekutieli(p: ArrayLike) -> Floats:
    """The same whatever the dependence between tests. Benjamini & Yekutieli (2001)."""
    given = np.asarray(p, float)
    return _step_up(given, float((1 / np.arange(1, given.size + 1)).sum()))


def hommel(p: ArrayLike) -> Floats:
    """Sharper than Holm where tests are independent. Hommel (1988)."""
    given = np.asarray(p, float)
    n, order = given.size, np.argsort(given, kind="stable")
    ranked = given[order]
    if n < 2:
        return given.copy()
    best = np.full(n, (n * ranked / np.arange(1, n + 1)).min())
    adjusted = best.copy()
    for m in range(n - 1, 1, -1):
        early, late = np.arange(n - m + 1), np.arange(n - m + 1, n)
        least = (m * ranked[late] / np.arange(2, m + 1)).min()
        best[early] = np.minimum(m * ranked[early], least)
        best[late] = best[n - m]
        adjusted = np.maximum(adjusted, best)
    return _unsorted(np.maximum(adjusted, ranked), order)


def _step_up(given: Floats, factor: float) -> Floats:
    n, order = given.size, np.argsort(-given, kind="stable")
    steps = np.minimum.accumulate(factor * n / np.arange(n, 0, -1) * given[order])
    return _unsorted(np.minimum(steps, 1.0), order)


def _unsorted(values: Floats, order: Indices) -> Floats:
    back = np.empty_like(values)
    back[order] = values
    return back
