"""LimeSurvey: what the structure beside a file settles, and the headings that lead to it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from test_survey_limesurvey import META, lss

from nec_analysis.clean.coding import code
from nec_analysis.exports import limesurvey
from nec_analysis.mapping.infer import infer
from nec_analysis.model import Export, Question, Responses

SURVEY = (
    (10, "L", "role", "Votre structure [facultatif]", "N", (), ((0, "A1", "Association"), (0, "A2", "État")), "1"),
    (11, "1", "dual", "Attendu et vécu", "N", ((0, "S1", "Lieu"),), ((0, "A1", "Peu"), (1, "B1", "Bien")), "1"),
    (12, "E", "suite", "Depuis l'an dernier", "N", ((0, "S1", "Le public"),), (), "1"),
    (13, "N", "reco", "Recommanderiez-vous l'événement ? (0 à 10)", "N", (), (), "1"),
    (14, "L", "lieu", "Qu'avez-vous pensé du lieu ?", "N", (), ((0, "A1", "Beau"), (0, "A2", "Laid")), "1"),
    (15, "L", "repas", "Qu'avez-vous pensé du repas ?", "N", (), ((0, "A1", "Bon"), (0, "A2", "Mauvais")), "1"),
)


def read(
    folder: Path, names: list[str], *rows: list[str], delimiter: str = ",", name: str = "results-survey7.csv"
) -> Export:
    structure = folder / "survey7.lss"
    structure.write_bytes(lss(SURVEY))
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n", delimiter=delimiter)
    if name.startswith("vv"):
        writer.writerow(["", "", "", "", *names])
    writer.writerow([*META, *names])
    for n, row in enumerate(rows, 1):
        writer.writerow([str(n), "2022-09-28 10:00:00", "3", "fr", *row])
    path = folder / name
    path.write_text(out.getvalue(), encoding="utf-8")
    return limesurvey.read(path, structure=structure)


def cleaned(export: Export) -> Responses:
    known, questionnaire = infer(export)
    return code(known, questionnaire)


def asked(responses: Responses, id: str) -> Question:
    found = responses.questionnaire.question(id)
    assert found is not None
    return found


def column(responses: Responses, name: str) -> list[Any]:
    return [None if value != value else value for value in responses.frame[name].astype(object)]


def test_a_number_that_recommends_from_0_to_10_is_a_score_with_the_structure_too(tmp_path: Path) -> None:
    responses = cleaned(read(tmp_path, ["reco"], ["9"], ["10"], ["3"]))
    question = asked(responses, "reco")
    assert (question.kind, question.minimum, question.maximum) == ("nps", 0, 10)
    assert column(responses, "reco") == [9, 10, 3]


def test_a_question_that_ends_in_brackets_is_found_by_its_text(tmp_path: Path) -> None:
    responses = cleaned(read(tmp_path, ["Votre structure [facultatif]"], ["État"], ["Association"]))
    assert column(responses, "role") == ["A2", "A1"]


@pytest.mark.parametrize("first", [0, 1])
def test_two_scales_are_told_apart_whether_counted_from_zero_or_one(first: int, tmp_path: Path) -> None:
    responses = cleaned(read(tmp_path, [f"dual_S1_{first}", f"dual_S1_{first + 1}"], ["A1", "B1"]))
    assert (column(responses, "dual_0__S1"), column(responses, "dual_1__S1")) == (["A1"], ["B1"])


def test_the_words_of_limesurvey_are_known_in_the_language_of_the_file(tmp_path: Path) -> None:
    responses = cleaned(read(tmp_path, ["suite[S1]"], ["Zunahme"], ["Gleich"], ["Abnahme"]))
    assert column(responses, "suite__S1") == ["I", "S", "D"]


def test_abbreviated_headings_are_found_by_their_first_signs(tmp_path: Path) -> None:
    export = read(tmp_path, ["Qu'avez-vous pe..", "Qu'avez-vous pe.."], ["Laid", "Bon"], ["Beau", "Mauvais"])
    responses = cleaned(export)
    assert (column(responses, "lieu"), column(responses, "repas")) == (["A2", "A1"], ["A1", "A2"])


def test_one_heading_that_two_questions_share_is_neither(tmp_path: Path) -> None:
    """A column was deselected: nobody can tell which."""
    export = read(tmp_path, ["Qu'avez-vous pe.."], ["Laid"], ["Beau"])
    assert export.columns[-1].question not in ("lieu", "repas")
    assert any("ne sont pas dans la structure : Qu'avez-vous pe" in note for note in export.notes)


def test_abbreviated_columns_of_limesurvey_itself_are_known() -> None:
    from nec_analysis.exports.limesurvey_meta import told

    assert [told(name) for name in ("Date de soumiss..", "Langue de dépar..", "Letzte_Aktivität", "Dernière_page")] == [
        ("submitted_at", ""),
        ("language", ""),
        None,
        ("lastpage", ""),
    ]
    assert told("Durée pour le g..") == told("Gruppenzeit: Teil 1") == ("meta", "timing")
