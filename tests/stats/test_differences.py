"""Differences between two independent shares."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.stats import differences
from nec_analysis.stats.refusals import Refusal

counts = st.integers(1, 900).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


@given(counts, counts)
def test_newcombe_holds_the_difference_and_is_antisymmetric(one: tuple[int, int], two: tuple[int, int]) -> None:
    low, high = differences.newcombe(*one, *two)
    difference = one[0] / one[1] - two[0] / two[1]
    assert -1 <= low <= difference + 1e-15
    assert difference - 1e-15 <= high <= 1
    back = differences.newcombe(*two, *one)
    assert math.isclose(back[0], -high, abs_tol=1e-14)
    assert math.isclose(back[1], -low, abs_tol=1e-14)


@given(counts, counts)
def test_the_test_of_two_shares_is_never_undefined(one: tuple[int, int], two: tuple[int, int]) -> None:
    found = differences.compare_shares(*one, *two)
    assert found.p is not None
    assert 0 <= found.p <= 1


def test_an_empty_edition_differs_from_nothing() -> None:
    assert differences.newcombe(0, 0, 5, 10) == (-1, 1)
    with pytest.raises(Refusal):
        differences.compare_shares(0, 0, 5, 10)


def test_people_who_answered_twice_narrow_the_difference() -> None:
    apart = differences.newcombe(60, 100, 50, 100)
    paired = differences.newcombe(60, 100, 50, 100, correlation=0.5)
    assert apart[0] < paired[0] < paired[1] < apart[1]
