"""Text that was damaged before it reached us: lost characters, accents decoded twice."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa

LOST = "\ufffd"
_CP1252 = {bytes([b]).decode("cp1252"): b for b in range(0x80, 0x100) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_LATIN = {chr(b): b for b in range(0x80, 0xA0)}
_BYTE = {**_LATIN, **_CP1252}
_LEAD = "ÂÃÄÅâð"
_TAIL = "".join(c for c, b in _BYTE.items() if 0x80 <= b <= 0xBF)
_OTHERS = {codec: {bytes([b]).decode(codec): b for b in (*range(0x80, 0xC0), 0xC3)} for codec in ("mac_roman", "cp850")}
_OTHER = {character: codec for codec in _OTHERS for character in (bytes([0xC3]).decode(codec),)}
"""What the byte C3, with which all accented letters of UTF-8 begin, became on a Macintosh and under MS-DOS: √ and ├."""
_TWICE = re.compile(
    f"[{_LEAD}][{re.escape(_TAIL)}]{{1,3}}|(?<![A-ZÀ-Ý])Ã (?= ?[a-z])|"
    + "|".join(f"{lead}[{re.escape(''.join(_OTHERS[codec]))}]" for lead, codec in _OTHER.items())
)
"""A UTF-8 sequence read as cp1252: "é" became "Ã©". An "à" also loses the no-break space it became."""
MARKS = (*tuple(c.encode() for c in "ÂÃÄÅð"), "â€".encode(), "â\x80".encode())
"""Bytes without which a UTF-8 text cannot hold accents decoded twice: a cheap first look."""


def is_twice(text: str) -> bool:
    """Whether the text holds an accent decoded twice (mojibake)."""
    return any(_readable(found) for found in _TWICE.findall(text))


_SIGNS = tuple(sign.encode() for sign in _OTHER)
_LOOKED = 2_000
"""Suspect places looked at one by one; with more of them the cells are looked at instead."""
_SUSPECT = np.zeros(256, dtype=bool)
_SUSPECT[[c.encode()[1] for c in _LEAD]] = True
"""Second bytes of the characters that accents decoded twice begin with."""


def is_sound(column: Any) -> bool:
    """Whether no text of an Arrow column is damaged, from the few bytes where it could be; false when in doubt."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    return all(_is_sound(bytes_of(chunk)) for chunk in chunks)


def bytes_of(chunk: Any) -> memoryview:
    """The texts of an Arrow array one after the other."""
    _, places, data = chunk.buffers()
    if data is None or not len(chunk):
        return memoryview(b"")
    ends = np.frombuffer(places, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    return memoryview(data)[int(ends[0]) : int(ends[-1])]


def _is_sound(data: memoryview) -> bool:
    text = np.frombuffer(data, np.uint8)
    lost = np.flatnonzero(text == 0xEF)
    lost = lost[lost < len(text) - 2]
    if ((text[lost + 1] == 0xBF) & (text[lost + 2] == 0xBD)).any():
        return False
    signs = np.flatnonzero(text == 0xE2)
    signs = signs[signs < len(text) - 2]
    if any(((text[signs + 1] == b[1]) & (text[signs + 2] == b[2])).any() for b in _SIGNS):
        return False
    leads = np.flatnonzero(text[:-1] == 0xC3)
    suspects = leads[_SUSPECT[text[leads + 1]]]
    if len(suspects) > _LOOKED:
        return False
    return not any(is_twice(bytes(data[i : i + 12]).decode(errors="ignore")) for i in suspects.tolist())


def repaired(text: str) -> str:
    """The text with its accents decoded twice put right, the rest untouched.

    >>> repaired("TrÃ¨s bien, déjà")
    'Très bien, déjà'
    """
    return _TWICE.sub(lambda match: _readable(match.group()) or match.group(), text)


def _readable(found: str) -> str:
    """What the characters spell as UTF-8 bytes, or "" when that is no letter nor sign of a text."""
    if found == "Ã ":
        return "à "
    if codec := _OTHER.get(found[0]):
        return bytes(_OTHERS[codec][c] for c in found).decode("utf-8", errors="replace").replace(LOST, "")
    data = bytes(_BYTE[c] for c in found)
    while len(data) > 1:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            data = data[:-1]
            continue
        return text + found[len(data) :] if all(_plausible(c) for c in text) else ""
    return ""


def _plausible(character: str) -> bool:
    """Whether a European text holds that character: "É»" also spells one of the phonetic alphabet."""
    return any(
        low <= character <= high
        for low, high in (("\xa0", "\u017f"), ("\u2010", "\u27bf"), ("\U0001f000", "\U0001faff"))
    )
