"""Invented surveys whose words look like results, or cannot be printed as typed: the recette finds every number, and no fault."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from project_copy import project

from nec_analysis.cards import edition
from nec_analysis.cards.translated import translated
from nec_analysis.demo.__main__ import main
from nec_analysis.figures.recette.check import check
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.mapping.new import new
from nec_analysis.runs.run import run

SURVEYS = Path(__file__).with_name("recette_surveys")
NAME = "invente"
CITIES = "charts/q_quelles_villes"


def _faults(root: Path, lang: str = "fr") -> list[Fault]:
    folder = root / "reports" / NAME if lang == "fr" else root / "reports" / lang / NAME
    return list(check(folder, root, translated(edition(NAME, root), lang), lang=lang).faults)


def _published(survey: str, folder: Path) -> Path:
    root = project(folder, editions=())
    new(NAME, [SURVEYS / survey], root=root, yes=True)
    run(NAME, root=root)
    return root


@pytest.fixture(scope="module")
def signs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of a survey of emoji, of scripts no font of ours has, of labels that begin as formulas do."""
    return _published("signs.csv", tmp_path_factory.mktemp("signs"))


def test_a_survey_of_signs_is_traced_whole(signs: Path) -> None:
    assert [str(fault) for fault in _faults(signs)] == []


def test_a_survey_of_marks_for_words_is_traced_whole(tmp_path: Path) -> None:
    """Answers that are punctuation or flags, titles in two directions, statements too long for their line."""
    assert [str(fault) for fault in _faults(_published("marks.csv", tmp_path / "p"))] == []


def test_the_days_of_a_survey_whose_stamps_name_their_zone_are_traced(tmp_path: Path) -> None:
    """The days between which people answered are told in the method: no card declares them, the file alone does."""
    root = _published("direct.csv", tmp_path / "p")
    page = (root / "reports" / NAME / "bilan.html").read_text(encoding="utf-8")
    assert "du 10 au 21 juin 2024" in page.replace("\u00a0", " ")
    assert [str(fault) for fault in _faults(root)] == []


@pytest.mark.slow
def test_an_edition_of_many_combinations_of_answers_is_traced_whole(tmp_path: Path) -> None:
    root = project(tmp_path / "p", editions=())
    main(["--generated", "1", "--into", str(root / "data" / "raw")])
    run("demo-001", root=root)
    verdict = check(root / "reports" / "demo-001", root, edition("demo-001", root))
    assert [str(fault) for fault in verdict.faults] == []


def test_the_apostrophe_that_guards_a_cell_of_a_spreadsheet_is_not_printed(signs: Path) -> None:
    folder = signs / "reports" / NAME
    with (folder / "tables/topline.csv").open(encoding="utf-8", newline="") as file:
        assert "'= 1 + 1" in {row["choice_label"] for row in csv.DictReader(file)}
    page = (folder / "bilan.html").read_text(encoding="utf-8")
    assert '<th scope="row">= 1 + 1</th>' in page
    assert "&#39;= 1" not in page


def test_rows_left_to_the_data_are_as_many_as_the_chart_says(signs: Path) -> None:
    folder = signs / "reports" / NAME / CITIES
    told = (folder / "legende.txt").read_text(encoding="utf-8")
    assert "données jointes\u202f: 11." in told
    drawing = folder / "q_quelles_villes.svg"
    kept = drawing.read_text(encoding="utf-8")
    try:
        drawing.write_text(kept.replace("\u202f: 11.", "\u202f: 12.", 1), encoding="utf-8", newline="")
        assert {fault.code for fault in _faults(signs) if CITIES in fault.file} >= {"number-untraced", "text-differs"}
    finally:
        drawing.write_text(kept, encoding="utf-8", newline="")


@pytest.mark.slow
def test_a_survey_of_signs_is_traced_whole_in_english(signs: Path) -> None:
    run(NAME, root=signs, lang="en")
    assert [str(fault) for fault in _faults(signs, "en")] == []
    drawn = (signs / "reports/en" / NAME / "charts/q_un_mot/q_un_mot.svg").read_text(encoding="utf-8")
    assert "[clapping hands]" in drawn
    assert "[applaudissements]" not in drawn
