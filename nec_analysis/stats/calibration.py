"""Calibration ("calage"): weights as close to the base ones as a distance allows, that meet the margins."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from nec_analysis.stats.design import Floats
from nec_analysis.stats.margins import Margin, cells
from nec_analysis.stats.refusals import DidNotConverge, Refusal
from nec_analysis.stats.weighting import Weighting, indicators

METHODS = ("linear", "raking", "logit")


@dataclass(frozen=True, slots=True)
class Distance:
    """A calibration function: the factor of a linear score, and its slope."""

    factor: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]


def calibrate(
    margins: Sequence[Margin],
    base: ArrayLike = 1.0,
    *,
    method: str = "raking",
    lower: float = -math.inf,
    upper: float = math.inf,
    iterations: int = 200,
) -> Weighting:
    """Weights d F(x'b) that meet the margins, by Newton's method on combinations. Deville & Särndal (1992).

    `method`: linear (bounded by truncation when bounds are given), raking (exponential), logit (bounds needed).
    `lower` and `upper` bound the factor applied to the base weights. Raises DidNotConverge when no weights within the
    bounds meet the margins, and the refusals of `margins.cells`.
    """
    gathered = cells(margins, base)
    levels = [Margin(m.name, c, m.targets) for m, c in zip(margins, gathered.codes, strict=True)]
    columns, targets = indicators(levels), np.concatenate([given.targets for given in margins])
    factor, done, error = _solve(columns, gathered.total, targets, distance(method, lower, upper), iterations)
    if not error <= 1e-10:
        raise DidNotConverge(f"no weights between the bounds meet the margins: off by {error:.2g} after {done} steps")
    before = np.broadcast_to(np.asarray(base, float), gathered.of_row.shape)
    return Weighting(before * gathered.of_people(factor), before, tuple(margins), done, error)


def distance(method: str, lower: float = -math.inf, upper: float = math.inf) -> Distance:
    """The calibration function of that name. Bounds must hold 1 strictly."""
    if not lower < 1 < upper:
        raise Refusal(f"bounds must lie on both sides of 1: [{lower:g}, {upper:g}]")
    if method == "linear":
        return Distance(
            lambda u: np.clip(1 + u, lower, upper), lambda u: ((1 + u > lower) & (1 + u < upper)).astype(float)
        )
    if method == "raking":
        return _exponential(lower, upper)
    if method != "logit":
        raise Refusal(f"no calibration is called {method}: {', '.join(METHODS)}")
    if not (math.isfinite(lower) and math.isfinite(upper)):
        raise Refusal("a logit calibration needs two bounds")
    return _logit(lower, upper)


def _exponential(lower: float, upper: float) -> Distance:
    """F(u) = e^u, cut at the bounds."""

    def factor(u: Floats) -> Floats:
        return np.asarray(np.clip(np.exp(np.minimum(u, 700)), lower, upper))

    def slope(u: Floats) -> Floats:
        e = np.exp(np.minimum(u, 700))
        return np.asarray(np.where((e > lower) & (e < upper), e, 0.0))

    return Distance(factor, slope)


def _logit(lower: float, upper: float) -> Distance:
    """F(u) = [L (U - 1) + U (1 - L) e^(Au)] / [U - 1 + (1 - L) e^(Au)], A = (U - L) / ((1 - L)(U - 1))."""
    pace = (upper - lower) / ((1 - lower) * (upper - 1))

    def parts(u: Floats) -> tuple[Floats, Floats]:
        e = np.exp(np.clip(pace * u, -340, 340))  # its square must hold in a float
        return e, upper - 1 + (1 - lower) * e

    def factor(u: Floats) -> Floats:
        e, below = parts(u)
        return np.asarray((lower * (upper - 1) + upper * (1 - lower) * e) / below)

    def slope(u: Floats) -> Floats:
        e, below = parts(u)
        return np.asarray((upper - lower) ** 2 * e / below**2)

    return Distance(factor, slope)


def _solve(
    columns: Floats, total: Floats, targets: Floats, shape: Distance, iterations: int
) -> tuple[Floats, int, float]:
    """Factor of each cell, steps taken, largest relative gap left: Newton, halving a step that makes things worse."""
    score = np.zeros(columns.shape[1])
    asked = np.maximum(targets, 1e-300)

    def gap(at: Floats) -> Floats:
        return np.asarray(targets - columns.T @ (total * shape.factor(columns @ at)))

    left = gap(score)
    error = float(np.abs(left / asked).max())
    for done in range(1, iterations + 1):
        weighted = columns * (total * shape.slope(columns @ score))[:, None]
        step = np.linalg.lstsq(columns.T @ weighted, left, rcond=1e-12)[0]
        for _ in range(60):
            new = gap(score + step)
            if np.abs(new / asked).max() < error or error < 1e-13:
                break
            step = step / 2
        else:
            return shape.factor(columns @ score), done, error
        score, left = score + step, new
        previous, error = error, float(np.abs(left / asked).max())
        if error <= 1e-14 or (error <= 1e-12 and error >= previous / 2):
            return shape.factor(columns @ score), done, error
    return shape.factor(columns @ score), iterations, error
