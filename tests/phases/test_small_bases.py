"""A survey that hardly anybody answered is published honestly: what is empty, what is masked, nothing undefined."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from project_copy import project

from nec_analysis.cards import edition
from nec_analysis.figures.files import read_json
from nec_analysis.figures.recette.check import check
from nec_analysis.mapping.new import new
from nec_analysis.model import Figure
from nec_analysis.runs.run import run

EDITION = "2031-invente"
PEOPLE = 40
BASES = {"venue_appreciated": 0, "first_time": 1, "useful_meeting": 10, "reference_event": 11}
AGREE = ("Tout à fait d'accord", "Plutôt d'accord", "Pas du tout d'accord")
COLUMNS = {
    "venue_appreciated": ("Avez-vous apprécié la ville et le lieu ?", ("Oui", "Non")),
    "first_time": ("Est-ce votre première participation à NEC ?", ("Oui", "Non")),
    "useful_meeting": ("Avez-vous fait au moins une rencontre utile ?", ("Oui", "Non")),
    "reference_event": ("NEC est l'événement de référence du numérique d'intérêt général", AGREE),
    "workshops": ("Êtes-vous satisfait·e de… [Les ateliers]", ("Très satisfait·e", "Plutôt insatisfait·e")),
    "plenary": ("Êtes-vous satisfait·e de… [Les plénières]", ("Plutôt satisfait·e", "Très satisfait·e")),
}
ITEM = """
[indicators.workshops_liked]
section = "reussite_1"
label.fr = "sont satisfaits des ateliers"
measure = "share"
question = "programme_satisfaction"
options.item = "workshops"
counts = ["very_satisfied", "satisfied"]
base = "answered"

[indicators.workshops_csat]
section = "reussite_1"
label.fr = "sont contents des ateliers"
measure = "csat"
question = "programme_satisfaction"
options.item = "workshops"
base = "answered"
"""
UNDEFINED = re.compile(r"\b(?:nan|inf|infinity|none|nat)\b|<na>", re.IGNORECASE)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of an edition of 40 invented people, most of whom left most questions empty; published."""
    root = project(tmp_path_factory.mktemp("small") / "p", editions=())
    source = root.parent / "reponses.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Horodateur", *(header for header, _ in COLUMNS.values())])
        writer.writerows(_row(n) for n in range(PEOPLE))
    card = new(EDITION, [source], root=root, yes=True).card
    text = card.read_text(encoding="utf-8")
    # No answer, no type: that it is the question of the catalogue, a person says.
    assert "# venue_appreciated" in text
    card.write_text(text.replace("# venue_appreciated", "venue_appreciated") + ITEM, encoding="utf-8")
    run(EDITION, root=root)
    return root


def _row(n: int) -> list[str]:
    said = (answers[n % len(answers)] if n < BASES.get(id, PEOPLE) else "" for id, (_, answers) in COLUMNS.items())
    return [f"{1 + n % 28:02}/06/2031 10:{n:02}:00", *said]


@pytest.fixture(scope="module")
def figures(root: Path) -> dict[str, Figure]:
    return {figure.id: figure for figure in read_json(root / "reports" / EDITION / "figures.json")}


@pytest.mark.parametrize(("id", "base"), BASES.items())
def test_a_base_says_what_it_is(id: str, base: int, figures: dict[str, Figure]) -> None:
    figure = figures[id]
    if base == 0:
        assert (figure.value, figure.low) == (None, None)
        assert "aucune réponse" in figure.flags
    elif base < 11:
        assert (figure.value, figure.low) == (None, None)
        assert "masqué" in figure.flags
    else:
        assert figure.base == base
        assert "effectif faible" in figure.flags


def test_the_page_says_that_nobody_answered(root: Path, figures: dict[str, Figure]) -> None:
    told = figures["venue_appreciated"]
    text = (root / "reports" / EDITION / "bilan.html").read_text(encoding="utf-8")
    row = next(row for row in re.findall(r"<tr\b.*?</tr>", text, re.DOTALL) if "venue_appreciated" in row)
    assert told.display
    assert told.display in row
    assert told.base_text in row.replace("&nbsp;", "\u00a0")


@pytest.mark.parametrize("name", ["figures.json", "figures.csv", "bilan.html", "quality.html", "tables/topline.csv"])
def test_nothing_undefined_is_published(name: str, root: Path) -> None:
    text = (root / "reports" / EDITION / name).read_text(encoding="utf-8")
    assert "NaN" not in text
    shown = re.sub(r"<(style|script|svg)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
    assert UNDEFINED.findall(shown) == []
    if name.endswith(".json"):
        json.loads(text, parse_constant=pytest.fail)


def test_the_recette_counts_one_item_of_a_grid_again(root: Path, figures: dict[str, Figure]) -> None:
    liked = figures["workshops_liked"]
    assert (liked.numerator, liked.base) == (PEOPLE // 2, PEOPLE)
    assert figures["workshops_csat"].value == liked.value
    verdict = check(root / "reports" / EDITION, root, edition(EDITION, root))
    assert [str(fault) for fault in verdict.faults] == []
    assert dict(verdict.not_again) == {}
    assert verdict.recounted == verdict.figures == len(figures)
