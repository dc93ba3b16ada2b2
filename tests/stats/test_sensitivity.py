"""What those who did not answer could change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.stats.refusals import PopulationTooSmall, Refusal
from nec_analysis.stats.sensitivity import (
    bounds,
    early_late,
    response_interval,
    response_rates,
    sensitivity,
    shifted,
    tipping_point,
)

unit = st.floats(0, 1)


@given(unit, unit, unit)
def test_the_truth_lies_between_the_bounds_whatever_the_silent_think(share: float, rate: float, silent: float) -> None:
    low, high = bounds(share, rate)
    truth = rate * share + (1 - rate) * silent
    assert low - 1e-12 <= truth <= high + 1e-12


@given(unit, st.floats(0, 0.99), unit)
def test_the_tipping_point_brings_the_whole_to_its_target(share: float, rate: float, target: float) -> None:
    needed = tipping_point(share, rate, target)
    low, high = bounds(share, rate)
    assert (needed is not None) == (low - 1e-12 <= target <= high + 1e-12) or abs(target - low) < 1e-9
    if needed is not None:
        assert rate * share + (1 - rate) * needed == pytest.approx(target, abs=1e-9)


def test_when_everybody_answered_nothing_can_tip() -> None:
    assert tipping_point(0.5, 1, 0.4) is None
    assert bounds(0.5, 1) == (0.5, 0.5)


@given(unit, unit)
def test_equal_odds_shift_nothing_and_larger_ones_shift_more(share: float, rate: float) -> None:
    assert shifted(share, rate, 1) == pytest.approx(share)
    assert shifted(share, rate, 2) <= shifted(share, rate, 1.5) + 1e-12


def test_an_odds_ratio_is_positive() -> None:
    with pytest.raises(Refusal):
        shifted(0.5, 0.5, 0)


def test_a_headline_comes_with_all_its_doubts() -> None:
    found = sensitivity(0.87, 1000, 1700, 0.80)
    assert found.bounds == pytest.approx((0.512, 0.924), abs=5e-4)
    assert found.tipping == pytest.approx(0.7)
    assert sorted(found.shifts) == [1.25, 1.5, 2.0]
    with pytest.raises(PopulationTooSmall):
        sensitivity(0.5, 10, 9, 0.4)


def test_response_rates_are_by_class_of_the_registered() -> None:
    found = response_rates({"etat": 30, "autre": 5}, {"etat": 60, "autre": 50, "presse": 0})
    assert [part.rate for part in found] == [0.5, 0.1, None]
    assert response_interval(found[1])[0] < 0.1 < response_interval(found[1])[1]
    assert response_interval(found[2]) == (0, 1)
    with pytest.raises(PopulationTooSmall, match="autre"):
        response_rates({"autre": 51}, {"autre": 50})
    with pytest.raises(PopulationTooSmall, match="elus"):
        response_rates({"elus": 1}, {"autre": 50})


def test_early_and_late_respondents_are_compared() -> None:
    found = early_late([80, 60], [100, 100])
    assert found.value == pytest.approx(0.2)
    assert found.low < 0.2 < found.high
