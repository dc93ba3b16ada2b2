"""Every number that R's survey package answered, and ours."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from oracle_answers import SECTIONS
from oracle_material import Oracle, numbers

from nec_analysis.stats import shares
from nec_analysis.stats.raking import rake

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
        if not _groundless(path, oracle.answers[section])
        and (path not in ours or not _agree(path, ours[path], said, _scale(path, oracle.answers[section])))
    }
    assert not wrong, f"{len(wrong)} numbers differ: {dict(list(wrong.items())[:10])}"


@pytest.mark.parametrize("section", ["proportions", "factor_means", "means", "by_sector", "crosstab", "diff_mode"])
def test_raking_with_exact_residuals_stays_within_a_hundred_millionth_of_r(section: str, oracle: Oracle) -> None:
    exact = Oracle(oracle.folder, as_r=False, only="rake")
    patient = Oracle(oracle.folder, rounds=40, epsilon=1e-13, only="rake")
    ours, settled = (dict(numbers(SECTIONS[section](one))) for one in (exact, patient))
    asked = [
        (path, said)
        for path, said in numbers(exact.answers[section])
        if path[0].startswith("rake") and not _groundless(path, exact.answers[section])
    ]
    assert asked
    for path, said in asked:
        # On few people R's ten rounds, its early stop, are not the end: what more would change is R's gap, not ours.
        gap = abs(said - settled[path])
        if path[-1] == "p" and 0 < said < 1e-3:  # the logarithm is what a statistic is accurate to
            left = 2 * gap / said
            assert math.isclose(math.log(ours[path]), math.log(said), rel_tol=RAKED, abs_tol=left), path
            continue
        scale = _scale(path, exact.answers[section])
        assert math.isclose(ours[path], said, rel_tol=RAKED, abs_tol=scale * RAKED + 2 * gap), path


def test_no_number_of_the_oracle_is_left_unchecked(oracle: Oracle) -> None:
    asked = list(numbers({name: part for name, part in oracle.answers.items() if name != "meta"}))
    ours = {(name, *path) for name, answer in SECTIONS.items() for path, _ in numbers(answer(oracle))}
    left = {path for path, _ in asked if path not in ours}
    assert all(_groundless(path[1:], oracle.answers[path[0]]) for path in left)
    assert len(asked) > 7000


def test_weights_are_those_of_r_person_by_person(oracle: Oracle) -> None:
    assert set(oracle.r_weights) == set(oracle.designs)
    for name, given in oracle.r_weights.items():
        allowed = CLOSE if name.startswith("rake") else 1e-10
        np.testing.assert_allclose(oracle.designs[name].weights, given, rtol=allowed, err_msg=name)


def test_weights_meet_every_margin(oracle: Oracle) -> None:
    # R's raking stops early, and ours with it in the comparison: left to itself, it goes to the end.
    made = {**oracle.weightings, "rake4": rake(oracle.margins, oracle.population / len(oracle.people))}
    for name, fitted in made.items():
        for given in fitted.margins:
            reached = np.bincount(given.codes, fitted.weights)
            allowed = 1e-10 if name == "rake4" else 1e-12
            np.testing.assert_allclose(reached, given.targets, rtol=allowed, err_msg=f"{name} {given.name}")


def test_where_r_has_no_ground_the_interval_printed_has_a_width(oracle: Oracle) -> None:
    sector = oracle.people.text("sector")
    for name, asked in oracle.answers["by_sector"].items():
        for v, r in asked.items():
            for place, group in enumerate(r["sector"]):
                if not _groundless((name, v, "ci_logit", str(place), "0"), oracle.answers["by_sector"]):
                    continue
                found = shares.share(oracle.designs[name], oracle.people.shares[v], sector == group)
                assert found.value is not None
                assert found.state == "census" or 0 <= found.low < found.high <= 1
                assert found.low <= found.value <= found.high


def _groundless(path: tuple[str, ...], section: Any) -> bool:
    """Whether R's interval of a group says nothing: everybody or nobody said yes, or one end could not be computed."""
    if "ci_logit" not in path:
        return False
    group, place = section[path[0]][path[1]], int(path[-2])
    return group["estimate"][place] in (0, 1) or None in group["ci_logit"][place]


def _agree(path: tuple[str, ...], ours: float, said: float, scale: float) -> bool:
    kind = next((part for part in reversed(path) if not part.isdigit()), "")
    if kind in COUNTED:
        return ours == said
    allowed = EXACT if kind in FIRM else CLOSE
    nothing = 1e-30 if kind == "se" else 0.0  # a stratum that agrees leaves R a last bit
    return math.isclose(ours, said, rel_tol=allowed, abs_tol=scale * EXACT + nothing)


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
