"""Ranked choices: which comes first, how high each stands."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nec_analysis.stats.design import Design, Floats
from nec_analysis.stats.means import Estimated, mean
from nec_analysis.stats.shares import Share, share


def first_choices(sample: Design, ranks: ArrayLike, domain: ArrayLike | None = None) -> tuple[Share, ...]:
    """Share of people who put each item first, among those who put one first.

    `ranks` has a row a person and a column an item: 1 = best, NaN = not ranked.
    """
    given = np.asarray(ranks, float)
    answered = (given == 1).any(axis=1)
    return tuple(share(sample, np.where(answered, column == 1, np.nan), domain) for column in given.T)


def mean_ranks(
    sample: Design, ranks: ArrayLike, domain: ArrayLike | None = None, *, unranked: str = "tied"
) -> tuple[Estimated, ...]:
    """Mean rank of each item among people who ranked something: low is good.

    `unranked` items share the places left ("tied": of 5 items with 2 ranked, the others stand at 4), or are left out of
    their item's mean ("missing").
    """
    given = np.asarray(ranks, float)
    filled = completed(given) if unranked == "tied" else given
    return tuple(mean(sample, column, domain) for column in filled.T)


def completed(ranks: Floats) -> Floats:
    """Ranks with the mean of the places left where a person ranked some items only; NaN for who ranked none."""
    seen = ~np.isnan(ranks)
    ranked, items = seen.sum(1), ranks.shape[1]
    left = np.where(ranked > 0, (ranked + 1 + items) / 2, np.nan)
    return np.where(seen, ranks, left[:, None])
