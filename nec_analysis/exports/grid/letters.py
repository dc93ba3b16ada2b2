"""How likely a text is, by where its letters beyond ASCII stand: what decides between encodings of one byte."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

SAMPLE = 20_000
"""Characters beyond ASCII looked at: enough for any language to show."""
_BEYOND = re.compile(r"[^\x00-\x7f]")
_RUN = 3
"""Accented letters in a row from which a word is of another script: French stops at two (« créée »)."""
_JOINING = frozenset("’‘·×–—…\u00a0°•\u00ad")
"""Signs that may stand between two letters."""
_SIGNS = _JOINING | frozenset("«»“”€„‚¿¡§©®™±÷²³¹½¼¾£¢¥†‰¨´`")
"""Signs that a Western text may hold at all."""
_OF_NUMBERS = frozenset("£¢¥¼½¾")
"""Signs that stand beside numbers, in no word: `£ódź` is Polish read as something else."""
_FRENCH = {**dict.fromkeys("é", 2), **dict.fromkeys("èàçê", 1)}
_BAD, _GOOD = -6, 2
_ALPHABETS = tuple(
    frozenset(letters)
    for letters in (
        "äöüß",
        "áéíñóúü",
        "àáâãçéêíóôõúüªº",
        "àèéìíîòóùú",
        "åäöæøé",
        "éëïóöüèáĳ",
        "àçèéíïòóúü",
    )
)
"""What German, Spanish, Portuguese, Italian, the Nordic languages, Dutch, Catalan write that English does not."""
_OF_FRENCH = frozenset("àâæçéèêëîïôœùûÿ")
_WESTERN = _OF_FRENCH.union(*_ALPHABETS)
_ALONE = frozenset("àéèôóòíìáåöçÀÉÈÔÓÁÅÖ")
"""Letters that may be a word by themselves, or stand for an answer."""
_FEW = 2
"""Letters out of place that a name or a slip may bring."""
_SHARE_BAD, _SHARE_OTHER = 0.15, 0.03


@dataclass(frozen=True, slots=True)
class Look:
    """What the characters beyond ASCII of a text look like: `score` the higher the likelier, `bad` how many stand
    where no Western language puts them, `first` the place of the first of these (-1 for none), `seen` how many were
    looked at."""

    score: int
    bad: int
    first: int
    seen: int
    letters: Counter[str]

    @property
    def western(self) -> bool:
        """Whether French and at most one more Western language explain the letters, each in its place."""
        if self.bad > max(_FEW, _SHARE_BAD * self.seen):
            return False
        own = (sum(n for c, n in self.letters.items() if c not in _OF_FRENCH | more) for more in _ALPHABETS)
        return min(own) <= max(_FEW, _SHARE_OTHER * self.letters.total())


def look(text: str) -> Look:
    """The first characters beyond ASCII, judged by their neighbours."""
    score = bad = seen = 0
    first = -1
    letters: Counter[str] = Counter()
    for place, character in _beyond(text):
        worth = _worth(text, place, character)
        seen += 1
        score += worth
        if worth < 0:
            bad += 1
            first = place if first < 0 else first
        if character.isalpha():
            letters[character.lower()] += 1
    return Look(score, bad, first, seen, letters)


def _beyond(text: str) -> Iterator[tuple[int, str]]:
    return ((found.start(), found.group()) for found in islice(_BEYOND.finditer(text), SAMPLE))


def _worth(text: str, place: int, character: str) -> int:
    """Positive where a Western language may put that character, negative where none does."""
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    if not character.isalpha():
        return _sign(character, before, after)
    # « 2½ jours » of cp1252 is « 2œ jours » in Latin-9.
    joined = before.isalpha() or (after.isalpha() and not before.isdigit())
    if character in "ªºµ":
        return 0 if before.isdigit() or (character == "µ" and not before.isalpha()) else _BAD
    if character.lower() not in _WESTERN or not (joined or character in _ALONE) or _in_run(text, place):
        return _BAD
    if character.isupper() and before.islower():
        return _BAD
    return _GOOD + _FRENCH.get(character, 0)


def _sign(character: str, before: str, after: str) -> int:
    between = before.isalpha() and after.isalpha()
    if character not in _SIGNS or (between and character not in _JOINING):
        return _BAD
    if character in _OF_NUMBERS and (before.isalpha() or (after.isalpha() and not before.isdigit())):
        return _BAD
    if character in "’…" and before.isalpha():
        return 3 if between or character == "…" else 1
    if character == "°":
        return 3 if before in "nN" else 1
    return 1 if character in "«»–€\u00a0" and not between else 0


def _in_run(text: str, place: int) -> bool:
    """Whether the letter is one of several accented ones in a row, or of a word of nothing else."""
    start = place
    while start and place - start < _RUN and text[start - 1] > "\x7f" and text[start - 1].isalpha():
        start -= 1
    end = place + 1
    while end < len(text) and end - start < _RUN and text[end] > "\x7f" and text[end].isalpha():
        end += 1
    if end - start >= _RUN:
        return True
    alone = not (start and text[start - 1].isalpha()) and not (end < len(text) and text[end].isalpha())
    return end - start == 2 and alone and text[start:end].lower() != "çà"
