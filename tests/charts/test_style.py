"""Colours one can tell apart, letters one can read, lines that fit."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nec_analysis.charts import lettering, style
from nec_analysis.charts.placing import Placer, meet


@pytest.mark.parametrize("colour", [*style.NEC6, style.BAR, style.NAVY, style.ORANGE, style.MINT, style.LIKERT[0]])
def test_shapes_stand_out_from_the_page(colour):
    assert style.contrast(colour, "#FFFFFF") >= 3


@pytest.mark.parametrize("colour", [*style.NEC6_TEXT, style.INK, style.MUTED, style.ORANGE_TEXT, style.NAVY])
def test_letters_stand_out_from_the_page(colour):
    assert style.contrast(colour, "#FFFFFF") >= 4.5


@pytest.mark.parametrize("colour", [*style.SEQUENTIAL, *style.LIKERT, *style.shades("#A84300", "#EDAE73", 3)])
def test_letters_stand_out_from_what_they_are_on(colour):
    assert style.contrast(style.letters_on(colour), colour) >= 4.5


@pytest.mark.parametrize("scale", [style.SEQUENTIAL, style.LIKERT[2:], style.LIKERT[2::-1]])
def test_a_scale_of_colours_gets_darker_in_grey(scale):
    light = [style.contrast(colour, "#000000") for colour in scale]
    assert all(a > b for a, b in pairwise(light))


def test_shades_go_from_one_end_to_the_other():
    assert style.shades("#000000", "#FFFFFF", 3) == ("#000000", "#808080", "#FFFFFF")
    assert style.shades("#000000", "#123456", 1) == ("#123456",)


WORDS = st.lists(st.text(alphabet="abcdeé’\u202f%:", min_size=1, max_size=40), min_size=1, max_size=12)


@settings(deadline=None, max_examples=60)
@given(words=WORDS, limit=st.floats(15, 90))
def test_a_wrapped_line_fits_and_nothing_is_lost(words, limit):
    text = " ".join(words)
    lines = lettering.wrap(text, limit, 9.8, most=99)
    assert all(lettering.width(line, 9.8) <= limit + 1e-6 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@settings(deadline=None, max_examples=40)
@given(words=WORDS, limit=st.floats(15, 60), most=st.integers(1, 3))
def test_too_long_a_text_ends_in_an_ellipsis(words, limit, most):
    text = " ".join(words)
    lines = lettering.wrap(text, limit, 9.8, most=most)
    assert len(lines) <= most
    assert all(lettering.width(line, 9.8) <= limit + 1e-6 for line in lines)
    assert lines[-1].endswith("…") == (len(lettering.wrap(text, limit, 9.8, most=99)) > most)


def test_a_line_breaks_at_ordinary_spaces_only():
    text = "Pour 87\u202f% des participants\u202f: 1\u202f700\u00a0inscrits"
    lines = lettering.wrap(text, 30, 9.8)
    assert len(lines) > 1
    assert " ".join(lines) == text


def test_no_last_line_of_one_word():
    lines = lettering.wrap(
        "On vient pour les rencontres, on repart avec une réserve sur le son et le rythme", 150, 13.5
    )
    widths = [lettering.width(line, 13.5) for line in lines]
    assert min(widths) > 0.6 * max(widths)


def test_a_word_that_fits_is_never_cut():
    limit = lettering.width("Numérique", 9.0) + 0.5
    assert lettering.wrap("Numérique résilient & durable", limit, 9.0, most=4)[0] == "Numérique"


def test_a_text_cut_short_ends_with_a_whole_word():
    text = (
        "Les ateliers pratiques en petit groupe, animés par des professionnels de la médiation venus de toute la France"
    )
    for limit in range(40, 60):
        *_, last = lettering.wrap(text, float(limit), style.LABEL, most=2)
        assert last.endswith("…")
        assert not last.endswith(",…")
        assert set(last.removesuffix("…").split()) <= set(text.split()), last


def test_bold_is_wider_than_regular():
    assert lettering.width("Participants", 10, 700) > lettering.width("Participants", 10)
    assert lettering.width("Participants", 20) == pytest.approx(2 * lettering.width("Participants", 10), rel=0.01)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("bravo 👏", "bravo [applaudissements]"),
        ("漢", "[U+6F22]"),
        ("a\tb\nc\x00\u200b", "a b c"),
        ("▲ ok", "▲ ok"),
        ("e\u0301", "é"),
        ("prix 5$ et 6$", "prix 5$ et 6$"),
    ],
)
def test_signs_that_no_font_has_are_named(typed, printed):
    assert lettering.printable(typed) == printed


def test_signs_are_named_in_the_language_of_the_chart():
    assert lettering.printable("bravo 👏", "en") == "bravo [clapping hands]"


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=30))
def test_whatever_is_printable_can_be_drawn(text):
    assert lettering.width(lettering.printable(text), 10) >= 0


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.floats(20, 80), st.floats(20, 80)), min_size=1, max_size=5))
def test_labels_are_placed_clear_of_each_other_inside_the_field(points):
    placer = Placer((0, 0, 100, 100))
    boxes = [placer.place(x, y, 1.5, 15).box for x, y in points]
    assert all(b[0] >= 0 and b[1] >= 0 and b[2] <= 100 and b[3] <= 100 for b in boxes)
    assert not any(meet(a, b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_a_space_after_a_sign_of_the_other_typeface_is_left_empty() -> None:
    from matplotlib.text import Text

    from nec_analysis.charts.sheet import Sheet

    with style.context():
        sheet = Sheet()
        total = sheet.text(10.0, 5.0, "▲▼ écart")
        sign, word = (text for text in sheet.figure.findobj(Text) if text.get_text().strip())
        assert (sign.get_text(), word.get_text()) == ("▲▼", "écart")
        gap = word.get_position()[0] - 10.0 - lettering.width("▲▼", style.LABEL)
        assert gap == pytest.approx(
            lettering.width("▲▼ écart", style.LABEL)
            - lettering.width("▲▼", style.LABEL)
            - lettering.width("écart", style.LABEL),
            abs=0.01,
        )
        assert gap > 0.5
        assert total == pytest.approx(lettering.width("▲▼ écart", style.LABEL))
