"""Every closed question is counted, on the base it was asked of."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from nec_analysis.measures.topline import Line, ratio, topline
from nec_analysis.model import Account, Choice, Item, Question, Questionnaire, Responses
from nec_analysis.phases.tables import topline as table

YES_NO = (Choice("yes", {"fr": "Oui"}, 1), Choice("no", {"fr": "Non"}, 2))


def _responses(question: Question, **columns: Any) -> Responses:
    n = len(next(iter(columns.values())))
    frame = pd.DataFrame({"respondent_id": [f"r{i}" for i in range(n)], **columns})
    missing = pd.DataFrame(columns=["respondent_id", "column", "reason"])
    questionnaire = Questionnaire("q", "e", {"fr": "t"}, ("fr",), (question,))
    return Responses(questionnaire, frame, missing, (), Account(n, n, {}))


def _lines(question: Question, **columns: Any) -> dict[tuple[str, str], Line]:
    return {(line.item, line.choice): line for line in topline(_responses(question, **columns))}


def test_an_unanswered_form_is_not_a_no() -> None:
    lines = _lines(Question("q", "yes_no", {"fr": "Q"}, YES_NO), q=["yes", None, "no", "yes"])
    assert (lines["", "yes"].count, lines["", "yes"].base) == (2, 3)
    assert lines["", "yes"].percent == "66.666667"
    assert lines["", "yes"].base_kind == "answered"


def test_a_choice_nobody_gave_has_its_line() -> None:
    lines = _lines(Question("q", "single", {"fr": "Q"}, YES_NO), q=["yes", "yes"])
    assert (lines["", "no"].count, lines["", "no"].percent) == (0, "0")


def test_a_multi_select_is_out_of_the_people_asked() -> None:
    question = Question("q", "multiple", {"fr": "Q"}, YES_NO)
    columns = {"q__yes": pd.array([True, False, None], "boolean"), "q__no": pd.array([True, False, None], "boolean")}
    lines = _lines(question, **columns)
    assert (lines["", "yes"].count, lines["", "yes"].base, lines["", "yes"].base_kind) == (1, 2, "respondents")


def test_a_grid_has_one_base_an_item() -> None:
    items = (Item("a", {"fr": "A"}, 1), Item("b", {"fr": "B"}, 2))
    lines = _lines(Question("q", "grid", {"fr": "Q"}, YES_NO, items), q__a=["yes", "no"], q__b=["yes", None])
    assert [lines[item, "yes"].base for item in ("a", "b")] == [2, 1]
    assert lines["a", "yes"].item_label == "A"


def test_a_recommendation_score_is_promoters_less_detractors() -> None:
    lines = _lines(Question("q", "nps", {"fr": "Q"}), q=pd.array([10, 9, 8, 0, None], "Int8"))
    values = {choice: lines["", choice].percent for choice in ("nps", "promoters", "passives", "detractors")}
    assert values == {"nps": "25", "promoters": "50", "passives": "25", "detractors": "25"}
    assert lines["", "mean"].percent == "6.75"
    assert lines["", "nps"].count == 4


def test_what_is_reckoned_of_marks_has_one_decimal_and_a_mark_has_none() -> None:
    lines = _lines(Question("q", "nps", {"fr": "Q"}), q=pd.array([10, 9, 8, 0, None], "Int8"))
    said = {row[1]: row[3] for row in table(lines.values())}
    assert (said["promoteurs (9 et 10), en %"], said["score net de recommandation"]) == ("50,0", "25,0")
    assert (said["minimum"], said["maximum"], said["médiane"]) == ("0", "10", "8,5")


def test_nobody_answered_is_said_without_a_percentage() -> None:
    lines = _lines(Question("q", "single", {"fr": "Q"}, YES_NO), q=[None, None])
    assert (lines["", "yes"].base, lines["", "yes"].percent, lines["", "yes"].low) == (0, "", "")
    assert _lines(Question("q", "numeric", {"fr": "Q"}), q=pd.array([None], "Float64"))["", "mean"].percent == ""


def test_a_ranking_counts_each_choice_at_each_rank() -> None:
    question = Question("q", "ranking", {"fr": "Q"}, YES_NO)
    lines = _lines(question, q__yes=pd.array([1, 2, None], "Int8"), q__no=pd.array([2, 1, None], "Int8"))
    assert (lines["yes", "1"].count, lines["yes", "1"].base) == (1, 2)


def test_languages_are_counted_when_there_are_several() -> None:
    lines = topline(_responses(Question("q", "text", {"fr": "Q"}), language=["fr", "de", "fr", None]))
    assert [(line.choice, line.count, line.base) for line in lines] == [("de", 1, 3), ("fr", 2, 3)]


@pytest.mark.parametrize(("hits", "base", "said"), [(865, 1000, "86.5"), (1, 3, "33.333333"), (2, 3, "66.666667")])
def test_percentages_round_half_up_from_integers(hits: int, base: int, said: str) -> None:
    assert ratio(hits, base) == said


def test_an_option_that_was_not_put_has_no_share() -> None:
    question = Question("q", "multiple", {"fr": "Q"}, YES_NO)
    columns = {"q__yes": pd.array([True, False], "boolean"), "q__no": pd.array([None, None], "boolean")}
    lines = _lines(question, **columns)
    assert (lines["", "yes"].percent, lines["", "yes"].base) == ("50", 2)
    absent = lines["", "no"]
    assert (absent.base_kind, absent.count, absent.base, absent.percent, absent.low) == ("not_put", 0, 0, "", "")
    assert table(topline(_responses(question, **columns)))[1] == ["", "Non", "non proposée", "", "", ""]
