"""Shares under weights, clusters and silence."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nec_analysis.stats.design import design, simple
from nec_analysis.stats.intervals import wilson
from nec_analysis.stats.refusals import Refusal
from nec_analysis.stats.shares import distribution, share

ANSWERS = np.where(np.arange(100) < 60, 1.0, 0.0)


def test_a_simple_sample_has_the_interval_of_its_counts() -> None:
    found = share(simple(100, 1700), ANSWERS)
    assert (found.low, found.high) == pytest.approx(wilson(60, 100, 1700), rel=1e-14)
    assert (found.hits, found.base, found.n_free, found.deff) == (60, 100, 100, 1)


def test_silence_widens_the_interval_unless_it_is_a_domain() -> None:
    y = np.where(np.arange(100) < 20, np.nan, ANSWERS)
    prudent, as_r = share(simple(100, 150), y), share(simple(100, 150), y, nonresponse="domain")
    assert prudent.low < as_r.low < as_r.high < prudent.high
    assert (prudent.low, prudent.high) == pytest.approx(wilson(40, 80, 150), rel=1e-14)


def test_a_group_is_corrected_as_the_whole() -> None:
    group = np.arange(100) % 2 == 0
    found = share(simple(100, 200), ANSWERS, group)
    assert found.n_eff == pytest.approx(50 * 99 / 50)
    assert found.n_free == 50


def test_unequal_weights_cost_people() -> None:
    w = np.where(np.arange(100) % 10 == 0, 9.0, 1.0)
    found = share(design(w), ANSWERS)
    assert found.deff > 2
    assert found.n_eff == found.n_free < 50


def test_people_who_answer_alike_in_their_organisation_count_for_fewer() -> None:
    alone, together = (
        share(design(np.ones(100)), ANSWERS),
        share(design(np.ones(100), psu=np.arange(100) // 10), ANSWERS),
    )
    assert together.n_eff < alone.n_eff / 5
    assert together.df == 9


def test_everybody_on_the_list_is_a_census() -> None:
    found = share(simple(100, 100), ANSWERS)
    assert (found.state, found.low, found.high, found.n_eff) == ("census", 0.6, 0.6, math.inf)
    assert found.n_free == 100


def test_a_distribution_has_its_covariance() -> None:
    codes = np.array(["a"] * 50 + ["b"] * 30 + [""] * 20)
    parts, matrix = distribution(simple(100), codes, ["a", "b"])
    assert [part.value for part in parts] == pytest.approx([0.625, 0.375])
    assert {part.base for part in parts} == {80}
    assert matrix[0, 1] == pytest.approx(-matrix[0, 0])


def test_an_interval_has_a_name() -> None:
    with pytest.raises(Refusal, match="wilson, logit"):
        share(simple(100), ANSWERS, method="bayes")
