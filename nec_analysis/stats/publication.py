"""Whether a number stands on enough answers to be printed."""

from __future__ import annotations

from dataclasses import dataclass

from nec_analysis.stats.intervals import Interval
from nec_analysis.stats.survey_intervals import korn_graubard

MASKED_UNDER, SMALL_UNDER, RESTRICTED_UNDER = 11, 30, 5
"""Base under which nothing is printed; effective base under which a number is printed in grey and not tested; count
that could single people out."""
NARROW, WIDE, RELATIVE, FEW_UNITS = 0.05, 0.30, 1.30, 8


def state(base: float, n_eff: float | None = None) -> str:
    """empty | masked (base under 11) | small (effective base under 30) | ok.

    The effective base counts for no more than the base: a census of 12 people is still 12 people.
    """
    if base == 0:
        return "empty"
    if base < MASKED_UNDER:
        return "masked"
    return "small" if min(base, base if n_eff is None else n_eff) < SMALL_UNDER else "ok"


def restricted(hits: int, base: int) -> bool:
    """Whether a count, or the count of all others, is from 1 to 4."""
    return 0 < hits < RESTRICTED_UNDER or 0 < base - hits < RESTRICTED_UNDER


@dataclass(frozen=True, slots=True)
class Standard:
    """What the NCHS standards say of a share. `verdict`: present | footnote | review | suppress, with its reasons."""

    verdict: str
    reasons: tuple[str, ...]
    interval: Interval


def nchs(share: float, base: float, n_eff: float, df: float, level: float = 0.95) -> Standard:
    """The presentation standards for proportions of the US National Center for Health Statistics. Parker et al. (2017).

    The effective base is capped at the base. Suppressed: effective base under 30, Korn-Graubard interval 30 points wide
    or more, or over 5 points and 130 % of the share. Footnoted: the complement fails the last rule. Reviewed: fewer
    than 8 degrees of freedom, 0 % or 100 %.
    """
    size = min(n_eff, base)
    low, high = korn_graubard(share, size, base, df, level)
    width = high - low
    if size < SMALL_UNDER:
        return Standard("suppress", ("effective base under 30",), (low, high))
    if width >= WIDE:
        return Standard("suppress", ("interval of 30 points or more",), (low, high))
    if width > NARROW and width > RELATIVE * share:
        return Standard("suppress", ("interval over 130 % of the share",), (low, high))
    reasons = _doubts(share, df)
    if width > NARROW and width > RELATIVE * (1 - share):
        return Standard("footnote", ("interval over 130 % of the complement", *reasons), (low, high))
    return Standard("review" if reasons else "present", reasons, (low, high))


def _doubts(share: float, df: float) -> tuple[str, ...]:
    few = ("fewer than 8 degrees of freedom",) if df < FEW_UNITS else ()
    return (*few, "0 % or 100 %") if share in (0, 1) else few
