"""Closed forms at forty digits."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from oracle_material import Oracle, numbers

from nec_analysis.stats import intervals, nps, rounding, sensitivity
from nec_analysis.stats.effective import effective_base


@pytest.fixture(scope="module")
def extra(oracle: Oracle) -> dict[str, Any]:
    return json.loads((oracle.folder / "extra.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_every_closed_form_is_found_again(extra: dict[str, Any]) -> None:
    ours = dict(numbers(_answers(extra)))
    asked = list(numbers(extra))
    assert len(asked) > 100
    wrong = {path: (ours.get(path), said) for path, said in asked if not _same(ours.get(path), said)}
    assert not wrong


def _same(ours: float | None, said: float) -> bool:
    return ours is not None and math.isclose(ours, said, rel_tol=1e-12, abs_tol=1e-15)


def _answers(extra: dict[str, Any]) -> dict[str, Any]:
    return {
        "z": intervals.critical(),
        "proportions": [_proportion(case) for case in extra["proportions"]],
        "nps": [_nps(case) for case in extra["nps"]],
        "nonresponse": _nonresponse(extra["nonresponse"]),
        "rounding": [
            {
                **case,
                "percent_half_up": int(rounding.percent(case["x"], case["n"])),
                "python_round": round(100 * case["x"] / case["n"]),
            }
            for case in extra["rounding"]
        ],
    }


def _proportion(case: dict[str, Any]) -> dict[str, Any]:
    x, n, size = case["x"], case["n"], case["N"]
    return {
        "x": x,
        "n": n,
        "N": size,
        "wilson": intervals.wilson(x, n),
        "clopper_pearson": intervals.clopper_pearson(x, n),
        "jeffreys_pinned": intervals.jeffreys(x, n),
        "n_eff": effective_base(n, size or 0),
        "wilson_fpc": intervals.wilson(x, n, size or 0),
    }


def _nps(case: dict[str, Any]) -> dict[str, Any]:
    counts = (case["promoters"], case["passives"], case["detractors"])
    return {**case, "nps": nps.score(*counts), "adj_wald": nps.adjusted_wald(*counts)}


def _nonresponse(case: dict[str, Any]) -> dict[str, Any]:
    p, rate, target = case["p"], case["response_rate"], case.get("target", 0.8)
    return {
        **case,
        "bounds": sensitivity.bounds(p, rate),
        "tipping" if "target" in case else "tipping_for_0_80": sensitivity.tipping_point(p, rate, target),
    }
