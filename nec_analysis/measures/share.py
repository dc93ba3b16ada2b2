"""Share of the people asked who gave one of the counted answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import NecError
from nec_analysis.measures.answers import answers, not_put, question_of, ticks
from nec_analysis.measures.data import Data
from nec_analysis.measures.rows import among
from nec_analysis.measures.states import estimated
from nec_analysis.model import Estimate, Indicator, Question

NOT_PUT = "réponse non proposée dans ce questionnaire"
PARTLY_PUT = "une des réponses comptées n'était pas proposée"


def share(indicator: Indicator, data: Data) -> Estimate:
    """Hits over base, with a Wilson interval narrowed for the finite population. Wilson (1927); Cochran (1977), 2.8.

    An option of a multi-select that the questionnaire did not hold has no share, and says so.
    `where` keeps in the base the people who answered so to other questions.
    """
    place = f"indicateur « {indicator.id} »"
    responses = data.survey(place)
    question = question_of(responses, indicator.question, place)
    _known(indicator, question, place)
    meant = among(indicator, data)
    if question.kind == "multiple":
        frame, shown = ticks(responses, question)
        absent = set(indicator.counts) & set(not_put(responses, question))
        if absent == set(indicator.counts):
            return Estimate(
                value=None, numerator=0, base=0, population=data.population, state="empty", flags=(NOT_PUT,)
            )
        columns = [f"{question.id}__{code}" for code in indicator.counts]
        ticked = np.asarray(frame[columns].fillna(False).any(axis=1), dtype=bool)
        found = estimated(ticked, shown & meant, data.population, data.weighed)
        return replace(found, flags=(*found.flags, PARTLY_PUT)) if absent else found
    given = answers(
        responses,
        indicator.question,
        base=indicator.base,
        exclude=indicator.options.get("exclude", ()),
        item=str(indicator.options.get("item", "")),
        place=place,
    )
    return estimated(given.gave(indicator.counts), given.in_base & meant, data.population, data.weighed)


def _known(indicator: Indicator, question: Question, place: str) -> None:
    codes = [choice.code for choice in question.choices]
    for code in indicator.counts:
        if code not in codes:
            raise NecError(
                "choice-unknown",
                f"{place}, question « {question.id} »",
                f"la réponse « {code} » n'existe pas.",
                did_you_mean(code, codes),
            )
