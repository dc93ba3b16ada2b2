"""Text written from right to left: a PDF keeps its glyphs as they stand on the line, a reader begins at the other end."""

from __future__ import annotations

import re

_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_NUMBERS = "\u0600-\u0605\u0660-\u0669\u066b\u066c\u06dd\u06f0-\u06f9"
"""Digits of these scripts, written from left to right as all digits are."""
_LETTER = rf"(?![{_NUMBERS}])[{_RIGHT}]"
_LINE = re.compile(rf"{_LETTER}(?:(?:{_LETTER}|[^\w])*{_LETTER})?")
_ANY = re.compile(_LETTER)
_WORDS = re.compile(rf"(?:{_LETTER}){{2,}}")


def turned(text: str) -> bool:
    """Whether letters run from right to left: a file holds their words in an order of its own."""
    return bool(_ANY.search(text))


def in_order(text: str) -> str:
    """A line of glyphs in the order it is read.

    >>> in_order("\u05ea\u05d1\u05e9 87 %") == "\u05e9\u05d1\u05ea 87 %"
    True
    """
    return text if text.isascii() else _LINE.sub(lambda run: run[0][::-1], text)


def orderless(letters: str) -> str:
    """Letters that are the same however a layout cut their lines: those of a stretch from right to left are sorted.

    Which line stood first is not kept where glyphs are read as they stand: what is compared is which letters there are.
    """
    return letters if letters.isascii() else _WORDS.sub(lambda run: "".join(sorted(run[0])), letters)
