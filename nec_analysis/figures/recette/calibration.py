"""Calibration worked out a second time: the plain Newton steps of Deville & Särndal (1992), in loops."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

STEPS, CLOSE = 100, 1e-13

Curve = Callable[[float], tuple[float, float]]
"""The factor that a score gives, its slope."""
Square = list[list[float]]


def linear(score: float) -> tuple[float, float]:
    """F(u) = 1 + u."""
    return 1 + score, 1.0


def raking(score: float) -> tuple[float, float]:
    """F(u) = exp u."""
    return math.exp(score), math.exp(score)


def logit(low: float, high: float) -> Curve:
    """Factors between two bounds, through 1 with slope 1: a logistic curve."""
    pace = (high - low) / ((1 - low) * (high - 1))
    odds = (1 - low) / (high - 1)

    def curve(score: float) -> tuple[float, float]:
        part = 1 / (1 + math.exp(-max(-600.0, min(600.0, pace * score))) / odds)
        return low + (high - low) * part, (high - low) * pace * part * (1 - part)

    return curve


def factors(
    levels: Sequence[Sequence[int]], targets: Sequence[Sequence[float]], size: float, curve: Curve
) -> list[float]:
    """The factor of each person's weight `size`: all the margins met, the last class of each but the first implied.

    Raises ArithmeticError where no factors meet them.
    """
    wanted = [target for n, group in enumerate(targets) for target in (group if n == 0 else group[:-1])]
    starts = [0]
    for n, group in enumerate(targets):
        starts.append(starts[-1] + len(group) - (n > 0))
    kinds = Counter(zip(*levels, strict=True))
    places = {
        kind: [starts[n] + code for n, code in enumerate(kind) if n == 0 or code < len(targets[n]) - 1]
        for kind in kinds
    }
    scores = [0.0] * len(wanted)
    for _ in range(STEPS):
        left, slopes = list(wanted), [[0.0] * len(wanted) for _ in wanted]
        for kind, people in kinds.items():
            factor, slope = curve(sum(scores[at] for at in places[kind]))
            for at in places[kind]:
                left[at] -= people * size * factor
                for other in places[kind]:
                    slopes[at][other] += people * size * slope
        if max(abs(gap) / target for gap, target in zip(left, wanted, strict=True)) < CLOSE:
            break
        scores = [score + step for score, step in zip(scores, solved(slopes, left), strict=True)]
    else:
        if max(abs(gap) / target for gap, target in zip(left, wanted, strict=True)) > 1e-9:
            raise ArithmeticError("no factors meet the margins")
    found = {kind: curve(sum(scores[at] for at in places[kind]))[0] for kind in kinds}
    return [found[kind] for kind in zip(*levels, strict=True)]


def solved(matrix: Square, right: Sequence[float]) -> list[float]:
    """The solution of linear equations, by elimination with the largest pivot. Raises ArithmeticError without one.

    >>> solved([[0.0, 2.0], [1.0, 1.0]], [4.0, 5.0])
    [3.0, 2.0]
    """
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for n in range(len(rows)):
        best = max(range(n, len(rows)), key=lambda m: abs(rows[m][n]))
        rows[n], rows[best] = rows[best], rows[n]
        if not abs(rows[n][n]) > 1e-12:
            raise ArithmeticError("the margins leave weights undetermined")
        for m in range(n + 1, len(rows)):
            share = rows[m][n] / rows[n][n]
            rows[m] = [a - share * b for a, b in zip(rows[m], rows[n], strict=True)]
    found = [0.0] * len(rows)
    for n in reversed(range(len(rows))):
        found[n] = (rows[n][-1] - sum(rows[n][m] * found[m] for m in range(n + 1, len(rows)))) / rows[n][n]
    return found
