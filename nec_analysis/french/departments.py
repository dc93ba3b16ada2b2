"""Départements: from the postal code somebody typed to the code, the name, the region."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("departments.json")

EXCEPTIONS = {"97133": "977", "97150": "978", "94390": "91", "98799": "989"}
"""Codes whose first digits belong to another département."""
FRANCE = ("", "fr", "fra", "france", "france metropolitaine", "republique francaise")
WITHOUT_SHAPE = ("975", "977", "978", "986", "987", "988", "989")
"""Overseas places that the map names in words."""
OUTSIDE = ("980", "00")
"""Monaco, the armed forces: a French postal code, no département."""

ENGLISH = {
    "Bretagne": "Brittany",
    "Corse": "Corsica",
    "Guyane": "French Guiana",
    "La Réunion": "Réunion",
    "Normandie": "Normandy",
    "Armées": "Armed forces",
}
"""Regions that have a name in English."""

_CODE = re.compile(r"(?:F(?:R)?[\s-]*)?(\d{5})(?:\s*cedex(?:\s*\d{1,2})?)?", re.IGNORECASE)
_SHORT = re.compile(r"\d{4}(?:\.0+)?")
_LONG = re.compile(r"(\d{5})\.0+")


@dataclass(frozen=True, slots=True)
class Located:
    """Where a postal code lies. `code` is empty when it cannot be told; `reason` says why, or what was repaired.

    `reason`: "" | empty | foreign | unreadable | unknown | leading_zero | shared (two départements, the prefix was kept).
    """

    code: str
    reason: str = ""


def locate(
    postal_code: str | None, *, city: str | None = "", country: str | None = "", repair: bool = False
) -> Located:
    """The département of one postal code, as typed.

    `repair` allows a lost leading zero ("1000" for 01000): only `of_column` knows whether the whole column lost its
    zeros, so nothing is repaired unless told. CEDEX codes follow their prefix.

    >>> locate("62300").code, locate("20167").code, locate("97150").code, locate("1050", country="Belgique").reason
    ('62', '2A', '978', 'foreign')
    """
    typed = " ".join((postal_code or "").split())
    if not typed:
        return Located("", "empty")
    if normal(country or "") not in FRANCE:
        return Located("", "foreign")
    if repair and _SHORT.fullmatch(typed):
        return _placed("0" + typed[:4], city, "leading_zero")
    match = _LONG.fullmatch(typed) or _CODE.fullmatch(typed.replace("\u00a0", " "))
    spaced = re.fullmatch(r"(\d{2}) (\d{3})", typed)
    if spaced:
        return _placed("".join(spaced.groups()), city, "")
    return _placed(match.group(1), city, "") if match else Located("", "unreadable")


def _placed(code: str, city: str | None, reason: str) -> Located:
    known = departments()
    shared = _data()["shared"].get(code)
    if shared:
        commune = shared.get(_without_cedex(normal(city or "")))
        return Located(commune or of_prefix(code), reason if commune else "shared")
    found = of_prefix(code)
    return Located(found, reason) if found in known else Located("", "unknown")


def _without_cedex(city: str) -> str:
    return re.sub(r" cedex( \d+)?$", "", city)


def of_prefix(code: str) -> str:
    """What the first digits of a five-digit code say; "00" for the armed forces, "980" for Monaco."""
    if code in EXCEPTIONS:
        return EXCEPTIONS[code]
    if code.startswith("20"):
        return "2A" if code[:3] in ("200", "201") else "2B"
    return code[:3] if code[:2] in ("97", "98") else code[:2]


def of_column(
    codes: Sequence[str | None],
    *,
    cities: Sequence[str | None] | None = None,
    countries: Sequence[str | None] | None = None,
) -> tuple[Located, ...]:
    """The départements of a column of postal codes.

    A lost leading zero is put back only when every code of the column is a number: "1050 Bruxelles", "B-1000", "CH 1204"
    anywhere in it say that four digits may be foreign. Each repair has the reason `leading_zero`, for the ledger.
    """
    count = len(codes)
    places = cities if cities is not None else [""] * count
    lands = countries if countries is not None else [""] * count
    repair = lost_zeros(codes)
    return tuple(
        locate(code, city=city, country=country, repair=repair)
        for code, city, country in zip(codes, places, lands, strict=True)
    )


def lost_zeros(codes: Iterable[str | None]) -> bool:
    """Whether a column of postal codes is all numbers, so that four digits are five without their zero."""
    typed = [code.strip() for code in codes if code and code.strip()]
    return bool(typed) and all(re.fullmatch(r"\d{4,5}(?:\.0+)?", code) for code in typed)


def name(code: str) -> str:
    """The name of a département: "62" → "Pas-de-Calais"."""
    return departments()[code][0]


def region(code: str, lang: str = "fr") -> str:
    """The region of a département, in English under its English name where it has one.

    >>> region("62"), region("29"), region("29", "en")
    ('Hauts-de-France', 'Bretagne', 'Brittany')
    """
    said = departments()[code][1]
    return ENGLISH.get(said, said) if lang == "en" else said


def departments() -> Mapping[str, tuple[str, str]]:
    """Every code with its name and its region."""
    return _departments()


@cache
def _departments() -> dict[str, tuple[str, str]]:
    return {code: (names[0], names[1]) for code, names in _data()["departments"].items()}


@cache
def _data() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(DATA.read_text("utf-8"))
    return read


def normal(text: str) -> str:
    """A name of place as compared: no accents, no case, one space for whatever separates; "St" is "Saint"."""
    bare = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in bare if not unicodedata.combining(c)).lower())
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)
