"""The words of charts, which Typst writes into a PDF letter by letter, as words again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import fsum
from typing import Any

_NUMBER = rb"-?[\d.]+"
_STRING = rb"\((?:[^()\\]|\\.)*\)"


def _pattern(written: bytes) -> re.Pattern[bytes]:
    return re.compile(written.replace(b"N", _NUMBER).replace(b"S", _STRING), re.DOTALL)


_SHOWN = rb"1 0 0 -1 0 0 Tm(S)Tj\nET\nQ\n"
_LINE = _pattern(
    rb"q (?P<a>N) 0 0 (?P<d>N) N (?P<y>N) cm(?P<colour>/\w+ cs [\d. ]+scn)\n"
    rb"BT 0 Tr/(?P<font>\w+) (?P<size>N) Tf " + _SHOWN + rb"(?:q (?P=a) 0 0 (?P=d) N (?P=y) cm(?P=colour)\n"
    rb"BT 0 Tr/(?P=font) (?P=size) Tf " + _SHOWN + rb")+"
)
"""Two letters or more in the same dress, one after the other."""
_LETTER = _pattern(rb"q N 0 0 N (?P<x>N) N cm[^\n]+\nBT [^\n(]+ " + _SHOWN)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PRECISE = re.compile(rb"( -?[0-9]+\.[0-9][0-9][0-9]+)")
"""Led by its space, which the search goes to at once."""
GLYPH = 2
"""Bytes of a glyph in a composite font with the encoding Identity-H."""
SLACK = 4.0
"""Displacement in thousandths of the type size under which a letter follows the one before by itself."""


@dataclass(frozen=True, slots=True)
class Font:
    """Advances of the glyphs of a composite font by their two bytes, in thousandths of its size (ISO 32000-1, 9.7.4.3)."""

    advances: Mapping[bytes, float]
    default: float

    def width(self, code: bytes) -> float:
        """How far the pen goes with a string of glyphs; nearly all strings hold one."""
        if len(code) == GLYPH:
            return self.advances.get(code, self.default)
        return fsum(self.width(code[i : i + GLYPH]) for i in range(0, len(code), GLYPH))


def join(content: bytes, fonts: Mapping[bytes, Font]) -> bytes:
    """A content stream where letters that follow each other on a line are one string, at the same places."""
    return _LINE.sub(lambda line: _written(line, fonts[line["font"]]) if line["font"] in fonts else line[0], content)


def shortened(content: bytes) -> bytes:
    """The stream with its null bytes, half of the bytes of all texts, as they are: a string may hold them (7.3.4.2)."""
    # a backslash by its number: what follows it can no longer be taken for a null byte
    return content.replace(rb"\\", rb"\134").replace(rb"\000", b"\0")


def rounded(content: bytes) -> bytes:
    """The stream with coordinates to a hundredth of a point, shares of colour to a thousandth: a page shows no more.

    Strings hold glyphs of two bytes, the first one under 0x30: they never look like a number of three decimals.
    """
    parts = _PRECISE.split(content)
    parts[1::2] = map(_shorter, parts[1::2])
    return b"".join(parts)


@lru_cache(maxsize=1 << 16)
def _shorter(number: bytes) -> bytes:
    value = float(number)
    text = b"%.*f" % (3 if abs(value) < 1 else 2, value)
    return b" " + text.rstrip(b"0").rstrip(b".")


def _written(line: re.Match[bytes], font: Font) -> bytes:
    """One text object: strings, with between them the shifts that the advances alone do not give."""
    letters = _LETTER.findall(line[0])
    unit = float(line["a"]) * float(line["size"]) / 1000
    origin, pen = float(letters[0][0]) / unit, 0.0
    parts: list[bytes] = [b""]
    for x, text in letters:
        shift = float(x) / unit - origin - pen
        if abs(shift) > SLACK:
            parts += [b"%d" % round(-shift), b""]
            pen += -float(parts[-2])
        code = _bytes(text)
        parts[-1] += code
        pen += font.width(code)
    shown = b"".join(_string(part) if i % 2 == 0 else part for i, part in enumerate(parts))
    dress = (line["a"], line["d"], letters[0][0], line["y"], line["colour"], line["font"], line["size"])
    return b"q %b 0 0 %b %b %b cm%b\nBT 0 Tr/%b %b Tf 1 0 0 -1 0 0 Tm[%b]TJ\nET\nQ\n" % (*dress, shown)


@lru_cache(maxsize=1 << 16)
def _bytes(string: bytes) -> bytes:
    """The bytes of a literal string (ISO 32000-1, 7.3.4.2)."""
    return _ESCAPE.sub(_unescaped, string[1:-1])


def _unescaped(match: re.Match[bytes]) -> bytes:
    found = match.group(1)
    return bytes([int(found, 8) & 0xFF]) if found[:1].isdigit() else _NAMED.get(found, found)


def _string(text: bytes) -> bytes:
    return b"<" + text.hex().encode() + b">" if text else b""


def fonts_of(page: Any, known: dict[Any, Font]) -> dict[bytes, Font]:
    """The composite fonts of a page by their names in its streams; `known` keeps those read, by number of object."""
    named = page.get("/Resources", {}).get("/Font", {})
    found = {}
    for name, font in named.items():
        number = font.objgen if font.is_indirect else name
        if number not in known and font.get("/Subtype") == "/Type0" and font.get("/Encoding") == "/Identity-H":
            known[number] = _font(font)
        if number in known:
            found[str(name)[1:].encode()] = known[number]
    return found


def _font(font: Any) -> Font:
    inner = font["/DescendantFonts"][0]
    return Font(_advances(list(inner.get("/W", []))), float(inner.get("/DW", 1000)))


def _advances(widths: list[Any]) -> dict[bytes, float]:
    return {number.to_bytes(GLYPH): advance for number, advance in _numbered(widths).items()}


def _numbered(widths: list[Any]) -> dict[int, float]:
    """`c [w1 w2 …]` or `first last w`, as the W array mixes them."""
    found: dict[int, float] = {}
    at = 0
    while at + 1 < len(widths):
        first, second = int(widths[at]), widths[at + 1]
        if isinstance(second, int | float) or not hasattr(second, "__len__"):
            found |= dict.fromkeys(range(first, int(second) + 1), float(widths[at + 2]))
            at += 3
        else:
            found |= {first + i: float(width) for i, width in enumerate(second)}
            at += 2
    return found
