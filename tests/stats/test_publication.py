"""What may be printed."""

from __future__ import annotations

import pytest

from nec_analysis.stats.publication import nchs, restricted, state


@pytest.mark.parametrize(
    ("base", "n_eff", "expected"),
    [(0, 0, "empty"), (1, 1, "masked"), (10, 500, "masked"), (11, 11, "small"), (29, 900, "small"), (30, 30, "ok")],
)
def test_a_base_under_11_is_masked_and_under_30_is_small(base: int, n_eff: float, expected: str) -> None:
    assert state(base, n_eff) == expected


def test_a_heavy_design_makes_a_base_small() -> None:
    assert state(100, 25) == "small"
    assert state(100) == "ok"


@pytest.mark.parametrize(("hits", "expected"), [(0, False), (1, True), (4, True), (5, False), (96, True), (100, False)])
def test_counts_of_1_to_4_and_their_complement_are_restricted(hits: int, expected: bool) -> None:
    assert restricted(hits, 100) == expected


@pytest.mark.parametrize(
    ("share", "base", "n_eff", "df", "verdict"),
    [
        (0.5, 25, 25, 24, "suppress"),  # effective base under 30
        (0.5, 200, 28, 27, "suppress"),
        (0.5, 40, 40, 39, "suppress"),  # 31 points wide
        (0.05, 120, 120, 119, "suppress"),  # over 130 % of the share
        (0.95, 120, 120, 119, "footnote"),  # over 130 % of the complement
        (0.5, 400, 400, 399, "present"),
        (0.01, 2000, 2000, 1999, "present"),  # narrower than 5 points
        (0.5, 4000, 4000, 6, "review"),
        (0.0, 300, 300, 299, "review"),
        (0.5, 60, 2000, 59, "present"),  # the effective base is capped at the base
    ],
)
def test_the_nchs_rules_suppress_footnote_or_present(
    share: float, base: int, n_eff: float, df: float, verdict: str
) -> None:
    found = nchs(share, base, n_eff, df)
    assert found.verdict == verdict
    assert found.interval[0] <= share <= found.interval[1]
    assert bool(found.reasons) == (verdict != "present")
