"""Numbers, durations, yes and no as tools write them."""

from __future__ import annotations

import re

from ..french.matching import normal

_SPACES = re.compile(r"[\s\u00a0\u202f']")
_UNIT = re.compile(r"(?:€|eur|euros?|%|\$)$", re.IGNORECASE)
_BEFORE = re.compile(r"^(?:€|£|\$|eur)(?=\d)", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?")
_WORDS = re.compile(
    r"(?:(\d+)\s*h(?:eures?)?)?\s*(?:(\d+)\s*(?:min(?:utes?)?|mn|m|')?)?\s*(?:(\d+)\s*(?:s(?:ec(?:ondes?)?)?|''|\"))?"
)
YES = frozenset(("oui", "yes", "o", "y", "vrai", "true", "1", "x", "checked in", "present", "scanne"))
NO = frozenset(("", "non", "no", "n", "faux", "false", "0", "absent"))


def number(text: str, *, decimal: str = ",") -> float | None:
    """The number a text says, None when it says none. `decimal` is the tool's decimal mark; the other one groups.

    >>> number("1 234,50 €"), number("1,234", decimal="."), number("12.50"), number("< 1%"), number("$5.00")
    (1234.5, 1234.0, 12.5, None, 5.0)
    """
    bare = _BEFORE.sub("", _UNIT.sub("", _SPACES.sub("", text))).replace("−", "-")
    if decimal == ",":
        # A French tool that writes a point means a decimal point: French does not group by points.
        bare = bare.replace(",", ".") if bare.count(",") <= 1 and "." not in bare else bare
    elif re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare):
        bare = bare.replace(",", "")
    try:
        value = float(bare) if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", bare) else None
    except ValueError:
        return None
    return value


def seconds(text: str) -> float | None:
    """A duration in seconds: hh:mm:ss, mm:ss, "1 h 30", "45 min", or a plain number of seconds.

    >>> seconds("01:02:03"), seconds("1 h 30"), seconds("5400"), seconds("45 min")
    (3723.0, 5400.0, 5400.0, 2700.0)
    """
    bare = " ".join(text.split()).lower()
    if found := _CLOCK.fullmatch(bare):
        hours, minutes, rest = (int(g or 0) for g in found.groups())
        return float(hours * 3600 + minutes * 60 + rest)
    if (plain := number(bare)) is not None:
        return plain
    if bare and (found := _WORDS.fullmatch(bare)) and any(found.groups()):
        hours, minutes, rest = (int(g or 0) for g in found.groups())
        return float(hours * 3600 + minutes * 60 + rest)
    return None


def yes(text: str) -> bool | None:
    """Whether a text says yes; None when it says neither yes nor no."""
    bare = normal(text) if text.strip() else ""
    return True if bare in YES else (False if bare in NO else None)
