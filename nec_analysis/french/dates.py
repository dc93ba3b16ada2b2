"""Dates in words, English beside."""

from __future__ import annotations

import datetime as dt

from nec_analysis.french.numbers import NBSP, ordinal

MONTHS = {
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

Day = dt.date | str
"""A date, or its ISO text (what follows the day is not read)."""


def day(at: Day, weekday: bool = False, year: bool = True, lang: str = "fr") -> str:
    """One day: "28 septembre 2022", "mardi 27 septembre 2022".

    >>> day("2022-09-01", weekday=True, year=False)
    'jeudi 1ᵉʳ\xa0septembre'
    """
    date = _date(at)
    words = [_rank(date, lang) + NBSP + MONTHS[lang][date.month - 1]]
    if weekday:
        words.insert(0, DAYS[lang][date.weekday()])
    if year:
        words.append(str(date.year))
    return " ".join(words)


def month(at: Day, lang: str = "fr") -> str:
    """The month of a date, or of an ISO month: "octobre 2022"."""
    date = _date(f"{at}-01" if isinstance(at, str) and len(at) == 7 else at)
    return f"{MONTHS[lang][date.month - 1]} {date.year}"


def period(first: Day, last: Day, lang: str = "fr") -> str:
    """From one day to another, saying once what they share.

    >>> period("2022-10-03", "2022-10-21")
    'du 3 au 21\xa0octobre 2022'
    """
    start, end = _date(first), _date(last)
    if start == end:
        return day(end, lang=lang)
    if (start.year, start.month) == (end.year, end.month):
        opening = _rank(start, lang)
    else:
        opening = day(start, year=start.year != end.year, lang=lang)
    between = ("du ", " au ") if lang == "fr" else ("", " to ")
    return between[0] + opening + between[1] + day(end, lang=lang)


def _rank(date: dt.date, lang: str) -> str:
    return ordinal(1) if date.day == 1 and lang == "fr" else str(date.day)


def _date(at: Day) -> dt.date:
    if isinstance(at, dt.datetime):
        return at.date()
    return at if isinstance(at, dt.date) else dt.date.fromisoformat(at[:10])
