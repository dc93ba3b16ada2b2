"""Questions that take several answers: shares of people, mentions, association with a group."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nec_analysis.stats.crosstabs import Test
from nec_analysis.stats.design import Bools, Design, Floats, covariance, degrees
from nec_analysis.stats.means import Estimated, mean
from nec_analysis.stats.quadratic_forms import upper_f
from nec_analysis.stats.refusals import EmptyTable
from nec_analysis.stats.shares import Share, share


def option_shares(sample: Design, ticks: ArrayLike, answered: ArrayLike) -> tuple[Share, ...]:
    """Share of the people of `answered` who ticked each option: they add up to more than 100 %.

    `ticks` has a row a person and a column an option.
    """
    inside = np.asarray(answered, bool)
    return tuple(share(sample, np.where(inside, column, np.nan)) for column in np.asarray(ticks, float).T)


def mentions(sample: Design, ticks: ArrayLike, answered: ArrayLike) -> Estimated:
    """How many options a person of `answered` ticked, on average."""
    count = np.nansum(np.asarray(ticks, float), axis=1)
    return mean(sample, np.where(np.asarray(answered, bool), count, np.nan))


def group_test(sample: Design, ticks: ArrayLike, group: ArrayLike, answered: ArrayLike) -> Test:
    """Whether any option is ticked more in one group: the sum of the options' chi-squares, corrected as Rao-Scott.

    A person's ticks are not independent, which summing their tests would forget. Agresti & Liu (1999); Bilder &
    Loughin (2004). Raises EmptyTable with one group, or no option that divides people.
    """
    inside = np.asarray(answered, bool) & (sample.weights * sample.counts > 0)
    found, codes = np.unique(np.asarray(group)[inside], return_inverse=True)
    y = np.asarray(ticks, float)[inside]
    w = (sample.weights * sample.counts)[inside]
    member = (codes[:, None] == np.arange(found.size)).astype(float)
    ticked, size = w @ y / w.sum(), w @ member / w.sum()
    varied = (ticked > 0) & (ticked < 1)
    if found.size < 2 or not varied.any():
        raise EmptyTable("a test needs two groups and an option that some ticked and some did not")
    return _tested(sample, inside, member, size, y[:, varied], ticked[varied])


def _tested(sample: Design, inside: Bools, member: Floats, size: Floats, y: Floats, ticked: Floats) -> Test:
    w, people = sample.weights[inside], sample.counts[inside]
    pull = (member - size)[:, :, None] * (y - ticked)[:, None, :]
    gap = np.einsum("i,igo->go", w * people, pull) / (w @ people)
    inverse = 1 / (size[:, None] * (ticked * (1 - ticked))[None, :])
    influence = np.zeros((sample.rows, gap.size))
    influence[inside] = (w / (w @ people))[:, None] * (pull - gap).reshape(y.shape[0], -1)
    variance, base = covariance(sample, influence), float(people.sum())
    statistic, spread = base * float((gap**2 * inverse).sum()), base * inverse.ravel()[:, None] * variance
    trace, squares = float(np.trace(spread)), float((spread * spread.T).sum())
    if trace <= 1e-12:
        return Test(statistic, 0.0, 0.0, float(statistic == 0))
    ndf, df = trace**2 / squares, degrees(sample, inside)
    return Test(statistic / trace, ndf, ndf * df, upper_f(statistic / trace, ndf, max(ndf * df, 1.0)))
