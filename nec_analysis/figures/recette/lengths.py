"""Lengths on one scale against the values they stand for, as exactly as the rounding of a drawing lets them be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

HALF = 0.005
"""Half the last digit that an SVG keeps of a place, in points: places are written with two decimals."""
DECIMALS = 6
"""Decimals that the data of a chart keep of a value that is no whole number."""


@dataclass(frozen=True, slots=True)
class Length:
    """A length in points, from one place written to another, that stands for a value. `name`: of what."""

    name: str
    value: Fraction
    points: float

    @property
    def blur(self) -> float:
        """What the rounding of its value hides."""
        return 0.0 if self.value.denominator == 1 else 0.5 * 10**-DECIMALS


def uneven(lengths: Sequence[Length]) -> Iterator[tuple[Length, float]]:
    """The lengths that are not their value on the scale of all, each with the value that it shows.

    A length has two ends, each rounded by half a hundredth of a point; so has the one that gives the scale, which counts
    as many times as a value is larger than its own.
    """
    told = [one for one in lengths if one.value]
    if not told:
        return
    unit = _unit(told)
    scale = unit.points / float(unit.value)
    for one in lengths:
        times = abs(float(one.value / unit.value))
        off = 2 * HALF * (1 + times) + abs(scale) * (one.blur + unit.blur * times)
        if abs(one.points - scale * float(one.value)) > off + 1e-9:
            yield one, one.points / scale if scale else 0.0


def _unit(told: Sequence[Length]) -> Length:
    """The length that gives the scale: the median one, each weighing as its value, for short ones are rounded coarsely."""
    ranked = sorted(told, key=lambda one: one.points / float(one.value))
    half, passed = sum(abs(float(one.value)) for one in ranked) / 2, 0.0
    for one in ranked:
        passed += abs(float(one.value))
        if passed >= half:
            return one
    return ranked[-1]


def apart(place: float, wanted: float) -> bool:
    """Whether two places that were each rounded to a hundredth of a point are not the same."""
    return abs(place - wanted) > 2 * HALF + 1e-9
