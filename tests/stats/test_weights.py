"""Weights: what they meet, what they refuse, how unequal they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nec_analysis.stats.calibration import calibrate, distance
from nec_analysis.stats.collapse import collapse
from nec_analysis.stats.design import design
from nec_analysis.stats.margins import Margin, margin
from nec_analysis.stats.means import mean, total
from nec_analysis.stats.poststratification import poststratify
from nec_analysis.stats.raking import rake
from nec_analysis.stats.refusals import LevelWithoutPopulation, NegativeWeight, PopulationTooSmall, Refusal
from nec_analysis.stats.trimming import trim
from nec_analysis.stats.weighting import calibration, indicators, spread


def people(seed: int, size: int = 300) -> list[Margin]:
    """Two margins of people who answered unevenly, and the population they come from."""
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, 4, size), rng.integers(0, 3, size)
    targets = [np.bincount(codes, minlength=k) * rng.uniform(1.2, 3, k) for codes, k in ((a, 4), (b, 3))]
    return [Margin(n, c, t * 1700 / t.sum()) for n, c, t in zip("ab", (a, b), targets, strict=True)]


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_raking_meets_every_margin_and_keeps_the_order_of_factors(seed: int) -> None:
    margins = people(seed)
    base = np.random.default_rng(seed).uniform(0.5, 2, 300)
    made = rake(margins, base)
    assert made.error <= 1e-10
    for given_ in margins:
        np.testing.assert_allclose(np.bincount(given_.codes, made.weights), given_.targets, rtol=1e-10)
    # a factor a level: log factors are additive, so any two-by-two of levels has no interaction
    log = np.log(made.weights / base)
    cell = {(i, j): x for i, j, x in zip(margins[0].codes, margins[1].codes, log, strict=True)}
    for i, j in cell:
        if {(0, 0), (i, 0), (0, j)} <= set(cell):
            assert cell[i, j] + cell[0, 0] == pytest.approx(cell[i, 0] + cell[0, j], abs=1e-7)


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_weights_do_not_depend_on_the_order_of_people(seed: int) -> None:
    margins = people(seed)
    order = np.random.default_rng(seed).permutation(300)
    turned = [Margin(m.name, m.codes[order], m.targets) for m in margins]
    assert np.array_equal(rake(turned).weights, rake(margins).weights[order])


@pytest.mark.parametrize("method", ["linear", "raking", "logit"])
def test_calibration_meets_every_margin_inside_its_bounds(method: str) -> None:
    margins, base = people(3), 1700 / 300
    made = calibrate(margins, base, method=method, lower=0.3, upper=3)
    for given_ in margins:
        np.testing.assert_allclose(np.bincount(given_.codes, made.weights), given_.targets, rtol=1e-10)
    factors = made.weights / base
    assert factors.min() >= 0.3
    assert factors.max() <= 3


def test_calibration_by_raking_is_raking() -> None:
    margins = people(5)
    np.testing.assert_allclose(calibrate(margins, 2.0).weights, rake(margins, 2.0).weights, rtol=1e-9)


def test_what_the_margins_explain_has_no_error_left() -> None:
    margins = people(7)
    made = rake(margins)
    sample = design(made.weights, population=[1700], calibration=made.calibration())
    first = (margins[0].codes == 0) * 1.0
    assert total(sample, first).value == pytest.approx(margins[0].targets[0])
    assert total(sample, first).se == pytest.approx(0, abs=1e-6)
    naive = design(made.weights, population=[1700])
    assert total(naive, first).se > 1


@pytest.mark.parametrize("base", [1.0, np.linspace(0.0, 2.0, 300)], ids=["the same for all", "some 0"])
def test_residuals_are_those_of_a_regression_of_all_people_on_their_classes(base: object) -> None:
    margins = people(11)
    weights = np.broadcast_to(np.asarray(base, float), (300,))
    fitted = weights * np.random.default_rng(2).uniform(0.5, 2, 300)
    made = calibration(margins, weights, fitted)
    # as many rows as combinations of classes, however many people
    assert len(made.basis) == 12
    influence = np.random.default_rng(3).normal(size=(300, 2)) * (fitted > 0)[:, None]
    root = np.sqrt(weights)[:, None]
    told = np.where(fitted > 0, fitted, 1.0)[:, None]
    scaled, columns = influence * root / told, indicators(margins) * root
    left = scaled - columns @ np.linalg.lstsq(columns, scaled, rcond=None)[0]
    wanted = left * fitted[:, None] / np.where(root > 0, root, 1.0)
    np.testing.assert_allclose(made.residuals(influence, np.ones(300)), wanted, atol=1e-10)


def test_poststratified_means_are_means_of_strata() -> None:
    given_ = people(9)[0]
    y = np.random.default_rng(9).normal(size=300)
    found = mean(design(poststratify(given_).weights), y).value
    strata = [y[given_.codes == k].mean() for k in range(4)]
    assert found == pytest.approx(np.dot(strata, given_.targets) / given_.targets.sum())


def test_a_negative_weight_or_count_is_refused() -> None:
    with pytest.raises(NegativeWeight):
        design([1.0, -0.1])
    with pytest.raises(NegativeWeight):
        design([1.0, np.nan])
    with pytest.raises(NegativeWeight):
        margin("a", ["x", "y"], {"x": 3, "y": -1})


def test_more_answers_than_people_are_refused() -> None:
    with pytest.raises(PopulationTooSmall):
        design(np.ones(5), strata=[0, 0, 0, 1, 1], population=[2, 9])
    with pytest.raises(Refusal, match="2 strata need 2"):
        design(np.ones(5), strata=[0, 0, 0, 1, 1], population=[2, 9, 4])


@pytest.mark.parametrize(("lower", "upper"), [(1.1, 2), (0.2, 0.9), (1, 1)])
def test_bounds_on_one_side_of_1_are_refused(lower: float, upper: float) -> None:
    with pytest.raises(Refusal):
        distance("logit", lower, upper)


def test_a_logit_needs_bounds_and_a_distance_has_a_name() -> None:
    with pytest.raises(Refusal, match="two bounds"):
        distance("logit")
    with pytest.raises(Refusal, match="linear, raking, logit"):
        distance("chi2")


def test_trimming_keeps_the_total() -> None:
    weights = np.array([0.1, 1, 1, 1, 2, 9])
    cut = trim(weights, lower=0.3, upper=3)
    assert cut.sum() == pytest.approx(weights.sum())
    assert cut[-1] == 3
    assert cut[0] == 0.3
    strict = trim(weights, lower=0.3, upper=3, strict=True)
    assert strict.max() <= 3
    assert strict.sum() == pytest.approx(weights.sum())
    assert np.array_equal(trim([1.0, 2.0]), [1, 2])


def test_bounds_that_cannot_hold_the_total_are_refused() -> None:
    with pytest.raises(Refusal):
        trim([1.0, 5.0], upper=2, strict=True)


def test_equal_weights_have_no_design_effect() -> None:
    assert spread([2, 2, 2, 0]).deff == 1
    assert spread([2, 2, 2, 0]).n_eff == 3
    assert spread([]).n_eff == 0
    assert spread([1, 3]).deff == pytest.approx(2 * 10 / 16)


def test_classes_under_30_respondents_are_gathered() -> None:
    registered = {"etat": 200, "recherche": 90, "autre": 80, "association": 400}
    found = collapse({"etat": 90, "recherche": 20, "autre": 12, "association": 210}, registered)
    assert [group.levels for group in found] == [("etat",), ("recherche", "autre"), ("association",)]
    assert found[1].answered == 32
    assert found[1].registered == 170


def test_a_class_that_would_weigh_too_much_is_gathered() -> None:
    found = collapse({"a": 300, "b": 35, "c": 300}, {"a": 400, "b": 900, "c": 400})
    assert [group.levels for group in found] == [("a", "b"), ("c",)]


def test_ordered_classes_join_their_neighbour() -> None:
    ages = {"-30": 25, "30-44": 300, "45-59": 200, "60+": 29}
    found = collapse(ages, dict.fromkeys(ages, 400), ordered=True)
    assert [group.levels for group in found] == [("-30", "30-44"), ("45-59", "60+")]


def test_one_class_is_left_when_nobody_answered() -> None:
    assert len(collapse({}, {"a": 5, "b": 6})) == 1
    with pytest.raises(LevelWithoutPopulation):
        collapse({"c": 3}, {"a": 5})
