"""Ranks, numbers, dates: read by a declared form, listed when they cannot be."""

from __future__ import annotations

import numpy as np
import pytest
from exports_made import choices, made

from nec_analysis.clean.coding import code
from nec_analysis.clean.dates import moment
from nec_analysis.clean.numbers import number
from nec_analysis.errors import NecError
from nec_analysis.model import Choice, Dialect, Question, Responses


def column(question: Question, cells: list[str | None], **dialect: object) -> Responses:
    export = made([("Q ?", "value", question.id, "", cells)], [question], dialect=Dialect(**dialect))  # type: ignore[arg-type]
    return code(export, export.questionnaire)


NPS = Question("nps", "nps", {"fr": "Recommanderiez-vous ?"})
DAYS = Question("days", "numeric", {"fr": "Combien de jours ?"}, minimum=0, maximum=10)


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1.5", ".", 1.5), ("1,5", ".", 1.5), ("1,5", ",", 1.5), ("1\u202f234,5", ",", 1234.5), ("1 234", ".", 1234.0),
        ("-3", ".", -3.0), ("−3", ".", -3.0), ("80%", ".", 80.0), ("10.0000000000", ".", 10.0), ("1E5", ".", 100000.0),
        ("1,234", ".", None), ("1.234", ",", None), ("1.234", ".", 1.234), ("2 jours", ".", None), ("", ".", None), ("12 34", ".", None),
    ],
)  # fmt: skip
def test_a_number_is_read_one_way_or_not_at_all(text: str, decimal: str, value: float | None) -> None:
    assert number(text, decimal) == value


def test_the_ends_of_a_scale_may_carry_their_words() -> None:
    assert column(NPS, ["0 - Pas du tout", "5", "10 - Tout à fait", "10.0000000000"]).frame["nps"].tolist() == [
        0,
        5,
        10,
        10,
    ]


def test_a_score_above_ten_is_no_score() -> None:
    responses = column(NPS, ["10", "9", "11"])
    assert responses.missing["reason"].tolist() == ["out_of_domain"]
    assert [(e.row, e.raw) for e in responses.ledger] == [(4, "11")]


def test_words_among_numbers_are_listed_never_dropped_in_silence() -> None:
    responses = column(DAYS, ["1", "2,5", "environ trois", "12"])
    assert responses.frame["days"].tolist()[:2] == [1.0, 2.5]
    assert responses.frame["days"].isna().tolist() == [False, False, True, True]
    assert {(e.row, e.raw) for e in responses.ledger} == {(4, "environ trois"), (5, "12")}


def test_a_column_of_words_is_not_numeric() -> None:
    with pytest.raises(NecError, match="ne sont pas des nombres"):
        column(DAYS, ["beaucoup", "peu", "1"])


def test_a_code_for_not_applicable_inside_numbers_is_no_value() -> None:
    question = Question(
        "n", "numeric", {"fr": "Note ?"}, choices=(Choice("6", {"fr": "Sans objet"}, 1, "not_applicable"),)
    )
    responses = column(question, ["5", "6", "4"])
    assert responses.frame["n"].dropna().tolist() == [5.0, 4.0]
    assert responses.missing["reason"].tolist() == ["user_missing:6"]


def test_a_number_may_be_recoded_to_no_answer() -> None:
    export = made([("Q ?", "value", "days", "", ["1", "9"])], [DAYS])
    responses = code(export, export.questionnaire, declared={"days": {"9": ""}})
    assert responses.missing["reason"].tolist() == ["user_missing:9"]


@pytest.mark.parametrize(
    ("text", "form", "wanted"),
    [
        ("2022-09-28 18:12:33", "", "2022-09-28T18:12:33"),
        ("2022-09-28", "", "2022-09-28T00:00:00"),
        ("2022-09-30T16:12:33.000Z", "", "2022-09-30T18:12:33"),
        ("2022-09-30T18:12:33+02:00", "", "2022-09-30T18:12:33"),
        ("28/09/2022 - 18:02", "%d/%m/%Y - %H:%M", "2022-09-28T18:02:00"),
        ("28/09/2022", "%d/%m/%Y - %H:%M", "2022-09-28T00:00:00"),
        ("2022/09/30 6:12:33 PM UTC+2", "%Y/%m/%d %I:%M:%S %p UTC%z", "2022-09-30T18:12:33"),
        ("1664554353", "%Y-%m-%d %H:%M:%S|%s", "2022-09-30T18:12:33"),
    ],
)
def test_a_date_is_read_by_the_form_of_its_tool(text: str, form: str, wanted: str) -> None:
    assert np.datetime64(moment(text, Dialect(date_format=form))) == np.datetime64(wanted)


@pytest.mark.parametrize("text", ["02/03/2022", "28 septembre 2022", "2022-13-01", "43789"])
def test_a_date_is_never_guessed(text: str) -> None:
    assert moment(text, Dialect()) is None


def test_times_in_utc_come_to_the_clock_of_paris_and_dates_do_not_move() -> None:
    utc = Dialect(timezone="UTC", date_format="%Y-%m-%d %H:%M:%S")
    assert str(moment("2022-01-15 23:30:00", utc)) == "2022-01-16 00:30:00"
    assert str(moment("2022-01-15", utc)) == "2022-01-15 00:00:00"


def test_unreadable_dates_are_listed_and_a_wrong_form_is_refused() -> None:
    question = Question("d", "date", {"fr": "Date ?"})
    responses = column(question, ["2022-09-28", "2022-09-29", "hier"])
    assert [(e.row, e.raw) for e in responses.ledger] == [(4, "hier")]
    with pytest.raises(NecError, match="jj/mm/aaaa"):
        column(question, ["28/09/2022", "29/09/2022"])


def test_ranks_are_read_whichever_way_they_are_written() -> None:
    question = Question("r", "ranking", {"fr": "Classez"}, choices=choices("Ateliers", "Pitchs"))
    ways = {
        "rank_of_choice": [
            ("[Ateliers]", "rank_of_choice", "r", "a", ["1", "2", ""]),
            ("[Pitchs]", "rank_of_choice", "r", "b", ["Rang 2", "1er", ""]),
        ],
        "choice_at_rank": [
            ("[1]", "choice_at_rank", "r", "1", ["Ateliers", "Pitchs", ""]),
            ("[2]", "choice_at_rank", "r", "2", ["Pitchs", "Ateliers", ""]),
        ],
        "joined": [("Classez", "joined", "r", "", ["Ateliers;Pitchs;", "Pitchs;Ateliers;", ""])],
    }
    for columns in ways.values():
        export = made(columns, [question], dialect=Dialect(separators=(";",)))
        responses = code(export, export.questionnaire)
        assert responses.frame["r__a"].fillna(0).tolist() == [1, 2, 0]
        assert responses.frame["r__b"].fillna(0).tolist() == [2, 1, 0]
        assert responses.missing["respondent_id"].tolist() == ["row:4"]


@pytest.mark.parametrize("zone", ["CEST", "UTC+2", "GMT+02:00"])
def test_zones_are_read_by_name_or_by_offset(zone: str) -> None:
    form = "%Y/%m/%d %I:%M:%S %p UTC%z"
    text = f"2022/09/30 6:12:33 PM {zone}"
    assert str(moment(text.replace("GMT", "UTC"), Dialect(date_format=form))) == "2022-09-30 18:12:33"
