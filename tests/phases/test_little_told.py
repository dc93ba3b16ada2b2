"""Editions that have little to tell say no more than they have: one question, a long list of answers, registrations."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from lxml import html
from project_copy import project

from nec_analysis.runs.run import run

CARD = """label = "Rencontre d'essai"
languages = ["fr"]
[[export]]
role = "{role}"
tool = "{tool}"
file = "export.csv"
{more}
"""
VENUE = "Avez-vous apprécié la ville et le lieu ?"
TOWNS = [f"Ville {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXY"]
STAMPED = [f"16/06/2022 18:{n % 60:02d}:{n // 60:02d}" for n in range(300)]
SURVEYS = {
    "one": (
        ["Horodateur", VENUE],
        [[at, "Très satisfait·e" if n % 3 else "Plutôt insatisfait·e"] for n, at in enumerate(STAMPED)],
    ),
    "towns": (
        ["Horodateur", "Dans quelle ville travaillez-vous ?", "Combien d'heures sur place ?"],
        [[at, TOWNS[n % 25], str(n % 30)] for n, at in enumerate(STAMPED)],
    ),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("little") / "project", editions=())


def _published(root: Path, id: str, rows: list[list[str]], **card: str) -> tuple[Path, str]:
    """What is published, with the words of the page in their order."""
    folder = root / "data" / "raw" / id
    folder.mkdir()
    with (folder / "export.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    (folder / "edition.toml").write_text(CARD.format(**card), encoding="utf-8")
    reports = run(id, root=root).reports
    page = html.parse(reports / "bilan.html").find(".//main")
    return reports, " ".join(page.text_content().split())


def _survey(root: Path, id: str) -> tuple[Path, str]:
    heads, rows = SURVEYS[id]
    columns = f'[export.columns]\nvenue_appreciated = "{VENUE}"' if VENUE in heads else ""
    read = '[export.options.read]\ndate = "jj/mm/aaaa"'
    return _published(root, id, [heads, *rows], role="survey", tool="google_forms", more=f"{columns}\n{read}")


def test_the_only_question_stands_under_its_own_part(root: Path) -> None:
    _, told = _survey(root, "one")
    assert "Réussite n°" not in told
    assert told.index("Réussite : une ville, un lieu") < told.index("Les indicateurs de l’enquête")


def test_a_long_list_of_answers_has_its_chart_and_what_has_none_is_said(root: Path) -> None:
    reports, told = _survey(root, "towns")
    legend = next(reports.glob("charts/q_*/legende.txt")).read_text(encoding="utf-8")
    assert "Lignes de plus dans les données jointes" in legend
    assert "Une autre question n’a pas de graphique" in told


def test_the_registered_alone_are_no_views(root: Path) -> None:
    rows = [["Billet", "Structure"], *([f"B{n}", "Association & médiation"] for n in range(60))]
    more = '[export.options.columns]\nticket_id = "Billet"\nstructure = "Structure"'
    reports, _ = _published(root, "registered", rows, role="registrations", tool="mapped", more=more)
    index = (reports / "charts" / "grands_chiffres_audience" / "alt.txt").read_text(encoding="utf-8")
    assert "nombre de personnes" in index
    assert "vues" not in index


def test_the_name_of_the_edition_is_typeset_on_the_cover(root: Path) -> None:
    page = (root / "reports" / "one" / "bilan.html").read_text(encoding="utf-8")
    assert "Rencontre d’essai" in page
    assert "Rencontre d'essai" not in page
