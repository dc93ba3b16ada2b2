"""Two editions or groups compared."""

from __future__ import annotations

import pytest

from nec_analysis.compare.difference import difference, free_base
from nec_analysis.compare.groups import pairs
from nec_analysis.compare.series import series
from nec_analysis.compare.significance import across_report, within_question
from nec_analysis.errors import NecError
from nec_analysis.model import Comparison, Estimate
from nec_analysis.stats import nps
from nec_analysis.stats.differences import newcombe, pooled_z
from nec_analysis.stats.intervals import wilson


def shared(hits: int, base: int, population: int = 0, **more: object) -> Estimate:
    low, high = wilson(hits, base, population)
    return Estimate(hits / base, hits, base, low, high, population=population, **more)  # type: ignore[arg-type]


def test_two_editions_differ_without_their_populations() -> None:
    found = difference(shared(870, 1000, 1700), shared(700, 900, 950), id="reference")
    assert found.difference == pytest.approx(0.87 - 7 / 9)
    assert (found.low, found.high) == pytest.approx(newcombe(870, 1000, 700, 900))
    assert found.p == pytest.approx(pooled_z(870, 1000, 700, 900)[1])
    assert found.significant is True
    assert "sans correction" in found.method


def test_a_census_still_has_an_interval_of_difference() -> None:
    found = difference(shared(30, 40, 40, state="census"), shared(40, 80, 80, state="census"), id="venue")
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.25 < found.high


@pytest.mark.parametrize(
    ("base", "tested", "shown"), [(10, False, False), (11, False, True), (29, False, True), (30, True, True)]
)
def test_a_base_under_11_says_nothing_and_under_30_is_not_tested(base: int, tested: bool, shown: bool) -> None:
    found = difference(shared(base // 2, base), shared(60, 100), id="venue")
    assert (found.difference is not None) == shown
    assert (found.p is not None) == tested
    assert bool(found.note) != tested


def test_weights_cost_people_in_a_comparison() -> None:
    plain = difference(shared(60, 100), shared(45, 100), id="venue")
    weighted = difference(shared(60, 100, design_effect=2.0), shared(45, 100, design_effect=2.0), id="venue")
    assert plain.low is not None
    assert weighted.low is not None
    assert weighted.low < plain.low
    assert free_base(shared(60, 100, design_effect=0.4)) == 100
    assert free_base(shared(60, 100, effective_base=70.0)) == 70
    assert free_base(shared(60, 100, 150, effective_base=290.0)) == 100


def test_the_same_people_twice_narrow_a_difference() -> None:
    apart = difference(shared(60, 100), shared(50, 100), id="venue")
    again = difference(shared(60, 100), shared(50, 100), id="venue", correlation=0.6)
    assert apart.p is not None
    assert again.p is not None
    assert again.p < apart.p
    assert (apart.low or 0) < (again.low or 0) < 0.1 < (again.high or 0) < (apart.high or 0)


def test_scores_are_compared_from_their_intervals_without_the_population() -> None:
    counts = [(60, 25, 15), (40, 30, 30)]
    scores = [
        Estimate(nps.score(*c), base=100, low=low, high=high, population=120)
        for c in counts
        for low, high in [nps.interval(*c, population=120)]
    ]
    found = difference(*scores, id="nps", kind="number")
    assert found.difference == 35
    free = [nps.interval(*c) for c in counts]
    width = sum((high - low) ** 2 for low, high in free) ** 0.5 / 2
    assert found.high is not None
    assert found.low is not None
    assert (found.high - found.low) / 2 == pytest.approx(width, rel=0.05)
    assert found.significant is True


def test_facts_have_a_difference_and_no_interval() -> None:
    found = difference(
        Estimate(1700.0, state="declared"), Estimate(1450.0, state="declared"), id="registered", kind="number"
    )
    assert (found.difference, found.low, found.p) == (250, None, None)


def test_nothing_to_compare_is_said() -> None:
    assert difference(Estimate(None, state="empty"), shared(5, 40), id="x").note
    assert difference(Estimate(None, state="declared"), shared(5, 40), id="x").note
    masked = difference(Estimate(0.4, base=5, state="masked"), Estimate(0.5, base=9, state="masked"), id="x")
    assert masked.difference is None


def test_pairs_of_groups_are_adjusted_together() -> None:
    groups = {
        "etat": shared(80, 100),
        "association": shared(55, 100),
        "autre": shared(60, 100),
        "presse": shared(5, 12),
    }
    found = pairs(groups, id="venue")
    assert list(found)[:2] == [("etat", "association"), ("etat", "autre")]
    alone = difference(groups["etat"], groups["association"], id="venue")
    assert alone.p is not None
    assert found["etat", "association"].p == pytest.approx(3 * alone.p)
    assert found["autre", "presse"].p is None
    assert found["etat", "association"].method.endswith("Holm")


def test_a_report_full_of_chance_has_no_difference() -> None:
    chance = [Comparison(f"q{k}", 0.1, 0, 0.2, (k + 1) / 40, None, "Newcombe") for k in range(40)]
    found = across_report({one.id: [one] for one in chance})
    assert not any(one.significant for family in found.values() for one in family)
    assert list(found) == [one.id for one in chance]
    assert within_question([chance[0]])[0].significant is True
    assert within_question([]) == ()


def test_pairs_are_not_adjusted_twice() -> None:
    once = within_question([Comparison(f"q{k}", 0.1, 0, 0.2, 0.01, None, "Newcombe") for k in range(3)])
    assert [one.p for one in once] == pytest.approx([0.03] * 3)
    assert [one.p for one in across_report({"q": once})["q"]] == pytest.approx([0.03] * 3)


def test_a_series_stops_where_the_question_changed() -> None:
    editions = {name: shared(hits, 200) for name, hits in (("2019", 90), ("2020", 100), ("2021", 120), ("2022", 140))}
    found = series(editions, id="reference", comparable_since="2020")
    assert found.kept == ("2020", "2021", "2022")
    assert found.broken == ("2019",)
    assert [one.difference for one in found.steps] == pytest.approx([0.1, 0.1])
    assert found.trend is not None
    assert found.trend.difference == pytest.approx(0.1)
    assert found.trend.significant is True
    assert series(editions, id="reference", comparable_since="2021").trend is None


def test_dates_space_the_editions_of_a_trend() -> None:
    editions = {name: shared(hits, 200) for name, hits in (("2018", 90), ("2020", 110), ("2021", 120))}
    found = series(editions, id="reference", scores=[2018, 2020, 2021])
    assert found.trend is not None
    assert found.trend.difference == pytest.approx(0.05)
    assert found.trend.note == ""


def test_a_trend_leaves_out_what_cannot_be_shown() -> None:
    editions = {"2019": shared(4, 9), "2020": shared(100, 200), "2021": shared(120, 200), "2022": shared(50, 200)}
    found = series(editions, id="reference").trend
    assert found is not None
    assert found.note == "l'évolution n'est pas régulière"


def test_a_series_since_an_unknown_edition_is_refused() -> None:
    with pytest.raises(NecError, match="2017"):
        series({"2019": shared(90, 200)}, id="reference", comparable_since="2017")
