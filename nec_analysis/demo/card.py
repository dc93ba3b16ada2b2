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


def filled(card: str, made: Mapping[str, Made], population: int) -> str:
    """The card with `sha256` and `rows` under each `file`, and the size of the population."""
    return SIZE.sub(f"size = {population}", FILE.sub(lambda found: _stanza(found["name"], made), card))


def _stanza(name: str, made: Mapping[str, Made]) -> str:
    file = made[name]
    lines = [f'file = "{name}"', f'sha256 = "{hashlib.sha256(file.content).hexdigest()}"']
    return "\n".join(lines + ([f"rows = {file.rows}"] if file.rows is not None else []))
