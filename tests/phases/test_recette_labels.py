"""Every number and every name written on a chart is beside its own mark: exchanged, changed or gone, it is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from recette_marks import drawn, faults

from nec_analysis.figures.recette.dossier import Drawn
from nec_analysis.figures.recette.labels import alone
from nec_analysis.runs.outcome import Outcome

CHARTS = (
    "carte",
    "contacts",
    "grands_chiffres_audience",
    "indicateurs",
    "programme",
    "publics",
    "recommandation",
    "reponses",
    "reseaux",
    "satisfaction_programme",
    "structure_themes",
    "themes",
    "themes_suivis",
)
ELSEWHERE = ("412", "24\u202f%", "+4\u00a0pts", "[84\u202f;\u202f90]", "2\u202f000", "0")
"""Numbers that are true of the edition, at another place."""
NAMES = {
    "carte": [("Martinique", "Guyane"), ("Mayotte", "La Réunion")],
    "contacts": [("octobre 2022", "juin 2020")],
    "grands_chiffres_audience": [("Sur place", "En ligne"), ("Sur place (personnes)", "En ligne (vues)")],
    "programme": [("Ateliers", "Masterclass")],
    "recommandation": [("Détracteurs", "Promoteurs"), ("Passifs", "Promoteurs")],
    "reponses": [("Réponses reçues", "Réponses retenues"), ("Réponses retenues", "Autre")],
    "reseaux": [("2021", "2022"), ("Tweets", "Mentions")],
    "satisfaction_programme": [("Très satisfait·e", "Plutôt satisfait·e"), ("Plutôt satisfait·e", "Total positif")],
    "structure_themes": [("Dispositifs", "Accessibilité"), ("n = 101", "n = 123")],
    "themes_suivis": [("Accessibilité", "Autre")],
}
"""Words of each drawing that stand for one thing and could be read for another."""
_TEXT = re.compile(r"(<text [^>]*>)([^<]+)(?=</text>)")


def _numbers(text: str) -> list[re.Match[str]]:
    return [found for found in _TEXT.finditer(text) if alone(found[2], "fr")]


def _found(chart: Drawn, text: str, folder: Path) -> bool:
    file = folder / "altered.svg"
    file.write_text(text, encoding="utf-8", newline="")
    return bool(faults(replace(chart, svg=file)))


def _exchanged(text: str, one: re.Match[str], two: re.Match[str]) -> str:
    return text[: one.start(2)] + two[2] + text[one.end(2) : two.start(2)] + one[2] + text[two.end(2) :]


def _pairs(found: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Neighbours, and some far apart; "80" for "80 %" says the same on an axis in %."""
    every = [(a, b) for a, b in combinations(found, 2) if a[2].rstrip("\u202f%") != b[2].rstrip("\u202f%")]
    yield from (pair for n, pair in enumerate(every) if n % max(1, len(every) // 25) == 0)


@pytest.mark.parametrize("id", CHARTS)
def test_two_numbers_that_change_places_are_found(id: str, ran: Outcome, tmp_path: Path) -> None:
    chart = drawn(ran.reports, id)
    text = chart.svg.read_text(encoding="utf-8")
    pairs = [*_pairs(_numbers(text))]
    assert pairs
    missed = [(a[2], b[2]) for a, b in pairs if not _found(chart, _exchanged(text, a, b), tmp_path)]
    assert missed == []


@pytest.mark.parametrize("id", CHARTS)
def test_a_number_of_another_place_is_found(id: str, ran: Outcome, tmp_path: Path) -> None:
    chart = drawn(ran.reports, id)
    text = chart.svg.read_text(encoding="utf-8")
    for n, number in enumerate(_numbers(text)):
        new = ELSEWHERE[n % len(ELSEWHERE)]
        if new.rstrip("\u202f%") not in number[2] and number[2] != "0":
            assert _found(chart, text[: number.start(2)] + new + text[number.end(2) :], tmp_path), (number[2], new)


@pytest.mark.parametrize("id", sorted({*CHARTS} - {"carte", "contacts", "recommandation", "reseaux", "indicateurs"}))
def test_a_number_that_is_gone_is_found(id: str, ran: Outcome, tmp_path: Path) -> None:
    """Where each row, each cell has its own; a narrow segment of a scale has none."""
    chart = drawn(ran.reports, id)
    text = chart.svg.read_text(encoding="utf-8")
    inside = id == "satisfaction_programme"
    for number in _numbers(text):
        if not (inside and "%" not in number[2]):
            assert _found(chart, text[: number.start()] + text[number.end() + len("</text>") :], tmp_path), number[2]


@pytest.mark.parametrize(("id", "one", "two"), [(id, *pair) for id, pairs in NAMES.items() for pair in pairs])
def test_two_names_that_change_places_are_found(id: str, one: str, two: str, ran: Outcome, tmp_path: Path) -> None:
    chart = drawn(ran.reports, id)
    text = chart.svg.read_text(encoding="utf-8")
    places = {name: next(m for m in _TEXT.finditer(text) if re.sub(r"\s", " ", m[2]) == name) for name in (one, two)}
    first, second = sorted(places.values(), key=lambda found: found.start())
    assert _found(chart, _exchanged(text, first, second), tmp_path)


@pytest.mark.parametrize("step", [2.0, -2.0])
def test_a_circle_of_the_map_that_is_elsewhere_is_found(step: float, ran: Outcome, tmp_path: Path) -> None:
    chart = drawn(ran.reports, "carte")
    text = chart.svg.read_text(encoding="utf-8")
    circles = list(re.finditer(r'<path d="([^"]* C [^"]*)" fill="#171dae"', text))
    assert len(circles) > 90
    for circle in circles[::9]:
        moved = re.sub(r"(-?[\d.]+) (-?[\d.]+)", lambda at: f"{float(at[1]) + step:.2f} {at[2]}", circle[1])
        assert _found(chart, text[: circle.start(1)] + moved + text[circle.end(1) :], tmp_path)
