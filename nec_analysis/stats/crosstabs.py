"""Association of two questions: Pearson's statistic, corrected for the design."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_analysis.stats.design import Bools, Design, Floats, Ints, covariance, degrees
from nec_analysis.stats.means import means
from nec_analysis.stats.quadratic_forms import saddlepoint, upper_chi2, upper_f
from nec_analysis.stats.refusals import EmptyTable


@dataclass(frozen=True, slots=True)
class Test:
    """A statistic with its degrees of freedom above and below (0 where the law has none), and its probability."""

    statistic: float
    ndf: float
    ddf: float
    p: float


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Weighted counts of two questions, and how far the design is from simple random sampling.

    `pearson` is the statistic of the table scaled to the people who answered both; `deltas` are the generalised design
    effects, 1 each under simple random sampling with replacement; `df` counts primary units minus strata.
    """

    table: Floats
    pearson: float
    deltas: Floats
    df: float

    @property
    def f(self) -> Test:
        """Second-order Rao-Scott correction: the test to print. Rao & Scott (1984)."""
        trace = float(self.deltas.sum())
        if trace <= 1e-12:  # nothing is left to chance: everybody on the list answered
            return Test(math.inf if self.pearson > 0 else 0.0, 0.0, 0.0, float(self.pearson == 0))
        ndf = trace**2 / float((self.deltas**2).sum())
        statistic = self.pearson / trace
        return Test(statistic, ndf, ndf * self.df, upper_f(statistic, ndf, ndf * self.df))

    @property
    def chisq(self) -> Test:
        """First-order Rao-Scott correction; the statistic is Pearson's, the probability that of statistic / mean."""
        df, trace = float(self.deltas.size), float(self.deltas.sum())
        p = upper_chi2(self.pearson * df / trace, df) if trace > 1e-12 else self.f.p
        return Test(self.pearson, df, 0.0, p)

    @property
    def saddlepoint(self) -> Test:
        """The law of the statistic itself, by saddlepoint; R says `lincom` of the same number."""
        f = self.f
        p = saddlepoint(self.pearson, self.deltas, f.ddf) if f.ddf > 0 and self.pearson > 0 else f.p
        return Test(self.pearson, 0.0, 0.0, p)


def rao_scott(
    sample: Design,
    rows: ArrayLike,
    columns: ArrayLike,
    domain: ArrayLike | None = None,
    *,
    people: int = 0,
    df: int = 0,
) -> Crosstab:
    """Crosstab of two codes (any labels) over the rows of `domain`.

    R counts those without an answer in `people` and `df` when weights are calibrated: pass them to reproduce it.
    Raises EmptyTable with fewer than two rows or columns.
    """
    inside, r, c = _codes(sample, rows, columns, domain)
    shape = (int(r.max()) + 1, int(c.max()) + 1)
    cell = (r[:, None] * shape[1] + c[:, None] == np.arange(shape[0] * shape[1])) & inside[:, None]
    share, variance = means(sample, cell.astype(float), inside)
    answered = people or round(float(sample.counts[inside & (sample.weights > 0)].sum()))
    inverse = np.where(share > 0, 1 / np.where(share > 0, share, 1.0), 0.0)
    contrast = np.kron(_contrasts(shape[0]), _contrasts(shape[1])) * inverse[:, None]
    null = (contrast.T * share) @ contrast / answered
    deltas = np.linalg.eigvals(np.linalg.lstsq(null, contrast.T @ variance @ contrast, rcond=None)[0]).real
    table = ((sample.weights * sample.counts) @ cell).reshape(shape)
    return Crosstab(table, pearson(share.reshape(shape) * answered), deltas, df or degrees(sample, inside))


def wald(
    sample: Design,
    rows: ArrayLike,
    columns: ArrayLike,
    domain: ArrayLike | None = None,
    *,
    df: int = 0,
    adjusted: bool = False,
) -> Test:
    """Wald's test that no cell differs from the product of its margins; `adjusted` for few clusters. Koch et al. (1975)."""
    inside, r, c = _codes(sample, rows, columns, domain)
    shape = (int(r.max()) + 1, int(c.max()) + 1)
    w = np.where(inside, sample.weights, 0.0)
    is_row, is_column = (r[:, None] == np.arange(shape[0])) * 1.0, (c[:, None] == np.arange(shape[1])) * 1.0
    people = w * sample.counts
    whole, tops, sides = float(people.sum()), people @ is_row, people @ is_column
    cell = is_row[:, :, None] * is_column[:, None, :]
    gap = np.einsum("i,irc->rc", people, cell) - np.outer(tops, sides) / whole
    pull = cell - is_row[:, :, None] * sides / whole - is_column[:, None, :] * tops[:, None] / whole
    pull = pull + np.outer(tops, sides) / whole**2
    free = pull[:, 1:, 1:].reshape(pull.shape[0], -1)
    variance = covariance(sample, np.where(inside, sample.weights, 0.0)[:, None] * free)
    y, ndf = gap[1:, 1:].ravel(), (shape[0] - 1) * (shape[1] - 1)
    below = df or degrees(sample, inside)
    statistic = float(y @ np.linalg.lstsq(variance, y, rcond=None)[0]) / ndf
    if adjusted:
        statistic, below = statistic * (below - ndf + 1) / below, below - ndf + 1
    return Test(statistic, ndf, below, upper_f(statistic, ndf, below) if below > 0 else 1.0)


def pearson(observed: Floats) -> float:
    """S (O - E)² / E over the cells where somebody was expected."""
    expected = _expected(observed)
    return float(((observed - expected) ** 2 / np.where(expected > 0, expected, 1.0)).sum())


def chi_square(observed: ArrayLike) -> Test:
    """Pearson's test of unweighted counts."""
    table = _dense(np.asarray(observed, float))
    df = (table.shape[0] - 1) * (table.shape[1] - 1)
    statistic = pearson(table)
    return Test(statistic, df, 0.0, upper_chi2(statistic, df))


def cramers_v(observed: ArrayLike) -> float:
    """Cramér's V: 0 without association, 1 when one answer tells the other."""
    table = _dense(np.asarray(observed, float))
    return float(np.sqrt(pearson(table) / (table.sum() * (min(table.shape) - 1))))


def residuals(observed: ArrayLike, *, adjusted: bool = True) -> Floats:
    """How many standard deviations each cell is from independence: Haberman's adjusted residuals, or Pearson's."""
    table = np.asarray(observed, float)
    expected = _expected(table)
    root = np.sqrt(np.where(expected > 0, expected, 1.0))
    found = np.where(expected > 0, (table - expected) / root, 0.0)
    if not adjusted:
        return np.asarray(found)
    n = table.sum()
    left = np.outer(1 - table.sum(1) / n, 1 - table.sum(0) / n)
    return np.asarray(np.where(left > 0, found / np.sqrt(np.where(left > 0, left, 1.0)), 0.0))


def _expected(observed: Floats) -> Floats:
    total = observed.sum()
    return np.asarray(np.outer(observed.sum(1), observed.sum(0)) / total) if total > 0 else np.zeros_like(observed)


def _dense(observed: Floats) -> Floats:
    """The table without the rows and columns that hold nobody."""
    table: Floats = observed[observed.sum(1) > 0][:, observed.sum(0) > 0]
    if min(table.shape) < 2:
        raise EmptyTable("a test needs two groups and two answers that somebody gave")
    return table


def _codes(sample: Design, rows: ArrayLike, columns: ArrayLike, domain: ArrayLike | None) -> tuple[Bools, Ints, Ints]:
    """The rows kept, then the code of each on both questions (0 outside)."""
    inside = (sample.everyone if domain is None else np.asarray(domain, bool)) & (sample.weights * sample.counts > 0)
    return inside, _numbered(np.asarray(rows), inside), _numbered(np.asarray(columns), inside)


def _numbered(labels: NDArray[np.generic], inside: Bools) -> Ints:
    found, codes = np.unique(labels[inside], return_inverse=True)
    if found.size < 2:
        raise EmptyTable("a test needs two groups and two answers that somebody gave")
    everyone = np.zeros(labels.size, np.int64)
    everyone[inside] = codes
    return everyone


def _contrasts(levels: int) -> Floats:
    """Orthonormal columns that add up to nothing."""
    centred = np.eye(levels) - 1 / levels
    return np.asarray(np.linalg.svd(centred)[0][:, : levels - 1])
