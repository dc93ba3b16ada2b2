"""Intervals of a share at the edges; their values are checked in test_extra and test_oracle."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.stats import intervals
from nec_analysis.stats.effective import effective_base
from nec_analysis.stats.refusals import PopulationTooSmall, Refusal

METHODS = [intervals.wilson, intervals.wilson_corrected, intervals.clopper_pearson, intervals.jeffreys, intervals.mid_p]


@pytest.mark.parametrize("method", METHODS)
@given(data=st.data())
def test_an_interval_holds_its_share_inside_0_and_1(method, data) -> None:  # type: ignore[no-untyped-def]
    base = data.draw(st.integers(1, 3000))
    hits = data.draw(st.integers(0, base))
    low, high = method(hits, base)
    assert 0 <= low <= hits / base <= high <= 1
    assert low < high


@given(st.data())
def test_a_known_population_narrows_the_interval(data: st.DataObject) -> None:
    base = data.draw(st.integers(2, 500))
    hits, population = data.draw(st.integers(0, base)), base + data.draw(st.integers(0, 5000))
    low, high = intervals.wilson(hits, base, population)
    wide = intervals.wilson(hits, base)
    assert wide[0] <= low <= hits / base <= high <= wide[1]


@pytest.mark.parametrize(("hits", "base"), [(0, 12), (12, 12), (9, 12), (1, 1)])
def test_a_census_has_no_interval(hits: int, base: int) -> None:
    assert intervals.wilson(hits, base, base) == (hits / base, hits / base)
    assert intervals.hypergeometric(hits, base, base) == (hits / base, hits / base)


def test_an_empty_base_knows_nothing() -> None:
    assert intervals.wilson(0, 0) == (0, 1)
    assert intervals.wilson(0, 0, 1700) == (0, 1)
    assert intervals.clopper_pearson(0, 0) == (0, 1)
    assert intervals.wilson_corrected(0, 0) == (0, 1)


@pytest.mark.parametrize("n_eff", [0.0, 1e-12, 1.0, 1e12, math.inf])
@pytest.mark.parametrize("hits", [0, 3, 10])
def test_no_effective_base_breaks_wilson(hits: int, n_eff: float) -> None:
    low, high = intervals.wilson(hits, 10, n_eff=n_eff)
    assert 0 <= low <= hits / 10 <= high <= 1
    assert (low == high) == math.isinf(n_eff)


def test_few_clusters_widen_the_interval_and_many_do_not() -> None:
    plain = intervals.wilson(30, 40)
    assert intervals.wilson(30, 40, df=8)[0] < plain[0]
    assert intervals.wilson(30, 40, df=100) == plain


@given(st.data())
def test_the_exact_interval_holds_what_the_answers_cannot_refute(data: st.DataObject) -> None:
    population = data.draw(st.integers(2, 60))
    base = data.draw(st.integers(1, population))
    hits = data.draw(st.integers(0, base))
    low, high = intervals.hypergeometric(hits, base, population)
    kept = [k for k in range(hits, population - base + hits + 1) if _plausible(hits, base, k, population)]
    assert (round(low * population), round(high * population)) == (min(kept), max(kept))


def _plausible(hits: int, base: int, k: int, population: int) -> bool:
    ways = [math.comb(k, x) * math.comb(population - k, base - x) for x in range(base + 1)]
    return min(sum(ways[hits:]), sum(ways[: hits + 1])) / sum(ways) > 0.025


def test_answers_beyond_the_population_are_refused() -> None:
    with pytest.raises(PopulationTooSmall):
        intervals.wilson(5, 20, 19)
    with pytest.raises(PopulationTooSmall):
        intervals.hypergeometric(5, 20, 19)


@pytest.mark.parametrize(("hits", "base"), [(-1, 5), (6, 5), (math.nan, 5)])
def test_impossible_counts_are_refused(hits: float, base: int) -> None:
    with pytest.raises(Refusal):
        intervals.wilson(hits, base)


def test_the_effective_base_of_a_census_is_infinite_and_of_an_open_poll_its_base() -> None:
    assert effective_base(40, 40) == math.inf
    assert effective_base(40) == 40
    assert effective_base(1, 1700) == 1
