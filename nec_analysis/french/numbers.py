"""Numbers as French readers expect them, English beside."""

from __future__ import annotations

from fractions import Fraction
from math import floor, isfinite
from typing import SupportsFloat

NARROW = "\u202f"
"""Narrow no-break space: thousands, before % ; : ! ? and inside « »."""
NBSP = "\u00a0"
"""No-break space: between a number and the word or unit it counts."""
MINUS = "\u2212"
MASKED = "s"
"""What stands for a figure too small to publish."""

Real = int | float | Fraction | SupportsFloat
Step = int | float | Fraction


def percent(hits: Real, base: Real, decimals: int | None = None, step: Step | None = None, lang: str = "fr") -> str:
    """The share `hits / base` as a percentage, rounded half-up from the exact ratio.

    No decimal when the base is below 1000, else one at most, unless told; `step` rounds to multiples of so many points
    (0.5 as the bilan of 2022 did). "0 %" is said of a count of 0 only and "100 %" of everybody only.

    >>> percent(342, 393), percent(1, 400), percent(63, 200, step=0.5)
    ('87\u202f%', '<\u202f1\u202f%', '31,5\u202f%')
    """
    if exact(base) <= 0:
        raise ValueError("a percentage needs a base above 0")
    return share(exact(hits) / exact(base), _decimals(base, decimals), step, lang)


def _decimals(base: Real, decimals: int | None) -> int:
    if decimals is not None:
        return decimals
    return 0 if exact(base) < 1000 else 1


def share(value: Real, decimals: int = 0, step: Step | None = None, lang: str = "fr") -> str:
    """A share in [0, 1] as a percentage; never "0 %" for something, never "100 %" for not quite everybody.

    >>> share(0.8712), share(0.9999), share(0.185, step=0.5)
    ('87\u202f%', '>\u202f99\u202f%', '18,5\u202f%')
    """
    points = exact(value) * 100
    unit = exact(step) if step is not None else Fraction(1, 10**decimals)
    rounded = half_up(points, unit)
    if rounded == 0 and points > 0:
        return _bound("<", unit, lang)
    if rounded == 100 and points < 100:
        return _bound(">", 100 - unit, lang)
    return _written(rounded, _needed(unit) if step is None else _needed(rounded), lang) + _sign(lang)


def _bound(mark: str, points: Fraction, lang: str) -> str:
    gap = NARROW if lang == "fr" else ""
    return mark + gap + _written(points, _needed(points), lang) + _sign(lang)


def _sign(lang: str) -> str:
    return f"{NARROW}%" if lang == "fr" else "%"


def number(x: Real, decimals: int = 0, lang: str = "fr") -> str:
    """A number with grouped thousands, the decimal mark of the language and a true minus.

    >>> number(1700), number(-0.456, 2), number(1234.5, 1, lang="en")
    ('1\u202f700', '−0,46', '1,234.5')
    """
    return _written(half_up(exact(x), Fraction(1, 10**decimals)), decimals, lang)


def signed(x: Real, decimals: int = 0, lang: str = "fr") -> str:
    """A number that always says its direction: "+4", "−4"; "0" has none."""
    rounded = half_up(exact(x), Fraction(1, 10**decimals))
    return ("+" if rounded > 0 else "") + _written(rounded, decimals, lang)


def points(x: Real, decimals: int = 0, lang: str = "fr") -> str:
    """A difference of percentages, `x` in points: "+4 pts", "−1 pt"."""
    rounded = half_up(exact(x), Fraction(1, 10**decimals))
    return f"{signed(rounded, decimals, lang)}{NBSP}{_plural(rounded, 'pt', 'pts', lang)}"


def growth(before: Real, after: Real, decimals: int = 0, lang: str = "fr") -> str:
    """The relative change from `before` to `after`: "+33 %"."""
    if exact(before) == 0:
        raise ValueError("no growth can be computed from 0")
    return signed((exact(after) / exact(before) - 1) * 100, decimals, lang) + _sign(lang)


def times(x: Real, decimals: int = 1, lang: str = "fr") -> str:
    """A factor: "×7,9"."""
    return "×" + number(x, decimals, lang)


def interval(low: Real, high: Real, decimals: int = 0, scale: int = 1, lang: str = "fr") -> str:
    """Both ends of an interval; `scale=100` turns shares into points.

    >>> interval(0.836, 0.9, scale=100), interval(-3, 6, lang="en")
    ('[84\u202f;\u202f90]', '[−3;\xa06]')
    """
    gap = f"{NARROW};{NARROW}" if lang == "fr" else f";{NBSP}"
    low_text, high_text = (number(exact(end) * scale, decimals, lang) for end in (low, high))
    return f"[{low_text}{gap}{high_text}]"


def duration(seconds: Real, lang: str = "fr") -> str:
    """Hours with minutes, rounded to the minute; seconds alone when there is less than one minute.

    >>> duration(37260), duration(37260, lang="en"), duration(3600), duration(50)
    ('10\xa0h\xa021', '10\xa0h\xa021\xa0min', '1\xa0h', '50\xa0s')
    """
    total = exact(seconds)
    if 0 < total < 60:
        return f"{number(max(Fraction(1), total), lang=lang)}{NBSP}s"
    hours, minutes = divmod(int(half_up(total / 60, Fraction(1))), 60)
    if not hours:
        return f"{minutes}{NBSP}min"
    rest = f"{NBSP}{minutes:02d}" if minutes else ""
    if rest and lang != "fr":
        rest += f"{NBSP}min"
    return f"{number(hours, lang=lang)}{NBSP}h{rest}"


def ordinal(n: int, feminine: bool = False, lang: str = "fr") -> str:
    """A rank: "1ᵉʳ", "1ʳᵉ" (édition), "5ᵉ"; "5th" in English."""
    if lang == "fr":
        return f"{n}{('ʳᵉ' if feminine else 'ᵉʳ') if n == 1 else 'ᵉ'}"
    teen = 10 <= n % 100 <= 20
    return f"{n}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def counted(n: Real, one: str, many: str, lang: str = "fr") -> str:
    """A count with its noun: "1 réponse", "393 réponses"; in French the plural begins at 2.

    >>> counted(0, "réponse", "réponses"), counted(0, "answer", "answers", lang="en")
    ('0\xa0réponse', '0\xa0answers')
    """
    return f"{number(n, lang=lang)}{NBSP}{_plural(exact(n), one, many, lang)}"


def plural(n: Real, lang: str = "fr") -> str:
    """What a regular noun ends in after a count: "s", or nothing; in French the plural begins at 2.

    >>> f"0 réponse{plural(0)}", f"0 answer{plural(0, 'en')}", f"1 answer{plural(1, 'en')}"
    ('0 réponse', '0 answers', '1 answer')
    """
    return _plural(exact(n), "", "s", lang)


def _plural(x: Fraction, one: str, many: str, lang: str) -> str:
    singular = abs(x) < 2 if lang == "fr" else abs(x) == 1
    return one if singular else many


def exact(x: Real) -> Fraction:
    """The number as it would be written: 0.145 is 145/1000, not the binary fraction beside it."""
    if isinstance(x, (int, Fraction)):
        return Fraction(x)
    as_float = float(x)
    if not isfinite(as_float):
        raise ValueError(f"{x} is no number to print")
    return Fraction(repr(as_float))


def half_up(x: Fraction, unit: Fraction) -> Fraction:
    """The multiple of `unit` nearest to `x`; halves move away from zero."""
    steps = floor(abs(x) / unit + Fraction(1, 2)) * unit
    return steps if x >= 0 else -steps


def _needed(x: Fraction) -> int:
    """The decimals needed to write `x` in full, six at most."""
    return next((d for d in range(6) if (x * 10**d).denominator == 1), 6)


def _written(x: Fraction, decimals: int, lang: str) -> str:
    digits = str(int(half_up(abs(x) * 10**decimals, Fraction(1)))).rjust(decimals + 1, "0")
    whole, rest = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    group, mark = (NARROW, ",") if lang == "fr" else (",", ".")
    grouped = f"{int(whole):,}".replace(",", group)
    sign = MINUS if x < 0 and any(d != "0" for d in digits) else ""
    return sign + grouped + (mark + rest if rest else "")
