"""The form of a column of dates, decided on the whole column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import product

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?")
_LOOKS = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:\D.*)?", re.DOTALL)
_FRENCH, _AMERICAN, _LARGE = ("%d{0}%m{0}%Y", "%d{0}%m{0}%y"), ("%m{0}%d{0}%Y", "%m{0}%d{0}%y"), ("%Y{0}%m{0}%d",)
_TIMES = (
    "",
    " %H:%M:%S",
    " %H:%M",
    " %I:%M:%S %p",
    " %I:%M %p",
    " %I:%M%p",
    " - %H:%M",
    " à %H:%M",
    " %Hh%M",
    "T%H:%M:%S",
)
_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Form:
    """How a column writes its dates: a strptime form, "" for ISO 8601; `ambiguous`: day and month could be swapped."""

    form: str
    ambiguous: bool = False


def form(texts: Collection[str], language: str = "fr") -> Form | None:
    """The one form that reads every text, or None. Where day and month could be swapped, the language decides.

    >>> form(["2022-09-28 18:12:33"]), form(["28/09/2022", "01/10/2022"]), form(["02/03/2022"])
    (Form(form='', ambiguous=False), Form(form='%d/%m/%Y', ambiguous=False), Form(form='%d/%m/%Y', ambiguous=True))
    >>> form(["10-19-24", "11-03-24"]).form, form(["12", "13"])
    ('%m-%d-%y', None)
    """
    if not texts or not all(_LOOKS.fullmatch(text) for text in texts) or len(texts) > _LIMIT:
        return None
    if all(_ISO.fullmatch(text) for text in texts):
        return Form("")
    mark = re.search(r"[-/.]", next(iter(texts)))
    families = (_AMERICAN, _FRENCH, _LARGE) if language == "en" else (_FRENCH, _AMERICAN, _LARGE)
    days = [day.format(mark[0] if mark else "/") for family in families for day in family]
    fitting = [day + time for time, day in product(_TIMES, days) if _reads(day + time, texts)]
    if not fitting:
        return None
    first = fitting[0]
    swapped = any({other[:2], first[:2]} == {"%d", "%m"} for other in fitting[1:])
    return Form(first, swapped)


def _reads(form: str, texts: Collection[str]) -> bool:
    try:
        return all(1900 < dt.datetime.strptime(text, form).year < 2100 for text in texts)
    except ValueError:
        return False
