"""Drawings: the allow-list lets a chart through, nothing else; sizes come out in millimetres."""

from __future__ import annotations

import base64
import struct
import zlib

import pytest
import report_sample as sample
from lxml import etree

from nec_analysis.errors import NecError
from nec_analysis.report import outputs, vector

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 50">'
HOSTILE = (
    "<script>alert(1)</script>",
    '<g onload="alert(1)"/>',
    '<a xlink:href="javascript:alert(1)"><rect width="1" height="1"/></a>',
    '<image xlink:href="http://exemple.invalid/x.png"/>',
    '<image xlink:href="file:///etc/passwd"/>',
    '<image xlink:href="data:image/svg+xml;base64,AAAA"/>',
    '<use xlink:href="http://exemple.invalid/x.svg#a"/>',
    "<style>*{fill:url(http://exemple.invalid/)}</style>",
    '<rect style="fill:url(http://exemple.invalid/x)" width="1" height="1"/>',
    '<rect fill="url(javascript:alert(1))" width="1" height="1"/>',
    "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml' onload='alert(1)'/></foreignObject>",
    '<animate attributeName="href" to="javascript:alert(1)"/>',
    '<set attributeName="onload" to="alert(1)"/>',
    '<rect width="1" height="1" data-x="&lt;script&gt;" onclick="x"/>',
)


@pytest.mark.parametrize("inside", HOSTILE)
def test_nothing_alive_gets_through(inside: str) -> None:
    out = vector.sanitise(f"{HEAD}{inside}</svg>", prefix="a").lower()
    for word in (
        "script",
        "onload",
        "onclick",
        "exemple.invalid",
        "passwd",
        "style",
        "foreignobject",
        "animate",
        "svg+xml",
    ):
        assert word not in out
    etree.fromstring(out.encode())


def test_an_entity_is_not_resolved() -> None:
    bomb = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>{HEAD}<text>&x;</text></svg>'
    assert "x" not in "".join(etree.fromstring(vector.sanitise(bomb, prefix="a").encode()).itertext())


@pytest.mark.parametrize("text", ["", "<html/>", "<svg/>", "pas du xml", "\x00"])
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(NecError) as refusal:
        vector.sanitise(text, prefix="a")
    assert refusal.value.code == "svg-invalid"


def test_a_chart_keeps_its_text_its_fonts_its_size() -> None:
    out = vector.sanitise(outputs.drawing(sample.bars()), prefix="themes")
    assert "style=" not in out
    assert 'font-weight="700"' in out
    assert "31,5\u202f%" in out
    assert vector.size(out) == pytest.approx((174, 86), abs=0.1)


def test_two_drawings_share_no_id() -> None:
    svg = f'{HEAD}<defs><clipPath id="c"><rect width="9" height="9"/></clipPath></defs><g clip-path="url(#c)"><path d="M0 0"/></g></svg>'
    assert 'id="a-c"' in vector.sanitise(svg, prefix="a")
    assert "url(#b-c)" in vector.sanitise(svg, prefix="b")


def test_the_opacity_of_a_shape_is_said_of_its_paint() -> None:
    out = vector.sanitise(
        f'{HEAD}<path d="M0 0" opacity="0.5" fill-opacity="0.5"/><g opacity="0.5"><path d="M0 0"/></g></svg>',
        prefix="a",
    )
    assert 'fill-opacity="0.25"' in out
    assert 'stroke-opacity="0.5"' in out
    assert '<g opacity="0.5">' in out


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ('width="72pt" height="36pt"', (25.4, 12.7)),
        ('width="96" height="48px"', (25.4, 12.7)),
        ('width="10cm"', (100, 50)),
        ('height="25mm"', (50, 25)),
        ("", (26.46, 13.23)),
    ],
)
def test_sizes_are_read_in_any_unit(given: str, size: tuple[float, float]) -> None:
    svg = vector.sanitise(HEAD.replace("<svg", f"<svg {given}") + "</svg>", prefix="a")
    assert vector.size(svg) == pytest.approx(size, abs=0.01)


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(b"".join(b"\x00" + b"\x80" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_picture_is_wrapped_at_its_size() -> None:
    svg = vector.picture(base64.b64encode(png(192, 96)).decode())
    assert vector.size(vector.sanitise(svg, prefix="a")) == pytest.approx((50.8, 25.4))
    assert "data:image/png;base64," in vector.sanitise(svg, prefix="a")


@pytest.mark.parametrize(
    ("data", "mime"), [(b"GIF89a", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"", "image/png")]
)
def test_a_broken_picture_is_refused(data: bytes, mime: str) -> None:
    with pytest.raises(NecError, match="image-invalid"):
        vector.picture(data, mime)


def test_a_legend_already_drawn_is_recognised_however_its_lines_are_cut() -> None:
    svg = f"{HEAD}<text>Score = promo-</text><text>teurs − détracteurs.</text></svg>"
    assert vector.says(svg, "Score = promo-teurs − détracteurs")
    assert not vector.says(svg, "Score = autre chose")
