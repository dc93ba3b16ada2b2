"""What in a comment may name or reach somebody: good for holding a text back, never for letting it go."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nec_analysis.privacy.redaction import MARKS

NAME = "nom"
_LETTERS = r"A-Za-zÀ-ÖØ-öø-ÿŒœ"
_CAPITALS = r"A-ZÀ-ÖØ-ÞŒ"
_WORD = re.compile(rf"[{_LETTERS}]+(?:-[{_LETTERS}]+)*")
_WORDS = frozenset(
    [
        "claire",
        "pierre",
        "rose",
        "constant",
        "constance",
        "victoire",
        "ange",
        "prosper",
        "france",
        "blanche",
        "olive",
        "fleur",
        "marin",
        "aimé",
        "désiré",
        "modeste",
        "juste",
        "clément",
        "clémence",
        "honoré",
        "marc",
        "prudence",
        "lys",
        "reine",
        "marguerite",
        "capucine",
        "violette",
        "iris",
        "céleste",
    ]
)
"""First names that are ordinary words too: names with a capital only."""
_OPENING = re.compile(r"(?:^|[.!?…:;«“(\n–—]|^\s*[-•*])\s*[\"'’]*$")
"""What stands before a word that any sentence writes with a capital."""
_FORMS = (
    ("lien", re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)),
    ("compte", re.compile(r"(?<![\w@])@\w[\w.]{2,}|\b[\w.]{2,32}#\d{4}\b")),
    (
        "compte",
        re.compile(
            r"\b(?:insta(?:gram)?|twitter|linkedin|facebook|mastodon|bluesky|discord|telegram|signal|snap(?:chat)?|tiktok)"
            r"\s*(?::|=|@|sur le pseudo|pseudo)\s*[\w.#-]{3,}",
            re.IGNORECASE,
        ),
    ),
    (
        "adresse",
        re.compile(
            r"\b\d{1,4}\s?(?:bis|ter)?,?\s+(?:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allées?|quai|route|cours|square)\b"
            r"|\b(?:appartement|appart|apt|bâtiment|bât|escalier|étage|résidence)\.?\s+(?:n°\s?)?[A-Z]?\d+\b"
            r"|(?<!\d)(?:\d{2}\s?\d{3}|2[AB]\s?\d{3})(?=\s+[A-ZÀ-Þ][a-zà-ÿ])",
            re.IGNORECASE,
        ),
    ),
    ("date de naissance", re.compile(r"\bn[ée]+e?\s+(?:le|en)\s+\d", re.IGNORECASE)),
    (NAME, re.compile(rf"\b(?:M\.|MM\.|Mr\.?|Mme\.?|Mmes|Mlle|Dr\.?|Pr\.?|Me)\s+[{_CAPITALS}][{_LETTERS}’'-]*")),
    (
        NAME,
        re.compile(rf"\b(?:monsieur|madame|mademoiselle|docteur)\s+(?!le\b|la\b|l[’'])[{_LETTERS}’'-]+", re.IGNORECASE),
    ),
    (NAME, re.compile(r"\b(?:je m[’']appelle|je suis (?:la collègue|le collègue) de|signé)\s*:?\s*\S+", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it looks like, the words as written."""

    kind: str
    text: str


def hits(text: str, public: Collection[str] = ()) -> tuple[Hit, ...]:
    """What may identify somebody in a text, each thing once.

    `public`: names that anybody may print, of organisers, speakers, places: they are no hit.

    >>> [hit.text for hit in hits("Merci à camille et au Dr Pons, bravo à Zoé", public=("Zoé",))]
    ['Dr Pons', 'camille']
    """
    left = text
    for name in sorted(public, key=len, reverse=True):
        left = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", left, flags=re.IGNORECASE)
    found = dict.fromkeys(_found(left))
    return tuple(found)


def _found(text: str) -> Iterator[Hit]:
    for pattern, mark in MARKS:
        for match in pattern.finditer(text):
            yield Hit(mark.strip("[]"), match[0])
        text = pattern.sub(" ", text)
    for kind, pattern in _FORMS:
        for match in pattern.finditer(text):
            yield Hit(kind, match[0].strip())
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    for match in _WORD.finditer(text):
        if _names(match[0], text[: match.start()]):
            yield Hit(NAME, match[0])


def _names(word: str, before: str) -> bool:
    """A first name, however it is written; a capital inside a sentence. Acronyms are things."""
    parts = word.casefold().split("-")
    if any(part in _first_names() for part in parts) or (word[0].isupper() and not _WORDS.isdisjoint(parts)):
        return True
    if not word[0].isupper() or word.isupper():
        return False
    return not _OPENING.search(before)


@cache
def _first_names() -> frozenset[str]:
    read = files("nec_analysis.privacy").joinpath("firstnames.txt").read_text(encoding="utf-8")
    return frozenset(read.split()) - _WORDS
