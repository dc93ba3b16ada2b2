"""Numbers that are no result: years, ranks of a title, ends of a scale, levels, thresholds, names of files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nec_analysis.figures.recette.numbers import NAME, PLAIN, Number, numbers
from nec_analysis.figures.recette.passage import flat

PHRASES = (
    r"(?:à|de) 95 %|95 ?% (?:interval|confidence|uncertainty)|at (?:the )?95 ?%",
    r"significa\w* (?:à|at(?: the)?) 5 ?%",
    r"(?:moins|plus|au moins) de (?:11|30) (?:réponses|personnes|répondants|inscri\w+)|\b(?:under|fewer than|less than) (?:11|30)\b",
    r"n = (?:11|30)\b|n < (?:11|30)\b",
    r"\b(?:9 et 10|7 et 8|0 à 6|9 and 10|7 and 8|0 to 6|0 à 10|0 to 10|9-10|0-6|7-8)\b",
    r"\b11 notes\b|\b11 marks\b",
    r"différer de 100 %|differ from 100 ?%|add up to 100 ?%",
    r"(?:une case|un carré|one square) = \d+ \w+|(?:une case|one square) (?:pour|for) \d+ \w+",
    r"CC BY 4\.0",
    r"\b(?:PDF/UA-1|PDF/A-3a|SHA-256)\b",
    r"\b(?:de|entre|from|between) 0 (?:à|et|to|and) 1\b",
)
"""Words with a number in them that no result can change. What stands in the number's place is fixed here."""

FEWEST = 11
"""Bases under this are not printed: "< 11" stands in their place."""
ENDING = " .:;?!…\u00a0\u202f"
"""Marks that a name may end with."""
_ENDS = re.compile(r"[;.](?:\s|$)")
_SPACE = r"[\s\u00a0\u202f\u2009]*"


@dataclass(frozen=True)
class Structural:
    """Texts known word for word (labels, wordings, names of files) and the years an edition speaks of."""

    verbatim: re.Pattern[str] | None
    names: frozenset[str]
    years: frozenset[int]
    lang: str

    def loose(self, text: str, *, names: bool = True) -> tuple[Number, ...]:
        """The numbers of a text that are results: those that a figure, a row, a count must explain.

        `names`: whether any known name (a file, a fingerprint) may stand there; else it must be that of the row.
        """
        found = numbers(text, self.lang)
        if not found:
            return ()
        spans = [m.span() for p in (_PHRASES, self.verbatim) if p for m in p.finditer(text)]
        # "0 à 10" alone in a cell is a result: only words around it make it a scale.
        spans = [(start, end) for start, end in spans if text[:start].strip() or text[end:].strip()] or (
            spans if self.verbatim and self.verbatim.fullmatch(text.strip()) else []
        )
        return tuple(n for n in found if not self._known(n, names) and not _within(n, spans))

    def _known(self, number: Number, names: bool) -> bool:
        if number.kind == NAME:
            return names and number.text.strip(".") in self.names
        if number.bound == "<" and number.kind == PLAIN:
            return number.value == FEWEST
        return number.kind == PLAIN and number.text.isdigit() and number.value in self.years


def structural(texts: Iterable[str], names: Iterable[str], years: Iterable[int], lang: str) -> Structural:
    """What an edition knows word for word."""
    from nec_analysis.french.typography import typeset

    known = {text for text in texts if any(c.isdigit() for c in text)}
    digits = sorted({*known, *(typeset(text, lang) for text in known)}, key=len, reverse=True)
    return Structural(_pattern(digits), frozenset(names), frozenset(years), lang)


def _within(number: Number, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= number.start and number.end <= end for start, end in spans)


def _pattern(texts: Sequence[str]) -> re.Pattern[str] | None:
    if not texts:
        return None
    bare = dict.fromkeys(text.rstrip(ENDING) or text for text in texts)  # a list takes their last mark off
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_flexible, bare))})(?!\w)[{re.escape(ENDING)}]*", re.IGNORECASE)


def named(name: str, text: str) -> Iterator[re.Match[str]]:
    """Where a name with a mark that ends sentences stands in a text."""
    if not _ENDS.search(name):
        return iter(())
    return re.finditer(_flexible(name), text)


def _flexible(text: str) -> str:
    """A pattern that reads a text whatever its blanks and its typographic marks."""
    parts = [part for part in re.split(r"[\s\u00a0\u202f\u2009]+|(?=[:;?!%»])", flat(text)) if part]
    return _SPACE.join(re.escape(part).replace("'", "['’]") for part in parts)


_PHRASES = re.compile("|".join(re.sub(r" (\?)?", lambda _: _SPACE, p) for p in PHRASES), re.IGNORECASE)
