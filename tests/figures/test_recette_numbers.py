"""Numbers of finished texts: what they are, whether they print an exact value."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nec_analysis.figures.recette.numbers import numbers
from nec_analysis.figures.recette.passage import squeezed
from nec_analysis.figures.recette.quantity import (
    COUNT,
    FACTOR,
    GAP,
    SECONDS,
    SHARE,
    SHARE_HIGH,
    SHARE_LOW,
    prints,
    quantity,
)
from nec_analysis.figures.recette.spread import effective, net_score, newcombe, wilson
from nec_analysis.stats.differences import newcombe as packaged_newcombe
from nec_analysis.stats.intervals import wilson as packaged_wilson
from nec_analysis.stats.nps import interval as packaged_score

TEXTS = {
    "87\u202f% des gens": [("87\u202f%", "percent")],
    "1\u202f700 personnes": [("1\u202f700", "plain")],
    "[84\u202f;\u202f90]": [("84", "low"), ("90", "high")],
    "[−5 ; 12]": [("−5", "low"), ("12", "high")],
    "+4\u00a0pts": [("+4\u00a0pts", "points")],
    "×7,9": [("×7,9", "times")],
    "5ᵉ édition": [("5ᵉ", "rank")],
    "10\u00a0h\u00a021": [("10\u00a0h\u00a021", "duration")],
    "<\u202f1\u202f%": [("<\u202f1\u202f%", "percent")],
    "promoteurs (9-10)": [("9", "plain"), ("10", "plain")],
    "27–29 septembre": [("27", "plain"), ("29", "plain")],
    "saisie-2022.xlsx (c7407d28)": [("saisie-2022.xlsx", "name"), ("c7407d28", "name")],
    "2020-06-30": [("2020-06-30", "date")],
    "Corse-du-Sud (2A)": [("2A", "name")],
    "2\u202f500\u00a0m²": [("2\u202f500", "plain")],
    "aucun": [],
}


@pytest.mark.parametrize("text", TEXTS)
def test_every_form_of_number_is_read(text: str) -> None:
    assert [(n.text, n.kind) for n in numbers(text)] == TEXTS[text]


def test_english_numbers_group_with_commas() -> None:
    assert [(n.value, n.kind) for n in numbers("1,700 people, 12.5%", "en")] == [
        (1700, "plain"),
        (Fraction(25, 2), "percent"),
    ]


PRINTED = [
    ("87\u202f%", quantity(SHARE, Fraction(342, 393)), True),
    ("88\u202f%", quantity(SHARE, Fraction(342, 393)), False),
    ("87,0\u202f%", quantity(SHARE, Fraction(342, 393)), True),
    ("87,1\u202f%", quantity(SHARE, Fraction(342, 393)), False),
    ("12,5\u202f%", quantity(SHARE, Fraction(18, 146), 0.5), True),
    ("50\u202f%", quantity(SHARE, Fraction(99, 200)), True),
    ("<\u202f1\u202f%", quantity(SHARE, Fraction(1, 396)), True),
    ("<\u202f1\u202f%", quantity(SHARE, Fraction(4, 396)), False),
    ("0.870229", quantity(SHARE, Fraction(342, 393)), True),
    ("−3\u00a0pts", quantity(GAP, Fraction(-27, 1000)), True),
    ("+3\u00a0pts", quantity(GAP, Fraction(-27, 1000)), False),
    ("1\u202f700", quantity(COUNT, 1700), True),
    ("10\u00a0h\u00a021", quantity(SECONDS, 37260), True),
    ("10\u00a0h\u00a022", quantity(SECONDS, 37260), False),
    ("×7,9", quantity(FACTOR, Fraction("7.897")), True),
]


@pytest.mark.parametrize(("text", "exact", "is_so"), PRINTED)
def test_a_printed_number_is_its_value_rounded_half_up(text: str, exact: object, is_so: bool) -> None:
    assert prints(numbers(text)[0], exact) is is_so  # type: ignore[arg-type]


def test_ends_of_an_interval_are_not_exchanged() -> None:
    low, high = numbers("[84\u202f;\u202f90]")
    assert prints(low, quantity(SHARE_LOW, 0.8383))
    assert not prints(high, quantity(SHARE_LOW, 0.8983))
    assert prints(high, quantity(SHARE_HIGH, 0.8966))


@pytest.mark.parametrize(("hits", "base", "size"), [(342, 393, 1700), (0, 50, 0), (50, 50, 400), (13, 57, 165)])
def test_the_second_wilson_is_the_first(hits: int, base: int, size: int) -> None:
    assert wilson(hits, base, size, 0.95) == pytest.approx(packaged_wilson(hits, base, size), abs=1e-12)


def test_the_other_second_intervals_are_the_first() -> None:
    assert newcombe((342, 393), (122, 147), 0.95) == pytest.approx(packaged_newcombe(342, 393, 122, 147), abs=1e-12)
    assert net_score(199, 51, 380, effective(380, 1700), 0.95) == pytest.approx(
        packaged_score(199, 130, 51, 1700), abs=1e-9
    )


def test_layout_does_not_change_the_letters_of_a_text() -> None:
    assert squeezed("Dispo\u00adsitifs &\nservices\u202f: 87\u202f%") == squeezed("dispositifs & services : 87 %")
