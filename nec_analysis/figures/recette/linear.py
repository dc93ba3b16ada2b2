"""How sure weighted counts are: what known margins leave of each person's pull, worked out a second time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weighed:
    """The weight of each person kept, the class of each on every margin that the weights were fitted to."""

    weights: tuple[float, ...]
    levels: tuple[tuple[int, ...], ...]

    @cached_property
    def w(self) -> Floats:
        """The weights as an array."""
        return np.array(self.weights)

    @cached_property
    def columns(self) -> Floats:
        """A column of 0 and 1 a class; of each margin but the first, the first class is implied."""
        made = [
            [float(c == k) for c in codes] for n, codes in enumerate(self.levels) for k in sorted(set(codes))[n > 0 :]
        ]
        return np.array(made).T

    def covariance(self, pulls: Floats) -> Floats:
        """Of totals, from each person's pull on them: regressed on the margins, spread over everybody who answered.

        Before fitting, people weighed the same: the regression is a plain one. Deville & Särndal (1992).
        """
        each = pulls / self.w[:, None]
        left = (each - self.columns @ np.linalg.lstsq(self.columns, each, rcond=None)[0]) * self.w[:, None]
        centred = left - left.mean(0)
        n = len(self.weights)
        return np.asarray(centred.T @ centred * n / (n - 1))

    def shares(self, cells: Sequence[Sequence[Any]], inside: Sequence[bool]) -> tuple[Floats, Floats]:
        """The share of each cell (people x cells) among those inside, then their covariance."""
        among = np.array(inside, dtype=float) * self.w
        hits = np.array(cells, dtype=float)
        share = among @ hits / among.sum()
        return share, self.covariance(among[:, None] * (hits - share) / among.sum())

    def size(self, hits: Sequence[bool], inside: Sequence[bool]) -> float:
        """The effective base of a share without end of its population, at most those who answered."""
        return min(self.free(hits, inside), float(sum(inside)))

    def free(self, hits: Sequence[bool], inside: Sequence[bool]) -> float:
        """The same, however large; that of the weights alone where the answers do not vary. Kish (1965)."""
        (share,), ((variance,),) = self.shares([[hit] for hit in hits], inside)
        if 0 < share < 1 and variance > 0:
            return float(share * (1 - share) / variance)
        mine = self.w[np.array(inside, dtype=bool)]
        return float(mine.sum() ** 2 / (mine**2).sum())

    def mean(self, values: Sequence[float | None]) -> tuple[float, float]:
        """The mean of those who gave a number, then its variance without end of the population."""
        inside = [value is not None for value in values]
        (found,), ((variance,),) = self.shares([[value or 0.0] for value in values], inside)
        return float(found), float(variance)
