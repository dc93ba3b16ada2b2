"""What the printed bilan says, beside what the rows say."""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor

from nec_analysis.errors import NecError
from nec_analysis.french.numbers import MINUS, duration, number, ordinal
from nec_analysis.model import Estimate, Indicator

SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"), None)
HOURS = re.compile(r"(\d+)h(\d{2})?")
NUMBER = re.compile(r"([+×x−-]?)(\d+(?:,\d+)?)(.*)")
_GAP = "[ \u00a0\u202f\u2009]"
FRENCH = re.compile(
    rf"""
    (?<![\w,.])
    (?: (?P<hours>\d+){_GAP}?h(?:{_GAP}?(?P<minutes>\d{{2}}))?(?!\w)
      | (?P<whole>\d{{1,3}}(?:{_GAP}\d{{3}})+(?!\d)|\d+)(?:,(?P<decimals>\d+))?
        (?:{_GAP}?(?P<percent>%)|(?P<rank>ᵉʳ|ʳᵉ|ᵉ|er|re|ère|ème|e)(?!\w))?
    )
    """,
    re.VERBOSE,
)
"""A number of the card, as the bilan printed it in French."""
HYPHEN = re.compile(r"^-(?=\d)")


def agrees(indicator: Indicator, estimate: Estimate, printed: str) -> bool | None:
    """Whether the estimate, rounded half up to what was printed, is what was printed. None when nothing was printed.

    Raises NecError when the printed text is not a number.
    """
    if not printed:
        return None
    if estimate.value is None:
        return False
    text = printed.translate(SPACES).lower()
    if indicator.unit == "duration" and (hours := HOURS.fullmatch(text)):
        return _rounded(_fraction(estimate.value) / 60, 0) == 60 * int(hours[1]) + int(hours[2] or 0)
    found = NUMBER.fullmatch(text)
    if not found:
        raise NecError(
            "published-unreadable",
            f"edition.toml [published] {indicator.id}",
            f"« {printed} » n'est pas un nombre imprimé.",
            'Écrivez par exemple "87 %", "1 700" ou "10 h 21".',
        )
    return _rounded(_compared(indicator, estimate, found[3]), _places(found[2])) == _signed(found[1], found[2])


def _compared(indicator: Indicator, estimate: Estimate, suffix: str) -> Fraction:
    if indicator.measure == "share" and estimate.numerator is not None:
        exact = 100 * _fraction(estimate.numerator) / estimate.base
        step = indicator.options.get("step")
        return _to_step(exact, _fraction(step)) if step else exact
    value = _fraction(estimate.value or 0)
    if indicator.unit == "times":
        return value + 1
    if suffix.startswith("%"):
        return 100 * value
    return value


def _to_step(value: Fraction, step: Fraction) -> Fraction:
    return floor(value / step + Fraction(1, 2)) * step


def _rounded(value: Fraction, places: int) -> Fraction:
    scale = 10**places
    whole = floor(abs(value) * scale + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, scale)


def _places(digits: str) -> int:
    return len(digits.partition(",")[2])


def _signed(sign: str, digits: str) -> Fraction:
    value = Fraction(digits.replace(",", "."))
    return -value if sign in ("-", "−") else value


def _fraction(value: float) -> Fraction:
    return Fraction(repr(float(value)))


def english(printed: str) -> str:
    """The same numbers as an English report writes them, digit for digit; the words beside them are left as they are.

    >>> english("31,5 %"), english("2 500,50 m²"), english("5ᵉ"), english("+4 pts")
    ('31.5%', '2,500.50 m²', '5th', '+4 pts')
    >>> english("1 h 30"), english("×7,9"), english("-54 %")
    ('1\xa0h\xa030\xa0min', '×7.9', '−54%')
    """
    return FRENCH.sub(_english, HYPHEN.sub(MINUS, printed))


def _english(found: re.Match[str]) -> str:
    if found["hours"]:
        return duration(3600 * int(found["hours"]) + 60 * int(found["minutes"] or 0), lang="en")
    whole, decimals = found["whole"].translate(SPACES), found["decimals"] or ""
    if found["rank"] and not decimals:
        return ordinal(int(whole), lang="en")
    value = Fraction(f"{whole}.{decimals or 0}")
    return number(value, len(decimals), lang="en") + (found["percent"] or found["rank"] or "")
