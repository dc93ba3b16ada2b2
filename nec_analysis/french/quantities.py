"""Numbers that people write with their unit: `12 ans`, `3 €`, `1 200,50`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nec_analysis.french.matching import normal

_SPACES = "\u00a0\u202f\u2009 "
_NUMBER = rf"[+-]?\s?(?:\d{{1,3}}(?:[{_SPACES}]\d{{3}})+|\d{{1,15}})(?:[.,]\d+)?"
_BEFORE = re.compile(rf"(?P<unit>[€$£])\s*(?P<number>{_NUMBER})")
_AFTER = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>[^\W\d_][^\d]{{0,15}}|[%€$£°‰][^\d]{{0,6}}|)\.?")
_BOUND = re.compile(
    r"(?:\w+ )?(?:ou|et|or|and|oder|und|o|y|e|of) (?:plus|davantage|moins|more|over|less|fewer|mehr|weniger|mas|menos|piu|meno|meer)\b.*"
    r"|(?:plus|more|mehr|minimum|maximum|max|min)\b.*"
)
"""What stands behind a number that is only a bound: `4 ou plus`, `10 jours et plus`, `5 or more`."""
_GROUPS = {mark: re.compile(rf"[+-]?[1-9]\d{{0,2}}\{mark}\d{{3}}") for mark in ".,"}


def quantity(text: str, decimal: str = ".") -> tuple[float, str] | None:
    """A number with the unit written beside it ("" for none); None for any other text, or a number read two ways.

    >>> quantity("12 ans"), quantity("1 200,50 €"), quantity("$5"), quantity("80%"), quantity("3")
    ((12.0, 'ans'), (1200.5, '€'), (5.0, '$'), (80.0, '%'), (3.0, ''))
    >>> quantity("pas 3"), quantity("2 à 3 ans"), quantity("1,234"), quantity("1,234", ","), quantity("4 ou plus")
    (None, None, None, (1.234, ''), None)
    """
    said = text.strip(_SPACES + "\n\r\t").replace("−", "-")
    found = _BEFORE.fullmatch(said) or _AFTER.fullmatch(said)
    if found is None:
        return None
    if bounded(found["unit"]):
        return None
    written = re.sub(rf"[{_SPACES}]", "", found["number"])
    if _GROUPS["," if decimal == "." else "."].fullmatch(written):
        return None
    return float(written.replace(",", ".")), found["unit"].strip(_SPACES + ".")


def bounded(words: str) -> bool:
    """Whether the words behind a number make a bound of it: nobody knows then how many.

    >>> bounded("ou plus"), bounded("jours et plus"), bounded("jours"), bounded("min")
    (True, True, False, False)
    """
    return bool(_BOUND.fullmatch(normal(words))) and normal(words) not in ("min", "max")


def unit_of(units: Iterable[str]) -> str | None:
    """The one unit of a column, None where there are two; a missing one and a plural change nothing.

    >>> unit_of(["ans", "an", ""]), unit_of(["min", "h"]), unit_of(["", ""])
    ('ans', None, '')
    """
    named = sorted({unit for unit in units if unit}, key=lambda unit: (-len(unit), unit))
    return (named[0] if named else "") if len({_singular(unit) for unit in named}) <= 1 else None


def same_unit(a: str, b: str) -> bool:
    """Whether two units are one, a missing one being any.

    >>> same_unit("jour", "Jours"), same_unit("", "€"), same_unit("h", "min")
    (True, True, False)
    """
    return not a or not b or _singular(a) == _singular(b)


def _singular(unit: str) -> str:
    words = (word.removesuffix("(s)") for word in normal(unit).split())
    return " ".join(word[:-1] if len(word) > 1 and word.endswith("s") else word for word in words)
