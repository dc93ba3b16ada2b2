"""The card of a generated edition: its text as written by hand, with the fingerprint of each file put in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """A file of a generated edition; `rows`: the lines of data it holds, None where that has no meaning."""

    content: bytes
    rows: int | None = None


FILE = re.compile(r'^file = "(?P<name>[^"]+)"$', re.MULTILINE)
SIZE = re.compile(r"^size = \d+$", re.MULTILINE)
LABEL = re.compile(r'^label = "[^"]*"$', re.MULTILINE)
PREVIOUS = re.compile(r'^previous = "[^"]*"\n', re.MULTILINE)
STANZA = re.compile(r"^(?=\[(?:\[export\]\]|population\]|indicators\.|published\]))", re.MULTILINE)
HEAD = "# Édition engendrée : données SYNTHÉTIQUES (python -m nec_analysis.demo --generated).\n"


def filled(card: str, made: Mapping[str, Made], population: int) -> str:
    """The card with `sha256` and `rows` under each `file`, and the size of the population."""
    return SIZE.sub(f"size = {population}", FILE.sub(lambda found: _described(found["name"], made), card))


def _described(name: str, made: Mapping[str, Made]) -> str:
    file = made[name]
    lines = [f'file = "{name}"', f'sha256 = "{hashlib.sha256(file.content).hexdigest()}"']
    return "\n".join(lines + ([f"rows = {file.rows}"] if file.rows is not None else []))


def unprinted(card: str) -> str:
    """The card without printed figures: an edition of another size has none."""
    return "".join(stanza for stanza in STANZA.split(card) if not stanza.startswith("[published]"))


def anonymous(card: str, label: str) -> str:
    """The card of an edition that never was: another label, no edition before."""
    body = HEAD + card[card.index("label = ") :]
    return PREVIOUS.sub("", LABEL.sub(f'label = "{label}"', body))


def survey_alone(card: str) -> str:
    """The card without any export but the survey's, nor what only other exports can answer."""
    top, *stanzas = STANZA.split(card)
    return "".join([top, *(s for s in stanzas if s.startswith("[[export]]") and 'role = "survey"' in s)])
