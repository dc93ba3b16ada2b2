"""Keyed pseudonyms: the same person, never the person."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable

LENGTH = 16
"""Hexadecimal digits kept: 64 bits, no collision among millions of people."""


def pseudonym(identifier: str, *, key: bytes, scope: str) -> str:
    """HMAC-SHA256 of the normalised identifier within a scope (the edition), cut to 16 digits; "" for an empty one.

    A plain hash would be undone by trying every phone number or e-mail; without the key this cannot.
    """
    plain = normal(identifier)
    if not plain:
        return ""
    message = f"{scope}\x1f{plain}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:LENGTH]


def pseudonyms(identifiers: Iterable[object], *, key: bytes, scope: str) -> list[str]:
    """The pseudonyms of a column; a missing identifier has an empty one."""
    known: dict[str, str] = {}
    out = []
    for identifier in identifiers:
        text = "" if identifier is None else str(identifier)
        if text not in known:
            known[text] = pseudonym(text, key=key, scope=scope)
        out.append(known[text])
    return out


def normal(identifier: str) -> str:
    """An identifier as it is compared: NFKC, no blanks around or doubled, lower case.

    >>> normal("  Léa.DUPONT@Example.org ")
    'léa.dupont@example.org'
    """
    return " ".join(unicodedata.normalize("NFKC", identifier).split()).casefold()
