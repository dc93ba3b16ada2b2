"""Heads of the columns of a chart, keys of its colours, names of its groups: each over, beside, before what it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from nec_analysis.figures.recette.drawing import Word
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.labels import ALIGNED, NAMED, REACH, over, titled
from nec_analysis.figures.recette.placed import Level, placed
from nec_analysis.figures.recette.seen import Seen, across
from nec_analysis.figures.recette.shapes import Shape

KEY = 20.0
"""Points from a little box of colour to the words that say what it is, at most."""
TALL = 60.0
"""Half the height of the longest name, in points, at most."""
UNKEYED = "n'a pas la couleur que dit la légende."


def heads(seen: Seen, columns: Mapping[int, Shape], floor: float) -> Iterator[Fault]:
    """The words centred over columns, `floor` under them, that are not the heads of the data."""
    words = [word for word in seen.words if word.y < floor]
    for column, box in columns.items():
        found = over(words, box)
        if found and not titled(found, seen.drawn.header[column]):
            yield seen.fault(seen.drawn.header[column], " ".join(word.text for word in found), NAMED)


def total(seen: Seen, levels: Iterable[Level], column: int) -> Iterator[Fault]:
    """The head of the numbers that stand after the bars: those furthest right, one under the other."""
    first = min((level.first for level in levels), default=0.0) - REACH
    edge = max((word.x for word in seen.words if word.y >= first and word.anchor == "start"), default=0.0)
    found = [word for word in seen.words if word.y < first and abs(word.x - edge) <= ALIGNED]
    if found and not titled(found, seen.drawn.header[column]):
        yield seen.fault(seen.drawn.header[column], " ".join(word.text for word in found), NAMED)


def answers(seen: Seen, levels: Iterable[Level], names: Sequence[str]) -> Iterator[Fault]:
    """The words beside the little boxes over the rows that are no answer of the scale, or one twice."""
    first = min((level.first for level in levels), default=0.0)
    said = list[str]()
    for box, word in keys(seen, first):
        found = next((name for name in names if titled([word], name) and name not in said), "")
        said.append(found)
        if not found:
            yield seen.fault(f"en x = {box.left:g}, y = {box.top:g}", word.text, NAMED)


def keys(seen: Seen, floor: float) -> Iterator[tuple[Shape, Word]]:
    """The boxes over the rows, each with the word nearest to its side."""
    for box in seen.shapes.boxes:
        beside = [
            word
            for word in seen.words
            if box.bottom < floor
            and box.top <= word.y <= box.bottom + 2.0
            and 0 <= (box.left - word.x if word.anchor == "end" else word.x - box.right) <= KEY
        ]
        if beside:
            yield box, min(beside, key=lambda word: abs(word.x - box.centre[0]))


def keyed(seen: Seen, levels: Mapping[int, Level], column: int) -> Iterator[Fault]:
    """Bars that have not the colour that the key gives to what the data say of their row."""
    told = {
        word.text.casefold(): box.fill for box, word in keys(seen, min((v.first for v in levels.values()), default=0.0))
    }
    for n, level in levels.items():
        fills = {box.fill for box in across(seen.shapes.boxes, level)}
        wanted = told.get(seen.name(n, column).casefold())
        if told and fills and wanted not in fills:
            yield seen.fault(seen.name(n, 1), ", ".join(sorted(fills)), UNKEYED, wanted or "")


def groups(seen: Seen, levels: Mapping[int, Level]) -> Iterator[Fault]:
    """Names of groups of rows that are not written beside their rows."""
    found: dict[str, list[Level]] = {}
    for n, level in levels.items():
        found.setdefault(seen.name(n), []).append(level)
    for name, rows in found.items():
        top, low = min(level.first for level in rows), max(level.last for level in rows)
        beside = [word for word in seen.words if top - TALL <= word.y <= low + TALL]
        written = placed([name], beside).get(0)
        if name and (written is None or not top - REACH <= written.middle <= low + REACH):
            yield seen.fault("", name, NAMED)
