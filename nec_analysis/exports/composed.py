"""Answers that are others put together: several in one cell, where the tool gives no other sign of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from nec_analysis.exports.structure import tally
from nec_analysis.french.matching import normal

_MOST = 400
"""Different cells above which a column is no list of answers."""


def parts(column: Any, separator: str) -> list[str]:
    """The answers of which the others are made, the most frequent first; nothing where none is made of several.

    "Communs Données" is two answers where "Communs" and "Données" are given alone too, always in that order: the tool
    writes them in the order of the form.
    """
    counts = {text.strip(): n for text, n in tally(column).items() if text.strip()}
    if len(counts) > _MOST:
        return []
    known = {normal(text) for text in counts}
    made = {text: found for text in counts if (found := _made_of(normal(text), known, normal_separator(separator)))}
    if sum(counts[text] for text in made) < 2 or not ordered(list(made.values())):
        return []
    return sorted((text for text in counts if text not in made), key=lambda text: (-counts[text], text))


def normal_separator(separator: str) -> str:
    """A separator as it stands in normal forms, whose ends have no blank."""
    return (separator.strip() and f"{separator.strip()} ") or " "


def _made_of(text: str, known: set[str], separator: str) -> tuple[str, ...]:
    """The known answers that a text joins, two at least; the longest that fits comes first."""
    for end in range(len(text) - len(separator), 0, -1):
        head, rest = text[:end], text[end + len(separator) :]
        if text[end : end + len(separator)] != separator or head not in known:
            continue
        if rest in known and not _made_of(rest, known, separator):
            return (head, rest) if not _made_of(head, known, separator) else (*_made_of(head, known, separator), rest)
        if more := _made_of(rest, known, separator):
            return (*(_made_of(head, known, separator) or (head,)), *more)
    return ()


def ordered(made: Iterable[Sequence[str]]) -> bool:
    """Whether no two answers of several cells stand in both orders, and none stands twice in one."""
    before = {(a, b) for cell in made for i, a in enumerate(cell) for b in cell[i + 1 :]}
    return not any((b, a) in before for a, b in before)
