"""The method note holds the items of disclosure, weighted or not, in both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nec_analysis.cards import catalogue, edition
from nec_analysis.measures.weighing import SCHEMES
from nec_analysis.phases.clean import Cleaned, clean
from nec_analysis.phases.method import disclosure

ROOT = Path(__file__).resolve().parents[2]
ITEMS = {
    "Commanditaire et réalisation",
    "Formulation des questions",
    "Population visée",
    "Échantillon",
    "Mode de recueil",
    "Dates de recueil",
    "Répondants",
    "Précision",
    "Redressement",
    "Contrôles",
    "Limites",
    "Notice complète",
}
"""AAPOR (2021), eleven items; French law 77-808, article 2: where the full notice is."""


@pytest.fixture(scope="module")
def lens() -> Cleaned:
    return clean(edition("2022-lens", ROOT), catalogue())


@pytest.mark.parametrize("id", ["2022-lens", "2021-sud-charente", "2022-dordogne"])
def test_no_item_is_missing_or_empty(id: str) -> None:
    told = dict(disclosure(clean(edition(id, ROOT), catalogue())))
    assert told.keys() >= ITEMS
    assert all(text.strip() for text in told.values())


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_weighting_told_is_the_one_made(scheme: str, lens: Cleaned) -> None:
    card = replace(lens.edition, weights={"scheme": scheme, "margins": ["structure"]})
    told = dict(disclosure(replace(lens, edition=card)))["Redressement"]
    words = {"none": "Aucun", "poststratify": "Post-strat", "rake": "Calage sur marges", "calibrate": "Calage borné"}
    assert told.startswith(words[scheme])
    assert ("effet de plan" in told) == (scheme != "none")


def test_the_note_is_whole_in_english(lens: Cleaned) -> None:
    french, english = disclosure(lens), disclosure(lens, "en")
    assert len(french) == len(english)
    assert not {name for name, _ in english} & ITEMS


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_note_says_how_many_tests_are_corrected_together(lang: str, lens: Cleaned) -> None:
    row = {"fr": "Comparaisons", "en": "Comparisons"}[lang]
    assert dict(disclosure(lens, lang, tests=57))[row].endswith(": 57.")
    assert "57" not in dict(disclosure(lens, lang))[row]


def test_without_a_survey_nothing_is_told_of_answers(lens: Cleaned) -> None:
    exports = tuple(card for card in lens.edition.exports if card.role != "survey")
    told = dict(disclosure(replace(lens, edition=replace(lens.edition, exports=exports), responses=None)))
    assert told["Mode de recueil"] == "Pas d'enquête dans cette édition."
    assert not told.keys() & {"Échantillon", "Répondants", "Formulation des questions", "Redressement", "Précision"}


@pytest.mark.parametrize(
    ("kept", "lang", "said"),
    [(0, "fr", "0 réponse retenue "), (1, "fr", "1 réponse retenue "), (1, "en", "1 answer kept ")],
)
def test_the_plural_of_answers_begins_at_two(lens: Cleaned, kept: int, lang: str, said: str) -> None:
    assert lens.responses is not None
    responses = replace(lens.responses, account=replace(lens.responses.account, kept=kept))
    told = dict(disclosure(replace(lens, responses=responses), lang))
    assert told["Répondants" if lang == "fr" else "Respondents"].startswith(said)
