"""Rankings, quantiles, mentions: what several answers of one person say together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nec_analysis.errors import NecError
from nec_analysis.measures.answers import question_of, ticks
from nec_analysis.measures.data import Data
from nec_analysis.measures.rows import among
from nec_analysis.measures.scores import averaged, numbers
from nec_analysis.measures.states import estimated, state_of
from nec_analysis.model import Estimate, Indicator, Question
from nec_analysis.stats import multiselect, quantiles, ranking
from nec_analysis.stats.design import Design, simple

Floats = NDArray[np.float64]


def first_choice(indicator: Indicator, data: Data) -> Estimate:
    """Share of the people who ranked something first that put the counted choice first."""
    _, given, place = _ranks(indicator, data)
    answered = np.asarray((given == 1).any(axis=1), dtype=bool) & among(indicator, data)
    return estimated(np.asarray(given[:, place] == 1, dtype=bool), answered, data.population, data.weighed)


def mean_rank(indicator: Indicator, data: Data) -> Estimate:
    """Mean rank of the counted choice, low is good; choices left unranked share the places left."""
    _, given, place = _ranks(indicator, data)
    found = ranking.mean_ranks(_design(data, len(given)), given, among(indicator, data))[place]
    return averaged(found, "rang moyen, intervalle de Student", data)


def mentions(indicator: Indicator, data: Data) -> Estimate:
    """How many options of a multi-select the people asked ticked on average."""
    where = f"indicateur « {indicator.id} »"
    responses = data.survey(where)
    frame, shown = ticks(responses, question_of(responses, indicator.question, where))
    ticked = np.asarray(frame.fillna(False), dtype=np.float64)
    found = multiselect.mentions(_design(data, len(ticked)), ticked, shown & among(indicator, data))
    return averaged(found, "mentions par personne, intervalle de Student", data)


def quantile(indicator: Indicator, data: Data) -> Estimate:
    """The value that `share` of the answers do not exceed (one half by default); Woodruff's interval. Woodruff (1952)."""
    values = numbers(indicator, data)
    part = float(indicator.options.get("share", 0.5))
    if not 0 < part < 1:
        raise NecError("quantile-share", f"indicateur « {indicator.id} »", "« share » doit être entre 0 et 1.")
    base = int((~np.isnan(values)).sum())
    sample = _design(data, len(values))
    value = quantiles.quantile(sample, values, part)
    if value is None:
        return Estimate(value=None, base=0, population=data.population, state="empty")
    low, high = quantiles.interval(sample, values, part) or (None, None)
    return Estimate(
        value=value,
        base=base,
        low=low,
        high=high,
        method="quantile, intervalle de Woodruff",
        population=data.population,
        weight=data.weighed.said if data.weighed else "",
        state=state_of(base, data.population),
    )


def _ranks(indicator: Indicator, data: Data) -> tuple[Question, Floats, int]:
    """The question, a row a person and a column a choice (NaN: not ranked), which column is the counted choice."""
    where = f"indicateur « {indicator.id} »"
    responses = data.survey(where)
    question = question_of(responses, indicator.question, where)
    codes = [choice.code for choice in question.choices]
    if question.kind != "ranking" or len(indicator.counts) != 1 or indicator.counts[0] not in codes:
        known = ", ".join(codes)
        raise NecError(
            "choice-unknown", where, "il faut un classement et un de ses choix.", f"counts = [un de : {known}]"
        )
    columns = [f"{question.id}__{code}" for code in codes]
    given = responses.frame[columns].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    return question, np.asarray(given), codes.index(indicator.counts[0])


def _design(data: Data, rows: int) -> Design:
    return data.weighed.design if data.weighed else simple(rows, max(data.population, rows) if data.population else 0)
