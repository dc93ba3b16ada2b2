"""Rounding of printed figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.stats.rounding import half_up, largest_remainder, percent, shown_percent

counts = st.lists(st.integers(0, 10_000), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("hits", "base", "decimals", "expected"),
    [(865, 1000, 0, "87"), (1, 200, 0, "1"), (29, 200, 0, "15"), (1, 3, 1, "33.3"), (0, 7, 0, "0"), (7, 7, 1, "100.0")],
)
def test_a_half_goes_up_from_integers(hits: int, base: int, decimals: int, expected: str) -> None:
    assert str(percent(hits, base, decimals)) == expected


@pytest.mark.parametrize(("value", "decimals", "expected"), [(2.5, 0, "3"), (-2.5, 0, "-3"), (0.145, 2, "0.15")])
def test_a_float_rounds_as_the_decimal_it_prints(value: float, decimals: int, expected: str) -> None:
    assert str(half_up(value, decimals)) == expected


def test_a_fraction_rounds_exactly() -> None:
    assert half_up(Fraction(-1, 2)) == Decimal(-1)
    assert half_up(Fraction(5, 8), 2) == Decimal("0.63")


def test_nothing_negative_rounds_to_minus_zero() -> None:
    assert str(half_up(Fraction(-1, 10))) == "0"


@given(st.integers(0, 5000), st.integers(1, 5000), st.integers(0, 2))
def test_zero_is_said_of_nobody_and_hundred_of_everybody(hits: int, extra: int, decimals: int) -> None:
    base = hits + extra
    sign, value = shown_percent(hits, base, decimals)
    assert (value == 0) == (hits == 0)
    assert value < 100
    assert sign in ("", "<", ">")


@given(counts, st.integers(0, 2))
def test_stacked_parts_close_at_100_less_than_a_unit_off(parts: list[int], decimals: int) -> None:
    rounded = largest_remainder(parts, decimals)
    if sum(parts) == 0:
        assert set(rounded) == {0}
        return
    assert sum(rounded) == 100
    for part, value in zip(parts, rounded, strict=True):
        assert abs(Fraction(value) - Fraction(100 * part, sum(parts))) < Fraction(1, 10**decimals)
        assert part or value == 0
