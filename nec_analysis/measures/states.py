"""The honest state of an estimate: empty, masked, small, census or plain."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from nec_analysis.measures.weighing import Weighed
from nec_analysis.model import Estimate
from nec_analysis.stats import publication
from nec_analysis.stats.intervals import wilson
from nec_analysis.stats.shares import share as weighted_share

CENSUS = "recensement"
"""The method of a figure that everybody on the list stands in: no interval is owed."""
MASKED_BELOW, SMALL_BELOW = publication.MASKED_UNDER, publication.SMALL_UNDER
"""Bases under 11 are not published (Insee, data on persons); under 30 flagged "effectif faible", never tested (NCHS)."""


def state_of(base: int, population: int = 0, n_eff: float | None = None) -> str:
    """The state a base commands, effective base included.

    >>> [state_of(n) for n in (0, 10, 29, 30)]
    ['empty', 'masked', 'small', 'ok']
    """
    found = publication.state(base, n_eff)
    return "census" if population and base >= population and found not in ("empty", "masked") else found


def shared(hits: int, base: int, population: int = 0) -> Estimate:
    """A share with its interval; `population` 0 means that no list of people is known, so no finite correction."""
    state = state_of(base, population)
    if state == "empty":
        return Estimate(value=None, numerator=0, base=0, population=population, state="empty")
    low, high = wilson(hits, base, population=population)
    return Estimate(
        value=hits / base,
        numerator=hits,
        base=base,
        low=low,
        high=high,
        method=_method(state, population),
        population=population,
        state=state,
    )


def estimated(
    hits: NDArray[np.bool_], in_base: NDArray[np.bool_], population: int, weighed: Weighed | None
) -> Estimate:
    """A share of people, weighted when the survey is: residual standard error, Wilson on the effective base.

    `hits` and `in_base` hold one row a respondent.
    """
    counted = hits & in_base
    if weighed is None:
        return shared(int(counted.sum()), int(in_base.sum()), population)
    found = weighted_share(weighed.design, np.where(in_base, counted.astype(float), np.nan))
    if found.value is None:
        return Estimate(value=None, numerator=0, base=0, population=population, weight=weighed.said, state="empty")
    state = state_of(found.base, population, found.n_eff)
    return Estimate(
        value=found.value,
        numerator=found.hits,
        base=found.base,
        low=found.low,
        high=found.high,
        method=_method(state, population),
        population=population,
        weight=weighed.said,
        design_effect=found.deff,
        effective_base=None if math.isinf(found.n_eff) else found.n_eff,
        state=state,
    )


def _method(state: str, population: int) -> str:
    if state == "census":
        return CENSUS
    return "Wilson, correction de population finie" if population else "Wilson"
