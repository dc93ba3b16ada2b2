"""Estimates that a stanza alone asks for: satisfaction, items of a grid, nobody's answers."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nec_analysis.cards import catalogue, edition
from nec_analysis.errors import NecError
from nec_analysis.measures import Data, estimate
from nec_analysis.model import Choice, Estimate, Question, Questionnaire

ROOT = Path(__file__).resolve().parents[2]
SCALE = (Choice("good", {"fr": "Bien"}, 1, point=1), Choice("bad", {"fr": "Mal"}, 2, point=-1))


@pytest.fixture(scope="module")
def data() -> Data:
    from nec_analysis.phases.clean import clean

    return clean(edition("2022-lens", ROOT), catalogue()).data


def asked(data: Data, stanza: str) -> Estimate:
    card = replace(data.edition, indicators={"mine": tomllib.loads(stanza)})
    mine = next(one for one in catalogue().indicators(card) if one.id == "mine")
    return estimate(mine, data)


def test_csat_is_the_share_of_the_two_most_favourable_answers(data: Data) -> None:
    assert data.responses is not None
    question = data.responses.questionnaire.question("reference_event")
    assert question is not None
    best = sorted((c for c in question.choices if c.point is not None), key=lambda c: -float(c.point or 0))[:2]
    given = data.responses.frame["reference_event"].dropna().astype(str)
    found = asked(data, 'measure = "csat"\nquestion = "reference_event"')
    assert found.base == (given != "").sum()
    assert found.numerator == given.isin([c.code for c in best]).sum()
    assert found.numerator is not None
    assert found.value == found.numerator / found.base


def test_csat_of_a_question_without_a_scale_is_refused(data: Data) -> None:
    with pytest.raises(NecError, match="échelle de satisfaction"):
        asked(data, 'measure = "csat"\nquestion = "structure"')


def grid(data: Data, cells: list[Any]) -> Data:
    """The edition with a grid of its own: one item, answered so."""
    assert data.responses is not None
    frame = data.responses.frame.head(len(cells)).reset_index(drop=True).assign(rating__food=cells)
    question = Question(
        "rating", "grid", {"fr": "Vos notes"}, choices=SCALE, items=(Choice("food", {"fr": "Repas"}, 1),)
    )
    known = replace(data.responses.questionnaire, questions=(question,))
    assert isinstance(known, Questionnaire)
    return replace(data, responses=replace(data.responses, frame=frame, questionnaire=known), weighed=None)


ITEM = 'measure = "share"\nquestion = "rating"\ncounts = ["good"]\noptions.item = "{item}"'


def test_an_item_of_a_grid_is_asked_by_name(data: Data) -> None:
    some = grid(data, ["good"] * 30 + ["bad"] * 10 + [None] * 5)
    found = asked(some, ITEM.format(item="food"))
    assert (found.value, found.numerator, found.base, found.state) == (0.75, 30, 40, "ok")


@pytest.mark.parametrize("item", ["", "drinks"])
def test_a_grid_without_one_of_its_items_is_refused(item: str, data: Data) -> None:
    with pytest.raises(NecError, match="ligne"):
        asked(grid(data, ["good"] * 12), ITEM.format(item=item))


@pytest.mark.parametrize(
    ("answered", "state"), [(0, "empty"), (1, "masked"), (10, "masked"), (11, "small"), (30, "ok")]
)
def test_tiny_bases_have_a_state(answered: int, state: str, data: Data) -> None:
    some = grid(data, ["good"] * answered + [None] * (40 - answered))
    found = asked(some, ITEM.format(item="food"))
    assert found.state == state
    assert (found.value is None) == (answered == 0)


@pytest.mark.parametrize("measure", ["average", "nps", "quantile"])
def test_numbers_that_nobody_gave_are_empty_not_an_exception(measure: str, data: Data) -> None:
    assert data.responses is not None
    frame = data.responses.frame.assign(nps=None).astype({"nps": "Int8"})
    nobody = replace(data, responses=replace(data.responses, frame=frame))
    found = asked(nobody, f'measure = "{measure}"\nquestion = "nps"')
    assert (found.value, found.base, found.state) == (None, 0, "empty")
