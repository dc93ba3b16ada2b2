"""How the rows of a table, or the answers to a question, divide among the values of one column."""

from __future__ import annotations

from nec_analysis.measures.answers import answers
from nec_analysis.measures.data import Data
from nec_analysis.measures.rows import column, rows
from nec_analysis.measures.states import shared
from nec_analysis.measures.weighing import called
from nec_analysis.model import Estimate, Indicator


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
    place = f"indicateur « {indicator.id} »"
    exclude = indicator.options.get("exclude", ())
    given = answers(data.survey(place), indicator.question, base=indicator.base, exclude=exclude, place=place)
    kept = [c for c in given.question.choices if c.code not in exclude and c.role not in exclude]
    return tuple(
        (
            c.code,
            c.label.get(lang) or c.label.get("fr", c.code),
            shared(given.count([c.code]), given.base, data.population),
        )
        for c in kept
    )
