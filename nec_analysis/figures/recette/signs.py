"""Signs that print as their name, read back as they were written: "[cotillons]" is an emoji, "[U+4E2D]" a letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

LANGUAGES = ("fr", "en")
_BRACKETED = re.compile(r"\[([^\[\]]{2,90})\]")
_CODES = re.compile(r"\[?\bU\+([0-9A-F]{4,6})\]?(?: +(?=U\+))?")
"""A sign no font draws, or one of several between the same brackets; a layout may cut between them."""
_NOT_LETTERS = re.compile(r"[^\w]+")
_CUT = 0xD800, 0xDFFF
"""Halves of a sign: no text of their own."""


def restored(text: str) -> str:
    """The text with the signs themselves where their names stand.

    >>> restored("L'heure du conte [cotillons], [U+4E2D U+6587], [73 ; 89]") == "L'heure du conte 🎉, 中文, [73 ; 89]"
    True
    """
    if "U+" in text:
        text = _CODES.sub(_sign, text)
    if "[" in text:
        text = _BRACKETED.sub(lambda found: _named().get(_letters(found[1]), found[0]), text)
    return text


def _sign(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if _CUT[0] <= code <= _CUT[1] or code > 0x10FFFF else chr(code)


def _letters(name: str) -> str:
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", name).replace("_", "")).casefold()


@cache
def _named() -> Mapping[str, str]:
    """Each emoji by its name, in the languages of a report."""
    import emoji

    found: dict[str, str] = {}
    for lang in LANGUAGES:
        emoji.config.load_language(lang)
        for sign, names in emoji.EMOJI_DATA.items():
            if lang in names:
                found.setdefault(_letters(names[lang]), sign)
    return found
