"""Accented letters read in the wrong encoding before they reached us: « dŽjˆ vu » of a Macintosh, « d‚j… vu » of MS-DOS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow.compute as pc

from . import coded
from .content import problem, true_at
from .damage import bytes_of, is_twice
from .letters import Look, look
from .shape import Problem

_SAMPLE, _SURE = 5_000, 3
"""Rows looked at: what was done to an export was done everywhere; letters out of place that prove it."""
_LETTERS = 5_000
"""Texts with letters beyond ASCII, enough to judge."""
_ODD, _RIGHT = 0.3, 0.02
"""Share of the letters out of place as they are; share that may stay so once they are read right."""
_FRENCH = 0.3
"""Share of é among the accented letters of a French text, at least: no other letter is as common."""


def _characters(codec: str) -> list[str]:
    """The characters of the bytes beyond ASCII, those without one as browsers show them."""
    return [bytes([byte]).decode(codec, errors="ignore") or chr(byte) for byte in range(0x80, 0x100)]


_WAYS = {
    (written, read): str.maketrans(dict(zip(_characters(read), _characters(written), strict=True)))
    for written, read in (
        ("mac_roman", "cp1252"),
        ("mac_roman", "latin-1"),
        ("cp850", "cp1252"),
        ("cp850", "latin-1"),
        ("cp1252", "mac_roman"),
        ("cp1252", "cp850"),
    )
}
"""By the encoding that letters were written in and the one they were read in, what puts them right."""


def misread(cells: Sequence[Any], lines: Sequence[int]) -> list[Problem]:
    """The first cell of letters out of place, when reading them in another encoding makes French of them all."""
    places = list(_beyond(cells))
    # What UTF-8 became in an encoding of one byte is told, and mended, elsewhere.
    if any(is_twice(text) for _, _, text in places):
        return []
    now = look("\n".join(text for _, _, text in places))
    if now.western or now.bad < _SURE or now.bad < _ODD * now.seen:
        return []
    found = {way: after for way in _WAYS if (after := _after(places, way)) is not None}
    if not found:
        return []
    written, read = max(found, key=lambda way: found[way].score)
    row, column = min((row, column) for row, column, text in places if look(text).bad)
    cause = (
        f"des lettres accentuées écrites en {written} ont été lues comme du {read} (encoding) avant l'export, "
        f"dans {len(places)} cellule(s) regardée(s)."
    )
    return [problem("accents-misread", int(lines[row]), cause, cells, row, column + 1)]


def _after(places: Sequence[tuple[int, int, str]], way: tuple[str, str]) -> Look | None:
    """How the texts look once read that way; None when the letters are not all of it, or not all right then."""
    table = _WAYS[way]
    text = "\n".join(text for _, _, text in places)
    if any(character > "\x7f" and ord(character) not in table for character in text):
        return None
    after = look(text.translate(table))
    right = after.western and after.bad <= _RIGHT * after.seen
    return after if right and after.letters["é"] >= max(_SURE, _FRENCH * after.letters.total()) else None


def _beyond(cells: Sequence[Any]) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of the first cells that hold more than ASCII."""
    left = _LETTERS
    for index, column in enumerate(cells):
        part = coded.first(column, _SAMPLE)
        if left <= 0 or not (np.frombuffer(bytes_of(coded.texts_of(part)), np.uint8) > 0x7F).any():
            continue
        rows = true_at(coded.asked(part, lambda texts: pc.invert(pc.string_is_ascii(texts))))[:left]
        left -= len(rows)
        yield from ((row, index, str(part[row].as_py())) for row in rows)
