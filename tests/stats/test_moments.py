"""Means that add up, to the last bit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.stats.axis import Axis
from nec_analysis.stats.design import design
from nec_analysis.stats.exact_sums import exact, limbs
from nec_analysis.stats.means import mean
from nec_analysis.stats.moments import moments
from nec_analysis.stats.refusals import DifferentAxes, NegativeWeight, Refusal

SECTOR = Axis("sector", ("etat", "autre"))
row = st.tuples(
    st.integers(-1, 1),
    st.one_of(st.just(math.nan), st.floats(-1000, 1000).map(lambda x: round(x, 6))),
    st.one_of(st.just(0.0), st.floats(0.01, 50)),
)


@given(st.lists(row, max_size=40), st.randoms(use_true_random=False), st.integers(0, 40))
def test_no_order_and_no_cut_changes_a_sum(rows, random, cut: int) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(rows)
    random.shuffle(shuffled)
    whole = _of(rows)
    assert _of(shuffled[:cut]) + _of(shuffled[cut:]) == whole
    assert _of(shuffled[:cut]).axes == whole.axes


@given(st.lists(row, min_size=1, max_size=40), st.sampled_from([0, 100]))
def test_means_are_those_of_the_people(rows, population: int) -> None:  # type: ignore[no-untyped-def]
    group, x, w = np.array(rows, float).T
    found = _of(rows).mean([[0]], population=population)
    direct = mean(design(w, population=[population] if population else []), x, group == 0)
    assert found.base == direct.base
    if direct.value is None or found.value is None:
        assert found.value == direct.value
        return
    assert found.value == pytest.approx(direct.value, rel=1e-9, abs=1e-9)
    assert found.weight == pytest.approx(direct.weight, rel=1e-12)
    assert found.spread == pytest.approx(direct.spread, rel=1e-9, abs=1e-6)
    assert found.variance == pytest.approx(direct.variance, rel=1e-9, abs=1e-6)


@given(st.lists(st.floats(-1e10, 1e10), max_size=50))
def test_sums_are_exact(terms: list[float]) -> None:
    kept = [x for x in terms if x == 0 or abs(x) > 1e-3]
    found = exact(limbs(np.zeros(len(kept), np.intp), np.array(kept, float), 1))[0]
    assert float(found) == pytest.approx(math.fsum(kept), rel=1e-15, abs=1e-17)


def test_a_weight_that_is_not_one_is_refused() -> None:
    with pytest.raises(NegativeWeight):
        moments((), (), [1.0], [-1.0])
    with pytest.raises(Refusal, match="too large"):
        moments((), (), [1e30])


def test_moments_of_different_axes_are_not_added() -> None:
    with pytest.raises(DifferentAxes):
        moments((), (), [1.0]) + _of([])


def test_nobody_has_no_mean() -> None:
    assert _of([]).mean().value is None
    assert _of([(0, math.nan, 1.0)]).mean([[0]]).value is None


def _of(rows):  # type: ignore[no-untyped-def]
    group, x, w = np.array(rows, float).reshape(-1, 3).T
    return moments((SECTOR,), (group.astype(int),), x, w)
