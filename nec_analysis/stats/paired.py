"""Two answers of the same people compared: options of one question, or one person in two editions."""

from __future__ import annotations

import math

from scipy import special

from nec_analysis.stats.differences import mover
from nec_analysis.stats.intervals import Interval, wilson
from nec_analysis.stats.quadratic_forms import upper_chi2


def mcnemar(only_first: int, only_second: int, *, corrected: bool = True) -> tuple[float, float]:
    """Statistic and probability that two options are ticked as often, from those who ticked one only. McNemar (1947).

    `corrected` takes 1 off the gap, as R does. (0, 1) when nobody ticked one only.
    """
    apart = only_first + only_second
    if apart == 0:
        return 0.0, 1.0
    gap = max(abs(only_first - only_second) - (1 if corrected and only_first != only_second else 0), 0)
    return gap * gap / apart, upper_chi2(gap * gap / apart, 1)


def mcnemar_exact(only_first: int, only_second: int) -> float:
    """The same by the binomial law: for fewer than 25 people who ticked one only."""
    apart, fewer = only_first + only_second, min(only_first, only_second)
    return min(1.0, 2 * float(special.bdtr(fewer, apart, 0.5))) if apart else 1.0


def paired_difference(both: int, only_first: int, only_second: int, neither: int, level: float = 0.95) -> Interval:
    """Interval of share(first) - share(second) among the same people. Newcombe (1998), method 10 for paired data."""
    base = both + only_first + only_second + neither
    if base == 0:
        return -1.0, 1.0
    one, two = both + only_first, both + only_second
    low, high = mover(
        one / base,
        wilson(one, base, level=level),
        two / base,
        wilson(two, base, level=level),
        phi(both, only_first, only_second, neither),
    )
    return max(low, -1.0), min(high, 1.0)


def phi(both: int, only_first: int, only_second: int, neither: int) -> float:
    """Correlation of two ticks, shrunk by half an answer a cell when positive, as Newcombe asks; 0 when one is constant."""
    margins = (both + only_first) * (only_second + neither) * (both + only_second) * (only_first + neither)
    if margins == 0:
        return 0.0
    gap = float(both * neither - only_first * only_second)
    if gap > 0:
        gap = max(gap - (both + only_first + only_second + neither) / 2, 0.0)
    return gap / math.sqrt(margins)
