"""The known number closest to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from nec_analysis.figures.recette.entry import Entry, Value
from nec_analysis.figures.recette.numbers import NAME, Number
from nec_analysis.figures.recette.quantity import FORMS, rounded


def nearest(number: Number, among: Iterable[Entry]) -> str:
    """The closest value in print, with what it is; "" where nothing of that kind is known."""
    if number.kind == NAME:
        return ""
    best: tuple[Fraction, str] | None = None
    for entry in among:
        for value in (value for values in entry.fields.values() for value in values):
            printed = _printed(value, number)
            if printed is not None:
                gap = abs(printed - number.value)
                if best is None or gap < best[0]:
                    best = gap, f"{_written(printed, number)} ({entry.source})"
    return best[1] if best else ""


def _printed(value: Value, number: Number) -> Fraction | None:
    """A value rounded as the number is, where it may be printed so."""
    if isinstance(value, Number):
        return value.value if value.kind == number.kind else None
    for kinds, scale, decimals in FORMS[value.kind]:
        if number.kind in kinds and number.decimals >= decimals:
            return rounded(value.value * scale, Fraction(1, 10**number.decimals))
    return None


def _written(value: Fraction, number: Number) -> str:
    from nec_analysis.french.numbers import number as written

    return written(value, number.decimals) + ("\u202f%" if "%" in number.text else "")
