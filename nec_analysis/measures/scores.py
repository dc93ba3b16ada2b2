"""Numbers that respondents give: means of numeric answers, net promoter score."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nec_analysis.measures.answers import question_of
from nec_analysis.measures.data import Data
from nec_analysis.measures.rows import among
from nec_analysis.measures.states import CENSUS, state_of
from nec_analysis.model import Estimate, Indicator
from nec_analysis.stats import nps as nps_statistics
from nec_analysis.stats.design import simple
from nec_analysis.stats.means import Estimated, mean, ratio
from nec_analysis.stats.shares import effective

PROMOTERS, DETRACTORS = 9, 6

Floats = NDArray[np.float64]


def average(indicator: Indicator, data: Data) -> Estimate:
    """Mean of a numeric question over those who answered, with a t interval narrowed for the finite population."""
    values = numbers(indicator, data)
    given = values[~np.isnan(values)]
    if not given.size:
        return Estimate(value=None, base=0, population=data.population, state="empty")
    found = mean(data.weighed.design, values) if data.weighed else mean(simple(given.size, data.population), given)
    return replace(averaged(found, "moyenne, intervalle de Student", data), numerator=float(given.sum()))


def averaged(found: Estimated, method: str, data: Data) -> Estimate:
    """The estimate that a mean gives: its interval, its state; no value on an empty base."""
    state = state_of(found.base, data.population)
    if found.value is None or state == "empty":
        return Estimate(value=None, base=0, population=data.population, state="empty")
    low, high = found.interval() or (None, None)
    return Estimate(
        value=found.value,
        base=found.base,
        low=low,
        high=high,
        method=CENSUS if state == "census" and low == high else method,
        population=data.population,
        weight=data.weighed.said if data.weighed else "",
        state=state,
    )


def answered_ratio(indicator: Indicator, data: Data) -> Estimate:
    """Sum of one numeric answer over that of another (`per`), of the people who gave both. Cochran (1977), 6.4."""
    top = numbers(indicator, data)
    bottom = numbers(replace(indicator, question=str(indicator.options.get("per", ""))), data)
    both = ~np.isnan(top) & ~np.isnan(bottom)
    base = int(both.sum())
    if not base or not bottom[both].any():
        return Estimate(value=None, base=base, population=data.population, state="empty")
    sample = data.weighed.design if data.weighed else simple(base, data.population)
    kept = np.ones(len(top), dtype=bool) if data.weighed else both
    found = ratio(sample, top[kept], bottom[kept])
    return replace(averaged(found, "rapport, intervalle de Student", data), numerator=float(top[both].sum()))


def net_promoter(indicator: Indicator, data: Data) -> Estimate:
    """Share of 9-10 minus share of 0-6, in points; adjusted Wald interval (+3). Rocks (2016)."""
    values = numbers(indicator, data)
    answered = ~np.isnan(values)
    base = int(answered.sum())
    state = state_of(base, data.population)
    if state == "empty":
        return Estimate(value=None, base=0, population=data.population, state="empty")
    weights = data.weighed.design.weights if data.weighed else np.ones(len(values))
    up, down = (float(weights[answered & chosen].sum()) for chosen in (values >= PROMOTERS, values <= DETRACTORS))
    still = float(weights[answered].sum()) - up - down
    n_eff = _effective_base(values, data)
    low, high = nps_statistics.interval(up, still, down, population=data.population, n_eff=n_eff)
    counts = int((values >= PROMOTERS).sum()) - int((values <= DETRACTORS).sum())
    return Estimate(
        value=nps_statistics.score(up, still, down),
        numerator=counts,
        base=base,
        low=low,
        high=high,
        method=CENSUS if low == high else "score net, Wald ajusté (Rocks 2016)",
        population=data.population,
        weight=data.weighed.said if data.weighed else "",
        effective_base=n_eff,
        state=state,
    )


def _effective_base(values: Floats, data: Data) -> float | None:
    """The effective base of the mean of the marks in a weighted survey; None where people count one each."""
    if data.weighed is None:
        return None
    answered = ~np.isnan(values)
    promoting = np.where(answered, (values >= PROMOTERS).astype(float), np.nan)
    found = effective(mean(data.weighed.design, promoting), data.weighed.design, answered)
    return None if math.isinf(found) else found


def numbers(indicator: Indicator, data: Data) -> Floats:
    """One number a respondent, NaN without answer, or outside `where`."""
    place = f"indicateur « {indicator.id} »"
    responses = data.survey(place)
    question = question_of(responses, indicator.question, place)
    given = responses.frame[question.id].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(among(indicator, data), given, np.nan)
