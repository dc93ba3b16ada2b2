"""Text of PDF content: the characters of each marked piece of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nec_analysis.figures.recette.advances import Advances, advances
from nec_analysis.figures.recette.direction import in_order

LOOSE = -1
"""Text that no tag claims: what stands on every page."""

_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.S)
_ENTRY = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\[.*?\]|<[0-9A-Fa-f]+>)", re.S)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_OPERATORS = "BT Tf Tj TJ ' \" Td TD Tm T* BDC BMC EMC Do"
GAP = -180
"""A step back this wide between two glyphs, in thousandths of the size, is a blank that was not written."""

Codes = dict[int, str]


class Fonts:
    """What the codes of each font stand for, read once a file."""

    def __init__(self) -> None:
        self._known: dict[Any, tuple[int, Codes]] = {}
        self._advances: dict[Any, Advances | None] = {}

    def of(self, font: Any) -> tuple[int, Codes]:
        """How many bytes a code takes, the text of each."""
        key = font.objgen if font.is_indirect else id(font)
        if key not in self._known:
            self._known[key] = (2 if str(font.get("/Subtype")) == "/Type0" else 1, _codes(font))
        return self._known[key]

    def advances(self, font: Any) -> Advances | None:
        """How far the pen goes with each code; None where the font does not tell."""
        key = font.objgen if font.is_indirect else id(font)
        if key not in self._advances:
            self._advances[key] = advances(font)
        return self._advances[key]


def _codes(font: Any) -> Codes:
    if "/ToUnicode" not in font:
        return {}
    found: Codes = {}
    for kind, body in _SECTION.findall(font.ToUnicode.read_bytes()):
        if kind == b"bfchar":
            found |= {int(code, 16): _said(text) for code, text in _PAIR.findall(body)}
        else:
            for first, last, target in _ENTRY.findall(body):
                found |= _range(int(first, 16), int(last, 16), target)
    return found


def _range(first: int, last: int, target: bytes) -> Codes:
    texts = [_said(text) for text in _HEX.findall(target)]
    if target.startswith(b"["):
        return dict(zip(range(first, last + 1), texts, strict=False))
    start = texts[0]
    return {first + n: start[:-1] + chr(ord(start[-1]) + n) for n in range(last - first + 1)} if start else {}


def _said(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be", errors="replace")


def marked(page: Any, fonts: Fonts) -> dict[int, str]:
    """The text of each marked piece (MCID) of a page; LOOSE for what is an artifact or not marked at all."""
    pieces: dict[int, list[str]] = {}
    for piece, text in _runs(page, page.get("/Resources", {}), fonts, [LOOSE]):
        pieces.setdefault(piece, []).append(text)
    return {piece: in_order("".join(texts)) for piece, texts in pieces.items()}


def _runs(stream: Any, resources: Any, fonts: Fonts, within: list[int]) -> Iterator[tuple[int, str]]:
    import pikepdf

    width, codes = 2, dict[int, str]()
    for operands, operator in pikepdf.parse_content_stream(stream, _OPERATORS):
        name = str(operator)
        if name == "Tf":
            width, codes = fonts.of(resources["/Font"][operands[0]])
        elif name in ("BDC", "BMC"):
            within.append(piece_of(operands, resources, within[-1]))
        elif name == "EMC":
            within.pop()
        elif name in ("Tj", "'", '"'):
            yield within[-1], decoded(bytes(operands[-1]), width, codes)
        elif name == "TJ":
            yield within[-1], _spaced(operands[0], width, codes)
        elif name in ("BT", "Td", "TD", "Tm", "T*"):
            yield within[-1], "\n" if name == "BT" else ""
        elif name == "Do":
            form = resources.get("/XObject", {}).get(operands[0])
            if form is not None and str(form.get("/Subtype")) == "/Form":
                yield from _runs(form, form.get("/Resources", resources), fonts, within)


def piece_of(operands: Any, resources: Any, outer: int) -> int:
    """The mark (MCID) of what begins; that around it where it has none."""
    if str(operands[0]) == "/Artifact":
        return LOOSE
    marks = operands[1] if len(operands) > 1 else {}
    if not hasattr(marks, "get"):
        marks = resources.get("/Properties", {}).get(marks, {})
    return int(marks.get("/MCID", outer))


def decoded(raw: bytes, width: int, codes: Codes) -> str:
    """The text of a string of codes."""
    if not codes:
        return raw.decode("latin-1")
    return "".join(codes.get(int.from_bytes(raw[i : i + width], "big"), "") for i in range(0, len(raw), width))


def _spaced(parts: Any, width: int, codes: Codes) -> str:
    said = []
    for part in parts:
        if isinstance(part, (int, float)) or not hasattr(part, "__bytes__"):
            said.append(" " if -float(part) < GAP else "")
        else:
            said.append(decoded(bytes(part), width, codes))
    return "".join(said)
