"""Rows read = rows kept + rows set aside, by reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from exports_made import made

from nec_analysis.clean.coding import code
from nec_analysis.clean.rows import said
from nec_analysis.errors import NecError
from nec_analysis.model import Account, Dialect, Question, Responses

TEXT = [Question(f"q{i}", "text", {"fr": f"Q{i}"}) for i in range(8)]
STAMPS = ["2022-09-30 18:00:00", "2022-09-30 18:03:00", "2022-10-02 10:00:00"]


def kept(columns: list[Any], questions: list[Question] = TEXT[:1], **options: Any) -> Responses:
    export = made(columns, questions, dialect=Dialect(date_format="%Y-%m-%d %H:%M:%S"))
    responses = code(export, export.questionnaire, options=options)
    assert responses.account.balanced
    assert responses.account.kept == len(responses.frame)
    return responses


def test_the_account_is_a_sentence() -> None:
    assert said(Account(1, 1, {})) == "1 ligne lue = 1 gardée."
    assert said(Account(5, 3, {"draft": 2})) == "5 lignes lues = 3 gardées + 2 écartées (brouillon)."


def test_drafts_are_set_aside_with_a_ledger_line_each() -> None:
    columns = [("Brouillon", "status", "", "draft", ["0", "1", "0"]), ("Q0", "value", "q0", "", ["a", "b", "c"])]
    responses = kept(columns)
    assert dict(responses.account.set_aside) == {"draft": 1}
    assert [(e.row, e.action) for e in responses.ledger if e.row] == [(3, "drop_row(draft)")]
    assert kept(columns, drafts="keep").account.kept == 3


def test_previews_and_screened_out_are_no_answers() -> None:
    columns = [
        ("Status", "status", "", "", ["IP Address", "Survey Preview", "Disqualified"]),
        ("Q0", "value", "q0", "", ["a", "b", "c"]),
    ]
    assert dict(kept(columns).account.set_aside) == {"test": 1, "screened_out": 1}


def test_partial_answers_are_kept_and_known_as_such() -> None:
    columns = [("Date", "submitted_at", "", "", [STAMPS[0], "", STAMPS[2]]), ("Q0", "value", "q0", "", ["a", "b", "c"])]
    assert kept(columns).frame["status"].tolist() == ["complete", "partial", "complete"]
    assert kept(columns, partial="set_aside").account.kept == 2


def test_a_marker_date_means_submitted_without_a_date() -> None:
    columns = [("Date", "submitted_at", "", "", ["1980-01-01 00:00:00"]), ("Q0", "value", "q0", "", ["a"])]
    frame = kept(columns).frame
    assert frame["status"].tolist() == ["complete"]
    assert frame["submitted_at"].isna().all()


def test_rows_before_the_opening_are_tests() -> None:
    columns = [("Date", "submitted_at", "", "", STAMPS), ("Q0", "value", "q0", "", ["a", "b", "c"])]
    assert dict(kept(columns, opened=dt.datetime(2022, 10, 1)).account.set_aside) == {"test": 2}
    assert dict(kept(columns, opened=dt.date(2022, 10, 1)).account.set_aside) == {"test": 2}


def test_the_word_test_is_flagged_and_set_aside_only_when_the_card_says_so() -> None:
    columns = [("Q0", "value", "q0", "", ["TEST", "Testing", "Très bien"])]
    flagged = kept(columns)
    assert flagged.account.kept == 3
    assert [(e.row, e.action) for e in flagged.ledger] == [(2, "flag_test")]
    assert dict(kept(columns, tests="set_aside").account.set_aside) == {"test": 1}


def duplicates() -> list[Any]:
    same = [[f"réponse {i}", f"réponse {i}", f"réponse {i}"] for i in range(7)]
    return [
        ("Date", "submitted_at", "", "", STAMPS),
        *((f"Q{i}", "value", f"q{i}", "", cells) for i, cells in enumerate(same)),
    ]


def test_identical_answers_within_minutes_are_flagged_never_deleted_unasked() -> None:
    responses = kept(duplicates(), TEXT[:7])
    assert responses.frame["duplicate_of"].fillna("").tolist() == ["", "row:2", ""]
    assert responses.account.kept == 3
    assert dict(kept(duplicates(), TEXT[:7], duplicates="set_aside").account.set_aside) == {"duplicate": 1}


def test_the_same_token_is_the_same_person_and_the_complete_answer_stays() -> None:
    columns = [
        ("Jeton", "personal", "", "token", ["t1", "t1", "t2"]),
        ("Date", "submitted_at", "", "", ["", STAMPS[1], STAMPS[2]]),
        ("Q0", "value", "q0", "", ["a", "b", "c"]),
    ]
    responses = kept(columns, duplicates="set_aside")
    assert responses.frame["q0"].tolist() == ["b", "c"]


def test_few_identical_answers_are_no_proof() -> None:
    columns = [("Date", "submitted_at", "", "", STAMPS), ("Q0", "value", "q0", "", ["a", "a", "a"])]
    assert kept(columns, duplicates="set_aside").account.kept == 3


def test_empty_rows_are_kept_unless_the_card_says_otherwise() -> None:
    columns = [("Q0", "value", "q0", "", ["a", "", None])]
    assert kept(columns).account.kept == 3
    assert dict(kept(columns, empty="set_aside").account.set_aside) == {"empty": 2}


def test_a_rule_nobody_knows_is_refused() -> None:
    with pytest.raises(NecError, match="« supprimer » n'est pas une règle"):
        kept([("Q0", "value", "q0", "", ["a"])], drafts="supprimer")


def test_one_id_for_two_different_answers_is_refused() -> None:
    columns = [("id", "respondent_id", "", "", ["1", "1"]), ("Q0", "value", "q0", "", ["a", "b"])]
    with pytest.raises(NecError, match="lignes 2 et 3"):
        kept(columns)


def test_one_response_exported_twice_counts_once() -> None:
    columns = [("id", "respondent_id", "", "", ["1", "1", "2"]), ("Q0", "value", "q0", "", ["a", "a", "b"])]
    responses = kept(columns)
    assert responses.frame["respondent_id"].tolist() == ["1", "2"]
    assert dict(responses.account.set_aside) == {"duplicate": 1}


def test_a_survey_of_nothing_but_tests_is_kept_and_told() -> None:
    columns = [("Status", "status", "", "preview", ["2", "2"]), ("Q0", "value", "q0", "", ["a", "b"])]
    responses = kept(columns)
    assert responses.account.kept == 2
    assert [e.action for e in responses.ledger if e.row == 0 and e.column == "*"] == ["flag_test"]
    assert dict(kept(columns, tests="set_aside").account.set_aside) == {"test": 2}


def test_a_status_column_of_plain_numbers_is_no_status_of_qualtrics() -> None:
    columns = [("Status", "status", "", "", ["1", "0"]), ("Q0", "value", "q0", "", ["a", "b"])]
    assert kept(columns).account.kept == 2


def test_a_double_of_a_row_set_aside_is_nobodys_double() -> None:
    """The draft of a person goes; the answer she sent stays."""
    columns = [
        ("Jeton", "personal", "", "token", ["t1", "t1"]),
        ("Brouillon", "status", "", "draft", ["1", "0"]),
        ("Q0", "value", "q0", "", ["a", "b"]),
    ]
    responses = kept(columns, duplicates="set_aside")
    assert responses.frame["q0"].tolist() == ["b"]
    assert dict(responses.account.set_aside) == {"draft": 1}
