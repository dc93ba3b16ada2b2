"""How the rows of a table, or the answers to a question, divide among the values of one column."""

from __future__ import annotations

from dataclasses import replace

from nec_analysis.errors import NecError
from nec_analysis.measures.answers import not_put, question_of
from nec_analysis.measures.data import Data
from nec_analysis.measures.rows import column, rows
from nec_analysis.measures.share import share
from nec_analysis.measures.states import shared
from nec_analysis.measures.weighing import called
from nec_analysis.model import Estimate, Indicator

CHOSEN = ("single", "scale", "yes_no", "multiple", "grid")


def breakdown(indicator: Indicator, data: Data, lang: str = "fr") -> tuple[tuple[str, str, Estimate], ...]:
    """(code, label, share) of every value that is filled, largest first; the base is the rows that are filled."""
    if indicator.question:
        return _answers(indicator, data, lang)
    kept = rows(indicator, data)
    name = indicator.options.get("by", "")
    values = column(kept, name, f"indicateur « {indicator.id} »").astype("string").fillna("")
    counts = values[values != ""].value_counts()
    base = int(counts.sum())
    ordered = sorted(counts.items(), key=lambda pair: (-int(pair[1]), str(pair[0])))
    return tuple((str(v), called(data, name, str(v), lang), shared(int(n), base, base)) for v, n in ordered)


def _answers(indicator: Indicator, data: Data, lang: str) -> tuple[tuple[str, str, Estimate], ...]:
    """The share of each answer, or option, that is not left out: what `share` gives when it counts that one alone."""
    place = f"indicateur « {indicator.id} »"
    question = question_of(data.survey(place), indicator.question, place)
    if question.kind not in CHOSEN:
        raise NecError(
            "breakdown-kind",
            place,
            f"« {question.id} » n'est pas une question à réponses proposées.",
            'Pour des nombres : measure = "average" ou "quantile" ; pour un classement : "first_choice" ou "mean_rank".',
        )
    left_out = (*indicator.options.get("exclude", ()), *not_put(data.survey(place), question))
    kept = [c for c in question.choices if c.code not in left_out and c.role not in left_out]
    return tuple(
        (c.code, c.label.get(lang) or c.label.get("fr", c.code), share(replace(indicator, counts=(c.code,)), data))
        for c in kept
    )
