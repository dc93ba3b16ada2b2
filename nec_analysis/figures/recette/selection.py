"""What self-selection could do to the headlines, worked out a second time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from nec_analysis.figures.recette.entry import Entry, Value, spelt
from nec_analysis.figures.recette.quantity import GAP, SHARE, SHARE_HIGH, SHARE_LOW, quantity
from nec_analysis.figures.recette.recount import Counter
from nec_analysis.figures.recette.tally import Unknown
from nec_analysis.figures.recette.weights import weights
from nec_analysis.french.phrases import either
from nec_analysis.model import Indicator

TARGET = Fraction(5, 100)
"""The tipping point asked for: the true share five points lower."""


def of_selection(counter: Counter, lang: str) -> Iterator[Entry]:
    """For each headline share: weighted by the classes known, bounds, tipping point, early against late."""
    survey, size = counter.survey, counter.population
    if survey is None or not size:
        return
    margins = counter.edition.population.margins if counter.edition.population else ()
    try:
        weighting = weights(survey, counter.lists, margins) if margins else None
    except Unknown:
        weighting = None
    for indicator in counter.indicators.values():
        if indicator.measure == "share" and indicator.sentence and indicator.question in survey.local:
            try:
                values = _values(indicator, counter, weighting, size)
            except Unknown:
                continue
            label = indicator.label.get(lang) or indicator.label.get("fr", "")
            names = (spelt(*either("bornes")), spelt(label))
            yield Entry(f"non-répondants, {indicator.id}", names, values)


def _values(
    indicator: Indicator, counter: Counter, weighting: list[float] | None, size: int
) -> dict[str, tuple[Value, ...]]:
    hits, in_base = counter.votes(indicator)
    base, n = sum(in_base), sum(h and b for h, b in zip(hits, in_base, strict=True))
    if not base or base >= size:
        return {}
    share, rate = Fraction(n, base), Fraction(base, size)
    weighted = counter.share(indicator, weighting).value if weighting is not None else None
    tipping = (max(share - TARGET, Fraction(0)) - rate * share) / (1 - rate)
    return {
        "observed": (quantity(SHARE, share),),
        "weighted": (quantity(SHARE, weighted),) if weighted is not None else (),
        "bounds": (quantity(SHARE_LOW, rate * share), quantity(SHARE_HIGH, rate * share + 1 - rate)),
        "tipping": (quantity(SHARE, tipping),) if 0 <= tipping <= 1 else (),
        "late": _late(counter, hits, in_base),
    }


def _late(counter: Counter, hits: list[bool], in_base: list[bool]) -> tuple[Value, ...]:
    """The first half of those who sent their answers, minus the second half."""
    survey = counter.survey
    if survey is None:
        return ()
    sent = [
        (at, n)
        for n, row in enumerate(survey.people.kept)
        if (at := survey.ballots.submitted(survey.ballots.rows[row]))
    ]
    order = [n for _, n in sorted(sent)]
    first = len(order) - len(order) // 2
    halves = (order[:first], order[first:])
    shares = []
    for half in halves:
        base = sum(in_base[n] for n in half)
        if not base:
            return ()
        shares.append(Fraction(sum(hits[n] and in_base[n] for n in half), base))
    return (quantity(GAP, shares[0] - shares[1]),)
