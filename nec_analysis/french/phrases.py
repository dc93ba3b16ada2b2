"""Texts that readers meet in two languages: French where they are written, English in `english.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("english.toml")


def phrase(text: str, lang: str = "fr", /, **places: object) -> str:
    """The text in the language, `{places}` filled. A text without English comes back as it is.

    A whole sentence is one text: nothing is glued from words, since the two languages order them differently.

    >>> phrase("{n} réponses retenues", "en", n=3)
    '3 answers kept'
    """
    said = text if lang == "fr" else english().get(text, text)
    return said.format(**places) if places else said


def phrases(texts: Iterable[str], lang: str = "fr") -> tuple[str, ...]:
    """Each text in the language: the headers of a table."""
    return tuple(phrase(text, lang) for text in texts)


def either(text: str) -> frozenset[str]:
    """The text in both languages: what a report may say, whichever it speaks."""
    return frozenset((text, phrase(text, "en")))


@cache
def english() -> dict[str, str]:
    """French to English, every section of `english.toml` together."""
    found: dict[str, str] = {}
    for section in tomllib.loads(FILE.read_text(encoding="utf-8")).values():
        found |= section
    return found
