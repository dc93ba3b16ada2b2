"""Rankings, mentions, quantiles counted a second time: several answers of one person, in plain loops."""

from __future__ import annotations

from collections.abc import Sequence

from nec_analysis.figures.recette.tally import Survey, Unknown
from nec_analysis.model import Indicator

ANSWERED = ("ratio",)
"""Measures of answers as well as of lists."""
MEASURES = ("first_choice", "mean_rank", "mentions", "quantile")
Counted = tuple[float | None, float | None, int]
"""The value, the numerator where it has one, the base."""
ROUNDING = 1e-12


def several(
    indicator: Indicator, survey: Survey, among: Sequence[bool], weights: Sequence[float] | None, items: int
) -> Counted:
    """What one of `MEASURES` gives. `among`: who meets the definition's condition; `items`: choices of the question."""
    people = weights or [1.0] * len(among)
    match indicator.measure:
        case "first_choice":
            return _first(indicator, survey, among, people)
        case "mean_rank":
            places = [_place(ranks, indicator.counts[0], items) for ranks in survey.ranks(indicator.question)]
            return _mean(_meant(places, among), people)
        case "mentions":
            ticks = survey.ticks(indicator.question)
            return _mean(_meant([None if each is None else float(len(each)) for each in ticks], among), people)
        case "ratio":
            return _ratio(indicator, survey, among, people)
        case "quantile":
            return _quantile(indicator, survey, among, people)
    raise Unknown(f"la mesure « {indicator.measure} » n'est pas refaite")


def _first(indicator: Indicator, survey: Survey, among: Sequence[bool], people: Sequence[float]) -> Counted:
    """Who put the choice first, among those who put one first."""
    whole = part = 0.0
    base = hits = 0
    for ranks, meant, weight in zip(survey.ranks(indicator.question), among, people, strict=True):
        if meant and 1 in ranks.values():
            chosen = ranks.get(indicator.counts[0]) == 1
            base, hits = base + 1, hits + chosen
            whole, part = whole + weight, part + weight * chosen
    return (part / whole if base else None), hits, base


def _place(ranks: object, code: str, items: int) -> float | None:
    """The place of a choice; those left unranked share the places left."""
    given = dict(ranks) if isinstance(ranks, dict) else {}
    if not given:
        return None
    return float(given[code]) if code in given else (len(given) + 1 + items) / 2


def _mean(values: Sequence[float | None], people: Sequence[float]) -> Counted:
    given = [(value, weight) for value, weight in zip(values, people, strict=True) if value is not None]
    whole = sum(weight for _, weight in given)
    return (sum(value * weight for value, weight in given) / whole if given else None), None, len(given)


def _meant(values: Sequence[float | None], among: Sequence[bool]) -> list[float | None]:
    return [value if meant else None for value, meant in zip(values, among, strict=True)]


def _ratio(indicator: Indicator, survey: Survey, among: Sequence[bool], people: Sequence[float]) -> Counted:
    """Two sums of the people who gave both numbers."""
    above, below = (survey.numbers(id) for id in (indicator.question, str(indicator.options.get("per", ""))))
    both = [
        (a, b, w)
        for a, b, m, w in zip(above, below, among, people, strict=True)
        if m and a is not None and b is not None
    ]
    under = sum(b * w for _, b, w in both)
    value = sum(a * w for a, _, w in both) / under if under else None
    return value, sum(a for a, _, _ in both) if value is not None else None, len(both)


def _quantile(indicator: Indicator, survey: Survey, among: Sequence[bool], people: Sequence[float]) -> Counted:
    """The first value, from the smallest, where the share of the weight is reached."""
    marks = zip(survey.numbers(indicator.question), among, people, strict=True)
    given = sorted((value, weight) for value, meant, weight in marks if value is not None and meant)
    wanted = float(indicator.options.get("share", 0.5)) * sum(weight for _, weight in given) * (1 - ROUNDING)
    grown = 0.0
    for value, weight in given:
        grown += weight
        if grown >= wanted:
            return value, None, len(given)
    return None, None, 0
