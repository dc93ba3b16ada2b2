"""Groups compared: pairs, multi-selects, rankings, trends, paired answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.stats.crosstabs import rao_scott
from nec_analysis.stats.design import design, simple
from nec_analysis.stats.fisher import fisher
from nec_analysis.stats.multiple_testing import benjamini_hochberg, bonferroni, holm, hommel
from nec_analysis.stats.multiselect import group_test, mentions, option_shares
from nec_analysis.stats.paired import mcnemar, mcnemar_exact, paired_difference, phi
from nec_analysis.stats.pairs import letters, pairwise
from nec_analysis.stats.quantiles import interval, quantile
from nec_analysis.stats.ranking import completed, first_choices, mean_ranks
from nec_analysis.stats.refusals import EmptyTable
from nec_analysis.stats.trend import cochran_armitage

cells = st.integers(0, 60)


def test_pairs_under_30_have_an_interval_and_no_test() -> None:
    found = pairwise([20, 30, 8], [60, 50, 12])
    assert [(pair.first, pair.second) for pair in found] == [(0, 1), (0, 2), (1, 2)]
    assert found[0].p is not None
    assert [pair.p for pair in found[1:]] == [None, None]
    assert all(pair.low < pair.difference < pair.high for pair in found)
    assert pairwise([0, 3], [0, 5]) == ()


def test_letters_name_the_groups_one_is_above_of() -> None:
    found = pairwise([95, 50, 52], [100, 100, 100])
    assert letters(found, 3) == ("B C", "", "")


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_probabilities_only_grow_and_keep_their_order(p: list[float]) -> None:
    order = np.argsort(p)
    for method in (bonferroni, holm, benjamini_hochberg, hommel):
        adjusted = method(p)
        assert (adjusted >= np.array(p) - 1e-15).all()
        assert (adjusted <= 1).all()
        assert (np.diff(adjusted[order]) >= -1e-12).all()
    assert (hommel(p) <= holm(p) + 1e-12).all()
    assert (benjamini_hochberg(p) <= holm(p) + 1e-12).all()


def ticks(seed: int, size: int, shift: float = 0.0) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 3, size)
    common = rng.random(size) < 0.5  # ticks of one person go together
    chance = np.where(common, 0.6, 0.2)[:, None] + shift * (group == 0)[:, None] * np.array([1, 0, 0, 0])
    return rng.random((size, 4)) < chance, group


def test_options_are_shares_of_people_and_add_up_to_the_mentions() -> None:
    given_, _ = ticks(1, 200)
    answered = np.arange(200) >= 20
    found = option_shares(simple(200), given_, answered)
    assert {part.base for part in found} == {180}
    assert sum(part.value or 0 for part in found) == pytest.approx(mentions(simple(200), given_, answered).value)


def test_the_test_of_one_option_is_the_crosstab_of_that_option() -> None:
    given_, group = ticks(2, 300)
    w = np.random.default_rng(2).uniform(1, 3, 300)
    one = group_test(design(w), given_[:, :1], group, np.ones(300, bool))
    same = rao_scott(design(w), given_[:, 0], group).f
    # The null variance is taken at the product of the margins here, at the cells there: equal in large samples.
    assert one.statistic == pytest.approx(same.statistic, rel=0.02)
    assert (one.ndf, one.ddf) == pytest.approx((same.ndf, same.ddf), rel=0.02)


def test_an_option_that_differs_is_found_and_chance_is_not() -> None:
    everyone = np.ones(400, bool)
    assert group_test(simple(400), *ticks(3, 400, shift=0.25), everyone).p < 0.01
    chances = [group_test(simple(400), *ticks(seed, 400), everyone).p for seed in range(200)]
    assert 0.02 <= np.mean(np.array(chances) < 0.05) <= 0.09
    assert 0.4 <= np.mean(chances) <= 0.6


def test_options_nobody_or_everybody_ticked_cannot_be_tested() -> None:
    with pytest.raises(EmptyTable):
        group_test(simple(4), np.ones((4, 2)), [0, 1, 0, 1], np.ones(4, bool))


RANKS = np.array([[1, 2, np.nan], [np.nan, 1, np.nan], [3, 1, 2], [np.nan] * 3])


def test_items_left_unranked_share_the_places_left() -> None:
    np.testing.assert_array_equal(completed(RANKS)[:2], [[1, 2, 3], [2.5, 1, 2.5]])
    found = mean_ranks(simple(4), RANKS)
    assert [part.value for part in found] == pytest.approx([6.5 / 3, 4 / 3, 7.5 / 3])
    assert {part.base for part in found} == {3}
    assert [part.base for part in mean_ranks(simple(4), RANKS, unranked="missing")] == [2, 3, 1]


def test_first_choices_are_shares_of_those_who_put_something_first() -> None:
    found = first_choices(simple(4), RANKS)
    assert [part.hits for part in found] == [1, 2, 0]
    assert {part.base for part in found} == {3}


def test_a_straight_rise_is_a_trend_and_a_flat_line_is_not() -> None:
    rise = cochran_armitage([10, 20, 30], [100, 100, 100])
    assert rise.slope == pytest.approx(0.1)
    assert rise.p < 1e-3
    assert rise.departure == pytest.approx(1)
    flat = cochran_armitage([20, 20, 20], [100, 100, 100])
    assert (flat.slope, flat.p) == pytest.approx((0, 1))
    assert cochran_armitage([0, 0], [5, 5]).p == 1


def test_an_empty_edition_is_left_out_of_the_trend() -> None:
    assert cochran_armitage([10, 0, 30], [100, 0, 100]).slope == pytest.approx(0.1)
    with pytest.raises(EmptyTable):
        cochran_armitage([10, 0], [100, 0])


def test_options_of_one_question_are_compared_by_those_who_ticked_one_only() -> None:
    assert mcnemar(10, 10) == (0, 1)
    assert mcnemar(0, 0) == (0, 1)
    assert mcnemar(25, 10)[0] == pytest.approx(14**2 / 35)
    assert mcnemar(25, 10, corrected=False)[0] == pytest.approx(15**2 / 35)
    assert mcnemar_exact(5, 0) == pytest.approx(2 / 32)
    assert mcnemar_exact(0, 0) == 1


@given(cells, cells, cells, cells)
def test_a_paired_difference_is_inside_its_interval(both: int, one: int, two: int, neither: int) -> None:
    low, high = paired_difference(both, one, two, neither)
    base = both + one + two + neither
    assert -1 <= low <= high <= 1
    if base:
        assert low <= (one - two) / base + 1e-12
        assert high >= (one - two) / base - 1e-12
        assert -1 <= phi(both, one, two, neither) <= 1


def test_newcombe_s_paired_example_is_found_again() -> None:
    # Newcombe (1998b), table II, method 10: a=36, b=12, c=2, d=0 gives 0.0569 to 0.3404.
    assert paired_difference(36, 12, 2, 0) == pytest.approx((0.0569, 0.3404), abs=5e-5)


@given(st.integers(0, 30), st.integers(1, 30), st.integers(0, 30), st.integers(1, 30))
def test_fisher_s_odds_are_inside_their_interval(x1: int, more1: int, x2: int, more2: int) -> None:
    found = fisher(x1, x1 + more1, x2, x2 + more2)
    assert 0 <= found.p <= 1
    assert found.interval[0] <= found.odds_ratio <= found.interval[1]


def test_quantiles_are_values_that_somebody_gave() -> None:
    sample, values = design([1, 1, 1, 1, 4]), [1, 2, 3, 4, np.nan]
    assert quantile(sample, values, 0.5) == 2
    assert quantile(sample, values, 0.51) == 3
    assert quantile(sample, values, 1) == 4
    assert quantile(sample, [np.nan] * 5, 0.5) is None
    assert interval(sample, [np.nan] * 5, 0.5) is None
    low, high = interval(simple(100), np.arange(100), 0.5) or (0, 0)
    assert low == 40
    assert high == 59
