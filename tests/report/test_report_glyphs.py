"""Letters of charts become words again, at the same places."""

from __future__ import annotations

import re

import pikepdf
import pytest

from nec_analysis.report.glyphs import Font, join, shortened

FONT = {b"f0": Font({b"\x00\x01": 500.0, b"\x00\x02": 250.0}, 1000.0)}


def letter(code: bytes, x: float, y: float = 100, size: float = 10, font: bytes = b"f0") -> bytes:
    where = f"q 1 0 0 -1 {x} {y} cm/c0 cs 0 0 0 scn\nBT 0 Tr/".encode() + font
    return where + f" {size} Tf 1 0 0 -1 0 0 Tm(".encode() + code + b")Tj\nET\nQ\n"


def test_letters_that_follow_each_other_are_one_string() -> None:
    out = join(letter(b"\\000\\001", 10) + letter(b"\\000\\002", 15) + letter(b"\\000\\001", 17.5), FONT)
    assert out.count(b"BT") == 1
    assert b"[<000100020001>]TJ" in out


def test_a_gap_is_kept_as_a_shift() -> None:
    out = join(letter(b"\\000\\001", 10) + letter(b"\\000\\002", 18), FONT)
    assert b"[<0001>-300<0002>]TJ" in out


def test_small_shifts_do_not_add_up() -> None:
    xs = [10 + i * 5.03 for i in range(40)]
    out = join(b"".join(letter(b"\\000\\001", x) for x in xs), FONT)
    shifts = [int(found) for found in re.findall(rb">(-?\d+)<", out)]
    assert abs(sum(-shift for shift in shifts) - 39 * 3) <= 4


def test_lines_sizes_and_unknown_fonts_stay_apart() -> None:
    content = b"".join((letter(b"\\000\\001", 10), letter(b"\\000\\001", 15, 90), letter(b"\\000\\001", 20, 90, 8)))
    assert join(content, FONT) == content
    strange = letter(b"a", 10, font=b"f9") + letter(b"b", 15, font=b"f9")
    assert join(strange, FONT) == strange


def test_escapes_are_understood_and_the_rest_is_untouched() -> None:
    content = b"q\n0 0 m\nQ\n" + letter(b"\\000\\)", 10) + letter(b"\\000\\n", 20) + b"% fin"
    out = join(content, FONT)
    assert out.startswith(b"q\n0 0 m\nQ\n")
    assert out.endswith(b"% fin")
    assert b"<0029000a>" in out


@pytest.mark.parametrize(
    ("written", "short"),
    [
        (rb"(\000\021\000\022)Tj", b"(\0\\021\0\\022)Tj"),
        (rb"(\000\\\000\003)Tj", b"(\0\\134\0\\003)Tj"),
        (rb"(\\000)Tj", rb"(\134000)Tj"),
    ],
)
def test_null_bytes_stand_for_themselves(written: bytes, short: bytes) -> None:
    assert shortened(written) == short
    both = [bytes(pikepdf.Object.parse(string.removesuffix(b"Tj"))) for string in (written, short)]
    assert both[0] == both[1]
