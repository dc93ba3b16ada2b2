"""Where the name of a département means the place: « dans le Lot », not « le lot 2 du marché »."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from nec_analysis.french.departments import departments

COMMON = frozenset(
    (
        "allier",
        "aube",
        "aude",
        "cher",
        "creuse",
        "landes",
        "la réunion",
        "lot",
        "manche",
        "nord",
        "orne",
        "paris",
        "somme",
        "var",
        "vienne",
    )
)
"""Names that are words, first names, or cities too: written so, and with something that says that a place is meant."""
INTO = re.compile(
    r"(?:^|(?<!\w))(?:dans (?:le |la |l')|(?:de |en |pour )(?:la |l')?|d'|à (?:la |l')?|du |des |le |la |l'|les |au |aux |"
    r"(?:department|département|territoire|dép\.?|dépt\.?)s?(?: (?:de (?:la |l')?|du |des |d'|of )| ?: ?| )?|"
    r"(?:from|in|of) )$",
    re.IGNORECASE,
)
"""What stands before the name of a place: « dans le Lot », « de la Somme », « département : Nord »."""
DIVIDED = re.compile(r"(?<!\w)(?:d[ée]p(?:artement|artment|t)?s?\b|territoires?|origines?|provenances?|lieux?|places?)")
"""Titles over the names of places."""
OTHERWISE = re.compile(r"(?<!\w)(?:salles?|stands?|lots?|ateliers?|[ée]quipes?|tables?|rooms?|teams?)(?!\w)")
"""Titles over names that are only borrowed from places."""
COUNTED = re.compile(
    r"\s*(?:$|[^\w\s]|(?:personnes?|répondant|réponse|inscrit|participant|habitant|élu|agent|people|persons?|respondent|"
    r"answer|registered|ont|étai|sont|vienn|vena|seulement|have|were|are|came|only)\w*)",
    re.IGNORECASE,
)
"""What follows a number of people in a sentence: nothing, a sign, or a word for people. « 6 tiers-lieux » are none."""


@cache
def every() -> frozenset[str]:
    """The names of all départements and régions, in small letters, with hyphens or blanks.

    The longest found at a place is what is meant there: « Haute-Loire », « Pays de la Loire » are not the Loire.
    """
    names = {text.casefold().replace("’", "'") for pair in departments().values() for text in pair}
    return frozenset(spelling for name in names for spelling in spellings(name))


def spellings(name: str) -> frozenset[str]:
    """A name in small letters as people write it: « pas-de-calais », « pas de calais »."""
    return frozenset((name, name.replace("-", " ")))


def meant(name: str, written: str, before: str, after: str) -> bool:
    """Whether a name could be that of the place, as it is `written` between those two texts of its cell.

    « rhône-alpes » is not the Rhône; « le lot », « la réunion » without capital letter are words.
    """
    if before.endswith("-") or after.startswith("-"):
        return False
    return name not in COMMON or written.split()[-1][:1].isupper()


def placed(name: str, before: str, *, head: str, around: Collection[str], within: Collection[str]) -> bool:
    """Whether something says that a name is that of a place.

    `before`: what stands before it in its cell; `head`: the title of its column; `around`: the cells of its row with
    what heads them; `within`: texts that go with it there (its région, its code).
    """
    if OTHERWISE.search(head):
        return False
    if name not in COMMON or DIVIDED.search(head) or INTO.search(before) or name.startswith("la "):
        return True
    near = " ".join(around)
    return any(text in near for text in within) or any(other in near for other in _certain() if other != name)


@cache
def _certain() -> tuple[str, ...]:
    """The names that are nothing but places; those of more than a word suffice."""
    return tuple(sorted(name for name in every() if name not in COMMON and "-" in name))


def uncoded(after: str, codes: Collection[str]) -> str:
    """What follows a name, without the code of its département: « Lot (46) : 6 »."""
    for code in codes:
        found = re.match(rf"\s*[(–-]?\s*0?{re.escape(code)}\s*\)?(?=\s*(?:$|[:=,(–|-]))", after)
        if found:
            return after[found.end() :]
    return after


def counts(name: str, gap: str, rest: str) -> bool:
    """Whether a number after the name counts people: « Gironde : 6 », « Lot, 6 inscrits », not « Lot 2 », « 6 mois ».

    `gap`: what stands between them; `rest`: what follows the number.
    """
    if not COUNTED.match(rest):
        return False
    bare = not gap.strip()
    return not (bare and name in COMMON) or bool(_PEOPLE.match(rest))


_PEOPLE = re.compile(r"\s*(?:personnes?|répondant|inscrit|participant|people|persons?|respondent|registered)", re.I)
