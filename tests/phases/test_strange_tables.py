"""Tables of unknown tools go from the raw rows to a report whose every number is found again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from project_copy import project
from shared_material import ROOT

from nec_analysis.cards import edition
from nec_analysis.figures.recette.check import check
from nec_analysis.mapping.new import new
from nec_analysis.runs.run import run

UNSEEN = ROOT / "tests" / "exports" / "unseen"
FEW = [
    ("weight", "Rate the day (1-5)", "Where did you read of us?", "skill2. Name a skill, 3 at most"),
    *((f"0.{n}7", 1 + n % 4, ("Site (https://example.org)", "Friends")[n % 2], f"skill {n}") for n in range(1, 9)),
]
"""A column called as styles are, a scale without words, an address as a label, an open question with digits."""


def _published(file: Path, tmp_path: Path) -> Path:
    root = project(tmp_path / "p", editions=())
    new("ici", [file], root=root, yes=True)
    run("ici", root=root)
    verdict = check(root / "reports/ici", root, edition("ici", root))
    assert not verdict.faults, verdict.faults[:5]
    return root / "reports/ici"


@pytest.mark.parametrize("name", ["table_cases_non_cochees.csv", "table_na_partout.csv", "airtable-liens.csv"])
def test_a_table_counted_in_a_new_way_is_counted_so_twice(name: str, tmp_path: Path) -> None:
    folder = _published(UNSEEN / name, tmp_path)
    if name == "table_cases_non_cochees.csv":
        # English words in a survey without any other word: the legend of the scale has them.
        head = (folder / "charts/q_q0007/q_q0007.csv").read_text("utf-8-sig").splitlines()[0]
        assert '"Never","Rarely","Sometimes","Often"' in head


def test_a_survey_of_eight_people_is_published_masked(tmp_path: Path) -> None:
    file = tmp_path / "huit.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(FEW)
    folder = _published(file, tmp_path)
    assert "< 11" in (folder / "tables/topline.csv").read_text("utf-8")


def test_two_questions_of_one_wording_that_few_answered_are_published_masked(tmp_path: Path) -> None:
    """Their rows cannot be told apart by their names: « 2 » is an answer of one of them, beside the name of both."""
    file = tmp_path / "modele.csv"
    rows = [("Your answer?", "Your answer?"), *((1 + n % 3, ("Tea 1", "Tea 2")[n % 2]) for n in range(10))]
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)
    folder = _published(file, tmp_path)
    assert (folder / "tables/topline.csv").read_text("utf-8").count("< 11") == 5
