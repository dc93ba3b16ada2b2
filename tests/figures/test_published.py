"""What was printed agrees with what is computed exactly when rounding half up gives it."""

from __future__ import annotations

import pytest

from nec_analysis.errors import NecError
from nec_analysis.figures.published import agrees
from nec_analysis.figures.recette.numbers import declared, numbers
from nec_analysis.french.typography import typeset
from nec_analysis.model import Estimate, Indicator
from nec_analysis.phases.tables import printed as told


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


IN_ENGLISH = {
    "31,5 %": "31.5%",
    "7\u202f%": "7%",
    "0,50 %": "0.50%",
    "-54 %": "−54%",
    "+4 pts": "+4 pts",
    "4400": "4,400",
    "1 700": "1,700",
    "1\u202f700\u202f000": "1,700,000",
    "2500 m²": "2,500 m²",
    "x7,9": "×7.9",
    "5ᵉ": "5th",
    "1re": "1st",
    "10 h 21": "10\u00a0h\u00a021\u00a0min",
    "1 h": "1\u00a0h",
    "45 min": "45 min",
}


@pytest.mark.parametrize(("declared_text", "english"), IN_ENGLISH.items())
def test_a_printed_text_is_told_in_english_digit_for_digit(declared_text: str, english: str) -> None:
    assert told(declared_text, "en") == english


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("text", IN_ENGLISH)
def test_the_recette_reads_the_same_numbers_in_either_language(text: str, lang: str) -> None:
    shown = numbers(typeset(told(text, lang), lang), lang)
    assert [(n.kind, n.value, n.decimals) for n in shown] == [(n.kind, n.value, n.decimals) for n in declared(text)]
