"""The kind of a column is told from its answers; what is not understood is kept whole as text."""

from __future__ import annotations

import pytest
from made_up import table

from nec_analysis.mapping.infer import infer
from nec_analysis.model import Question

CASES: list[tuple[str, list[str], str, str]] = [
    ("Avez-vous aimé ?", ["Oui", "Non", "Oui", ""] * 5, "yes_no", "yes_no"),
    (
        "NEC est la référence",
        ["Tout à fait d'accord", "Plutôt d'accord", "Pas du tout d'accord"] * 4,
        "scale",
        "agreement4",
    ),
    ("Recommanderiez-vous NEC ?", [str(n) for n in range(11)] * 2, "nps", ""),
    ("Recommanderiez-vous NEC ?", ["0 - Pas du tout", "7", "8", "10 - Tout à fait", "9"] * 3, "nps", ""),
    ("Combien de jours ?", ["1", "2", "3", "2"] * 5, "numeric", ""),
    ("Votre âge", ["34", "51", "28", "67"] * 5, "numeric", ""),
    ("Budget", ["12,5", "1200", "3.75"], "numeric", ""),
    ("Part du temps", ["80 %", "50%", "100 %"], "numeric", ""),
    ("Accueil", ["1", "2", "3", "4", "5"] * 4, "scale", ""),
    ("Python 2 or 3?", ["2.0", "3.0"] * 10, "single", ""),
    ("Satisfaction de 0 à 10", ["8", "9", "10", "0"] * 4, "numeric", ""),
    ("Degré", ["0 - Pas du tout", "3", "5", "10 - Totalement", "N/A"] * 3, "numeric", ""),
    ("Tranche d'âge", ["18-29", "30-44", "45-60", "> 60"] * 5, "single", ""),
    ("Ville", ["Lens", "Lille", "Lens", "Arras", "Lille"] * 5, "single", ""),
    ("Arrivée le", ["2022-09-27", "2022-09-28"] * 5, "date", ""),
    ("Arrivée le", ["27/09/2022", "28/09/2022 18:00"[:10]] * 5, "date", ""),
    ("Un commentaire ?", [f"Une remarque tout à fait personnelle numéro {n}" for n in range(12)], "text", ""),
    ("Code postal", ["62300", "59000", "01000", "75011"] * 4, "text", ""),
    ("Département", ["01", "02", "62", "59"] * 5, "single", ""),
    ("Vide", ["", "", ""], "text", ""),
    ("Quels thèmes ?", ["Données;Communs", "Données", "Communs;Accès", "Accès;Données"] * 3, "multiple", ""),
    ("Classez les formats", ["Ateliers, Pitchs", "Pitchs, Ateliers", "Ateliers, Débats, Pitchs"] * 3, "ranking", ""),
    ("Is it rude?", ["No, not at all", "Yes, a little", "Yes, a lot"] * 6, "single", ""),
    ("Revenu", ["$0 - $24,999", "$25,000 - $49,999", "$150,000+"] * 6, "single", ""),
]


def only(header: str, cells: list[str]) -> Question:
    """The one question of a table of one column."""
    (question,) = infer(table({header: cells}))[1].questions
    return question


@pytest.mark.parametrize(("header", "cells", "kind", "scale"), CASES)
def test_the_answers_tell_the_kind(header: str, cells: list[str], kind: str, scale: str) -> None:
    question = only(header, cells)
    assert (question.kind, question.scale) == (kind, scale)


def test_a_scale_is_in_its_own_order_and_in_the_words_of_the_file() -> None:
    question = only("Avis", ["pas du tout d'accord", "D'ACCORD", "Tout à fait d'accord", "NSP"] * 4)
    assert [c.code for c in question.choices] == ["strongly_agree", "agree", "strongly_disagree", "no_opinion"]
    assert [c.label["fr"] for c in question.choices][1] == "D'ACCORD"
    assert [c.point for c in question.choices] == [2, 1, -2, None]
    assert question.choices[-1].role == "no_opinion"


def test_other_and_none_come_last_with_their_role() -> None:
    question = only("Transport", ["Autre"] * 9 + ["Train", "Vélo", "Aucun", "Train"] * 3)
    assert [(c.code, c.role) for c in question.choices] == [
        ("train", "valid"),
        ("velo", "valid"),
        ("other", "other"),
        ("none", "exclusive"),
    ]
    assert question.has_other


def test_classes_of_numbers_are_in_the_order_of_the_numbers() -> None:
    question = only("Tranche", ["> 60"] * 9 + ["30-44", "18-29", "45-60"] * 3)
    assert [c.label["fr"] for c in question.choices] == ["18-29", "30-44", "45-60", "> 60"]


def test_bare_points_keep_their_writing_and_say_that_nobody_knows_which_end_is_good() -> None:
    question = only("Accueil", ["1.0", "2.0", "3", "5.0", "4.0"] * 4)
    assert "polarity_unknown" in question.doubts
    assert [c.code for c in question.choices] == ["1", "2", "3", "4", "5"]
    assert "5.0" in question.choices[-1].label.values()


@pytest.mark.parametrize("points", [["1", "2", "3", "4", "5", "6"], ["1", "2", "3", "4", "5", "99"]])
def test_a_number_that_may_mean_no_answer_is_doubted(points: list[str]) -> None:
    assert "code_in_numbers" in only("Accueil", points * 3).doubts


def test_two_things_asked_at_once_are_doubted() -> None:
    assert (
        "double_barrelled"
        in only("Êtes-vous satisfait de la ville et du lieu ?", ["Très satisfait", "Satisfait"] * 5).doubts
    )
    assert not only("Êtes-vous satisfait du lieu ?", ["Très satisfait", "Satisfait"] * 5).doubts


@pytest.mark.parametrize("header", ["Est-ce votre première participation ?", "Étiez-vous déjà venu ?"])
def test_a_first_time_can_be_asked_in_two_directions(header: str) -> None:
    assert "first_time_direction" in only(header, ["Oui", "Non"] * 5).doubts


def test_a_date_that_can_be_read_two_ways_is_doubted() -> None:
    assert only("Jour", ["02/03/2022", "04/05/2022"]).doubts == ("date_order",)
    assert not only("Jour", ["02/03/2022", "24/05/2022"]).doubts


def test_anchors_and_words_among_numbers_are_told_apart() -> None:
    question = only("Degré", ["0 - Pas du tout", "3", "10 - Totalement", "Ne sait pas", "7"] * 3)
    assert [(c.code, c.role, c.point) for c in question.choices] == [
        ("0", "valid", 0.0),
        ("10", "valid", 10.0),
        ("no_opinion", "no_opinion", None),
    ]


def test_two_languages_of_one_scale_are_one_scale() -> None:
    question = only("Avis", ["Plutôt d'accord", "Agree", "Strongly agree", "Pas du tout d'accord"] * 4)
    assert question.scale == "agreement4"
    assert {"Plutôt d'accord", "Agree"} <= set(question.choice("agree").label.values())  # type: ignore[union-attr]
