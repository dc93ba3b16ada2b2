"""The recette's own laws of probability are those of scipy."""

from __future__ import annotations

import math

import pytest
from scipy import special, stats

from nec_analysis.figures.recette import laws


@pytest.mark.parametrize("df", [1, 2, 5, 24, 120])
@pytest.mark.parametrize("size", [0.1, 0.9, 1.0, 1.7, 4.0])
def test_tails(df: float, size: float) -> None:
    assert laws.chi2(size * df, df) == pytest.approx(special.chdtrc(df, size * df), rel=1e-11)
    for below in (3.5, 40, 9000):
        assert laws.fisher(size, df, below) == pytest.approx(special.fdtrc(df, below, size), rel=1e-9)


def test_two_sides() -> None:
    for z in (0.0, 0.3, -1.96, 5.0):
        assert laws.normal(z) == pytest.approx(2 * special.ndtr(-abs(z)), rel=1e-13)
    for df in (1, 7, 98):
        assert laws.student(0.95, df) == pytest.approx(special.stdtrit(df, 0.975), rel=1e-11)


def test_few_throws_of_a_coin() -> None:
    for fewer, apart in ((0, 1), (0, 8), (3, 20), (10, 20)):
        assert laws.coin(fewer, apart) == pytest.approx(stats.binomtest(fewer, apart).pvalue, rel=1e-13)
    assert laws.chi2(0, 4) == laws.fisher(0, 4, 9) == 1
    assert math.isclose(laws.chi2(200, 1), special.chdtrc(1, 200), rel_tol=1e-11)
