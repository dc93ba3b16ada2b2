"""Fisher's exact test of two shares, with the odds ratio that makes the table most likely."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from nec_analysis.stats.design import Floats
from nec_analysis.stats.intervals import Interval
from nec_analysis.stats.roots import EPSILON, brent

UNIROOT = EPSILON**0.25
"""How close R looks for an odds ratio unless told otherwise: 1.2e-4."""


@dataclass(frozen=True, slots=True)
class Fisher:
    """Two-sided probability, conditional odds ratio and its exact interval."""

    p: float
    odds_ratio: float
    interval: Interval


def fisher(hits1: int, base1: int, hits2: int, base2: int, level: float = 0.95, tolerance: float = 1e-14) -> Fisher:
    """Exact test of hits1 / base1 against hits2 / base2, all margins fixed. Fisher (1935); Cornfield (1956).

    `tolerance` is that of the odds on the side where they are below 1; `UNIROOT` gives R's digits.
    """
    table = _Table(hits1, base1, hits2, base2)
    tail = (1 - level) / 2
    low = 0.0 if hits1 == table.least else table.odds(lambda o: table.above(o) - tail, tolerance)
    high = np.inf if hits1 == table.most else table.odds(lambda o: tail - table.below(o), tolerance)
    return Fisher(table.two_sided(), _most_likely(table, tolerance), (low, float(high)))


class _Table:
    """The law of the first count of a 2 x 2 table whose margins are known, by odds ratio."""

    def __init__(self, hits1: int, base1: int, hits2: int, base2: int) -> None:
        drawn, yes, no = base1, hits1 + hits2, base1 + base2 - hits1 - hits2
        self.seen, self.least, self.most = hits1, max(0, drawn - no), min(drawn, yes)
        self.counts = np.arange(self.least, self.most + 1, dtype=float)
        self.logs = _choose(yes, self.counts) + _choose(no, drawn - self.counts)

    def law(self, odds: float) -> Floats:
        """Probability of each count."""
        logs = self.logs + np.log(odds) * self.counts
        weights = np.exp(logs - logs.max())
        return np.asarray(weights / weights.sum())

    def mean(self, odds: float) -> float:
        """Expected count."""
        if odds == 0:
            return float(self.least)
        return float(self.counts @ self.law(odds))

    def above(self, odds: float) -> float:
        """Probability of the count seen or more."""
        return float(self.law(odds)[self.counts >= self.seen].sum()) if odds > 0 else 0.0

    def below(self, odds: float) -> float:
        """Probability of the count seen or fewer."""
        return float(self.law(odds)[self.counts <= self.seen].sum()) if odds > 0 else 1.0

    def two_sided(self) -> float:
        """Probability of the tables that are no likelier than the one seen, when the odds are equal."""
        law = self.law(1.0)
        return min(1.0, float(law[law <= law[self.seen - self.least] * (1 + 1e-7)].sum()))

    def odds(self, rising: Callable[[float], float], tolerance: float) -> float:
        """The odds ratio where an increasing function is 0, sought below 1 as it is and above 1 by its inverse."""
        at_one = rising(1.0)
        if at_one == 0:
            return 1.0
        if at_one > 0:
            return brent(rising, 0.0, 1.0, tolerance)
        return 1 / brent(lambda inverse: rising(1 / inverse), EPSILON, 1.0, tolerance)


def _most_likely(table: _Table, tolerance: float) -> float:
    if table.seen == table.least:
        return 0.0
    if table.seen == table.most:
        return float(np.inf)
    return table.odds(lambda odds: table.mean(odds) - table.seen, tolerance)


def _choose(n: int, k: Floats) -> Floats:
    return np.asarray(special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1))
