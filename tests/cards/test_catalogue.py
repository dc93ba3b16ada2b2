"""The catalogue is whole: every stanza reads, every name it uses exists."""

from __future__ import annotations

import re

import pytest

from nec_analysis.cards import catalogue
from nec_analysis.cards.indicators import indicator
from nec_analysis.measures import MEASURES
from nec_analysis.model import Edition, Indicator
from nec_analysis.phases.drawing.shapes import SHAPES

BOOK = catalogue()
EMPTY = Edition("x", "x", "", ("fr",), None, ())
INDICATORS = {found.id: found for found in BOOK.indicators(EMPTY)}


@pytest.mark.parametrize("id", sorted(INDICATORS))
def test_an_indicator_names_a_measure_a_section_and_known_choices(id: str) -> None:
    found: Indicator = INDICATORS[id]
    assert found.measure in MEASURES
    assert found.section in BOOK.sections
    assert set(found.label) == {"fr", "en"}
    assert found.reference
    if found.question:
        question = BOOK.question(found.question)
        assert question is not None
        assert set(found.counts) <= {choice.code for choice in question.choices}


@pytest.mark.parametrize("id", sorted(INDICATORS))
def test_a_label_is_understood_without_the_value_before_it(id: str) -> None:
    """It stands in tables, in the workbook, after "évolution :": « de pitchs » says nothing there."""
    label = INDICATORS[id].label
    assert not re.match(r"(?:de|du|des|le|la|les)\s|d['’]|l['’]", label["fr"])
    assert not re.match(r"(?:of|the)\s", label["en"])


@pytest.mark.parametrize("id", sorted(BOOK.charts))
def test_a_chart_names_a_shape_a_section_and_known_figures(id: str) -> None:
    stanza = BOOK.charts[id]
    assert stanza["shape"] in SHAPES
    assert stanza["section"] in BOOK.sections
    named = [*stanza.get("figures", ()), *stanza.get("on_site", ()), *stanza.get("online", ())]
    assert set(named) <= set(INDICATORS)
    assert {"fr", "en"} <= set(stanza["title"])


def test_every_question_reads() -> None:
    assert len(BOOK.questions()) == len(BOOK.stanzas)


def test_a_card_lays_its_own_over_an_indicator() -> None:
    edition = Edition("x", "x", "", ("fr",), None, (), indicators={"cocktail": {"where": {"gate": "Cocktail"}}})
    found = next(i for i in BOOK.indicators(edition) if i.id == "cocktail")
    assert found.where == {"gate": "Cocktail"}
    assert found.measure == INDICATORS["cocktail"].measure


def test_a_card_may_bring_an_indicator_of_its_own() -> None:
    own = {"mine": {"measure": "count", "table": "sessions"}}
    edition = Edition("x", "x", "", ("fr",), None, (), indicators=own)
    assert [i.id for i in BOOK.indicators(edition)][-1] == "mine"
    assert indicator("mine", own["mine"], "here").table == "sessions"
