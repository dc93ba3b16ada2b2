"""Rounding of printed figures: half up, from integers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def half_up(value: float | int | Decimal | Fraction, decimals: int = 0) -> Decimal:
    """`value` to `decimals` places, halves away from zero.

    A float is taken as the decimal it prints as: 0.145 is fourteen and a half hundredths, whatever its last bit says.

    >>> half_up(2.5), half_up(-0.145, 2)
    (Decimal('3'), Decimal('-0.15'))
    """
    if isinstance(value, Fraction):
        return ratio(value.numerator, value.denominator, decimals)
    exact = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def ratio(numerator: int, denominator: int, decimals: int = 0) -> Decimal:
    """numerator / denominator in exact integer arithmetic, halves away from zero."""
    scaled, denominator = abs(int(numerator)) * 10**decimals, int(denominator)
    units = (2 * scaled + abs(denominator)) // (2 * abs(denominator))
    sign = -1 if (numerator < 0) != (denominator < 0) and units else 1
    return Decimal(sign * units).scaleb(-decimals)


def percent(hits: int, base: int, decimals: int = 0) -> Decimal:
    """Percentage of `hits` in `base`, half up, from integers: 865 of 1000 is 87, where Python's round says 86.

    >>> percent(865, 1000)
    Decimal('87')
    """
    return ratio(100 * int(hits), base, decimals)


def shown_percent(hits: int, base: int, decimals: int = 0) -> tuple[str, Decimal]:
    """Percentage with the sign it must be printed with: "<" or ">" where rounding would say none or all.

    0 % is said of a count of 0 only, 100 % of everybody only.

    >>> shown_percent(1, 1000), shown_percent(999, 1000), shown_percent(0, 1000)
    (('<', Decimal('1')), ('>', Decimal('99')), ('', Decimal('0')))
    """
    rounded, unit = percent(hits, base, decimals), Decimal(1).scaleb(-decimals)
    if rounded == 0 and hits > 0:
        return "<", unit
    if rounded == 100 and hits < base:
        return ">", 100 - unit
    return "", rounded


def largest_remainder(counts: Sequence[int], decimals: int = 0) -> tuple[Decimal, ...]:
    """Percentages of `counts` that add up to exactly 100, each less than one unit off (Hamilton's method).

    Only for stacked bars that must close: a figure quoted anywhere else is `percent`. Ties go to the first.

    >>> largest_remainder([1, 1, 1])
    (Decimal('34'), Decimal('33'), Decimal('33'))
    """
    total = sum(counts)
    if total == 0:
        return tuple(Decimal(0).scaleb(-decimals) for _ in counts)
    units = 100 * 10**decimals
    floors = [units * int(count) // total for count in counts]
    remainders = [units * int(count) % total for count in counts]
    order = sorted(range(len(floors)), key=lambda i: (-remainders[i], i))
    for i in order[: units - sum(floors)]:
        floors[i] += 1
    return tuple(Decimal(floor).scaleb(-decimals) for floor in floors)
