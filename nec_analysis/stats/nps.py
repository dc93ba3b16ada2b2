"""Net promoter score: promoters (9-10) minus detractors (0-6), in points from -100 to 100."""

from __future__ import annotations

import math

from nec_analysis.stats.effective import effective_base
from nec_analysis.stats.intervals import Interval, critical


def score(promoters: float, passives: float, detractors: float) -> float | None:
    """100 (P - D) / n; None when nobody answered."""
    base = promoters + passives + detractors
    return 100 * (promoters - detractors) / base if base else None


def interval(
    promoters: float,
    passives: float,
    detractors: float,
    population: int = 0,
    level: float = 0.95,
    n_eff: float | None = None,
) -> Interval:
    """Adjusted Wald interval kept inside [-100, 100]; a census has low = high; an empty base gives (-100, 100)."""
    low, high = adjusted_wald(promoters, passives, detractors, population, level, n_eff)
    return max(low, -100.0), min(high, 100.0)


def adjusted_wald(
    promoters: float,
    passives: float,
    detractors: float,
    population: int = 0,
    level: float = 0.95,
    n_eff: float | None = None,
) -> Interval:
    """Wald interval after adding 3/4, 3/2 and 3/4 answers, where its coverage is right from n = 15. Rocks (2016).

    Counts are rescaled to the effective base before the three answers are added.
    """
    base = promoters + passives + detractors
    if base == 0:
        return -100.0, 100.0
    size = effective_base(base, population) if n_eff is None else n_eff
    if math.isinf(size):
        point = 100 * (promoters - detractors) / base
        return point, point
    total = size + 3
    up, down = (promoters * size / base + 0.75) / total, (detractors * size / base + 0.75) / total
    middle, half = up - down, critical(level) * math.sqrt((up + down - (up - down) ** 2) / total)
    return 100 * (middle - half), 100 * (middle + half)
