"""The lines of a drawing: words on one level, words one under the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from nec_analysis.figures.recette.passage import flat, squeezed
from nec_analysis.phases.line import Line, of_text

LEVEL = 3.0
"""Points by which two words of a drawing may be off one line."""
SVG = "{http://www.w3.org/2000/svg}"


def words(path: Path) -> Iterator[str]:
    """The words of a chart's drawing, in their order."""
    from lxml import etree

    root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    for element in root.iter(f"{SVG}text") if root is not None else ():
        yield "".join(element.itertext())


def letters(words: Iterable[str]) -> str:
    """The words of a drawing as any format keeps them, whatever their order."""
    return "".join(sorted(squeezed("".join(words))))


def of_svg(content: bytes) -> Iterator[Line]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    root = etree.fromstring(content, parser)
    if root is not None:
        yield from of_drawing(root)


def of_drawing(root: Any) -> Iterator[Line]:
    """Each text of a drawing with those on its level; its name, its description, its comments."""
    found: list[tuple[str, float, float, str]] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield from of_text((element.text or "").encode())
            continue
        tag = element.tag.removeprefix(SVG)
        if tag == "text":
            text = flat("".join(element.itertext()))
            found.append((text, _place(element.get("x")), _place(element.get("y")), str(element.get("text-anchor"))))
        elif tag in ("title", "desc", "metadata"):
            yield Line("", (flat("".join(element.itertext())),))
        if said := element.get("aria-label"):
            yield Line("", (flat(said),))
    for text, levels in _blocks(found):
        beside = [word for word, _, y, _ in found if word not in text and any(abs(y - at) <= LEVEL for at in levels)]
        yield Line("", (text, *beside))


def _blocks(found: Sequence[tuple[str, float, float, str]]) -> Iterator[tuple[str, list[float]]]:
    """Every text alone, then lines of one text put together: same edge, one under the other, words in both."""
    for text, _, y, _ in found:
        yield text, [y]
    for n, (text, x, y, anchor) in enumerate(found):
        levels = [y]
        for more, at, below, edge in found[n + 1 : n + 3]:
            if (at, edge) != (x, anchor) or not 0 < below - levels[-1] < 30 or _bare(more) or _bare(text):
                break
            text, levels = f"{text} {more}", [*levels, below]
            yield text, [*levels, sum(levels) / len(levels)]


def _bare(text: str) -> bool:
    """Whether a text has no letter: one number under another, as on a scale, makes no longer number."""
    return not any(map(str.isalpha, text))


def _place(text: str | None) -> float:
    try:
        return float((text or "0").split()[0])
    except ValueError:
        return 0.0
