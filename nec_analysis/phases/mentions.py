"""What any file says beside the name of a group that a report must not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from nec_analysis.figures.masking import FEW, MARK
from nec_analysis.figures.recette.numbers import PERCENT, PLAIN, Number, numbers
from nec_analysis.phases import toponyms
from nec_analysis.phases.line import Line
from nec_analysis.stats.publication import MASKED_UNDER

NEAR = 40
"""Letters that may stand between a name and its number: « Recherche & enseignement (soit 6 personnes) »."""
YEARS = range(1900, 2100)
PEOPLE = (
    r"(?:personnes?|répondant\S*|réponses?|inscrit\S*|participant\S*|people|persons?|respondents?|answers?|registered)"
)
ALONE = re.compile(rf"[\s%()\[\];:=n≈~.*,–—-]*(?:{PEOPLE}[\s).]*)?", re.IGNORECASE)
"""What may stand in a cell beside its number."""
AFTER = re.compile(
    rf"[\s«»\"'’“”()\[\]*:=,–—-]*(?:\b(?:est|sont|compte|comptent|avec|soit|représentent?|is|are|has|have|with|n)\b"
    rf"[\s«»\"'’:=(,]*|{PEOPLE}[\s:=(]*)*",
    re.IGNORECASE,
)
"""What may stand between a name and its number."""
BEFORE = re.compile(
    rf"\s*%?\s*(?:{PEOPLE}|d['’]?entre|parmi|among)?[\s«»\"'’“”(]*(?:(?:de|du|des|de la|en|dans|chez|pour|parmi|of|in|from|for|among|"
    rf"d['’]|l['’]|la|le|les|the|classe|groupe|catégorie|class|group|:)[\s«»\"'’“”(]*)*",
    re.IGNORECASE,
)
"""What may stand between a number and the name after it."""
DIGIT = re.compile(r"\d")
THOUSANDS = re.compile(r"[\u00a0\u202f\u2009](?<=\d.)(?=\d{3}(?!\d))")
RANGE = re.compile(r"\d+\s*(?:à|to|–|-)\s*\d+")
SPARED = re.compile(r"(?:moins|fewer|under|less)\s(?:de|than)?\s?$|[<≤]\s?$", re.IGNORECASE)
"""What makes a number before a name no count."""
MONTH = re.compile(
    r"\s*(?:janv|f[ée]v|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c|jan|feb|apr|may|june|july|aug)", re.I
)
LETTERS = {
    word: n
    for words in ("deux trois quatre cinq six sept huit neuf dix", "two three four five six seven eight nine ten")
    for n, word in enumerate(words.split(), 2)
}
SPELLED = re.compile(rf"(?<!\w)(?:{'|'.join(LETTERS)})(?=\s+{PEOPLE})", re.IGNORECASE)
"""A count of people in letters."""
THINGS = re.compile(
    r"\s*(?:ateliers?|sessions?|conférences?|tables?|pistes?|idées?|thèmes?|sujets?|mots?|jours?|journées?|semaines?|mois|"
    r"heures?|minutes?|ans?|années?|euros?|€|lieux|villes?|communes?|départements?|régions?|éditions?|questions?|"
    r"workshops?|talks?|tables?|ideas?|themes?|topics?|words?|days?|weeks?|months?|hours?|years?|places?|towns?|"
    r"editions?|par|per)(?!\w)",
    re.IGNORECASE,
)
"""What makes a number after a name a count of things: « Recherche & enseignement : 3 ateliers »."""
ORDINAL = re.compile(
    r"(?<!\w)(?:ateliers?|tables?(?: rondes?)?|sessions?|axes?|thèmes?|jours?|journées?|parties?|chapitres?|étapes?|"
    r"points?|questions?|salles?|stands?|figures?|tableaux?|graphiques?|pages?|annexes?|volets?|lots?|n[°o]|workshops?|"
    r"themes?|days?|parts?|chapters?|steps?|rooms?|panels?|tracks?)\s*(?:n°)?\s*$",
    re.IGNORECASE,
)
"""What makes a number before a name a place in a list: « Atelier 2 : Recherche & enseignement »."""
CODED = (
    "code",
    "choice",
    "item",
    "n°",
    "rang",
    "rank",
    "id",
    "level",
    "niveau",
    "niveau de confiance",
    "confidence level",
)
"""Titles of columns whose numbers count nothing."""


@dataclass(frozen=True, slots=True)
class Silent:
    """A group that no file may count. `names`: how it is called, in normal form; `of`: what a share of it is out of.

    `within`: a text one of which must stand in the row, or over it, for the name to mean the group; empty: always.
    `alone`: any number beside the name tells of the group, not only a count from 1 to 10. `place`: a département, with
    its `codes`; what is `within` then goes with it, and need not. `closed`: a question to which a number above 10 is no
    answer, nor a count of those who gave one. `answers`: how the answers of a question are called, "3" among them.
    """

    group: str
    names: frozenset[str]
    of: tuple[int, ...] = ()
    within: frozenset[str] = frozenset()
    alone: bool = False
    codes: frozenset[str] = frozenset()
    place: bool = False
    closed: bool = False
    answers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mention:
    """A number beside the name of a silent group: from `low` to `high` people, in a file."""

    silent: Silent
    place: str
    low: int
    high: int

    @property
    def few(self) -> bool:
        """Whether the number gives fewer than 11 people away by itself."""
        return self.silent.alone or 0 < self.high < MASKED_UNDER


def mentions(
    lines: Iterable[Line], silent: Sequence[Silent], told: Mapping[str, frozenset[Fraction]]
) -> Iterator[Mention]:
    """Every number beside the name of a silent group. `told`: the numbers that may stand beside a name, for the names
    that other questions use too: "Autre" is a class here, an answer there.
    """
    if not silent:
        return
    by_name: dict[str, list[Silent]] = {}
    for group in silent:
        for name in group.names:
            by_name.setdefault(name, []).append(group)
    if any(group.place for group in silent):
        for name in toponyms.every():
            by_name.setdefault(name, [])
    longest = sorted(by_name, key=lambda name: (-len(name), name))
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")
    seen: set[Line] = set()
    for line in lines:
        text = normal("\0".join(line.cells))
        if not pattern.search(text) or not (DIGIT.search(text) or SPELLED.search(text)) or line in seen:
            continue
        seen.add(line)
        yield from _line(line, tuple(map(normal, line.cells)), pattern, by_name, told)


def normal(text: str) -> str:
    """A text as names are compared: NFKC, plain blanks and apostrophes, none in thousands, no case."""
    return _plain(text).casefold()


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", THOUSANDS.sub("", text)).replace("’", "'").split())


def _line(
    line: Line,
    cells: tuple[str, ...],
    pattern: re.Pattern[str],
    by_name: Mapping[str, list[Silent]],
    told: Mapping[str, frozenset[Fraction]],
) -> Iterator[Mention]:
    head = next((n for n, cell in enumerate(cells) if any(c.isalpha() for c in cell)), 0)
    around = {normal(line.under), *cells}
    for at, cell in enumerate(cells):
        for found in pattern.finditer(cell):
            for silent in by_name[found[0]]:
                whole = len(cell) < len(found[0]) + NEAR and not _beyond(cell, found, silent)
                # A class is what its row is about: "Occitanie" after "Ariège" is not.
                named = bool(silent.within) or silent.place
                subject = whole and (at == head or line.loose or named or cells[head] == normal(line.under))
                said = _beside(line, cells, at, silent) if subject else ()
                near = (*said, *_next(cell, found.start(), found.end(), silent))
                if not near:
                    continue
                if silent.place:
                    about = _placed(silent, line, cells, at, found, whole=whole)
                else:
                    about = not silent.within or any(text in part for text in silent.within for part in around)
                for number in near if about else ():
                    if number.value not in told.get(found[0], frozenset()):
                        yield from _mention(number, silent, line.place)


def _placed(silent: Silent, line: Line, cells: Sequence[str], at: int, found: re.Match[str], *, whole: bool) -> bool:
    """Whether the name of a département, found in a cell, is meant as such."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    title = normal(line.heads[at]) if at < len(line.heads) else ""
    others = {normal(line.under), *cells[:at], *cells[at + 1 :], before, after}
    if whole and (silent.codes & {*cells} or any(text in part for text in silent.within for part in others)):
        return True
    text = _plain(line.cells[at])
    written = text[found.start() : found.end()] if len(text) == len(found.string) else found[0].title()
    if not toponyms.meant(found[0], written, before, after):
        return False
    coded = toponyms.uncoded(after, silent.codes) != after
    return coded or toponyms.placed(found[0], before, head=title, around=others, within=silent.within)


def _beyond(cell: str, found: re.Match[str], silent: Silent) -> str:
    """What a cell holds beside a name, and the code of a département: « 46 – Lot », « Lot (46) »."""
    rest = cell.replace(found[0], "", 1)
    for code in silent.codes if silent.place else ():
        rest = re.sub(rf"(?<!\w)0?{re.escape(code)}(?!\w)", "", rest).strip(" ()–-")
    return rest.strip(" :.*")


def _beside(line: Line, cells: tuple[str, ...], at: int, silent: Silent) -> Iterator[Number]:
    """The numbers that stand alone in the other cells of a row."""
    masked = MARK in cells and normal(FEW) in cells
    for n, cell in enumerate(cells):
        coded = n < len(line.heads) and normal(line.heads[n]) in CODED
        # A row that masks its count and its base gives the answer itself: "3" of a scale.
        coded = coded or (masked and cell in silent.answers)
        if n == at or coded or cell in silent.codes or RANGE.search(cell) or not cell or not cell[-1:].strip("]"):
            continue
        found = numbers(cell)
        rest = cell
        for number in found:
            rest = rest.replace(number.text, "", 1)
        if found and ALONE.fullmatch(rest):
            yield _titled(found[0], cell, line.heads[n] if n < len(line.heads) else "")


def _titled(number: Number, cell: str, head: str) -> Number:
    """A number that is a share by its decimals, or by the title of its column."""
    if number.kind != PLAIN:
        return number
    if re.fullmatch(r"[01]\.\d{2,}", cell):
        return Number(cell, PERCENT, Fraction(cell) * 100, max(0, len(cell) - 4), number.start, number.end)
    if re.fullmatch(r"\d{1,3}\.\d+", cell):
        return Number(cell, PERCENT, Fraction(cell), len(cell.partition(".")[2]), number.start, number.end)
    if re.search(r"%|percent|\bpart\b|share", head.casefold()):
        return Number(number.text, PERCENT, number.value, number.decimals, number.start, number.end, number.bound)
    return number


def _next(text: str, start: int, end: int, silent: Silent) -> Iterator[Number]:
    """The numbers right after the name that stands from `start` to `end`, or right before it."""
    follows = toponyms.uncoded(text[end:], silent.codes) if silent.place else text[end:]
    before, after = _in_digits(text[max(0, start - 2 * NEAR) : start]), _in_digits(follows[: 2 * NEAR])
    for number in numbers(before)[-1:]:
        gap = before[number.end :]
        ahead = before[: number.start]
        spared = bool(SPARED.search(ahead) or ORDINAL.search(ahead)) or (number.kind == PLAIN and not gap.strip())
        if len(gap) <= NEAR and not spared and BEFORE.fullmatch(gap):
            yield number
    for number in numbers(after)[:1]:
        gap, rest = after[: number.start], after[number.end :]
        ordinary = number.kind == PLAIN and THINGS.match(rest)
        spared = bool(RANGE.match(after[number.start :]) or MONTH.match(rest) or SPARED.search(gap) or ordinary)
        if silent.place and not toponyms.counts(text[start:end], gap, rest):
            continue
        if len(gap) <= NEAR and not spared and AFTER.fullmatch(gap):
            yield number


def _in_digits(text: str) -> str:
    return SPELLED.sub(lambda found: str(LETTERS[found[0].casefold()]), text)


def _mention(number: Number, silent: Silent, place: str) -> Iterator[Mention]:
    if number.bound or number.value < 0:
        return
    if number.kind == PERCENT:
        if silent.alone:
            yield Mention(silent, place, 0, 0)
        half = Fraction(1, 2 * 10**number.decimals)
        for base in () if silent.alone else silent.of:
            low, high = ((number.value + way) * base / 100 for way in (-half, half))
            if floor(high) >= max(1, ceil(low)):
                yield Mention(silent, place, max(1, ceil(low)), floor(high))
    elif (
        number.kind == PLAIN and number.value.denominator == 1 and not (number.value in YEARS and number.text.isdigit())
    ):
        value = int(number.value)
        if value and value not in silent.of and not (silent.closed and value >= MASKED_UNDER):
            yield Mention(silent, place, value, value)
