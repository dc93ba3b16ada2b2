"""The form in which a column writes its dates, decided on the whole column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from nec_analysis.errors import NecError
from nec_analysis.exports.structure import tally

_NUMERIC = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}|\d{2})(?:(,?\s+(?:-\s+|à\s+)?)(\d{1,2})[:.hH](\d{2})([:.]\d{2})?(\s*[AaPp][Mm])?)?"
)
_DIRECT = re.compile(r"\d{4}/\d{1,2}/\d{1,2} \d{1,2}:\d{2}:\d{2}(?:\s*[AaPp][Mm])? (?:(?:GMT|UTC)\S*|[A-Z]{2,5})")
_NAMED = re.compile(r"[A-Z][a-z]{2} \d{1,2}, \d{4}(?: (\d{1,2}:\d{2})(:\d{2})?(\s*[AaPp][Mm])?)?")
_SCRIPT = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} \d{4} \d{2}:\d{2}:\d{2} GMT[+-]\d{4}(?: \(.*\))?")
_DAYS = re.compile(r"[3-6]\d{4}(?:[.,]\d+)?")
"""Days since 30 December 1899, as a spreadsheet keeps a date that lost its format: 1982 to 2091."""
DAY_FIRST, MONTH_FIRST = "jj/mm/aaaa", "mm/jj/aaaa"
"""The two orders a card may declare (`[export.options] date`)."""


def form(column: Any, *, declared: str = "", order: str = "", place: str = "") -> str:
    """The strptime form of a column of stamps, "" when it is ISO 8601 or empty.

    `declared`: what the card says (`jj/mm/aaaa` | `mm/jj/aaaa`); `order`: dmy | mdy, the habit of the tool, where no day
    above 12 says otherwise. Without one a column that must run forwards decides; a doubt is refused.
    """
    texts = [text.strip() for text in tally(column) if text.strip()]
    if not texts:
        return ""
    if _DIRECT.fullmatch(texts[0]):
        clock = "%I:%M:%S %p" if re.search(r"[AaPp][Mm]", texts[0]) else "%H:%M:%S"
        return f"%Y/%m/%d {clock} UTC%z"
    if all(_DAYS.fullmatch(text) for text in texts):
        return "%J"
    if _SCRIPT.fullmatch(texts[0]):
        return "%a %b %d %Y %H:%M:%S GMT%z"
    if _NAMED.fullmatch(texts[0]):
        return "|".join(dict.fromkeys(_named(match) for text in texts if (match := _NAMED.fullmatch(text))))
    found = [match for text in texts if (match := _NUMERIC.fullmatch(text))]
    if not found:
        return ""
    # What the dates themselves tell goes before the habit of the tool: accounts are French or American.
    wanted = {DAY_FIRST: "dmy", MONTH_FIRST: "mdy"}.get(declared) or (_told(found) if order else "") or order
    return "|".join(dict.fromkeys(_spelt(match, wanted or _order(found, column, place)) for match in found))


def _named(match: re.Match[str]) -> str:
    """The form of "Oct 01, 2023 9:00:00 AM"."""
    if not match[1]:
        return "%b %d, %Y"
    noon = match[3] or ""
    return f"%b %d, %Y {'%I' if noon else '%H'}:%M{':%S' if match[2] else ''}{_noon(noon)}"


def _noon(written: str) -> str:
    return "" if not written else " %p" if written[0].isspace() else "%p"


def others(columns: Iterable[Any], known: str = "") -> str:
    """`known` with the forms of the other columns of dates, in the order of day and month that `known` has."""
    forms = [known] if known else []
    order = "mdy" if known.startswith("%m") else "dmy" if known.startswith("%d") else ""
    for column in columns:
        texts = [text.strip() for text in tally(column) if text.strip()]
        found = [match for text in texts if (match := _NUMERIC.fullmatch(text))]
        if texts and len(found) == len(texts) and (order or _told(found)):
            forms += [_spelt(match, order or _told(found)) for match in found]
    return "|".join(dict.fromkeys(forms))


def _told(found: list[re.Match[str]]) -> str:
    """The order of day and month when a day above 12 gives it away, or no date depends on it; "" otherwise."""
    if (
        all(int(match[1]) == int(match[3]) for match in found)
        or any(int(match[1]) > 12 for match in found)
        or any(match[2] == "." for match in found)
    ):
        return "dmy"
    return "mdy" if any(int(match[3]) > 12 for match in found) else ""


def _spelt(match: re.Match[str], order: str) -> str:
    mark, blank, seconds, noon = match[2], match[5], match[8], match[9]
    colon = match[0][match.end(6)] if match[6] else ":"
    year = "%Y" if len(match[4]) == 4 else "%y"
    day = mark.join(("%d", "%m", year) if order == "dmy" else ("%m", "%d", year))
    if blank is None:
        return day
    clock = f"{'%I' if noon else '%H'}{colon}%M{f'{seconds[0]}%S' if seconds else ''}"
    return f"{day}{blank}{clock}{_noon(noon or '')}"


def _order(found: list[re.Match[str]], column: Any, place: str) -> str:
    if told := _told(found):
        return told
    if any(match[9] for match in found):
        return "mdy"
    running = [order for order in ("dmy", "mdy") if _forwards(column, order)]
    if len(running) == 1 and len(found) > 2:
        return running[0]
    raise NecError(
        "date-ambiguous",
        place,
        f"le jour et le mois ne se distinguent dans aucune date (par exemple « {found[0][0]} »).",
        f'Déclarez l\'ordre sous l\'export : [export.options.read] date = "{DAY_FIRST}" (ou "{MONTH_FIRST}").',
    )


def _forwards(column: Any, order: str) -> bool:
    """Whether the column never goes back in time when read in that order."""
    last = None
    for text in column.to_pylist():
        if not text or not (match := _NUMERIC.fullmatch(text.strip())):
            continue
        day, month = (match[1], match[3]) if order == "dmy" else (match[3], match[1])
        try:
            now = dt.datetime(int(match[4]), int(month), int(day), int(match[6] or 0), int(match[7] or 0))
        except ValueError:
            return False
        if last is not None and now < last:
            return False
        last = now
    return True
