"""What a cell of a chart's data may be printed as: the value it was rounded from, not its neighbours."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nec_analysis.figures.recette.charted import forms
from nec_analysis.figures.recette.numbers import numbers
from nec_analysis.figures.recette.quantity import prints


@pytest.mark.parametrize(
    ("title", "cell", "printed", "possible"),
    [
        ("part", "0.105", "11 %", True),
        ("part", "0.105", "10 %", True),  # 0.10499990, written with six decimals
        ("part", "0.105", "12 %", False),
        ("part", "0.106", "10 %", False),
        ("part", "0.1045", "10,4 %", True),
        ("écart", "-0.105", "-10 %", True),
        ("écart", "-0.105", "-12 %", False),
        ("nombre", "12.5", "12", True),
        ("nombre", "12", "11", False),
    ],
)
def test_a_cell_is_printed_as_what_it_was_rounded_from(title: str, cell: str, printed: str, possible: bool) -> None:
    values = forms(title, Fraction(cell))
    assert any(prints(numbers(printed)[0], value) for value in values) is possible
