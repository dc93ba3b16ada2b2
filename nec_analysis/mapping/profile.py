"""What the values of one column look like, counted once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from nec_analysis.french.matching import normal
from nec_analysis.mapping.days import Form, form
from nec_analysis.model import Dialect

MANY = 5_000
"""Above so many different values a column is free text or a number: its labels are not compared."""

_COUNTED = 50_000
_THOUSANDS = {mark: re.compile(rf"[+-]?[1-9]\d{{0,2}}\{mark}\d{{3}}") for mark in ",."}
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d+)?")
_ANCHOR = re.compile(r"([+-]?\d{1,3})\s*(?:[-–—=:.)]\s*|\s\()(?=\S*[^\W\d])(.+?)\)?")


@dataclass(frozen=True)
class Profile:
    """The answers of a column: `counts` by raw text (blanks and "not shown" left out), in the file's own order.

    `unique`: every row holds an answer nobody else gave. `decimal`, `american`: how the file writes numbers and days.
    Of more than 50 000 different texts only the first are counted.
    """

    header: str
    counts: Mapping[str, int]
    rows: int = 0
    unique: bool = False
    decimal: str = "."
    american: bool = False

    @cached_property
    def answered(self) -> int:
        """How many cells hold an answer."""
        return sum(self.counts.values())

    @cached_property
    def labels(self) -> Mapping[str, int]:
        """Answers that differ by more than spelling: the most frequent spelling of each, with its count."""
        if len(self.counts) > MANY:
            return self.counts
        spellings: dict[str, dict[str, int]] = {}
        for text, n in self.counts.items():
            spellings.setdefault(normal(text), {})[text] = n
        return {_usual(each): sum(each.values()) for each in spellings.values()}

    @cached_property
    def keys(self) -> frozenset[str]:
        """The normal forms of its answers."""
        return frozenset(normal(text) for text in self.counts) if len(self.counts) <= MANY else frozenset(self.counts)

    @cached_property
    def written(self) -> str:
        """Its different answers one after the other: for signs that none of them holds."""
        return "\n".join(self.counts)

    @cached_property
    def digits(self) -> bool:
        """Whether its answers are nothing but digits, 15 at most."""
        whole = "".join(self.counts)
        return whole.isascii() and whole.isdigit() and max(map(len, self.counts)) <= 15

    @cached_property
    def numbers(self) -> Mapping[float, int] | None:
        """Its answers as numbers, or None when one is not a plain number or could be two ("1,234")."""
        found: dict[float, int] = {}
        if self.digits:
            for text, n in self.counts.items():
                value = float(text)
                found[value] = found.get(value, 0) + n
            return found
        thousands = _THOUSANDS["," if self.decimal == "." else "."]
        for text, n in self.counts.items():
            if not _NUMBER.fullmatch(text) or thousands.fullmatch(text):
                return None
            value = float(text.replace(",", "."))
            found[value] = found.get(value, 0) + n
        return found or None

    @cached_property
    def integers(self) -> Mapping[int, int] | None:
        """Its answers as whole numbers ("3.0" is 3), or None."""
        numbers = self.numbers
        if numbers is None or any(value != int(value) for value in numbers):
            return None
        return {int(value): n for value, n in sorted(numbers.items())}

    @cached_property
    def day(self) -> Form | None:
        """How its dates are written, or None when its answers are not dates."""
        return form(tuple(self.counts), "en" if self.american else "fr")

    @cached_property
    def repeated(self) -> float:
        """Share of the answers whose value at least two people gave."""
        return sum(n for n in self.labels.values() if n > 1) / self.answered if self.answered else 0.0

    @cached_property
    def length(self) -> float:
        """Mean length of an answer, in signs."""
        return sum(len(text) * n for text, n in self.counts.items()) / self.answered if self.answered else 0.0

    def share(self, pattern: re.Pattern[str]) -> float:
        """Share of the answers that are this pattern from end to end."""
        hits = sum(n for text, n in self.counts.items() if pattern.fullmatch(text))
        return hits / self.answered if self.answered else 0.0


def profile(header: str, cells: Any, dialect: Dialect) -> Profile:
    """The profile of a column of Arrow text. Blank cells and the dialect's "not shown" marks are not answers."""
    counts: dict[str, int] = {}
    seen = cells.value_counts()
    first = seen[:_COUNTED]
    silent = _silent(first.field(0), dialect)
    for text, n in zip(first.field(0).to_pylist(), first.field(1).to_pylist(), strict=True):
        text = _unguarded(text.strip()) if text is not None else ""
        if text and not (silent and len(text) < 40 and normal(text) in silent):
            counts[text] = counts.get(text, 0) + n
    unique = len(seen) == len(cells) > 0 and len(counts) == min(len(seen), _COUNTED)
    american = dialect.date_format.startswith("%m")
    return Profile(header, counts, len(cells), unique, dialect.decimal or ".", american)


def _silent(texts: Any, dialect: Dialect) -> frozenset[str]:
    """The marks of silence in a column of these texts: "N/A" is one beside yes and no, an answer beside others."""
    hidden = {normal(mark) for mark in dialect.not_shown}
    if hidden and dialect.beside:
        among = {*hidden, *map(normal, dialect.beside)}
        hidden = hidden if all(not t or normal(t) in among for t in texts.to_pylist()) else set()
    return frozenset(hidden | {normal(mark) for mark in dialect.left_empty})


def _unguarded(text: str) -> str:
    """The text without the apostrophe that a tool puts before the sign of a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def merged(profiles: list[Profile]) -> Profile:
    """One profile of several columns of the same domain."""
    counts: dict[str, int] = {}
    for each in profiles:
        for text, n in each.counts.items():
            counts[text] = counts.get(text, 0) + n
    first = profiles[0] if profiles else Profile("", {})
    return replace(first, counts=counts, rows=max((p.rows for p in profiles), default=0), unique=False)


def anchor(text: str) -> tuple[int, str] | None:
    """The number and the words of an anchored point.

    >>> anchor("0 - Pas du tout"), anchor("10 (All my time)"), anchor("18-24 ans"), anchor("5")
    ((0, 'Pas du tout'), (10, 'All my time'), None, None)
    """
    found = _ANCHOR.fullmatch(text)
    return (int(found[1]), found[2].strip()) if found and not found[2][0].isdigit() else None


def _usual(spellings: Mapping[str, int]) -> str:
    return max(spellings, key=lambda text: (spellings[text], text))
