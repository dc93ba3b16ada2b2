"""Calibration: the recette's plain Newton steps give what the statistics give, weights of a card included."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from shared_material import ROOT

from nec_analysis.cards import catalogue, edition
from nec_analysis.figures.recette.calibration import Curve, factors, linear, logit, raking
from nec_analysis.figures.recette.recount import Counter
from nec_analysis.figures.recette.tally import Unknown
from nec_analysis.figures.recette.weights import _raked
from nec_analysis.measures import estimate
from nec_analysis.phases.clean import clean
from nec_analysis.stats.calibration import calibrate
from nec_analysis.stats.margins import Margin

LOW, HIGH = 0.3, 3.0
LEVELS = [[n % 3 for n in range(60)], [(n * n) % 7 % 2 for n in range(60)]]
TARGETS = [[180.0, 90.0, 130.0], [210.0, 190.0]]
SIZE = 400 / 60
CURVES = {"linear": linear, "raking": raking, "logit": logit(LOW, HIGH)}
BOUNDS = {"logit": (LOW, HIGH)}


@pytest.mark.parametrize(("method", "curve"), CURVES.items(), ids=CURVES)
def test_plain_newton_steps_give_the_calibrated_weights(method: str, curve: Curve) -> None:
    margins = [Margin(str(n), np.array(codes), np.array(TARGETS[n])) for n, codes in enumerate(LEVELS)]
    low, high = BOUNDS.get(method, (-math.inf, math.inf))
    wanted = calibrate(margins, SIZE, method=method, lower=low, upper=high).weights
    assert [SIZE * f for f in factors(LEVELS, TARGETS, SIZE, curve)] == pytest.approx(list(wanted), rel=1e-10)


def test_exponential_calibration_is_raking() -> None:
    assert [SIZE * f for f in factors(LEVELS, TARGETS, SIZE, raking)] == pytest.approx(_raked(LEVELS, TARGETS))


def test_bounds_that_no_weights_meet_are_refused() -> None:
    with pytest.raises(ArithmeticError):
        factors(LEVELS, TARGETS, SIZE, logit(0.95, 1.05))


SCHEMES = (
    {"scheme": "calibrate"},
    {"scheme": "calibrate", "bounds": [0.5, 2.0]},
    {"scheme": "rake"},
)


@pytest.mark.parametrize("scheme", SCHEMES, ids=str)
def test_a_weighted_figure_is_the_same_by_both_ways(scheme: dict[str, object]) -> None:
    card = replace(edition("2022-lens", ROOT), weights=scheme)
    data, counter = clean(card, catalogue()).data, Counter(card, catalogue())
    for id in ("reference_event", "nps"):
        if id in counter.indicators:
            found, again = estimate(counter.indicators[id], data), counter.figure(id)
            assert found.weight
            assert again.value == pytest.approx(found.value, rel=1e-9)
            assert again.base == found.base


def test_a_scheme_nobody_knows_is_not_recounted() -> None:
    counter = Counter(replace(edition("2022-lens", ROOT), weights={"scheme": "guess"}), catalogue())
    with pytest.raises(Unknown, match="guess"):
        counter.figure("reference_event")
