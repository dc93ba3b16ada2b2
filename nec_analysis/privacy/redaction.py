"""E-mails, phones, addresses taken out of texts that leave: logs, errors, notebooks."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from nec_analysis.model import Entry, Labels, Question

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.])(?:\+33|0033|0)\s?[1-9](?:[\s.-]?\d{2}){4}(?!\w)")
IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])")
IPV6 = re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:){4,7}[0-9a-fA-F]{1,4}(?![\w:])")
NIR = re.compile(
    r"(?<!\w)[12]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?(?!\w)"
)

SUSPECT = re.compile(r"@|:[0-9a-fA-F]*:|(?:\d.?.?){3}\d")
"""What every pattern holds: texts without it, nearly all, need no further look."""
MARKS = (
    (EMAIL, "[courriel]"),
    (PHONE, "[téléphone]"),
    (IPV4, "[adresse IP]"),
    (IPV6, "[adresse IP]"),
    (NIR, "[n° INSEE]"),
)


def redacted(text: str, allowed: Collection[str] = ()) -> str:
    """The text with what identifies a person by its form replaced by the name of the thing.

    `allowed`: what the organisers themselves publish, as their own address.

    >>> redacted("écrire à lea@example.org ou au 06 39 98 00 12")
    'écrire à [courriel] ou au [téléphone]'
    """
    if not _suspect(text):
        return text
    for pattern, mark in MARKS:
        text = pattern.sub(lambda found, mark=mark: found[0] if found[0] in allowed else mark, text)  # type: ignore[misc]
    return text


@lru_cache(maxsize=4096)
def _suspect(text: str) -> bool:
    """Whether a text may hold an address; a ledger names the same columns and answers over and over."""
    return SUSPECT.search(text) is not None


def identifying(text: str) -> frozenset[str]:
    """What of a text identifies a person by its form."""
    return frozenset(found for pattern, _ in MARKS for found in pattern.findall(text))


def question_without(question: Question) -> Question:
    """A question whose wording and labels name no address."""
    return replace(
        question,
        text=_labels(question.text),
        choices=tuple(replace(choice, label=_labels(choice.label)) for choice in question.choices),
        items=tuple(replace(item, label=_labels(item.label)) for item in question.items),
        source_columns=tuple(map(redacted, question.source_columns)),
    )


def entry_without(entry: Entry) -> Entry:
    """A line of the ledger whose header and values name no address."""
    column, raw, value = redacted(entry.column), redacted(entry.raw), redacted(entry.value)
    if (column, raw, value) == (entry.column, entry.raw, entry.value):
        return entry
    return replace(entry, column=column, raw=raw, value=value)


def _labels(labels: Labels) -> dict[str, str]:
    return {lang: redacted(text) for lang, text in labels.items()}
