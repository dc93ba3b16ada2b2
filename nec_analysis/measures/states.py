"""The honest state of an estimate: empty, masked, small, census or plain."""

from __future__ import annotations

from nec_analysis.model import Estimate
from nec_analysis.stats.intervals import wilson

MASKED_BELOW = 11
"""Bases under this are not published: Insee's rule for data on persons (11)."""
SMALL_BELOW = 30
"""Bases under this are flagged "effectif faible", never tested: NCHS (2017)."""


def state_of(base: int, population: int = 0) -> str:
    """The state a base alone commands.

    >>> [state_of(n) for n in (0, 10, 29, 30)]
    ['empty', 'masked', 'small', 'ok']
    """
    if base == 0:
        return "empty"
    if population and base >= population:
        return "census"
    if base < MASKED_BELOW:
        return "masked"
    return "small" if base < SMALL_BELOW else "ok"


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


def _method(state: str, population: int) -> str:
    if state == "census":
        return "recensement"
    return "Wilson, correction de population finie" if population else "Wilson"
