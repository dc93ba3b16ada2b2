"""Draws keep their totals, whatever the seed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.demo.draw import apportion, controlled_table, deal, parts, stream

COUNTS = st.lists(st.integers(0, 60), min_size=1, max_size=8)


@given(st.integers(0, 10_000), st.lists(st.floats(0, 50), min_size=1, max_size=12))
def test_apportion_gives_away_the_whole_total(total: int, weights: list[float]) -> None:
    shared = apportion(total, weights)
    assert shared.sum() == (total if sum(weights) else 0)
    assert (shared >= 0).all()


@given(COUNTS, st.integers(0, 2**32))
def test_deal_gives_each_code_its_count(counts: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    for score in (None, rng.standard_normal(sum(counts))):
        assert np.bincount(deal(rng, counts, score), minlength=len(counts)).tolist() == counts


def test_deal_gives_the_first_code_to_the_highest_scores() -> None:
    score = np.array([0.1, 3.0, -2.0, 1.5])
    assert deal(np.random.default_rng(0), [2, 2], score).tolist() == [1, 0, 1, 0]


@given(st.lists(COUNTS.map(lambda c: [*c, 1][:3]), min_size=2, max_size=5), st.integers(0, 99))
def test_a_controlled_table_has_exactly_its_margins(rows: list[list[int]], seed: int) -> None:
    wide = np.array([row + [0] * (3 - len(row)) for row in rows])
    profile = np.random.default_rng(seed).uniform(0.1, 9, wide.shape)
    table = controlled_table(profile, wide.sum(axis=1), wide.sum(axis=0))
    assert (table >= 0).all()
    assert table.sum(axis=1).tolist() == wide.sum(axis=1).tolist()
    assert table.sum(axis=0).tolist() == wide.sum(axis=0).tolist()


@given(st.integers(1, 40), st.integers(0, 5_000), st.integers(0, 2**32))
def test_parts_have_their_sum(n: int, extra: int, seed: int) -> None:
    drawn = parts(np.random.default_rng(seed), n + extra, n, 0.8)
    assert drawn.sum() == n + extra
    assert (drawn >= 1).all()


def test_streams_of_two_files_are_strangers() -> None:
    assert stream(1, "a").integers(1 << 60) != stream(1, "b").integers(1 << 60)
    assert stream(1, "a").integers(1 << 60) == stream(1, "a").integers(1 << 60)
