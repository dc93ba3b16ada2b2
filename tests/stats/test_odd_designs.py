"""Thirty to eighty people in odd designs: every number that R answers, and ours."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nec_analysis.stats import crosstabs, logit_fit, profile_interval, survey_intervals
from nec_analysis.stats.calibration import calibrate
from nec_analysis.stats.design import Design, degrees, design, simple
from nec_analysis.stats.margins import Margin, margin
from nec_analysis.stats.means import Estimated, mean, mean_difference, ratio, total
from nec_analysis.stats.poststratification import poststratify
from nec_analysis.stats.weighting import Weighting

FOLDER = Path(__file__).parent / "data" / "odd"
ANSWERS: dict[str, dict[str, Any]] = json.loads((FOLDER / "answers.json").read_text(encoding="utf-8"))
CALIBRATED = ("post", "linear", "raking", "logit", "bounded")
BOUNDS = {"logit": (0.3, 3.0), "bounded": (0.3, 3.0)}
ROUNDED = 1e-14
"""What cancels leaves R and us a last bit each."""


class Sample:
    """The people of one sample as arrays."""

    def __init__(self, name: str) -> None:
        with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            self.rows = list(csv.DictReader(file))
        with (FOLDER / f"{name.replace('people', 'margins')}.csv").open(encoding="utf-8", newline="") as file:
            counts: dict[str, dict[str, float]] = {}
            for row in csv.DictReader(file):
                counts.setdefault(row["variable"], {})[row["level"]] = float(row["count"])
        self.margins = [margin(variable, self.text(variable), sizes) for variable, sizes in counts.items()]
        self.y, self.listed = self.number("y"), int(self.rows[0]["N"])
        self.x = np.where(np.isnan(self.y), np.nan, self.number("x"))

    def text(self, name: str) -> Any:
        return np.array([row[name] for row in self.rows])

    def number(self, name: str) -> Any:
        return np.array([float(row[name]) if row[name] else np.nan for row in self.rows])

    def sizes(self, name: str) -> list[float]:
        return [float(self.number(name)[self.text("s") == s][0]) for s in np.unique(self.text("s"))]

    def design(self, name: str) -> Design:
        w, s, psu = self.number("w"), self.text("s"), self.text("psu")
        match name:
            case "srs":
                return simple(len(self.rows))
            case "srs_fpc":
                return simple(len(self.rows), self.listed)
            case "strat_fpc":
                return design(w, strata=s, population=self.sizes("Nh"))
            case "cluster":
                return design(w, psu=psu)
            case "nested":
                return design(w, strata=s, psu=psu)
            case "nested_fpc":
                return design(w, strata=s, psu=psu, population=self.sizes("Mh"))
        made = _fitted(name, self.margins, self.listed / len(self.rows))
        return design(made.weights, population=[self.listed], calibration=made.calibration())


def _fitted(name: str, margins: list[Margin], base: float) -> Weighting:
    if name == "post":
        return poststratify(margins[0], base)
    low, high = BOUNDS.get(name, (-math.inf, math.inf))
    return calibrate(margins, base, method="linear" if name == "bounded" else name, lower=low, upper=high)


@pytest.mark.parametrize("people", ANSWERS)
def test_every_number_of_r_is_found_again_in_odd_designs(people: str) -> None:
    sample, wrong = Sample(people), []
    for name, said in ANSWERS[people].items():
        exact = 1e-10 if name in CALIBRATED else 1e-12
        for what, ours, theirs, allowed in _compared(sample, sample.design(name), name, said, exact):
            if theirs is not None and not (
                ours is not None and math.isclose(ours, theirs, rel_tol=allowed, abs_tol=ROUNDED)
            ):
                wrong.append((name, what, ours, theirs))
    assert not wrong, f"{len(wrong)} numbers differ: {wrong[:8]}"


Pair = tuple[str, float | None, float | None, float]


def _compared(sample: Sample, made: Design, name: str, said: dict[str, Any], exact: float) -> Iterator[Pair]:
    group, z, calibrated = sample.text("a") == "a0", sample.number("z"), name in CALIBRATED
    estimates: dict[str, Estimated] = {
        "share": mean(made, sample.y),
        "mean": mean(made, sample.x),
        "total": total(made, sample.y),
        "ratio": ratio(made, sample.x, z),
        "share_a0": mean(made, sample.y, group),
        "mean_a0": mean(made, sample.x, group),
    }
    for what, found in estimates.items():
        if said[what] is not None and found.base:
            yield f"{what}, estimate", found.value, said[what]["estimate"], exact
            yield f"{what}, se", found.se, said[what]["se"], 10 * exact
    share = estimates["share"]
    if not calibrated:
        yield "df", float(share.df), float(said["df"]), 0.0
    yield from _intervals(sample, made, share, said["intervals"], calibrated)
    yield from _tests(sample, made, said, calibrated)


def _intervals(sample: Sample, made: Design, share: Estimated, said: Any, calibrated: bool) -> Iterator[Pair]:
    """Where the share varies; R counts those without an answer, or a weight, among the people of its quantiles."""
    if share.value is None or not 0 < share.value < 1 or share.variance <= 0 or share.df < 1:
        return
    rows = len(sample.rows) if calibrated else int((~np.isnan(sample.y)).sum())
    ours = {
        "logit": logit_fit.fitted_logit_interval(made, sample.y, rows=rows),
        "beta": survey_intervals.korn_graubard(
            share.value, share.value * (1 - share.value) / share.variance, rows, share.df
        ),
        "mean": survey_intervals.symmetric(share.value, share.se, share.df),
        "likelihood": profile_interval.likelihood(made, sample.y, rows=rows),
    }
    for method, found in ours.items():
        if said[method] is not None and found is not None and None not in said[method]:
            for side, one, other in zip(("low", "high"), found, said[method], strict=True):
                yield f"{method}, {side}", one, other, 1e-9


def _tests(sample: Sample, made: Design, said: Any, calibrated: bool) -> Iterator[Pair]:
    inside, group = ~np.isnan(sample.y), sample.text("a")
    if said["crosstab"] and (made.weights > 0).all():  # R counts people of weight 0 in its degrees of freedom
        n = len(sample.rows)
        df = n - 1 if calibrated else degrees(made, inside)
        people = n if calibrated else int(inside.sum())
        try:
            found = crosstabs.rao_scott(made, np.where(inside, sample.y, 0), group, inside, people=people, df=df).f
        except crosstabs.EmptyTable:
            return
        yield "crosstab, F", found.statistic, said["crosstab"]["statistic"], 1e-9
        yield "crosstab, p", found.p, said["crosstab"]["p"], 1e-9
    change, second = said["change"], sample.text("c") == "c1"
    if change:
        ours = mean_difference(made, sample.y, second)
        if ours.value is not None and ours.se > 0:
            yield "difference", ours.value, change["difference"], 1e-10
            yield "difference, t", ours.value / ours.se, change["t"], 1e-9
