"""Numbers that respondents give: means of numeric answers, net promoter score."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nec_analysis.measures.answers import question_of
from nec_analysis.measures.data import Data
from nec_analysis.measures.states import state_of
from nec_analysis.model import Estimate, Indicator
from nec_analysis.stats import nps as nps_statistics
from nec_analysis.stats.design import simple
from nec_analysis.stats.means import mean

PROMOTERS, DETRACTORS = 9, 6


def average(indicator: Indicator, data: Data) -> Estimate:
    """Mean of a numeric question over those who answered, with a t interval narrowed for the finite population."""
    values = _numbers(indicator, data)
    state = state_of(len(values), data.population)
    if state == "empty":
        return Estimate(value=None, base=0, population=data.population, state="empty")
    low, high = mean(simple(len(values), data.population), values).interval() or (None, None)
    return Estimate(
        value=float(values.mean()),
        numerator=float(values.sum()),
        base=len(values),
        low=low,
        high=high,
        method="moyenne, intervalle de Student",
        population=data.population,
        state=state,
    )


def net_promoter(indicator: Indicator, data: Data) -> Estimate:
    """Share of 9-10 minus share of 0-6, in points; adjusted Wald interval (+3). Rocks (2016)."""
    values = _numbers(indicator, data)
    state = state_of(len(values), data.population)
    if state == "empty":
        return Estimate(value=None, base=0, population=data.population, state="empty")
    promoters, detractors = int((values >= PROMOTERS).sum()), int((values <= DETRACTORS).sum())
    passives = len(values) - promoters - detractors
    low, high = nps_statistics.interval(promoters, passives, detractors, population=data.population)
    return Estimate(
        value=nps_statistics.score(promoters, passives, detractors),
        numerator=promoters - detractors,
        base=len(values),
        low=low,
        high=high,
        method="score net, Wald ajusté (Rocks 2016)",
        population=data.population,
        state=state,
    )


def _numbers(indicator: Indicator, data: Data) -> NDArray[np.float64]:
    place = f"indicateur « {indicator.id} »"
    responses = data.survey(place)
    question = question_of(responses, indicator.question, place)
    return np.asarray(responses.frame[question.id].dropna(), dtype=np.float64)
