"""SVG drawings made safe: allowed elements only, no style text, no address, ids of their own."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import unescape

from lxml import etree

from nec_analysis.errors import NecError

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_HREF = f"{{{XLINK}}}href"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _qualified(text: str) -> frozenset[str]:
    """Names of elements as the parser gives them, with their namespace."""
    return frozenset(f"{{{SVG}}}{name}" for name in text.split())


_TAGS = _qualified(
    "svg g defs path rect circle ellipse line polyline polygon text tspan use image clipPath mask pattern marker "
    "linearGradient radialGradient stop symbol"
)
_ATTRIBUTES = _names(
    "id x y x1 y1 x2 y2 cx cy r rx ry fx fy d points width height viewBox preserveAspectRatio transform href "
    "clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits patternTransform gradientUnits "
    "gradientTransform spreadMethod offset markerWidth markerHeight markerUnits refX refY orient dx dy rotate "
    "textLength lengthAdjust version"
)
_STYLES = _names(
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray "
    "stroke-dashoffset stroke-miterlimit opacity clip-path clip-rule mask font-family font-size font-weight font-style "
    "text-anchor dominant-baseline baseline-shift letter-spacing stop-color stop-opacity color display visibility "
    "marker-start marker-mid marker-end shape-rendering text-rendering image-rendering"
)
_FONT = re.compile(
    r"^(?:(?P<style>italic|oblique|normal)\s+)?(?:(?P<weight>bold|normal|[1-9]00)\s+)?"
    r"(?P<size>[\d.]+(?:px|pt)?)(?:/\S+)?\s+(?P<family>.+)$"
)
_SHAPES = _qualified("path rect circle ellipse line polyline polygon text")
_IMAGE = f"{{{SVG}}}image"
_SHARE = re.compile(r"^(?:0?\.\d+|0|1|1\.0*|0\.\d*)$")
_URL = re.compile(r"url\(\s*['\"]?\s*([^)'\"]*)['\"]?\s*\)")
_PICTURE = re.compile(r"^data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]+$")
HEAVY = 60_000
"""Drawings of more characters are rounded."""
_DECIMALS = re.compile(r"-?\d*\.\d+")
_SAID = re.compile(r">([^<>]*\S[^<>]*)<")
_RULE = re.compile(r"^\s*\*\s*\{([^{}]*)\}\s*$")
_UNSAFE = re.compile(r"[<>\\]|expression|javascript:|@import", re.IGNORECASE)


def sanitise(svg: str, *, prefix: str, write: Callable[[str], str] = str) -> str:
    """The drawing with what a chart needs, nothing else: no script, no event, no link out, no style attribute.

    Styles become presentation attributes, so that a page may forbid inline styles altogether; every id is prefixed, so
    that two drawings on a page do not share them; `write` is applied to each text. Raises NecError when it is no SVG.
    """
    root = _parsed(svg)
    if etree.QName(root).namespace != SVG or etree.QName(root).localname != "svg":
        raise NecError(
            "svg-invalid", "graphique", "ce n'est pas un dessin SVG", "donner une figure matplotlib ou un SVG"
        )
    common = _common_style(root)
    _filter(root)
    for element in root.iter():
        _dress(element, common, prefix)
        element.text, element.tail = _written(element.text, write), _written(element.tail, write)
    _size(root)
    _prune(root)
    if len(svg) > HEAVY:
        _coarser(root)
    etree.cleanup_namespaces(root, top_nsmap={None: SVG})
    return str(etree.tostring(root, encoding="unicode"))


def _parsed(svg: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=True
    )
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", svg)
    try:
        return etree.fromstring(re.sub(r"<!DOCTYPE[^>\[]*>", "", body, count=1).strip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError, UnicodeEncodeError) as error:
        raise NecError("svg-invalid", "graphique", "le dessin SVG est illisible", "refaire la figure") from error


def _common_style(root: etree._Element) -> dict[str, str]:
    """What matplotlib says once of all elements, as `*{stroke-linejoin: round}`."""
    found: dict[str, str] = {}
    for style in root.iter(f"{{{SVG}}}style"):
        rule = _RULE.match(style.text or "")
        if rule:
            found |= _declarations(rule.group(1))
    return found


def _filter(element: etree._Element) -> None:
    """Drop what is not allowed, children with it; the text that stood after stays out of a drawing."""
    for child in list(element):
        if child.tag in _TAGS:
            _filter(child)
        else:
            element.remove(child)


def _dress(element: etree._Element, common: dict[str, str], prefix: str) -> None:
    """Only known attributes; the style attribute spelt out as attributes; ids of this drawing alone."""
    given = dict(element.attrib)
    element.attrib.clear()
    is_root = element.getparent() is None
    styles = (common if is_root else {}) | {k: v for k, v in given.items() if k in _STYLES}
    styles |= _declarations(given.get("style", ""))
    said = [(name, value) for name, value in sorted(given.items()) if name in _ATTRIBUTES or name == _HREF]
    for name, value in (*said, *sorted(_flat_opacity(element, styles).items())):
        if name in ("href", _HREF):
            if value.startswith("#") or (element.tag == _IMAGE and _PICTURE.match(value)):
                element.set(_HREF, _renamed(_HREF, value, prefix))
        elif _harmless(value):
            element.set(name, _renamed(name, value, prefix))


def _flat_opacity(element: etree._Element, styles: dict[str, str]) -> dict[str, str]:
    """Opacity of a lone shape said of its fill with its stroke: as a group, each would cost a PDF 300 bytes."""
    if "opacity" not in styles or element.tag not in _SHAPES:
        return styles
    flat = {name: value for name, value in styles.items() if name != "opacity"}
    for part in ("fill-opacity", "stroke-opacity"):
        if _SHARE.match(styles["opacity"]) and _SHARE.match(styles.get(part, "1")):
            flat[part] = f"{float(styles['opacity']) * float(styles.get(part, '1')):g}"
    return flat


@lru_cache(maxsize=1 << 14)
def _harmless(value: str) -> bool:
    """Whether a value says nothing but a drawing; the charts of a batch say the same few again and again."""
    return not _UNSAFE.search(value) and all(url.startswith("#") for url in _URL.findall(value))


@lru_cache(maxsize=1 << 12)
def _declarations(style: str) -> Mapping[str, str]:
    """The styles that a drawing may have; charts say the same few again and again."""
    found: dict[str, str] = {}
    for part in style.split(";"):
        name, _, value = (piece.strip() for piece in part.partition(":"))
        if name == "font":
            found |= _font(value)
        elif name in _STYLES and value:
            found[name] = value
    return found


def _font(value: str) -> dict[str, str]:
    """The `font` shorthand, which is not an attribute, as the four attributes it stands for."""
    match = _FONT.match(value)
    if not match:
        return {}
    parts = {f"font-{name}": text for name, text in match.groupdict().items() if text}
    return {name: text for name, text in parts.items() if text != "normal"}


def _renamed(name: str, value: str, prefix: str) -> str:
    """The value of an attribute where ids have a prefix."""
    if name == "id":
        return f"{prefix}-{value}"
    if name == _HREF and value.startswith("#"):
        return f"#{prefix}-{value[1:]}"
    return _URL.sub(lambda url: f"url(#{prefix}-{url.group(1)[1:]})", value) if "url(" in value else value


def _written(text: str | None, write: Callable[[str], str]) -> str | None:
    return write(text) if text and text.strip() else None


def _coarser(root: etree._Element) -> None:
    """A tenth of a point is finer than print: borders of a map need no more, which halves them."""
    for path in root.iter(f"{{{SVG}}}path"):
        path.set("d", _tenths(path.get("d", "")))


@lru_cache(maxsize=1 << 12)
def _tenths(path: str) -> str:
    """The outline rounded; the maps of a batch have theirs in common."""
    return _DECIMALS.sub(lambda number: f"{float(number.group()):.1f}".removesuffix(".0"), path)


def _size(root: etree._Element) -> None:
    """A view box always: width and height alone would not scale."""
    if not root.get("viewBox"):
        width, height = (_number(root.get(side, "")) for side in ("width", "height"))
        root.set("viewBox", f"0 0 {width:g} {height:g}")


def _number(length: str) -> float:
    found = re.match(r"[\d.]+", length)
    return float(found.group()) if found else 100.0


def _prune(root: etree._Element) -> None:
    """Ids nobody refers to, groups that say nothing: matplotlib writes one for every artist."""
    used = {ref for element in root.iter() for value in element.attrib.values() for ref in _references(value)}
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)
    for element in reversed(list(root.iter(f"{{{SVG}}}g", f"{{{SVG}}}defs"))):
        _unwrap(element)


def _references(value: str) -> list[str]:
    if value.startswith("#"):
        return [value[1:]]
    return [url[1:] for url in _URL.findall(value)] if "url(" in value else []


def _unwrap(group: etree._Element) -> None:
    parent = group.getparent()
    if parent is None or group.attrib or (etree.QName(group).localname == "defs" and len(group)):
        return
    at = parent.index(group)
    parent[at : at + 1] = list(group)


def picture(data: str | bytes, mime: str = "image/png") -> str:
    """A PNG or JPEG picture wrapped in an SVG of its own size: the one form of drawing of the document.

    `data` is base64 text as notebooks hold it, or bytes. Raises NecError when it is neither PNG nor JPEG.
    """
    content = base64.b64decode("".join(data.split())) if isinstance(data, str) else data
    width, height = _pixels(content, mime)
    encoded = base64.b64encode(content).decode("ascii")
    return (
        f'<svg xmlns="{SVG}" xmlns:xlink="{XLINK}" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:{mime};base64,{encoded}"/></svg>'
    )


def _pixels(content: bytes, mime: str) -> tuple[int, int]:
    if mime == "image/png" and content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) > 24:
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    if mime == "image/jpeg" and content.startswith(b"\xff\xd8"):
        return _jpeg_pixels(content)
    raise NecError("image-invalid", "image", "ce n'est ni un PNG ni un JPEG entier", "refaire la figure en SVG ou PNG")


def _jpeg_pixels(content: bytes) -> tuple[int, int]:
    """Width and height stand in the first start-of-frame segment (ITU T.81, B.2.2)."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
        at += 2 + length
    raise NecError("image-invalid", "image", "ce JPEG est incomplet", "refaire la figure en SVG ou PNG")


def size(svg: str) -> tuple[float, float]:
    """Width and height of a drawing in mm; a bare number is a CSS pixel (1/96 inch), as browsers read it."""
    head = svg[: svg.index(">")]
    box = [float(n) for n in re.findall(r"-?[\d.]+", (re.search(r'viewBox="([^"]*)"', head) or ["", "0 0 100 100"])[1])]
    width, height = (_mm(head, side) for side in ("width", "height"))
    ratio = box[3] / box[2] if len(box) == 4 and box[2] else 1.0
    width = width or (height / ratio if height and ratio else box[2] * _UNITS["px"])
    return width, height or width * ratio


_UNITS = {"pt": 25.4 / 72, "px": 25.4 / 96, "mm": 1.0, "cm": 10.0, "in": 25.4, "": 25.4 / 96}


def _mm(head: str, side: str) -> float:
    found = re.search(rf'\s{side}="([\d.]+)(pt|px|mm|cm|in|)"', head)
    return float(found.group(1)) * _UNITS[found.group(2)] if found else 0.0


def rewritten(svg: str, write: Callable[[str], str]) -> str:
    """The drawing, already sanitised, with `write` applied to its texts; itself where that changes none."""
    if all(write(text) == text for text in map(unescape, _SAID.findall(svg))):
        return svg
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for element in root.iter():
        element.text, element.tail = _written(element.text, write), _written(element.tail, write)
    return str(etree.tostring(root, encoding="unicode"))


def described(svg: str, alt: str) -> str:
    """The drawing, already sanitised, as one image with its description for those who do not see it."""
    from markupsafe import escape

    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)


def says(svg: str, text: str) -> bool:
    """Whether the drawing already holds that text, however its lines are cut."""
    return not text or _bare(text) in _bare("".join(_parsed(svg).itertext()))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
