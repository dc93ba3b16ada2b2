"""Bars of a chart against the numbers at their ends: a length is its number, on one scale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nec_analysis.figures.recette.drawing import SVG, Word
from nec_analysis.figures.recette.fault import SCALE, Fault
from nec_analysis.figures.recette.numbers import PERCENT, PLAIN, numbers

FEWEST = 3
"""Bars that begin at one edge, at least: fewer show no scale."""
CLOSE, LOOSE = 12.0, 1.0
"""Points between a bar and its number, at most; by which a bar may be off, besides the rounding of its number."""
AFTER = "start"
"""How a number after its bar is set; one in the middle is that of the bar it stands on."""
_BOX = re.compile(
    r"M (?P<left>[\d.]+) (?P<top>[\d.]+) L (?P<right>[\d.]+) (?P=top) L (?P=right) (?P<low>[\d.]+) L (?P=left) (?P=low) z"
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A horizontal bar, in points."""

    left: float
    right: float
    top: float
    low: float


def bars(path: Path) -> list[Bar]:
    """The rectangles of an SVG."""
    from lxml import etree

    root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    found = [_BOX.fullmatch(one.get("d", "")) for one in root.iter(f"{SVG}path")]
    return [Bar(*(float(box[side]) for side in ("left", "right", "top", "low"))) for box in found if box]


def uneven(path: Path, words: Sequence[Word], lang: str, file: str) -> Iterator[Fault]:
    """Bars longer or shorter than their number says, numbers whose bar is gone, in charts whose bars share an edge."""
    edges: dict[float, list[Bar]] = {}
    for bar in bars(path):
        edges.setdefault(bar.left, []).append(bar)
    for group in edges.values():
        ends = [(bar, word, value) for bar in group for word, value in _values(words, lang) if _beside(bar, word)]
        tied = [one for one in ends if 0 < one[1].x - one[0].right <= CLOSE and one[1].anchor == AFTER]
        if len(tied) < FEWEST or len({(word.size, word.anchor) for _, word, _ in tied}) > 1:
            continue
        style = tied[0][1].size, tied[0][1].anchor
        scale = _scale([(bar, value) for bar, word, value in ends if (word.size, word.anchor) == style and value])
        longest = max(value for _, _, value in ends) or 1.0
        for bar, word, value in ends:
            # A number is rounded by half a unit, and so is the long one that gave the scale.
            off = scale / 2 * (1 + value / longest) + LOOSE
            if (word.size, word.anchor) == style and abs(bar.right - bar.left - scale * value) > off:
                cause = "n'est pas ce que montre la longueur de sa barre."
                yield Fault(
                    SCALE, file, f"en y = {word.y:g}", word.text, cause, f"{(bar.right - bar.left) / scale:.1f}"
                )
        held = {word for _, word, _ in ends}
        column = [(word, value) for word, value in _values(words, lang) if (word.size, word.anchor) == style]
        for word, value in column:
            if value and word not in held and min(b.top for b in group) <= word.y <= max(b.low for b in group):
                yield Fault(SCALE, file, f"en y = {word.y:g}", word.text, "n'a pas de barre.")


def _scale(ends: Sequence[tuple[Bar, float]]) -> float:
    """Points for one unit: the median, each bar weighing as its number does, for small ones are rounded coarsely."""
    steps = sorted(((bar.right - bar.left) / value, value) for bar, value in ends)
    half, passed = sum(value for _, value in steps) / 2, 0.0
    for step, weight in steps:
        passed += weight
        if passed >= half:
            return step
    return 1.0


def _beside(bar: Bar, word: Word) -> bool:
    """Whether a number stands on the line of a bar, at its end or beyond."""
    return min(bar.top, bar.low) <= word.y <= max(bar.top, bar.low) + 2 and word.x > bar.left


def _values(words: Sequence[Word], lang: str) -> Iterator[tuple[Word, float]]:
    for word in words:
        found = numbers(word.text, lang)
        if len(found) == 1 and found[0].text == word.text and found[0].kind in (PLAIN, PERCENT) and not found[0].bound:
            yield word, float(found[0].value)
