"""Ranges that a spreadsheet turned into dates are named and never guessed; a unit beside each number is no word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from made_up import table
from test_settle import settled

from nec_analysis.clean.coding import code
from nec_analysis.errors import NecError
from nec_analysis.mapping.infer import infer
from nec_analysis.mapping.new import new
from nec_analysis.model import Question, Responses

SIZE = "Taille de la structure"


def only(header: str, answers: list[str]) -> Question:
    """The one question of a table of one column."""
    (question,) = infer(table({header: answers}))[1].questions
    return question


def coded(header: str, answers: list[str], recodes: dict[str, dict[str, str]] | None = None) -> Responses:
    found = settled(table({header: answers}), {}, recodes)
    return code(found.export, found.questionnaire, recodes=found.recodes, declared=recodes)


@pytest.mark.parametrize(
    ("damaged", "beside", "was"),
    [
        ("43739", ["11-50", "51-250"], "1-10"),
        ("2019-10-01 00:00:00", ["11 à 50", "51 à 250"], "1-10"),
        ("01-oct", ["11-50"], "1-10"),
        ("10-Jan", ["11-50 salariés"], "1-10"),
        ("nov-50", ["1-10", "51-250"], "11-50"),
        ("09-mai", ["0-4", "10-19"], "5-9"),
    ],
)
def test_a_range_turned_into_a_date_is_named(damaged: str, beside: list[str], was: str) -> None:
    question = only(SIZE, [damaged, *beside] * 5)
    assert question.kind == "single"
    assert question.doubts == (f"range_as_date:{damaged} = {was}",)


@pytest.mark.parametrize("answers", [["43739", "Oui"], ["12000", "10000-20000", "20000-50000"], ["18-29", "30-44"]])
def test_what_may_be_a_number_stays_one(answers: list[str]) -> None:
    assert not only(SIZE, answers * 5).doubts


def test_a_declared_recode_puts_the_range_back() -> None:
    answers = ["43739", "43739", "11-50", "51-250"] * 5
    undone = coded(SIZE, answers)
    (question,) = undone.questionnaire.questions
    assert {c.code: int((undone.frame[question.id] == c.code).sum()) for c in question.choices} == {
        "1_10": 0,
        "11_50": 5,
        "51_250": 5,
        "43739": 10,
    }
    done = coded(SIZE, answers, {question.id: {"43739": "1_10"}})
    (question,) = done.questionnaire.questions
    assert [c.code for c in question.choices] == ["1_10", "11_50", "51_250"]
    assert int((done.frame[question.id] == "1_10").sum()) == 10
    assert not question.doubts


def test_the_card_shows_the_line_to_add(tmp_path: Path) -> None:
    (tmp_path / "data/raw").mkdir(parents=True)
    export = tmp_path / "export.csv"
    export.write_text(SIZE + ";Avis\n" + "43739;Bien\n11-50;Mal\n51-250;Bien\n" * 4, encoding="utf-8")
    text = new("2023-ici", [export], root=tmp_path, yes=True).card.read_text(encoding="utf-8")
    assert "« 43739 » est sans doute la plage « 1-10 »" in text
    assert '#     "43739" = "1_10"' in text


@pytest.mark.parametrize(
    ("header", "answers", "unit", "total"),
    [
        ("Votre âge", ["12 ans", "34 ans", "1 an"], "ans", 47),
        ("Budget", ["3 €", "1 200,50 €", "10€"], "€", 1213.5),
        ("Budget", ["$5", "$12.50", "7"], "$", 24.5),
        ("Budget", ["1 200,50", "300", "2\u202f000"], "", 3500.5),
        ("Trajet", ["30 min", "45 min.", "90"], "min", 165),
        ("Part", ["80 %", "50%", "100 %"], "%", 230),
    ],
)
def test_a_unit_beside_each_number_is_taken_off(header: str, answers: list[str], unit: str, total: float) -> None:
    question = only(header, answers)
    assert (question.kind, question.unit) == ("numeric", unit)
    responses = coded(header, answers)
    assert float(responses.frame[question.id].sum()) == pytest.approx(total)


def test_two_units_are_no_number() -> None:
    assert only("Trajet", ["30 min", "2 h", "45 min", "1 h"]).kind != "numeric"


def test_a_few_choices_with_a_unit_stay_choices() -> None:
    question = only("Formule", ["1 jour", "2 jours", "3 jours"] * 6)
    assert (question.kind, len(question.choices)) == ("single", 3)


def test_a_number_of_another_unit_in_a_later_file_is_refused() -> None:
    found = settled(table({"Votre âge": ["12 ans", "34 ans"]}), {})
    later = replace(found.export, cells=table({"Votre âge": ["12 mois", "34 mois"]}).cells)
    with pytest.raises(NecError, match="ne sont pas des nombres"):
        code(later, found.questionnaire)
