"""What was printed agrees with what is computed exactly when rounding half up gives it."""

from __future__ import annotations

import pytest

from nec_analysis.errors import NecError
from nec_analysis.figures.published import agrees
from nec_analysis.model import Estimate, Indicator


def _indicator(measure: str = "count", unit: str = "", **options: object) -> Indicator:
    return Indicator("i", {"fr": "i"}, measure, unit=unit, options=options)


CASES = [
    ("87 %", _indicator("share"), Estimate(342 / 393, 342, 393), True),
    ("86 %", _indicator("share"), Estimate(342 / 393, 342, 393), False),
    ("86,5 %", _indicator("share"), Estimate(0.865, 865, 1000), True),
    ("87\u202f%", _indicator("share"), Estimate(0.865, 865, 1000), True),
    ("31,5 %", _indicator("share", step=0.5), Estimate(0.314, 314, 1000), True),
    ("17 %", _indicator("share", step=0.5), Estimate(0.17, 68, 400), True),
    ("1700", _indicator(), Estimate(1700), True),
    ("1\u202f700", _indicator(), Estimate(1701), False),
    ("+2231", _indicator(unit="signed"), Estimate(2231), True),
    ("−54 %", _indicator(unit="rate"), Estimate(-0.5414), True),
    ("×7,9", _indicator(unit="times"), Estimate(6.897), True),
    ("10 h 21", _indicator(unit="duration"), Estimate(37260), True),
    ("10 h 21", _indicator(unit="duration"), Estimate(37330), False),
    ("1 h", _indicator(unit="duration"), Estimate(3600), True),
    ("5ᵉ", _indicator(unit="ordinal"), Estimate(5), True),
    ("2500 m²", _indicator(unit="m²"), Estimate(2500), True),
    ("450", _indicator(), Estimate(None), False),
]


@pytest.mark.parametrize(("printed", "indicator", "estimate", "wanted"), CASES)
def test_a_printed_figure_agrees_when_rounding_gives_it(
    printed: str, indicator: Indicator, estimate: Estimate, wanted: bool
) -> None:
    assert agrees(indicator, estimate, printed) is wanted


def test_nothing_printed_is_neither_right_nor_wrong() -> None:
    assert agrees(_indicator(), Estimate(3.0), "") is None


def test_a_printed_text_without_number_is_refused() -> None:
    with pytest.raises(NecError, match="n'est pas un nombre"):
        agrees(_indicator(), Estimate(3.0), "beaucoup")
