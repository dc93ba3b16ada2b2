"""Ranges such as `1-10` that a spreadsheet turned into dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

_SERIAL = re.compile(r"[1-7]\d{4}(?:[.,]0+)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?(?:\.0+)?)?")
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan janv",
            "fev fevr feb",
            "mar mars",
            "avr avril apr april",
            "mai may",
            "juin jun june",
            "juil jul july",
            "aout aou aug",
            "sep sept",
            "oct",
            "nov",
            "dec",
        ),
        1,
    )
    for name in names.split()
}
_DAY_MONTH = re.compile(r"(\d{1,2})[-/. ]([^\W\d_]{3,5})\.?")
_MONTH_NUMBER = re.compile(r"([^\W\d_]{3,5})\.?[-/. ](\d{2,4})")
_RANGE = re.compile(r"(?<!\d)(\d{1,6})\s*(?:-|–|—|à|a|to)\s*(\d{1,6})(?!\d)")


def ranged(text: str) -> tuple[tuple[int, int], ...]:
    """The ranges that a text may have been before a spreadsheet took it for a date, likeliest first; () for any other.

    >>> ranged("43739"), ranged("2019-10-01 00:00:00"), ranged("12")
    (((1, 10), (10, 19)), ((1, 10), (10, 19)), ())
    >>> ranged("01-oct."), ranged("Nov-50"), ranged("6-10 ans")
    (((1, 10),), ((11, 50),), ())
    """
    plain = _plain(text)
    if found := _DAY_MONTH.fullmatch(plain):
        month = _MONTHS.get(found[2])
        return _ordered((int(found[1]), month), (month, int(found[1]))) if month else ()
    if found := _MONTH_NUMBER.fullmatch(plain):
        month = _MONTHS.get(found[1])
        return _ordered((month, int(found[2]) % 100)) if month else ()
    day = _day(plain)
    if day is None:
        return ()
    whole = ((day.month, day.year % 100),) if day.day == 1 else ()
    return _ordered((day.day, day.month), (day.month, day.day), *whole)


def turned(labels: Iterable[str]) -> Mapping[str, str]:
    """The labels of a column that were ranges, with the range each was: told by the ranges beside them.

    The range that stops where another begins is taken; a mere number with none beside it stays a number.

    >>> turned(["43739", "11-50", "51-250"]), turned(["43739", "Oui"]), turned(["12000", "10000-20000"])
    ({'43739': '1-10'}, {}, {})
    """
    texts = list(labels)
    known = [(int(f[1]), int(f[2])) for text in texts if (f := _RANGE.search(text)) and int(f[1]) < int(f[2])]
    if not known:
        return {}
    found = {}
    for text in texts:
        fits = [r for r in ranged(text) if not any(r[0] <= high and low <= r[1] for low, high in known)]
        beside = [r for r in fits if any(r[1] + 1 == low or r[1] == low or high + 1 == r[0] for low, high in known)]
        if best := (beside or ([] if _SERIAL.fullmatch(text) else fits))[:1]:
            found[text] = f"{best[0][0]}-{best[0][1]}"
    return found


def _plain(text: str) -> str:
    import unicodedata

    folded = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(c for c in folded if not unicodedata.combining(c))


def _day(text: str) -> dt.date | None:
    if _SERIAL.fullmatch(text):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(float(text.replace(",", "."))))
    if found := _ISO.fullmatch(text):
        try:
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
    return None


def _ordered(*ends: tuple[int | None, int | None]) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys((a, b) for a, b in ends if a is not None and b is not None and a < b))
