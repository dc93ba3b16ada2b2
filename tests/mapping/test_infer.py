"""Every answer column of an export belongs to a question; nothing is dropped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from made_up import export, from_csv, table

from nec_analysis.mapping.infer import ANSWERS, infer
from nec_analysis.model import Choice, Column, Dialect, Export, Item, Question, Questionnaire

REAL = (
    "publicodes_tally/data.csv",
    "dask_googleforms/results.csv",
    "rse_2017_nl_limesurvey/public_data.csv",
    "alliance_bilingual/survey.csv",
    "flying_surveymonkey/flying-etiquette.csv",
    "carpentrycon2020_event_nps/2020_raw.csv",
    "jupyter2015_surveygizmo/SurveyExport.csv",
)


@pytest.mark.parametrize("case", REAL)
def test_every_column_of_a_real_export_has_its_place(case: str, shared: Path) -> None:
    known, questionnaire = infer(from_csv(shared / "cases" / case))
    ids = {question.id for question in questionnaire.questions}
    assert len(ids) == len(questionnaire.questions)
    for column in known.columns:
        assert (column.part in ANSWERS) == bool(column.question)
        assert not column.question or column.question in ids
    for question in questionnaire.questions:
        codes = [choice.code for choice in question.choices]
        assert len(set(codes)) == len(codes)
        mine = [c for c in known.columns if c.question == question.id]
        assert mine
        assert {c.code for c in mine if c.part in ("option", "rank_of_choice")} <= set(codes)
        assert {c.code for c in mine if c.part == "item"} == {item.code for item in question.items}


@pytest.mark.parametrize("case", REAL)
def test_a_real_export_is_coded_as_inferred_without_an_unknown_answer(case: str, shared: Path) -> None:
    from nec_analysis.clean.coding import code

    known, questionnaire = infer(from_csv(shared / "cases" / case))
    responses = code(known, questionnaire, recodes={})
    assert responses.account.balanced
    assert responses.account.read == len(known.rows)


@pytest.mark.parametrize("case", REAL)
def test_inference_does_not_depend_on_chance(case: str, shared: Path) -> None:
    source = from_csv(shared / "cases" / case)
    assert infer(source)[1] == infer(source)[1]


KINDS = {
    "publicodes_tally/data.csv": {
        "quel_editeur_utilisez_vous_pour_ecrire": "multiple",
        "globalement_recommanderiez_vous": "nps",
        "pour_quels_produits": "multiple",
        "de_quelle_maniere": "single",
    },
    "rse_2017_nl_limesurvey/public_data.csv": {
        "currentemp13": "multiple",
        "likert2": "grid",
        "stability1": "single",
        "proj1can": "numeric",
        "open1can": "numeric",
        "paper1": "yes_no",
    },
    "dask_googleforms/results.csv": {"python_2_or_3": "single", "dask_apis": "multiple"},
    "carpentrycon2020_event_nps/2020_raw.csv": {"nps": "nps", "presenters_prepared": "scale", "country": "single"},
}


@pytest.mark.parametrize("case", sorted(KINDS))
def test_the_kinds_of_real_questions_are_right(case: str, shared: Path) -> None:
    found = {q.id: q.kind for q in infer(from_csv(shared / "cases" / case))[1].questions}
    assert {id: found.get(id) for id in KINDS[case]} == KINDS[case]


def kinds(known: Export) -> dict[str, str]:
    """Part of each column by header."""
    return {column.header: column.part for column in known.columns}


def test_option_columns_make_one_question() -> None:
    known, questionnaire = infer(
        table({"Quels jours ? [Mardi]": ["Oui", "Non", "Oui"], "Quels jours ? [Jeudi]": ["Non", "Non", "Oui"]})
    )
    (question,) = questionnaire.questions
    assert (question.kind, [c.code for c in question.choices]) == ("multiple", ["mardi", "jeudi"])
    assert [c.code for c in known.columns] == ["mardi", "jeudi"]


def test_a_joined_column_and_its_option_columns_are_one_question() -> None:
    known, questionnaire = infer(
        table(
            {
                "Thèmes ?": ["A, B", "A", "B"],
                "Thèmes ? (A)": ["TRUE", "TRUE", "FALSE"],
                "Thèmes ? (B)": ["TRUE", "FALSE", "TRUE"],
            }
        )
    )
    (question,) = questionnaire.questions
    assert question.kind == "multiple"
    assert [c.part for c in known.columns] == ["joined", "option", "option"]


def test_rows_of_the_same_answers_are_a_grid() -> None:
    cells = ["Très satisfait", "Plutôt satisfait", "Très insatisfait", "Non concerné"] * 3
    known, questionnaire = infer(table({"Satisfait de : le lieu": cells, "Satisfait de : le programme": cells[::-1]}))
    (question,) = questionnaire.questions
    assert (question.kind, question.scale) == ("grid", "satisfaction4")
    assert [i.label["fr"] for i in question.items] == ["le lieu", "le programme"]
    assert [c.code for c in known.columns] == [i.code for i in question.items]


def test_different_ranks_in_each_row_are_a_ranking() -> None:
    columns = {"Classez [A]": ["1", "2", "3"], "Classez [B]": ["2", "1", "1"], "Classez [C]": ["3", "3", "2"]}
    known, questionnaire = infer(table(columns))
    assert [q.kind for q in questionnaire.questions] == ["ranking"]
    assert {c.part for c in known.columns} == {"rank_of_choice"}


def test_options_put_at_each_rank_are_a_ranking() -> None:
    columns = {"Formats [Classement 1]": ["A", "B", "A"] * 3, "Formats [Classement 2]": ["B", "A", "C"] * 3}
    known, questionnaire = infer(table(columns))
    assert [q.kind for q in questionnaire.questions] == ["ranking"]
    assert [(c.part, c.code) for c in known.columns] == [("choice_at_rank", "1"), ("choice_at_rank", "2")]


def test_the_words_of_other_belong_to_the_question_before() -> None:
    known, questionnaire = infer(
        table({"Pays ?": ["France", "Suisse", "Autre", "France"] * 3, "Pays ? [Autre]": ["", "", "Norvège", ""] * 3})
    )
    (question,) = questionnaire.questions
    assert question.has_other
    assert [c.part for c in known.columns] == ["value", "other"]
    known, questionnaire = infer(
        table({"Pays ?": ["France", "Suisse", "Autre", "France"] * 3, "Veuillez préciser": ["", "", "Norvège", ""] * 3})
    )
    assert [c.part for c in known.columns] == ["value", "other"]


def test_columns_that_only_begin_alike_stay_apart() -> None:
    columns = {
        "Votre ville : nom du lieu": ["Lens", "Lille", "Lens"] * 4,
        "Votre ville : satisfaction": ["Oui", "Non", "Oui"] * 4,
    }
    _, questionnaire = infer(table(columns))
    assert [q.kind for q in questionnaire.questions] == ["single", "yes_no"]


def test_people_are_never_an_answer() -> None:
    columns = {
        "Votre e-mail": ["a@exemple.fr", "b@exemple.fr"],
        "Laissez-nous de quoi vous joindre": ["06 12 34 56 78", "+33 6 12 34 56 79"],
        "Nom": ["Martin", "Durand"],
        "Réponse": ["192.168.0.1", "10.0.0.2"],
        "Nom de votre structure": ["ANCT", "Région"],
    }
    known, questionnaire = infer(table(columns))
    assert list(kinds(known).values()) == ["personal", "personal", "personal", "personal", "value"]
    assert [q.text["fr"] for q in questionnaire.questions] == ["Nom de votre structure"]


def test_the_row_is_told_from_the_answers() -> None:
    columns = {
        "id": ["1", "2", "3"],
        "Horodateur": ["2022-09-28 10:00:00"] * 3,
        "Langue": ["fr", "fr", "de"],
        "Statut": ["Complete", "Partial", "Complete"],
    }
    known, questionnaire = infer(table(columns))
    assert list(kinds(known).values()) == ["respondent_id", "submitted_at", "language", "status"]
    assert not questionnaire.questions


def test_headers_that_repeat_stay_two_questions() -> None:
    known, questionnaire = infer(
        export(["Pourquoi ?", "Aimé ?", "Pourquoi ?"], [["parce que", "car"], ["Oui", "Non"], ["non", "si"]])
    )
    assert len(questionnaire.questions) == 3
    assert len({column.question for column in known.columns}) == 3


def described(kind: str, choices: tuple[Choice, ...] = (), **more: object) -> Export:
    """An export whose tool told the kind and perhaps the choices."""
    source = table({"Q1": ["Tout à fait d'accord", "Plutôt d'accord", "Sans opinion"] * 3}, Dialect(not_shown=("N/A",)))
    asked = Question("Q1", kind, {"fr": "Avis ?"}, choices, **more)  # type: ignore[arg-type]
    return replace(
        source,
        columns=(Column(0, "Q1", "value", "Q1"),),
        questionnaire=Questionnaire("1", "", {"fr": "Avis"}, ("fr",), (asked,)),
    )


def test_what_the_tool_says_is_kept_and_completed() -> None:
    choices = (
        Choice("A1", {"fr": "Tout à fait d'accord"}, 1),
        Choice("A2", {"fr": "Plutôt d'accord"}, 2),
        Choice("A3", {"fr": "Sans opinion"}, 3),
    )
    _, questionnaire = infer(described("single", choices))
    (question,) = questionnaire.questions
    assert (question.id, question.kind, question.scale) == ("Q1", "scale", "agreement4")
    assert [(c.code, c.point, c.role) for c in question.choices] == [
        ("A1", 2, "valid"),
        ("A2", 1, "valid"),
        ("A3", None, "no_opinion"),
    ]


def test_a_kind_nobody_told_is_inferred_under_the_tool_s_own_id() -> None:
    _, questionnaire = infer(described("other"))
    (question,) = questionnaire.questions
    assert (question.id, question.kind, question.text["fr"]) == ("Q1", "scale", "Avis ?")


def test_people_that_a_tool_calls_text_are_set_aside_all_the_same() -> None:
    asked = Question("Q1", "text", {"fr": "Votre adresse e-mail ?"})
    source = replace(
        table({"Q1": ["a@exemple.fr", "b@exemple.fr", ""]}),
        columns=(Column(0, "Q1", "value", "Q1"),),
        questionnaire=Questionnaire("1", "", {}, ("fr",), (asked,)),
    )
    known, questionnaire = infer(source)
    assert (known.columns[0].part, questionnaire.questions) == ("personal", ())


def test_a_grid_of_one_row_is_one_question() -> None:
    asked = Question("Q1", "other", {"fr": "Qui utilise ?"}, items=(Item("SQ1", {"fr": ""}, 1),))
    source = replace(
        table({"Q1[SQ1]": ["Oui", "Non"] * 5}),
        columns=(Column(0, "Q1[SQ1]", "item", "Q1", "SQ1"),),
        questionnaire=Questionnaire("1", "", {}, ("fr",), (asked,)),
    )
    known, questionnaire = infer(source)
    assert (questionnaire.questions[0].kind, questionnaire.questions[0].items) == ("yes_no", ())
    assert (known.columns[0].part, known.columns[0].code) == ("value", "")
