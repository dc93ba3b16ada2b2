"""All the questions of a survey counted at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nec_analysis.stats.axis import Axis, numbered
from nec_analysis.stats.battery import FEW, Battery, battery
from nec_analysis.stats.intervals import wilson
from nec_analysis.stats.refusals import DifferentAxes, Refusal, UnknownCode

BY = Axis("sector", ("etat", "association", "autre"))
QUESTIONS = (
    *(numbered(f"q{k}", 5) for k in range(9)),
    numbered("nps", 11),
    numbered("themes", 6, multiple=True),
    numbered("outils", 13, multiple=True),
)


def answers(seed: int, size: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:  # type: ignore[type-arg]
    rng = np.random.default_rng(seed)
    codes = {axis.name: rng.integers(-1, axis.places - 1, size) for axis in QUESTIONS}
    return rng.integers(-1, 3, size), codes


def plain(group: np.ndarray, codes: dict[str, np.ndarray], axis: Axis, only: int | None) -> tuple[list[int], list[int]]:  # type: ignore[type-arg]
    given_ = codes[axis.name] if only is None else codes[axis.name][group == only]
    given_ = given_[given_ >= 0]
    levels = range(len(axis.levels))
    if axis.multiple:
        return [int(((given_ >> k) & 1).sum()) for k in levels], [given_.size] * len(levels)
    return [int((given_ == k).sum()) for k in levels], [given_.size] * len(levels)


def test_every_share_is_the_share_counted_one_by_one() -> None:
    group, codes = answers(7, 400)
    found = battery(BY, group, QUESTIONS, codes).shares([900, 300, 350, 250])
    for axis in QUESTIONS:
        shares = found.of(axis.name)
        for row, only in enumerate([None, 0, 1, 2]):
            hits, base = plain(group, codes, axis, only)
            assert shares.hits[row].tolist() == hits
            assert shares.base[row].tolist() == base
            for level, hit in enumerate(hits):
                low, high = wilson(hit, base[0], [900, 300, 350, 250][row])
                assert shares.low[row, level] == pytest.approx(low, rel=1e-12, abs=1e-15)
                assert shares.high[row, level] == pytest.approx(high, rel=1e-12)


@settings(max_examples=25)
@given(st.integers(0, 1000), st.integers(0, 90), st.integers(0, 90))
def test_halves_add_up_to_the_whole_bit_for_bit(seed: int, size: int, cut: int) -> None:
    group, codes = answers(seed, size)
    order = np.random.default_rng(seed).permutation(size)
    whole = battery(BY, group, QUESTIONS, codes)
    parts = [
        battery(BY, group[rows], QUESTIONS, {name: column[rows] for name, column in codes.items()})
        for rows in (order[:cut], order[cut:])
    ]
    both = parts[0] + parts[1]
    assert np.array_equal(whole.counts, both.counts)
    assert np.array_equal(whole.shares(2000).low, both.shares(2000).low)
    assert np.array_equal(whole.shares(2000).high, both.shares(2000).high)


def test_nobody_gives_no_share_and_the_widest_interval() -> None:
    group, codes = answers(1, 0)
    shares = battery(BY, group, QUESTIONS, codes).shares()
    assert not shares.hits.any()
    assert (shares.low == 0).all()
    assert (shares.high == 1).all()


def test_many_people_are_counted_as_few_are() -> None:
    group, codes = answers(3, FEW + 900)
    whole = battery(BY, group, QUESTIONS, codes)
    parts = [
        battery(BY, group[rows], QUESTIONS, {name: column[rows] for name, column in codes.items()})
        for rows in (slice(0, 900), slice(900, None))
    ]
    assert np.array_equal(whole.counts, (parts[0] + parts[1]).counts)
    assert whole.of("nps").sum() == group.size
    with pytest.raises(Refusal, match="venue"):
        whole.of("venue")


def test_a_mask_beyond_its_options_is_refused() -> None:
    with pytest.raises(UnknownCode, match="themes"):
        battery(BY, np.zeros(1, int), (QUESTIONS[10],), {"themes": np.array([64])})
    with pytest.raises(UnknownCode, match="outils"):
        battery(BY, np.zeros(1, int), (QUESTIONS[11],), {"outils": np.array([1 << 13])})


def test_batteries_of_different_questions_are_not_added() -> None:
    group, codes = answers(1, 5)
    with pytest.raises(DifferentAxes):
        battery(BY, group, QUESTIONS, codes) + Battery(BY, (), np.zeros((4, 0), np.int64))
