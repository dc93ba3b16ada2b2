"""Every number of a text, French or English, with what it is: a percentage, an end of an interval, a rank, a duration, a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

PLAIN, PERCENT, LOW, HIGH, POINTS, SIGNED, TIMES, RANK, DURATION, DATE, NAME = (
    "plain",
    "percent",
    "low",
    "high",
    "points",
    "signed",
    "times",
    "rank",
    "duration",
    "date",
    "name",
)
"""Kinds of number. `name`: digits inside a word (a file, a fingerprint, an identifier), traced as they stand."""

_GAP = "\u00a0\u202f\u2009"
_SPACE = f"[ {_GAP}]?"
_WHOLE = {
    "fr": rf"(?:\d{{1,3}}(?:[{_GAP}]\d{{3}})+(?!\d)|\d+)(?:[.,]\d+)?",
    "en": r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?",
}
_SIGN = r"(?:(?<![\w\d)])-(?=\d)|[+−×±])?"
_BOUND = rf"(?:[<>≤≥]{_SPACE})?"
_THOUSANDS = re.compile(r"(?<![\w,.])\d{1,3}(?: \d{3})+(?!\d)")
_FACTOR = re.compile(r"^x(?=\d)")
_RANKS = "ᵉʳ|ʳᵉ|ᵉ|er|re|ère|ème|e|st|nd|rd|th"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed. `value` in the unit printed (seconds for a duration); `bound`: "<" or ">" before it."""

    text: str
    kind: str
    value: Fraction
    decimals: int
    start: int
    end: int
    bound: str = ""


@lru_cache
def _grammar(lang: str) -> re.Pattern[str]:
    n = _WHOLE[lang]
    return re.compile(
        rf"""
        (?P<address>(?:https?://|www\.)[^\s«»]+|[\w.+-]+@[\w-]+\.[\w.]+)
      | (?P<date>(?<![\w-])\d{{4}}-\d{{2}}(?:-\d{{2}}(?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}})?Z?)?)?(?![\w-]))
      | (?P<interval>\[{_SPACE}(?P<low>[-−+]?{n}){_SPACE}[;,]{_SPACE}(?P<high>[-−+]?{n}){_SPACE}\])
      | (?P<hours>(?<![\w,.])(?P<h>{n})[ {_GAP}]?h(?:[ {_GAP}]?(?P<m>\d{{2}}))?(?!\w))
      | (?P<minutes>(?<![\w,.])(?P<min>\d+)[ {_GAP}]min(?!\w))
      | (?P<seconds>(?<![\w,.])(?P<s>\d+)[{_GAP}]s(?!\w))
      | (?P<rank>(?<![\w,.])(?P<r>\d+)(?:{_RANKS})(?!\w))
      | (?P<name>(?<![\w.])(?=[\w.@:/\#-]*\d)(?=[\w.@:/\#-]*[^\W\d])[\w\#][\w.@:/\#-]*\w)
      | (?P<number>(?P<bound>{_BOUND})(?P<sign>{_SIGN})(?P<n>{n}){_SPACE}(?P<unit>%|pts?(?!\w)|points?(?!\w))?)
        """,
        re.VERBOSE,
    )


def numbers(text: str, lang: str = "fr") -> tuple[Number, ...]:
    """The numbers of a text in their order.

    >>> [(n.text, n.kind) for n in numbers("5ᵉ, 31,5\u202f% [28\u202f;\u202f36], +4\u00a0pts, ×7,9, 10\u00a0h\u00a021")]
    [('5ᵉ', 'rank'), ('31,5\u202f%', 'percent'), ('28', 'low'), ('36', 'high'), ('+4\u00a0pts', 'points'), ('×7,9', 'times'), ('10\u00a0h\u00a021', 'duration')]
    """
    return _numbers(text, lang)


def declared(text: str) -> tuple[Number, ...]:
    """The numbers of what the card says was printed: in French, a plain blank between thousands, "x" for times.

    A number has no language: the report prints these, sign for sign, in its own.

    >>> [(n.kind, n.value, n.decimals) for n in (*declared("1 700"), *declared("31,5 %"))]
    [('plain', Fraction(1700, 1), 0), ('percent', Fraction(63, 2), 1)]
    """
    return numbers(_THOUSANDS.sub(lambda found: found[0].replace(" ", _GAP[0]), _FACTOR.sub("×", text)))


@lru_cache(maxsize=65_536)
def _numbers(text: str, lang: str) -> tuple[Number, ...]:
    if not any(c.isdigit() for c in text):
        return ()
    return tuple(found for match in _grammar(lang).finditer(text) for found in _read(match, lang))


def _read(match: re.Match[str], lang: str) -> Iterator[Number]:
    said, start, end = match[0], match.start(), match.end()
    if match["address"] and not any(c.isdigit() for c in said):
        return  # an address without a digit is no number
    if match["address"] or match["name"]:
        yield Number(said, NAME, Fraction(0), 0, start, end)
    elif match["date"]:
        yield Number(said, DATE, Fraction(0), 0, start, end)
    elif match["interval"]:
        for part, kind in (("low", LOW), ("high", HIGH)):
            value, decimals = _value(match[part], lang)
            yield Number(match[part], kind, value, decimals, *match.span(part))
    elif match["hours"]:
        hours, _ = _value(match["h"], lang)
        yield Number(said, DURATION, 3600 * hours + 60 * int(match["m"] or 0), 0, start, end)
    elif match["minutes"] or match["seconds"]:
        seconds = 60 * int(match["min"]) if match["minutes"] else int(match["s"])
        yield Number(said, DURATION, Fraction(seconds), 0, start, end)
    elif match["rank"]:
        yield Number(said, RANK, Fraction(match["r"]), 0, start, end)
    else:
        yield _plain(match, lang)


def _plain(match: re.Match[str], lang: str) -> Number:
    value, decimals = _value(match["n"], lang)
    sign, unit = match["sign"].strip(), match["unit"] or ""
    if sign in ("-", "−"):
        value = -value
    kind = PERCENT if unit == "%" else POINTS if unit else TIMES if sign == "×" else SIGNED if sign else PLAIN
    text = match[0].strip()
    return Number(
        text, kind, value, decimals, match.start(), match.start() + len(match[0].rstrip()), match["bound"].strip()
    )


def _value(text: str, lang: str) -> tuple[Fraction, int]:
    """The value of digits, and how many decimals they print."""
    plain = re.sub(f"[ {_GAP}]", "", text).replace("−", "-").replace("+", "")
    plain = plain.replace(",", "." if lang == "fr" else "")
    return Fraction(plain), len(plain.partition(".")[2])
