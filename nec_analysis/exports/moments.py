"""Dates as tools write them, made ISO; a date that has two readings is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from ..french.matching import normal

PARIS = "Europe/Paris"
_CLOCK = r"(?:(?:[ T]|,? à |, | - )(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?)?"
_ZONE = r"\s*(Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{1,2}:?(?:\d{2})?)?(?:\s*\([^)]*\))?"
_ISO = re.compile(rf"(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}}){_CLOCK}{_ZONE}")
_NUMERIC = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}|\d{{2}}){_CLOCK}{_ZONE}")
_WORDS_DMY = re.compile(rf"(?:[^\W\d]+\.?,? )?(\d{{1,2}})(?:er)? ([^\W\d]+)\.? (\d{{4}}){_CLOCK}{_ZONE}")
_WORDS_MDY = re.compile(rf"(?:[^\W\d]+,? )?([^\W\d]+)\.? (\d{{1,2}}),? (\d{{4}}){_CLOCK}{_ZONE}")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars march mar",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}


@lru_cache(maxsize=65_536)
def moment(text: str, *, order: str = "dmy", zone: str = "", to: str = PARIS) -> str | None:
    """ISO date, or date and time as precise as written; None when the text is no date in that order.

    A text with an offset is brought to `to`; without one it is taken as local, or as written in `zone` when given.
    `to` = "UTC" ends in Z.

    >>> moment("01/09/2022 10:00"), moment("28 sept. 2022"), moment("2022-09-28T08:00:00Z")
    ('2022-09-01 10:00', '2022-09-28', '2022-09-28 10:00:00')
    """
    parts = _parts(" ".join(text.split()), order)
    if parts is None:
        return None
    (year, month, day), (hour, minute, second, noon), offset = parts
    try:
        if hour is None:
            return datetime(year, month, day).date().isoformat()
        when = datetime(year, month, day, _hour(int(hour), noon), int(minute or 0), int(second or 0))
    except ValueError:
        return None
    moved = _moved(when, offset or zone, to)
    shown = moved.isoformat("T" if to == "UTC" else " ", "seconds" if second or to == "UTC" else "minutes")
    return shown + "Z" if to == "UTC" else shown


Clock = tuple[str | None, str | None, str | None, str | None]


def _parts(text: str, order: str) -> tuple[tuple[int, int, int], Clock, str] | None:
    if found := _ISO.fullmatch(text):
        year, month, day, *rest = found.groups()
        return (int(year), int(month), int(day)), _clock(rest), rest[4] or ""
    if found := _NUMERIC.fullmatch(text):
        first, second, year, *rest = found.groups()
        day, month = (first, second) if order == "dmy" else (second, first)
        return (int(year) + (2000 if len(year) == 2 else 0), int(month), int(day)), _clock(rest), rest[4] or ""
    if found := _WORDS_DMY.fullmatch(text):
        day, name, year, *rest = found.groups()
    elif found := _WORDS_MDY.fullmatch(text):
        name, day, year, *rest = found.groups()
    else:
        return None
    number = _MONTHS.get(normal(name))
    return ((int(year), number, int(day)), _clock(rest), rest[4] or "") if number else None


def _clock(rest: list[str | None]) -> Clock:
    return rest[0], rest[1], rest[2], rest[3]


def _hour(hour: int, noon: str | None) -> int:
    if not noon:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if noon[0] in "pP" else 0)


def _moved(when: datetime, zone: str, to: str) -> datetime:
    if not zone:
        return when
    return when.replace(tzinfo=_tz(zone)).astimezone(UTC if to == "UTC" else ZoneInfo(to)).replace(tzinfo=None)


def _tz(zone: str) -> timezone | ZoneInfo:
    bare = zone.removeprefix("UTC").removeprefix("GMT")
    if bare in ("", "Z"):
        return UTC
    if found := re.fullmatch(r"([+-])(\d{1,2}):?(\d{2})?", bare):
        shift = timedelta(hours=int(found.group(2)), minutes=int(found.group(3) or 0))
        return timezone(-shift if found.group(1) == "-" else shift)
    return ZoneInfo(zone)
