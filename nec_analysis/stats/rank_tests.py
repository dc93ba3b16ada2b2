"""Tests on the order of answers rather than their size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from nec_analysis.stats.design import Floats
from nec_analysis.stats.quadratic_forms import upper_chi2


def ranks(values: ArrayLike) -> Floats:
    """Rank of each value from 1, the mean rank where values tie."""
    given = np.asarray(values, float)
    _, codes, counts = np.unique(given, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[codes])


def kruskal_wallis(groups: Sequence[ArrayLike]) -> tuple[float, float]:
    """Whether one of several groups ranks higher: (H corrected for ties, p). Kruskal & Wallis (1952)."""
    parts = [part[~np.isnan(part)] for part in (np.asarray(group, float) for group in groups)]
    parts = [part for part in parts if part.size]
    everybody = np.concatenate(parts)
    n, ordered = everybody.size, ranks(everybody)
    sums = [float(part.sum()) for part in np.split(ordered, np.cumsum([part.size for part in parts])[:-1])]
    h = 12 * sum(s * s / part.size for s, part in zip(sums, parts, strict=True)) / (n * (n + 1)) - 3 * (n + 1)
    loose = 1 - _ties(everybody) / (n**3 - n) if n > 1 else 0.0
    if loose <= 0 or len(parts) < 2:
        return 0.0, 1.0
    return h / loose, upper_chi2(h / loose, len(parts) - 1)


def wilcoxon(first: ArrayLike, second: ArrayLike) -> tuple[float, float]:
    """Whether two groups rank alike: (W of the first, p), normal law with ties and continuity. Mann & Whitney (1947)."""
    x, y = (part[~np.isnan(part)] for part in (np.asarray(first, float), np.asarray(second, float)))
    m, n = x.size, y.size
    both = np.concatenate([x, y])
    w = float(ranks(both)[:m].sum() - m * (m + 1) / 2)
    off = w - m * n / 2
    size = m + n
    variance = m * n / 12 * (size + 1 - _ties(both) / (size * (size - 1))) if size > 1 else 0.0
    if variance <= 0:
        return w, 1.0
    return w, 2 * float(special.ndtr(-max(abs(off) - 0.5, 0.0) / np.sqrt(variance)))


def _ties(values: Floats) -> float:
    counts = np.unique(values, return_counts=True)[1].astype(float)
    return float((counts**3 - counts).sum())
