"""The difference of two estimates of one indicator."""

from __future__ import annotations

import math

from nec_analysis.model import Comparison, Estimate
from nec_analysis.stats.differences import mover, newcombe, pooled_z, two_sided
from nec_analysis.stats.intervals import critical
from nec_analysis.stats.publication import MASKED_UNDER, SMALL_UNDER

NEWCOMBE = "Newcombe, sans correction de population finie"
MOVER = "MOVER, sans correction de population finie"


def difference(
    first: Estimate,
    second: Estimate,
    *,
    id: str,
    kind: str = "share",
    level: float = 0.95,
    correlation: float = 0.0,
) -> Comparison:
    """first - second, from unrounded values, in the unit of the measure (a share: 0.05 is 5 points).

    `kind`: share | number (mean, net promoter score: any estimate with an interval). The population is left out: that
    two editions differ is said of the event, not of those who registered (Cochran 1977, 2.14). A base under 11 gives
    no difference, one under 30 no test, a value without interval (a count, a declared fact) the difference alone.
    `correlation` is that of the two estimates where the same people stand in both; 0 is prudent.
    """
    if _masked(first) or _masked(second):
        return _silent(id, "effectif insuffisant pour une comparaison")
    if first.value is None or second.value is None:
        return _silent(id, "pas de valeur à comparer")
    if kind == "share":
        return _shares(first, second, id, level, correlation)
    return _numbers(first, second, id, level, correlation)


def free_base(estimate: Estimate) -> float:
    """The effective base of a comparison: people over what weights and clusters cost, no population correction."""
    if estimate.design_effect:
        return estimate.base / max(estimate.design_effect, 1.0)
    if estimate.effective_base and not estimate.population:
        return min(estimate.effective_base, float(estimate.base))
    return float(estimate.base)


def _shares(first: Estimate, second: Estimate, id: str, level: float, correlation: float) -> Comparison:
    assert first.value is not None
    assert second.value is not None
    counts = (first.value * first.base, first.base, second.value * second.base, second.base)
    sizes = (free_base(first), free_base(second))
    low, high = newcombe(*counts, level, *sizes, correlation=correlation)
    change = first.value - second.value
    p = pooled_z(*counts, *sizes)[1] if correlation == 0 else _from_interval(change, low, high, level)
    return _told(id, change, low, high, p if _testable(*sizes) else None, NEWCOMBE, level, sizes)


def _numbers(first: Estimate, second: Estimate, id: str, level: float, correlation: float) -> Comparison:
    assert first.value is not None
    assert second.value is not None
    bounds = [_opened(estimate) for estimate in (first, second)]
    change = first.value - second.value
    if bounds[0] is None or bounds[1] is None:
        return Comparison(id, change, None, None, None, None, "différence", "sans intervalle")
    low, high = mover(first.value, bounds[0], second.value, bounds[1], correlation)
    sizes = (free_base(first), free_base(second))
    p = _from_interval(change, low, high, level) if _testable(*sizes) else None
    return _told(id, change, low, high, p, MOVER, level, sizes)


def _from_interval(change: float, low: float, high: float, level: float) -> float | None:
    """The probability that goes with an interval: 1 - level when one end is 0. None when it has no width."""
    se = abs(change - (low if change > 0 else high)) / critical(level)
    return two_sided(change / se) if se > 0 else None


def _opened(estimate: Estimate) -> tuple[float, float] | None:
    """The interval as it would be without end of the population; None when there is none, or it was a census."""
    if estimate.value is None or estimate.low is None or estimate.high is None or estimate.state == "census":
        return None
    left = 1 - estimate.base / estimate.population if estimate.population > estimate.base else 1.0
    wider = 1 / math.sqrt(left)
    return (
        estimate.value - (estimate.value - estimate.low) * wider,
        estimate.value + (estimate.high - estimate.value) * wider,
    )


def _told(
    id: str,
    change: float,
    low: float,
    high: float,
    p: float | None,
    method: str,
    level: float,
    sizes: tuple[float, float],
) -> Comparison:
    note = "" if p is not None else f"effectif trop faible pour un test (n = {min(sizes):.0f})"
    return Comparison(id, change, low, high, p, None if p is None else p < 1 - level, method, note)


def _testable(*sizes: float) -> bool:
    return min(sizes) >= SMALL_UNDER


def _masked(estimate: Estimate) -> bool:
    """Whether an estimate stands on too few people; a count or a declared fact stands on nobody's answers."""
    few = estimate.low is not None and estimate.base < MASKED_UNDER
    return estimate.state in ("masked", "empty") or few


def _silent(id: str, note: str) -> Comparison:
    return Comparison(id, None, None, None, None, None, "", note)
