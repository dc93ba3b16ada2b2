"""Accented letters written as codes by an export that could not hold them: \\u00e9, &eacute;, %C3%A9, =C3=A9, +AOk-."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pyarrow.compute as pc

from . import coded
from .content import ADDRESS, problem, true_at
from .damage import bytes_of
from .shape import Problem

_KINDS = (
    (b"\\u00", r"\\u00[c-fC-F][0-9a-fA-F]", "\\u00e9"),
    (b"&", r"&(?:[aeiouAEIOU](?:acute|grave|circ|uml)|[cC]cedil|#(?:2[0-4]\d|25[0-5]|x[eE][0-9a-fA-F]));", "&eacute;"),
    (b"%C3%", r"%C3%[89ABab][0-9A-Fa-f]", "%C3%A9"),
    (b"=C3=", r"=C3=[89AB][0-9A-F]", "=C3=A9"),
    (b"+A", r"\+A[MNO][A-Za-z0-9+/]-", "+AOk-"),
)
"""Bytes that each kind has, its pattern, how it looks."""
_SOUND = "[éèàçêôîûùÉÈÀáíóñäöüß]"
_SAMPLE, _SURE = 5_000, 3
"""Rows looked at: what the export did, it did everywhere; cells that tell it from a word somebody typed."""


def escapes(cells: Sequence[Any], lines: Sequence[int]) -> list[Problem]:
    """The cells with letters written as codes, when the first rows hold no more sound accented letters than these."""
    parts = [coded.first(column, _SAMPLE) for column in cells]
    texts = [bytes(bytes_of(coded.texts_of(part))) for part in parts]
    for mark, pattern, shown in _KINDS:
        suspects = [i for i, text in enumerate(texts) if mark in text]
        found = [(row, i) for i in suspects for row in _with(parts[i], pattern)]
        if len(found) < _SURE or sum(len(_with(part, _SOUND)) for part in parts) > len(found):
            continue
        cause = f"des lettres accentuées sont écrites en code, comme {shown} (encoding), dans {len(found)} cellule(s)."
        return [problem("accents-coded", int(lines[row]), cause, cells, row, i + 1) for row, i in sorted(found)]
    return []


def _with(column: Any, pattern: str) -> list[int]:
    rows = true_at(coded.asked(column, partial(pc.match_substring_regex, pattern=pattern)))
    return [row for row in rows if not ADDRESS.search(str(column[row].as_py()))]
