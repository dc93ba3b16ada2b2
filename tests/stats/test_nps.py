"""Net promoter score."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.stats import nps

answers = st.integers(0, 400)


def test_the_score_is_promoters_minus_detractors() -> None:
    assert nps.score(10, 3, 2) == 100 * 8 / 15
    assert nps.score(0, 0, 0) is None


@given(answers, answers, answers, st.integers(0, 2000))
def test_the_interval_stays_between_minus_and_plus_100(up: int, middle: int, down: int, others: int) -> None:
    low, high = nps.interval(up, middle, down, up + middle + down + others if others else 0)
    assert -100 <= low <= high <= 100


def test_a_census_of_opinions_has_no_interval() -> None:
    assert nps.interval(10, 5, 5, 20) == (25, 25)


@given(answers, answers, answers)
def test_turning_the_scale_round_turns_the_interval_round(up: int, middle: int, down: int) -> None:
    low, high = nps.interval(up, middle, down)
    assert nps.interval(down, middle, up) == (-high, -low)
