"""Groups where R has an error or NaN: we have a number that can be printed."""

from __future__ import annotations

import itertools
import json
import math

import numpy as np
import pytest
from oracle_material import Oracle, People

from nec_analysis.stats import crosstabs, differences, fisher, intervals, shares
from nec_analysis.stats.calibration import calibrate
from nec_analysis.stats.design import Design, degrees, design
from nec_analysis.stats.margins import margin
from nec_analysis.stats.means import mean
from nec_analysis.stats.poststratification import poststratify
from nec_analysis.stats.profile_interval import likelihood
from nec_analysis.stats.raking import rake
from nec_analysis.stats.refusals import (
    DidNotConverge,
    EmptyTable,
    LevelWithoutPopulation,
    LevelWithoutRespondent,
    MarginsDisagree,
)


@pytest.fixture(scope="module")
def edge(oracle: Oracle) -> People:
    return People.read(oracle.folder / "edge.csv")


@pytest.fixture(scope="module")
def designs(edge: People) -> dict[str, Design]:
    w, stratum, listed = edge.number("w"), edge.text("stratum"), edge.number("Nh")
    sizes = [listed[stratum == name][0] for name in np.unique(stratum)]
    return {
        "strat_fpc": design(w, strata=stratum, psu=edge.text("psu"), population=sizes),
        "strat_people": design(w, strata=stratum, population=sizes),
        "wtd_nofpc": design(w),
    }


@pytest.fixture(scope="module")
def groups(edge: People) -> list[str]:
    return list(dict.fromkeys(edge.text("group").tolist()))


def unanswered(edge: People, group: str) -> bool:
    return bool(np.isnan(edge.number("y")[edge.text("group") == group]).all())


@pytest.mark.parametrize("method", shares.INTERVALS)
@pytest.mark.parametrize("nonresponse", ["missing", "domain"])
def test_every_group_has_an_interval(
    method: str, nonresponse: str, edge: People, designs: dict[str, Design], groups: list[str]
) -> None:
    assert len(groups) >= 10
    for sample, group in itertools.product(designs.values(), groups):
        inside = edge.text("group") == group
        found = shares.share(sample, edge.number("y"), inside, method=method, nonresponse=nonresponse)
        assert 0 <= found.low <= found.high <= 1
        assert not any(math.isnan(x) for x in (found.low, found.high, found.se, found.n_eff))
        if found.state == "empty":
            assert (found.value, found.low, found.high) == (None, 0, 1)
            assert unanswered(edge, group)
            continue
        assert found.value is not None
        assert found.low <= found.value <= found.high
        assert (found.low == found.high) == (found.state == "census")


def test_every_group_has_a_mean_or_says_it_is_empty(
    edge: People, designs: dict[str, Design], groups: list[str]
) -> None:
    for sample, group in itertools.product(designs.values(), groups):
        found = mean(sample, edge.number("y"), edge.text("group") == group)
        assert (found.value is None) == unanswered(edge, group)
        assert not math.isnan(found.se)
        interval = found.interval()
        assert interval is None or interval[0] <= (found.value or 0) <= interval[1]
        profile = likelihood(sample, edge.number("y"), edge.text("group") == group)
        assert profile is None or profile[0] <= (found.value or 0) <= profile[1]


def test_a_stratum_seen_whole_is_a_census(edge: People, designs: dict[str, Design]) -> None:
    stratum, listed, group = edge.text("stratum"), edge.number("Nh"), edge.text("group")
    whole = [name for name in np.unique(stratum) if (stratum == name).sum() == listed[stratum == name][0]]
    assert whole
    for name in np.unique(group[np.isin(stratum, whole)]):
        found = shares.share(designs["strat_fpc"], edge.number("y"), group == name)
        assert found.state == "census"


def test_a_stratum_with_one_unit_counts_as_r_adjusts_it(
    oracle: Oracle, edge: People, designs: dict[str, Design]
) -> None:
    answers = json_edge(oracle)["overall_adjust"]["result"]
    found = mean(designs["strat_fpc"], edge.number("y"))
    assert found.value == pytest.approx(answers["est"], rel=1e-12)
    assert found.se == pytest.approx(answers["se"], rel=1e-12)
    assert degrees(designs["strat_fpc"]) == answers["degf"]


def test_where_r_has_an_interval_ours_is_the_same(oracle: Oracle, edge: People, designs: dict[str, Design]) -> None:
    checked = 0
    for name, sample in (("strat_fpc_remove", designs["strat_fpc"]), ("wtd_nofpc", designs["wtd_nofpc"])):
        for group, said in json_edge(oracle)[name].items():
            logit = said["xlogit"]["result"]
            inside = edge.text("group") == group
            alone = any((edge.text("stratum") == name).sum() == 1 for name in edge.text("stratum")[inside])
            if alone or not isinstance(logit, list) or not all(isinstance(x, float) for x in logit):
                continue
            ours = shares.share(sample, edge.number("y"), inside, method="logit", nonresponse="domain")
            if ours.state != "census":
                assert (ours.low, ours.high) == pytest.approx(logit, rel=1e-9)
                checked += 1
    assert checked >= 5


def test_no_crosstab_breaks(edge: People, designs: dict[str, Design], groups: list[str]) -> None:
    group, y = edge.text("group"), edge.number("y")
    for sample, crossed in itertools.product(designs.values(), itertools.combinations(groups, 3)):
        inside = np.isin(group, crossed) & ~np.isnan(y)
        counted = inside & (sample.weights > 0)
        if np.unique(group[counted]).size < 2 or np.unique(y[counted]).size < 2:
            continue
        for test in (crosstabs.rao_scott(sample, group, y, inside), crosstabs.wald(sample, group, y, inside)):
            tests = [test.f, test.chisq, test.saddlepoint] if isinstance(test, crosstabs.Crosstab) else [test]
            for one in tests:
                assert 0 <= one.p <= 1
                assert not math.isnan(one.statistic)


def test_constant_answers_are_refused_by_name(edge: People, designs: dict[str, Design]) -> None:
    with pytest.raises(EmptyTable):
        crosstabs.rao_scott(designs["wtd_nofpc"], edge.text("group"), np.ones(len(edge)))
    with pytest.raises(EmptyTable):
        crosstabs.chi_square([[0, 3], [0, 5]])


def test_two_shares_of_nobody_do_not_differ() -> None:
    assert fisher.fisher(0, 5, 0, 8).p == 1
    assert differences.pooled_z(0, 5, 0, 8) == (0, 1)
    assert differences.newcombe(0, 5, 0, 8)[0] < 0 < differences.newcombe(0, 5, 0, 8)[1]


def test_a_level_without_respondent_is_refused() -> None:
    with pytest.raises(LevelWithoutRespondent, match="region: nobody answered for sud"):
        margin("region", ["nord", "nord"], {"nord": 5, "sud": 4})


def test_a_level_without_population_is_refused() -> None:
    with pytest.raises(LevelWithoutPopulation, match="region: no population count for sud"):
        margin("region", ["nord", "sud"], {"nord": 9})
    with pytest.raises(LevelWithoutPopulation):
        poststratify(margin("region", ["nord", "sud"], {"nord": 9, "sud": 0}))


def test_margins_that_do_not_add_up_to_the_same_total_are_refused() -> None:
    one = margin("region", ["nord", "sud", "sud"], {"nord": 5, "sud": 4})
    two = margin("mode", ["a", "b", "a"], {"a": 5, "b": 5})
    with pytest.raises(MarginsDisagree, match="region 9, mode 10"):
        rake([one, two])
    with pytest.raises(MarginsDisagree):
        calibrate([one, two])


@pytest.mark.parametrize("method", ["linear", "logit", "raking"])
def test_bounds_that_no_weight_can_meet_are_refused(method: str, oracle: Oracle) -> None:
    with pytest.raises(DidNotConverge):
        calibrate(oracle.margins, oracle.population / len(oracle.people), method=method, lower=0.99, upper=1.01)


def test_margins_that_contradict_each_other_do_not_converge() -> None:
    one = margin("region", ["nord", "sud"], {"nord": 5, "sud": 4})
    two = margin("mode", ["a", "b"], {"a": 4, "b": 5})
    with pytest.raises(DidNotConverge):
        rake([one, two])


def test_the_exact_intervals_of_the_group_sizes_are_right(edge: People, groups: list[str]) -> None:
    for group in groups:
        y = edge.number("y")[edge.text("group") == group]
        hits, base = int(np.nansum(y)), int((~np.isnan(y)).sum())
        for method in (intervals.wilson, intervals.clopper_pearson, intervals.jeffreys):
            low, high = method(hits, base)
            assert 0 <= low <= high <= 1


def json_edge(oracle: Oracle) -> dict:  # type: ignore[type-arg]
    return json.loads((oracle.folder / "oracle_edge.json").read_text(encoding="utf-8"))["cases"]  # type: ignore[no-any-return]
