"""A circle of four curves: half the weight of matplotlib's eight, a thousandth of its radius apart."""

from __future__ import annotations

from math import sqrt
from typing import Any

from matplotlib.patches import Circle
from matplotlib.path import Path

ARM = 4 / 3 * (sqrt(2) - 1)
"""Length of the handles of a quarter circle, in radii."""


def _quarters() -> Path:
    points, codes = [(1.0, 0.0)], [Path.MOVETO]
    for x, y in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        # from (x, y) to (-y, x), a quarter turn on
        points += [(x - ARM * y, y + ARM * x), (-y + ARM * x, x + ARM * y), (float(-y), float(x))]
        codes += [Path.CURVE4] * 3
    return Path([*points, (1.0, 0.0)], [*codes, Path.CLOSEPOLY])


_UNIT = _quarters()


class Disc(Circle):
    """A circle, lighter to write."""

    def get_path(self) -> Any:
        """The unit circle."""
        return _UNIT
