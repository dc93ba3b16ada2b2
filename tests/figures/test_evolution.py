"""A change is said with its interval, called real only when it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_figure import figure

from nec_analysis.figures.evolution import change, changes
from nec_analysis.model import Figure


def _figure(hits: float, base: int, measure: str = "share", id: str = "f") -> Figure:
    value = hits / base if measure == "share" else hits
    return figure(id, value=value, numerator=hits, base=base, population=0, low=None, high=None, measure=measure)


def test_newcombe_s_own_example_is_found_again() -> None:
    """Newcombe (1998), table II, example (a): 56/70 against 48/80, method 10."""
    found = change(_figure(56, 70), _figure(48, 80))
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert found.significant is True


def test_a_difference_between_small_bases_is_not_tested() -> None:
    assert change(_figure(20, 20), _figure(1, 20)).significant is None


def test_counts_of_whole_lists_change_without_a_test() -> None:
    found = change(_figure(133, 1, "count"), _figure(290, 1, "count"))
    assert found.display == "−54\u202f%"
    assert found.significant is None


@pytest.mark.parametrize(("before", "after", "said"), [(290, 133, "−54"), (506, 674, "+33"), (96, 113, "+18")])
def test_the_bilan_s_derived_changes(before: int, after: int, said: str) -> None:
    assert change(_figure(after, 1, "sum"), _figure(before, 1, "sum")).display == f"{said}\u202f%"


def test_a_figure_of_another_measure_is_not_compared() -> None:
    assert changes([_figure(1, 2)], [_figure(1, 2, "count")]) == ()


def test_an_empty_figure_has_no_change() -> None:
    assert change(_figure(1, 2), replace(_figure(1, 2), value=None)).display == ""


def test_what_is_significant_alone_may_not_be_among_many() -> None:
    one = changes([_figure(118, 200)], [_figure(98, 200)])[0]
    assert one.significant
    still = [(_figure(100, 200, id=f"g{n}"), _figure(100, 200, id=f"g{n}")) for n in range(9)]
    many = changes([_figure(118, 200), *(a for a, _ in still)], [_figure(98, 200), *(b for _, b in still)])
    assert [change.significant for change in many] == [False] * 10
    assert (many[0].low, many[0].high) == (one.low, one.high)
    assert many[0].p == pytest.approx(10 * (one.p or 0))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("28 %", "31,5 %", "+3,4 pts"),
        ("28 %", "31 %", "+3 pts"),
        ("28%", "31.5%", "+3,4 pts"),
        ("8,2", "8", "+3,4 pts"),
    ],
)
def test_a_change_is_said_with_the_decimals_of_its_figures(before: str, after: str, said: str) -> None:
    old, new = (replace(_figure(hits, 1000), display=shown) for hits, shown in ((281, before), (315, after)))
    assert change(new, old).display.replace("\u00a0", " ") == said
