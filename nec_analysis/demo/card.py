"""The card of a generated edition: its text as written by hand, with the fingerprint of each file put in."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
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
RECODES = re.compile(r"^\[export\.recodes\.(\w+)\]$")
RECODED = re.compile(r'^"(.+)" = ')
HEADERS_IN = 3
"""The names of columns stand in one of the first lines of an export."""
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


def without_unmet(
    card: str, made: Mapping[str, Made], wordings: Mapping[str, str], counted: Mapping[str, Sequence[bool]]
) -> str:
    """The card without recodes of labels that nobody gave: of few people, some never write an old label.

    `wordings`: by question, the header over its answers (a label of another column may stand anywhere in its file);
    `counted`: by file, whether each of its rows is somebody's answers; the others are set aside.
    """
    return "".join(_met(stanza, made, wordings, counted) for stanza in STANZA.split(card))


def _met(
    stanza: str, made: Mapping[str, Made], wordings: Mapping[str, str], counted: Mapping[str, Sequence[bool]]
) -> str:
    file = FILE.search(stanza)
    if file is None or "[export.recodes." not in stanza:
        return stanza
    rows, name, kept = _rows(made[file["name"]].content), "", []
    head, count = rows[:HEADERS_IN], counted.get(file["name"])
    if count is not None:
        body = rows[len(rows) - len(count) :]
        rows = [row for row, each in zip(body, count, strict=True) if each]
    for line in stanza.splitlines(keepends=True):
        title, recoded = RECODES.match(line), RECODED.match(line)
        name = title[1] if title else "" if line.startswith("[") else name
        if not (name and recoded) or recoded[1] in set(_said(head, rows, wordings.get(name, ""))):
            kept.append(line)
    return "".join(kept)


def _rows(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    first = text.partition("\n")[0]
    read = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    return [[_plain(cell) for cell in row] for row in read if any(row)]


def _said(head: list[list[str]], rows: list[list[str]], wording: str) -> Iterator[str]:
    """The cells under a header, in whichever line it stands; every cell without one."""
    asked = _plain(wording)
    under = {at for row in head for at, cell in enumerate(row) if cell == asked} if asked else set()
    for row in rows:
        yield from (cell for at, cell in enumerate(row) if not under or at in under)


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split())
