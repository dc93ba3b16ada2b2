"""Small classes are put together with as many others as hide them, no more."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from nec_analysis.privacy.attack import Claim, Target, leaks
from nec_analysis.privacy.regrouping import together, told_apart

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60), min_size=1)


def test_a_small_class_alone_takes_the_next_one_with_it() -> None:
    assert together({"a": 40, "b": 25, "c": 7}) == {"b", "c"}


def test_large_classes_stand_alone() -> None:
    assert together({"a": 40, "b": 25, "c": 11, "nobody": 0}) == frozenset()


def test_a_class_small_in_one_population_is_put_together_in_all() -> None:
    assert together({"a": 40, "b": 25, "c": 30}, {"a": 20, "b": 12, "c": 3}) == {"b", "c"}


def test_too_few_people_leave_nothing_to_show() -> None:
    assert together({"a": 5, "b": 4}) == {"a", "b"}


@settings(deadline=None)
@given(COUNTS)
def test_no_class_put_together_is_found_from_the_others_and_the_total(counts: dict[str, int]) -> None:
    hidden = together(counts)
    claims = [Claim("shown", {name: 1.0}, n, n) for name, n in counts.items() if name not in hidden]
    claims.append(Claim("total", dict.fromkeys(counts, 1.0), sum(counts.values()), sum(counts.values())))
    if hidden and sum(counts[name] for name in hidden) >= 11:
        assert leaks(claims, [Target(name) for name in counts if counts[name]]) == ()
    assert all(counts[name] >= 11 for name in counts if name not in hidden and counts[name])


@settings(deadline=None)
@given(COUNTS)
def test_no_smaller_set_of_the_smallest_classes_would_do(counts: dict[str, int]) -> None:
    hidden = together(counts)
    small = {name for name, n in counts.items() if 0 < n < 11}
    extra = sorted(hidden - small, key=lambda name: counts[name])
    for kept in combinations(extra, max(len(extra) - 1, 0)):
        fewer = small | set(kept)
        people = sum(counts[name] for name in fewer)
        if extra and len(fewer) > 1:
            assert people < 11 or people < len(fewer) + 5


def test_classes_of_a_map_are_told_apart_by_too_small_a_sum() -> None:
    assert told_apart(1, 7)
    assert told_apart(3, 4)
    assert told_apart(2, 19)
    assert not told_apart(2, 12)
    assert not told_apart(0, 0)
