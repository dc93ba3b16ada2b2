"""The words of charts, which Typst writes into a PDF letter by letter, as words again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

_NUMBER = rb"-?[\d.]+"
_STRING = rb"\((?:[^()\\]|\\.)*\)"
_LETTER = re.compile(
    rb"q (?P<a>N) 0 0 (?P<d>N) (?P<x>N) (?P<y>N) cm(?P<colour>/\w+ cs [\d. ]+scn)\n"
    rb"BT 0 Tr/(?P<font>\w+) (?P<size>N) Tf 1 0 0 -1 0 0 Tm(?P<text>S)Tj\nET\nQ\n".replace(b"N", _NUMBER).replace(
        b"S", _STRING
    ),
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PRECISE = re.compile(rb"(?<![\d.])\d+\.\d{3,}")
SLACK = 4.0
"""Displacement in thousandths of the type size under which a letter follows the one before by itself."""


@dataclass(frozen=True, slots=True)
class Font:
    """Advances of the glyphs of a composite font, in thousandths of its size (ISO 32000-1, 9.7.4.3)."""

    advances: Mapping[int, float]
    default: float


def join(content: bytes, fonts: Mapping[bytes, Font]) -> bytes:
    """A content stream where letters that follow each other on a line are one string, at the same places."""
    out, at = [], 0
    for line in _lines(_LETTER.finditer(content), fonts):
        out += [content[at : line[0].start()], _written(line, fonts[line[0]["font"]])]
        at = line[-1].end()
    return b"".join([*out, content[at:]])


def rounded(content: bytes) -> bytes:
    """The stream with coordinates to a hundredth of a point, shares of colour to a thousandth: a page shows no more.

    Strings hold glyphs of two bytes, the first one under 0x30: they never look like a number of three decimals.
    """
    return _PRECISE.sub(_shorter, content)


def _shorter(number: re.Match[bytes]) -> bytes:
    text = b"%.*f" % (3 if number.group().startswith(b"0.") else 2, float(number.group()))
    return text.rstrip(b"0").rstrip(b".")


def _lines(letters: Iterator[re.Match[bytes]], fonts: Mapping[bytes, Font]) -> Iterator[list[re.Match[bytes]]]:
    line: list[re.Match[bytes]] = []
    for letter in letters:
        if line and (letter.start() != line[-1].end() or _dress(letter) != _dress(line[0])):
            if len(line) > 1:
                yield line
            line = []
        if letter["font"] in fonts:
            line.append(letter)
        elif len(line) > 1:
            yield line
            line = []
    if len(line) > 1:
        yield line


def _dress(letter: re.Match[bytes]) -> tuple[bytes | Any, ...]:
    return letter.group("a", "d", "y", "colour", "font", "size")


def _written(line: Sequence[re.Match[bytes]], font: Font) -> bytes:
    """One text object: strings, with between them the shifts that the advances alone do not give."""
    first = line[0]
    unit = float(first["a"]) * float(first["size"]) / 1000
    origin, pen = float(first["x"]) / unit, 0.0
    parts: list[bytes] = [b""]
    for letter in line:
        shift = float(letter["x"]) / unit - origin - pen
        if abs(shift) > SLACK:
            parts += [b"%d" % round(-shift), b""]
            pen += -float(parts[-2])
        code = _bytes(letter["text"])
        parts[-1] += code
        pen += fsum(font.advances.get(_glyph(code, i), font.default) for i in range(0, len(code), 2))
    shown = b"".join(_string(part) if i % 2 == 0 else part for i, part in enumerate(parts))
    head = b"q %b 0 0 %b %b %b cm%b\nBT 0 Tr/%b %b Tf 1 0 0 -1 0 0 Tm" % first.group(
        "a", "d", "x", "y", "colour", "font", "size"
    )
    return head + b"[" + shown + b"]TJ\nET\nQ\n"


def _glyph(code: bytes, at: int) -> int:
    return int.from_bytes(code[at : at + 2])


def _bytes(string: bytes) -> bytes:
    """The bytes of a literal string (ISO 32000-1, 7.3.4.2)."""
    return _ESCAPE.sub(_unescaped, string[1:-1])


def _unescaped(match: re.Match[bytes]) -> bytes:
    found = match.group(1)
    return bytes([int(found, 8) & 0xFF]) if found[:1].isdigit() else _NAMED.get(found, found)


def _string(text: bytes) -> bytes:
    return b"<" + text.hex().encode() + b">" if text else b""


def fonts_of(page: Any) -> dict[bytes, Font]:
    """The composite fonts of a page by their names in its streams."""
    named = page.get("/Resources", {}).get("/Font", {})
    return {
        str(name)[1:].encode(): _font(font)
        for name, font in named.items()
        if font.get("/Subtype") == "/Type0" and font.get("/Encoding") == "/Identity-H"
    }


def _font(font: Any) -> Font:
    inner = font["/DescendantFonts"][0]
    return Font(_advances(list(inner.get("/W", []))), float(inner.get("/DW", 1000)))


def _advances(widths: list[Any]) -> dict[int, float]:
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
