"""Every number that R's survey package answered, and ours."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from oracle_answers import SECTIONS
from oracle_material import Oracle, numbers

EXACT, CLOSE, RAKED = 1e-12, 1e-9, 1e-8
"""Relative gaps allowed: estimates and standard errors; intervals and tests; raking as we do it against R's."""

FIRM = {"n", "sum_w", "estimate", "se", "degf", "total", "total_se", "df", "sum", "min", "max", "diff", "est", "var"}
COUNTED = {"n", "degf", "x", "rows", "levels", "table"}


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_every_number_of_r_is_found_again(section: str, oracle: Oracle) -> None:
    ours = dict(numbers(SECTIONS[section](oracle)))
    wrong = {
        path: (ours.get(path), said)
        for path, said in numbers(oracle.answers[section])
        if path not in ours or not _agree(path, ours[path], said, _scale(path, oracle.answers[section]))
    }
    assert not wrong, f"{len(wrong)} numbers differ: {dict(list(wrong.items())[:10])}"


@pytest.mark.parametrize("section", ["proportions", "factor_means", "means", "by_sector", "crosstab", "diff_mode"])
def test_raking_with_exact_residuals_stays_within_a_hundred_millionth_of_r(section: str, oracle: Oracle) -> None:
    exact = Oracle(oracle.folder, as_r=False)
    ours = dict(numbers(SECTIONS[section](exact)))
    asked = [(path, said) for path, said in numbers(exact.answers[section]) if path[0].startswith("rake")]
    assert asked
    for path, said in asked:
        if path[-1] == "p" and 0 < said < 1e-3:  # the logarithm is what a statistic is accurate to
            assert math.isclose(math.log(ours[path]), math.log(said), rel_tol=RAKED), path
            continue
        scale = _scale(path, exact.answers[section])
        assert math.isclose(ours[path], said, rel_tol=RAKED, abs_tol=scale * RAKED), path


def test_no_number_of_the_oracle_is_left_unchecked(oracle: Oracle) -> None:
    asked = list(numbers({name: part for name, part in oracle.answers.items() if name != "meta"}))
    ours = {(name, *path) for name, answer in SECTIONS.items() for path, _ in numbers(answer(oracle))}
    assert {path for path, _ in asked} <= ours
    assert len(asked) > 7000


def test_weights_are_those_of_r_person_by_person(oracle: Oracle) -> None:
    assert set(oracle.r_weights) == set(oracle.designs)
    for name, given in oracle.r_weights.items():
        allowed = CLOSE if name.startswith("rake") else 1e-10
        np.testing.assert_allclose(oracle.designs[name].weights, given, rtol=allowed, err_msg=name)


def test_weights_meet_every_margin(oracle: Oracle) -> None:
    for name, made in oracle.weightings.items():
        allowed = 1e-8 if name == "rake4" else 1e-12  # R's raking stops early, and ours with it in this comparison
        for given in made.margins:
            reached = np.bincount(given.codes, made.weights)
            np.testing.assert_allclose(reached, given.targets, rtol=allowed, err_msg=f"{name} {given.name}")


def _agree(path: tuple[str, ...], ours: float, said: float, scale: float) -> bool:
    kind = next((part for part in reversed(path) if not part.isdigit()), "")
    if kind in COUNTED:
        return ours == said
    allowed = EXACT if kind in FIRM else CLOSE
    return math.isclose(ours, said, rel_tol=allowed, abs_tol=scale * EXACT)


def _scale(path: tuple[str, ...], section: Any) -> float:
    """Size below which a gap is rounding: a covariance is judged against the two variances, the rest against itself."""
    if "vcov" in path:
        place = path.index("vcov")
        matrix = section
        for part in path[: place + 1]:
            matrix = matrix[part]
        row, column = int(path[place + 1]), int(path[place + 2])
        return math.sqrt(matrix[row][row] * matrix[column][column])
    return 1.0 if "std_resid" in path else 0.0
