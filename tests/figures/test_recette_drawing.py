"""Labels that a chart wraps are read whole, and only as the data write them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nec_analysis.figures.recette.drawing import Word, apart_from
from nec_analysis.figures.recette.passage import squeezed

NAMES = frozenset(map(squeezed, ("$100,000 - $149,999", "De 11 à 49 personnes, ou plus de 50")))


def _lines(*texts: str) -> tuple[Word, ...]:
    return tuple(Word(text, 10, 10.0 * n, "9", "#333", "end") for n, text in enumerate(texts))


@pytest.mark.parametrize(
    "lines",
    [("$100,000 -", "$149,999"), ("$100,000", "- $149,999"), ("De 11 à 49", "personnes, ou plus", "de 50")],
    ids=str,
)
def test_the_lines_of_a_label_are_one_name(lines: tuple[str, ...]) -> None:
    value = Word("87\u202f%", 90, 0, "9", "#333", "start")
    assert apart_from(NAMES, (*_lines(*lines), value)) == (value,)
    assert apart_from(NAMES, (value, *_lines(*lines))) == (value,)


def test_an_altered_digit_leaves_its_lines_to_be_traced() -> None:
    words = _lines("$100,000 -", "$149,998")
    assert apart_from(NAMES, words) == words


def test_lines_set_otherwise_are_no_label() -> None:
    one, two = _lines("$100,000 -", "$149,999")
    for other in (replace(two, x=50), replace(two, size="7"), replace(two, y=one.y)):
        assert apart_from(NAMES, (one, other)) == (one, other)
