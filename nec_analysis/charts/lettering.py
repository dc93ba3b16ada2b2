"""Letters on a chart: which font, how wide, where a line breaks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Any

from nec_analysis.charts import style

ELLIPSIS = "…"


@lru_cache(maxsize=256)
def font(size: float, weight: int = style.REGULAR, italic: bool = False, fallback: bool = False) -> Any:
    """Lato in one size; `fallback` is matplotlib's DejaVu Sans, for the signs Lato lacks."""
    from matplotlib.font_manager import FontProperties

    style.register()
    family = [style.FALLBACK if fallback else style.FAMILY]
    if fallback and weight > style.REGULAR:
        weight = style.BOLD  # DejaVu has no other
    return FontProperties(family=family, size=size, weight=weight, style="italic" if italic else "normal")


def font_of(text: str, size: float, weight: int = style.REGULAR, italic: bool = False) -> Any:
    """The font of a run: Lato, or what stands in for it."""
    return font(size, weight, italic, not _lato().issuperset(text))


@lru_cache(maxsize=8192)
def runs(text: str) -> tuple[str, ...]:
    """The text in pieces of one font each: one sign that Lato lacks would set its whole line in another font."""
    return tuple("".join(piece) for _, piece in groupby(text, key=_lato().__contains__))


@lru_cache(maxsize=8192)
def width(text: str, size: float, weight: int = style.REGULAR, italic: bool = False) -> float:
    """How wide a line of text is, in mm."""
    from matplotlib.textpath import text_to_path

    across = 0.0
    for run in runs(text):
        properties = font_of(run, size, weight, italic)
        across += float(text_to_path.get_text_width_height_descent(run, properties, False)[0])
    return across / style.MM


def line_height(size: float) -> float:
    """From one line to the next, in mm."""
    return size * 1.26 / style.MM


def cap_height(size: float) -> float:
    """The height of Lato's capitals, in mm."""
    return size * 0.7165 / style.MM


def wrap(
    text: str, limit: float, size: float, weight: int = style.REGULAR, *, most: int = 9, italic: bool = False
) -> list[str]:
    """Lines no wider than `limit` mm, broken at ordinary spaces only, as even as they can be.

    A word wider than the limit is cut; what goes beyond `most` lines ends in "…".
    """
    lines = _greedy(text, limit, size, weight, italic)
    if len(lines) > most:
        return [*lines[: most - 1], _shortened(" ".join(lines[most - 1 :]), limit, size, weight, italic)]
    return _evened(text, lines, limit, size, weight, italic)


def filled(text: str, limit: float, size: float, weight: int = style.REGULAR) -> list[str]:
    """Lines as full as they can be, as many as it takes."""
    return _greedy(text, limit, size, weight, False)


def _greedy(text: str, limit: float, size: float, weight: int, italic: bool) -> list[str]:
    lines: list[str] = []
    for word in text.split(" "):
        for piece in _pieces(word, limit, size, weight, italic):
            joined = f"{lines[-1]} {piece}" if lines else piece
            if lines and width(joined, size, weight, italic) <= limit:
                lines[-1] = joined
            else:
                lines.append(piece)
    return lines or [""]


def _pieces(word: str, limit: float, size: float, weight: int, italic: bool) -> list[str]:
    """The word itself, or its parts when no line can hold it."""
    pieces, rest = [], word
    while width(rest, size, weight, italic) > limit and len(rest) > 1:
        fits = _longest(rest, limit, size, weight, italic)
        pieces.append(rest[:fits])
        rest = rest[fits:]
    return [*pieces, rest] if rest or not pieces else pieces


def _longest(text: str, limit: float, size: float, weight: int, italic: bool) -> int:
    """How many letters fit, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle], size, weight, italic) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _shortened(text: str, limit: float, size: float, weight: int, italic: bool) -> str:
    if width(text, size, weight, italic) <= limit:
        return text
    room = limit - width(ELLIPSIS, size, weight, italic)
    cut = text[: _longest(text, room, size, weight, italic)]
    whole = cut if text[len(cut)] == " " else cut.rpartition(" ")[0]
    return (whole or cut).rstrip(" ,;:(«") + ELLIPSIS


def _evened(text: str, lines: list[str], limit: float, size: float, weight: int, italic: bool) -> list[str]:
    """The same number of lines, the narrowest way: no last line of one word."""
    if len(lines) < 2:
        return lines
    longest = max(width(word, size, weight, italic) for word in text.split(" "))
    low, high, best = max(limit / 2, min(longest, limit)), limit, lines
    while high - low > 0.5:
        middle = (low + high) / 2
        tried = _greedy(text, middle, size, weight, italic)
        if len(tried) == len(lines):
            best, high = tried, middle
        else:
            low = middle
    return best


def printable(text: str, lang: str = "fr") -> str:
    """The text without what no font can draw: controls go, unknown signs become their name in `lang` or "[U+1F44F]"."""
    flat = unicodedata.normalize("NFC", text).translate({9: " ", 10: " ", 13: " ", 0x2028: " ", 0x2029: " "})
    if _lato().issuperset(flat):
        return flat
    named = _emoji_named(flat, lang) if any(ord(c) > 0x2190 for c in flat) else flat
    return "".join(_drawable(c) for c in named)


def spoken(text: str) -> str:
    """The text for a reader that speaks: one line, no controls."""
    return "".join(c for c in " ".join(text.split()) if unicodedata.category(c)[0] != "C")


def _drawable(sign: str) -> str:
    if unicodedata.category(sign)[0] == "C":
        return ""
    return sign if sign in _lato() or sign in _dejavu() else f"[U+{ord(sign):04X}]"


def _emoji_named(text: str, lang: str) -> str:
    import emoji

    emoji.config.load_language(lang)
    return str(
        emoji.replace_emoji(
            text, lambda sign, _: f"[{emoji.demojize(sign, language=lang).strip(':').replace('_', ' ')}]"
        )
    )


@lru_cache(maxsize=1)
def _lato() -> frozenset[str]:
    return _signs(str(style.register() / "Lato-Regular.ttf"))


@lru_cache(maxsize=1)
def _dejavu() -> frozenset[str]:
    from matplotlib.font_manager import FontProperties, findfont

    return _signs(findfont(FontProperties(family=[style.FALLBACK])))


def _signs(file: str) -> frozenset[str]:
    from matplotlib.ft2font import FT2Font

    signs = map(chr, FT2Font(file).get_charmap())
    return frozenset(sign for sign in signs if unicodedata.category(sign)[0] != "C")
