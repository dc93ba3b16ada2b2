"""Texts of a chart with the place where they stand; graduations of its axes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, takewhile
from operator import attrgetter
from pathlib import Path
from typing import Any

from nec_analysis.figures.recette.numbers import PERCENT, PLAIN, SIGNED, numbers
from nec_analysis.figures.recette.passage import flat, squeezed

SVG = "{http://www.w3.org/2000/svg}"
NEAR = 0.75
"""Points by which a graduation may be off its place: coordinates keep two decimals, text is set by its middle."""
CUT = "…"
"""What a label that is too long ends with."""
MOST = 6
"""Lines of a label, at most."""
FEWEST = 3
"""Graduations of one axis, at least: any two points are on a line."""


@dataclass(frozen=True, slots=True)
class Word:
    """A text of a chart, at its place."""

    text: str
    x: float
    y: float
    size: str
    fill: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a chart says: its words in their order, its name and description for people who do not see it."""

    words: tuple[Word, ...]
    named: tuple[str, ...]


def drawing(path: Path) -> Drawing:
    """The texts of an SVG."""
    from lxml import etree

    root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    named = [flat("".join(root.findtext(f"{SVG}{tag}") or "")) for tag in ("title", "desc")]
    return Drawing(tuple(words(root)), tuple(text for text in named if text))


def words(root: Any) -> Iterator[Word]:
    """The texts of a drawing, in a file of its own or in a page."""
    yield from (word for word in map(_word, _texts(root)) if word.text)


def _texts(root: Any) -> Iterator[list[Any]]:
    """The pieces of each text: where letters of another font stand in, the line is written in several."""
    line: list[Any] = []
    for piece in root.iter("{*}text"):
        if line and not (_of_one_line(line[-1], piece)):
            yield line
            line = []
        line.append(piece)
    if line:
        yield line


def _of_one_line(one: Any, two: Any) -> bool:
    alike = all(one.get(name) == two.get(name) for name in ("y", "font-size", "fill", "font-weight", "transform"))
    return alike and bool(one.get("font-family") or two.get("font-family")) and two.get("text-anchor") == "start"


def _word(pieces: Sequence[Any]) -> Word:
    first = pieces[0]
    return Word(
        flat(" ".join("".join(piece.itertext()) for piece in pieces)),  # a piece is written without its first blank
        _number(first.get("x")),
        _number(first.get("y")),
        first.get("font-size", ""),
        first.get("fill", ""),
        first.get("text-anchor", ""),
    )


def foot(words: Sequence[Word]) -> str:
    """The last paragraph of a drawing: its source, its notes, how many rows it leaves to the data."""
    last = takewhile(lambda word: (word.size, word.x) == (words[-1].size, words[-1].x), reversed(words))
    return " ".join(word.text for word in reversed([*last]))


def apart_from(names: frozenset[str], words: Sequence[Word]) -> tuple[Word, ...]:
    """The words but the lines of wrapped labels: one under the other, together one of the `names` (squeezed)."""
    kept: list[Word] = []
    at = 0
    while at < len(words):
        lines = _label(names, words[at : at + MOST])
        kept += [] if lines else [words[at]]
        at += lines or 1
    return tuple(kept)


def _label(names: frozenset[str], words: Sequence[Word]) -> int:
    """How many of the first words are the lines of a name, 0 where they are none."""
    style = attrgetter("size", "fill", "anchor", "x")
    below = [n for n, (one, two) in enumerate(pairwise(words), 2) if style(one) == style(two) and one.y != two.y]
    reach = next((n for n in range(2, len(words) + 1) if n not in below), len(words) + 1)
    return next((n for n in range(reach - 1, 1, -1) if _names("".join(word.text for word in words[:n]), names)), 0)


def _names(said: str, names: frozenset[str]) -> bool:
    """Whether lines are a name, or begin one that is cut for want of room."""
    letters = squeezed(said)
    return letters in names or (said.endswith(CUT) and any(name.startswith(letters) for name in names))


def _number(text: str | None) -> float:
    try:
        return float((text or "0").split()[0])
    except ValueError:
        return 0.0


def graduations(words: Sequence[Word], lang: str) -> frozenset[int]:
    """The places (in `words`) of numbers that stand evenly on an axis: their distance is their difference."""
    found: set[int] = set()
    for group in _groups(words, lang):
        if _even([(at, value) for _, at, value in group]):
            found |= {n for n, _, _ in group}
    return frozenset(found)


def _groups(words: Sequence[Word], lang: str) -> Iterator[list[tuple[int, float, Fraction]]]:
    """Lone numbers of one size and colour on a level, or one above the other."""
    alone = [(n, word, value) for n, word in enumerate(words) if (value := _alone(word.text, lang)) is not None]
    for along, across in (("x", "y"), ("y", "x")):
        levels: dict[tuple[str, str, float], list[tuple[int, float, Fraction]]] = {}
        for n, word, value in alone:
            key = (word.size, word.fill, round(getattr(word, across), 1))
            levels.setdefault(key, []).append((n, getattr(word, along), value))
        yield from (group for group in levels.values() if len(group) >= FEWEST)


def _alone(text: str, lang: str) -> Fraction | None:
    """The number of a text that says nothing else."""
    found = numbers(text, lang)
    if len(found) != 1 or found[0].kind not in (PLAIN, PERCENT, SIGNED) or found[0].text != text:
        return None
    return found[0].value


def _even(points: Sequence[tuple[float, Fraction]]) -> bool:
    """Whether values grow with their place, in a straight line."""
    (x0, v0), (x1, v1) = min(points), max(points)
    if x0 == x1 or v0 == v1:
        return False
    slope = (x1 - x0) / float(v1 - v0)
    return all(abs(x0 + slope * float(v - v0) - x) <= NEAR for x, v in points)
