"""SVG for publication: named for screen readers, ids of its own, no style sheet, as small as it can be."""

from __future__ import annotations

import re
from typing import Any

from nec_analysis.charts import style

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
FAMILIES = f"{style.FAMILY}, '{style.FALLBACK}', sans-serif"

_NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_NO_TURN = re.compile(r"^rotate\(-?0(?:\.0*)? [^)]*\)$")
OUTLINE = 4000
"""From so many characters on, a path is a map's outline."""
_MEASURES = frozenset(("d", "x", "y", "width", "height", "viewBox", "transform", "points", "cx", "cy", "r"))


def finish(drawn: str, *, id: str, title: str, description: str, lang: str) -> str:
    """What matplotlib wrote, made fit to stand in a page beside others.

    `<title>` and `<desc>` name it, every id starts with that of the chart, styles become attributes, numbers keep two
    decimals (a hundredth of a point), groups that say nothing go.
    """
    from lxml import etree

    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(drawn.encode("utf-8"), parser)
    for metadata in root.findall(f"{SVG}metadata"):
        root.remove(metadata)
    _drop_style_sheet(root)
    for element in root.iter():
        _plain(element)
    _flatten(root)
    _own_ids(root, id)
    _name(root, id, title, description, lang)
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode")) + "\n"


def _drop_style_sheet(root: Any) -> None:
    """matplotlib's rule for every element would reach the whole page; it is inherited from the root instead."""
    for sheet in root.iter(f"{SVG}style"):
        sheet.getparent().remove(sheet)
        break
    root.set("stroke-linejoin", "round")
    root.set("font-family", FAMILIES)


def _plain(element: Any) -> None:
    for part in element.attrib.pop("style", "").split(";"):
        name, _, value = part.partition(":")
        if value and not (name.strip() == "font-family" and value.strip() == f"'{style.FAMILY}'"):
            element.set(name.strip(), value.strip())
    if _NO_TURN.match(element.get("transform", "")):
        del element.attrib["transform"]
    for name in _MEASURES.intersection(element.attrib):
        element.set(name, _short(element.get(name)))
    if len(element.get("d", "")) > OUTLINE:
        element.set("d", _stepped(element.get("d")))


def _stepped(path: str) -> str:
    """A long outline from point to point, in tenths of a point, rounded by place so that nothing drifts."""
    if not set(re.findall("[A-Za-z]", path)) <= set("MLzZ"):
        return path
    written, x, y = [], 0, 0
    for ring in re.findall(r"[^zZ]+", path):
        numbers = [round(float(n) * 10) for n in re.findall(r"-?\d*\.?\d+", ring)]
        steps = []
        for to_x, to_y in zip(numbers[::2], numbers[1::2], strict=True):
            steps.append((to_x - x, to_y - y))
            x, y = to_x, to_y
        start = steps.pop(0) if steps else (0, 0)
        written.append(f"m{_tenths(start)}l{' '.join(map(_tenths, steps))}z")
        x, y = (numbers[0], numbers[1]) if numbers else (x, y)
    return "".join(written)


def _tenths(step: tuple[int, int]) -> str:
    return f"{step[0] / 10:g} {step[1] / 10:g}"


def _short(numbers: str) -> str:
    return " ".join(_NUMBER.sub(_two_decimals, numbers).split())


def _two_decimals(match: re.Match[str]) -> str:
    rounded = f"{float(match.group()):.2f}".rstrip("0").rstrip(".")
    return "0" if rounded == "-0" else rounded


def _flatten(root: Any) -> None:
    """Take away the groups that hold nothing but an id nobody refers to, or nothing at all."""
    for element in [e for e in root.iter(f"{SVG}g", f"{SVG}defs") if not len(e)]:
        element.getparent().remove(element)
    for group in list(root.iter(f"{SVG}g")):
        if set(group.attrib) <= {"id"} and group.getparent() is not None:
            parent, at = group.getparent(), group.getparent().index(group)
            parent[at : at + 1] = list(group)


def _own_ids(root: Any, id: str) -> None:
    for element in root.iter():
        if "id" in element.attrib:
            element.set("id", f"{id}-{element.get('id')}")
        for name, value in element.attrib.items():
            if "url(#" in value:
                element.set(name, _REFERENCE.sub(rf"url(#{id}-\1)", value))
            elif name in (XLINK, "href") and value.startswith("#"):
                element.set(name, f"#{id}-{value[1:]}")


def _name(root: Any, id: str, title: str, description: str, lang: str) -> None:
    from lxml import etree

    root.set("role", "img")
    root.set("aria-labelledby", f"{id}-title {id}-desc")
    root.set("lang", lang)
    for at, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = etree.Element(f"{SVG}{tag}", id=f"{id}-{tag}")
        element.text = text
        root.insert(at, element)
