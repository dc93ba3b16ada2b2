"""One cell, one code: spellings meet, unknown answers stop."""

from __future__ import annotations

import pytest
from exports_made import choices, items, made

from nec_analysis.clean.coding import code
from nec_analysis.errors import NecError
from nec_analysis.model import Dialect, Question

AGREE = Question(
    "ref",
    "scale",
    {"fr": "Référence ?"},
    choices=choices("Tout à fait d'accord", "Plutôt d'accord", "Pas d'accord"),
    scale="agreement3",
)


def coded(cells: list[str | None], question: Question = AGREE, **options: object) -> list[str | None]:
    """The codes of one column."""
    export = made([("Référence ?", "value", question.id, "", cells)], [question], dialect=options.pop("dialect", None))  # type: ignore[arg-type]
    frame = code(export, export.questionnaire, **options).frame  # type: ignore[arg-type]
    return [None if c != c else c for c in frame[question.id].astype(object)]


@pytest.mark.parametrize(
    "text",
    [
        "Tout à fait d'accord",
        "  tout à fait d’accord ",
        "TOUT A FAIT D'ACCORD",
        "Tout\u00a0à fait d'accord",
        "1. Tout à fait d'accord",
        "a",
    ],
)
def test_spellings_of_one_label_meet(text: str) -> None:
    assert coded([text]) == ["a"]


def test_an_unanswered_question_is_not_an_answer() -> None:
    assert coded([None, "", "\u00a0", "b"]) == [None, None, None, "b"]


def test_an_unknown_answer_stops_with_the_line_to_add() -> None:
    with pytest.raises(NecError) as refusal:
        coded(["Plutôt d'accord", "Assez d'accord", "Assez d'accord"])
    said = str(refusal.value)
    assert refusal.value.code == "label-unknown"
    assert "essai.csv" in said
    assert "« Référence ? »" in said
    assert "« Assez d'accord », 2 réponses" in said
    assert "[export.recodes.ref]" in said
    assert '"Assez d\'accord" = ' in said


def test_all_unknown_answers_are_listed_at_once() -> None:
    with pytest.raises(NecError, match=r"(?s)Bof.*Mouais"):
        coded(["Bof", "Mouais"])


def test_a_recode_moves_the_answer_and_is_in_the_ledger() -> None:
    export = made([("Référence ?", "value", "ref", "", ["Bof", "Bof", "b"])], [AGREE])
    responses = code(export, export.questionnaire, declared={"ref": {"Bof": "c"}})
    assert list(responses.frame["ref"]) == ["c", "c", "b"]
    assert [e.reason for e in responses.ledger if e.action == "recode"] == ["déclaré dans la fiche ; 2 cellules"]


def test_a_recode_that_moves_nobody_is_refused() -> None:
    with pytest.raises(NecError, match="personne n'a répondu « Boff »"):
        coded(["a"], declared={"ref": {"Boff": "c"}})


def test_a_recode_to_an_unknown_code_is_refused() -> None:
    with pytest.raises(NecError, match="pas de modalité « z »"):
        coded(["a"], declared={"ref": {"a": "z"}})


def test_no_answer_is_lost_to_the_words_not_available() -> None:
    """N/A, None, null, nan are answers unless the question or the tool says otherwise."""
    question = Question("q", "single", {"fr": "Q ?"}, choices=choices("N/A", "None", "null", "nan", "NA"))
    assert coded(["N/A", "None", "null", "nan", "NA"], question) == ["a", "b", "c", "d", "e"]


def test_a_mark_of_not_shown_is_a_reason_not_an_answer() -> None:
    export = made([("Q ?", "value", "ref", "", ["N/A", "a"])], [AGREE], dialect=Dialect(not_shown=("N/A",)))
    responses = code(export, export.questionnaire)
    assert responses.missing.to_dict("records") == [{"respondent_id": "row:2", "column": "ref", "reason": "not_shown"}]


def test_a_scale_is_ordered_as_it_was_put() -> None:
    export = made([("Q ?", "value", "ref", "", ["c", "a"])], [AGREE])
    column = code(export, export.questionnaire).frame["ref"]
    assert column.cat.ordered
    assert list(column.cat.categories) == ["a", "b", "c"]


def test_free_text_in_the_cell_is_the_answer_other() -> None:
    question = Question(
        "s", "single", {"fr": "Structure ?"}, choices=choices("Association", "Autre", b="other"), has_other=True
    )
    export = made([("Structure ?", "value", "s", "", ["Association", "Tiers-lieu", "Autre"])], [question])
    frame = code(export, export.questionnaire).frame
    assert list(frame["s"]) == ["a", "b", "b"]
    assert frame["s__other"].fillna("").tolist() == ["", "Tiers-lieu", ""]


def test_a_text_met_often_is_a_label_nobody_declared_not_an_other() -> None:
    question = Question(
        "s", "single", {"fr": "Structure ?"}, choices=choices("Association", "Autre", b="other"), has_other=True
    )
    with pytest.raises(NecError, match="« Collectivités », 6 réponses"):
        coded(["Collectivités"] * 6, question)


def test_words_of_other_in_their_own_column_say_other() -> None:
    question = Question(
        "s", "single", {"fr": "Structure ?"}, choices=choices("Association", "Autre", b="other"), has_other=True
    )
    export = made(
        [("Structure ?", "value", "s", "", ["Association", ""]), ("Précisez", "other", "s", "", [None, "Tiers-lieu"])],
        [question],
    )
    frame = code(export, export.questionnaire).frame
    assert list(frame["s"]) == ["a", "b"]
    assert frame["s__other"].tolist()[1] == "Tiers-lieu"


@pytest.mark.parametrize(("text", "wanted"), [("1", "y"), ("0", "n"), ("TRUE", "y"), ("Oui", "y"), ("non", "n")])
def test_yes_and_no_are_known_under_the_marks_of_the_tool(text: str, wanted: str) -> None:
    both = (
        choices("Oui", "Non")[0].__class__("y", {"fr": "Oui"}, 1),
        choices("Oui", "Non")[0].__class__("n", {"fr": "Non"}, 2),
    )
    question = Question("first", "yes_no", {"fr": "Première fois ?"}, choices=both)
    dialect = Dialect(ticked=("1", "TRUE"), unticked=("0", "FALSE"))
    assert coded([text], question, dialect=dialect) == [wanted]


def test_a_blank_lone_tick_box_means_no_only_where_the_tool_says_so() -> None:
    question = Question("first", "yes_no", {"fr": "Première fois ?"}, choices=choices("Oui", "Non"))
    airtable = Dialect(ticked=("checked",), unticked=("",))
    assert coded(["checked", ""], question, dialect=airtable) == ["a", "b"]
    assert coded(["Oui", ""], question) == ["a", None]


def test_a_grid_has_one_column_an_item() -> None:
    question = Question(
        "sat", "grid", {"fr": "Satisfait ?"}, choices=choices("Oui", "Non"), items=items("Lieu", "Repas")
    )
    export = made(
        [("[Lieu]", "item", "sat", "I1", ["Oui", "Non"]), ("[Repas]", "item", "sat", "I2", ["", "Oui"])], [question]
    )
    frame = code(export, export.questionnaire).frame
    assert frame["sat__I1"].tolist() == ["a", "b"]
    assert frame["sat__I2"].tolist()[1] == "a"


def test_two_columns_of_one_question_fill_each_other_and_never_overwrite() -> None:
    export = made([("Q ?", "value", "ref", "", ["a", "", "b"]), ("Q ?", "value", "ref", "", ["", "c", "a"])], [AGREE])
    responses = code(export, export.questionnaire)
    assert list(responses.frame["ref"]) == ["a", "c", "b"]
    assert [e.row for e in responses.ledger if e.action == "set_aside"] == [4]


def test_a_range_that_a_spreadsheet_made_a_date_is_told_and_the_range_proposed() -> None:
    question = Question("n", "single", {"fr": "Combien d'agents ?"}, choices=choices("1-10", "11-50"))
    with pytest.raises(NecError) as refusal:
        coded(["11-50", "43739"], question)
    assert "changée en date par un tableur" in str(refusal.value)
    assert '"43739" = "a"' in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("Plutot pas daccord", "c"),
        ("Assez d'accord", "…"),
        ("Pas d'accord", "…"),
        ("D'accord", "…"),
        ("Plutôt daccord", "b"),
    ],
)
def test_a_proposal_never_turns_an_opinion_round(text: str, proposed: str) -> None:
    question = Question(
        "ref",
        "scale",
        {"fr": "Référence ?"},
        choices=choices("Tout à fait d'accord", "Plutôt d'accord", "Plutôt pas d'accord", "Pas du tout d'accord"),
    )
    with pytest.raises(NecError) as refusal:
        coded([text], question)
    assert f'"{text}" = "{proposed}"' in str(refusal.value)
