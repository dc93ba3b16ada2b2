"""Rankings, mentions, quantiles: the recette's plain loops give what the measures give."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shared_material import ROOT

from nec_analysis.cards import catalogue, edition
from nec_analysis.figures.recette.recount import Counter
from nec_analysis.measures import Data, estimate
from nec_analysis.phases.clean import clean

MADE = {
    "first": {"measure": "first_choice", "question": "formats_rank", "counts": ["workshops"]},
    "rank": {"measure": "mean_rank", "question": "formats_rank", "counts": ["workshops"]},
    "followed": {"measure": "mentions", "question": "themes_followed"},
    "middle": {"measure": "quantile", "question": "nps"},
    "ninth": {"measure": "quantile", "question": "nps", "options": {"share": 0.9}},
}


@pytest.fixture(scope="module")
def both() -> tuple[Data, Counter]:
    """The cleaned data of an edition, the raw material counted apart."""
    card = edition("2022-lens", ROOT)
    card = replace(card, indicators={**card.indicators, **MADE})
    return clean(card, catalogue()).data, Counter(card, catalogue())


@pytest.mark.parametrize("id", MADE)
def test_a_second_count_gives_the_same_value_and_base(id: str, both: tuple[Data, Counter]) -> None:
    data, counter = both
    indicator = counter.indicators[id]
    found, again = estimate(indicator, data), counter.figure(id)
    assert again.value == pytest.approx(found.value, rel=1e-12)
    assert again.base == found.base > 100
    assert again.numerator == found.numerator
