"""Amounts said in words are seen; words that only look like them are not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nec_analysis.french.amounts import amounts, spelt

SAID = [
    ("Trois personnes sur quatre sont venues.", "part", "3/4"),
    ("Neuf participants sur dix recommandent NEC.", "part", "9/10"),
    ("2 sur 3 reviendront", "part", "2/3"),
    ("1/3 des répondants", "part", "1/3"),
    ("⅔ des répondants", "part", "2/3"),
    ("Les deux tiers des répondants", "part", "2/3"),
    ("près de trois\nquarts des élus", "part", "3/4"),
    ("un dixième des élus", "part", "1/10"),
    ("La moitié d'entre elles", "part", "1/2"),
    ("quatre-vingt-sept pour cent", "percent", "87/100"),
    ("quinze % des gens", "percent", "3/20"),
    ("deux fois plus de monde", "times", "2"),
    ("La participation a presque triplé", "times", "3"),
    ("une centaine d'élus", "about", "100"),
    ("douze départements", "count", "12"),
    ("deux cents personnes", "count", "200"),
    ("en forte hausse", "up", "0"),
    ("une hausse significative des inscriptions", "up", "1"),
    ("Les tweets ont reculé", "down", "0"),
]
SAID_IN_ENGLISH = [
    ("Three quarters of them", "part", "3/4"),
    ("nine out of ten people", "part", "9/10"),
    ("one in three", "part", "1/3"),
    ("half of the participants", "part", "1/2"),
    ("eighty-seven percent", "percent", "87/100"),
    ("attendance doubled", "times", "2"),
    ("twice as many", "times", "2"),
    ("a significant increase", "up", "1"),
    ("twelve towns", "count", "12"),
]
UNSAID = [
    "un tiers-lieu, des tiers lieux, un tiers de confiance, le tiers payant",
    "un quart d'heure, trois quarts d'heure, les quarts de finale",
    "deux ateliers sur trois jours, une plénière sur deux étages",
    "le douze mai, vingt heures, les Trente Glorieuses, du 27/09 au 28/09, 24/7",
    "trois jours, les deux premières, dix rendez-vous, cent fois merci, mille mercis",
    "faire progresser l'inclusion",
    "58 réponses sur 165 personnes inscrites",
    "la première et la seconde moitié des réponses",
]


@pytest.mark.parametrize(("text", "kind", "value"), SAID)
def test_an_amount_in_words_is_seen(text: str, kind: str, value: str) -> None:
    assert [(found.kind, found.value) for found in amounts(text)] == [(kind, Fraction(value))]


@pytest.mark.parametrize(("text", "kind", "value"), SAID_IN_ENGLISH)
def test_so_it_is_in_english(text: str, kind: str, value: str) -> None:
    assert [(found.kind, found.value) for found in amounts(text, "en")] == [(kind, Fraction(value))]


@pytest.mark.parametrize("text", UNSAID)
def test_a_word_that_only_looks_like_an_amount_is_left_alone(text: str) -> None:
    assert amounts(text) == ()


@pytest.mark.parametrize(
    ("words", "number"), [("quatre-vingt-dix-sept", 97), ("vingt et un", 21), ("cent vingt", 120), ("deux mille", 2000)]
)
def test_numbers_in_letters(words: str, number: int) -> None:
    assert spelt(words) == number


def test_words_that_are_no_number_are_none() -> None:
    assert spelt("plusieurs") is None
