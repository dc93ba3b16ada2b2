"""E-mails, phones, addresses taken out of texts that leave: logs, errors, notebooks."""

from __future__ import annotations

import re

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.])(?:\+33|0033|0)\s?[1-9](?:[\s.-]?\d{2}){4}(?!\w)")
IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])")
IPV6 = re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:){4,7}[0-9a-fA-F]{1,4}(?![\w:])")
NIR = re.compile(
    r"(?<!\d)[12]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?(?!\d)"
)

MARKS = (
    (EMAIL, "[courriel]"),
    (PHONE, "[téléphone]"),
    (IPV4, "[adresse IP]"),
    (IPV6, "[adresse IP]"),
    (NIR, "[n° INSEE]"),
)


def redacted(text: str) -> str:
    """The text with what identifies a person by its form replaced by the name of the thing.

    >>> redacted("écrire à lea@example.org ou au 06 39 98 00 12")
    'écrire à [courriel] ou au [téléphone]'
    """
    for pattern, mark in MARKS:
        text = pattern.sub(mark, text)
    return text
