"""Spaces, signs and what the lint sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.french.typography import lint, typeset, typeset_rows

T = "\u202f"


@pytest.mark.parametrize(
    ("typed", "set_in_type"),
    [
        ("Pour 87 % des gens : oui", f"Pour 87{T}% des gens{T}: oui"),
        ("Pour 87% des gens: oui", f"Pour 87{T}% des gens{T}: oui"),
        ("en %", f"en{T}%"),
        ("Quoi ?! Non!", f"Quoi{T}?! Non{T}!"),
        ("«bien» ; « mieux »", f"«{T}bien{T}»{T}; «{T}mieux{T}»"),
        ("1 700 inscrits, 1 234 567 vues", f"1{T}700 inscrits, 1{T}234{T}567 vues"),
        ("en 2022 500 personnes", "en 2022 500 personnes"),
        ("écart de -4 pts, le 2022-09-28, de 27-29", "écart de −4 pts, le 2022-09-28, de 27-29"),
        ("1er, 1re, 5e, 12ème", "1ᵉʳ, 1ʳᵉ, 5ᵉ, 12ᵉ"),
        ("n°5, n = 393", f"n°{T}5, n{T}={T}393"),
        ("etc...", "etc…"),
        ("l'un·e ou l’autre", "l’un·e ou l’autre"),
        ("d'«ici»", f"d’«{T}ici{T}»"),
        ("dit 'oui' hier", "dit 'oui' hier"),
        ("voir https://a.fr/?x=1;y : ici", f"voir https://a.fr/?x=1;y{T}: ici"),
        ("à 10:30, ratio 16:9", "à 10:30, ratio 16:9"),
        ("{first_timers} des participants : {base}", f"{{first_timers}} des participants{T}: {{base}}"),
        ("", ""),
    ],
)
def test_french_text_gets_its_spaces(typed, set_in_type):
    assert typeset(typed) == set_in_type


def test_english_text_stays_as_it_was():
    assert typeset("87% of people: yes!", lang="en") == "87% of people: yes!"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Newcombe's interval", "Newcombe’s interval"),
        ("the digital advisers' day", "the digital advisers’ day"),
        ("who don't answer: those 'others' stay", "who don’t answer: those 'others' stay"),
        ("https://example.org/d'accord", "https://example.org/d'accord"),
    ],
)
def test_english_gets_its_apostrophes(typed: str, printed: str) -> None:
    assert typeset(typed, lang="en") == printed
    assert typeset(printed, lang="en") == printed


PROSE = st.text(alphabet="abcé12 87%;:!?«».,'’()-\u00a0\u202f·/@&{}", max_size=40)


@given(PROSE)
def test_setting_twice_changes_nothing(text):
    assert typeset(typeset(text)) == typeset(text)


@given(PROSE)
def test_only_spaces_signs_or_ordinals_change(text):
    def letters(x: str) -> str:
        return "".join(c for c in x if c in "abcé;:!?«%87()&@/")

    assert letters(typeset(text).replace("ᵉ", "e")) == letters(text)


@pytest.mark.parametrize(
    "fault",
    [
        "87%",
        "87 %",
        "87\u00a0%",
        "Quoi ?",
        "Quoi?",
        "un : deux",
        "un: deux",
        "« bien »",
        "«bien»",
        "-4 points",
        f"31.5{T}%",
        "1 700 inscrits",
        "1\u00a0700 inscrits",
        "valeur nan",
        "{first_timers} des gens",
        "etc...",
        "deux  espaces",
        "la 5e édition",
        "Etat et opérateurs",
    ],
)
def test_the_lint_sees_the_fault(fault):
    assert lint(fault)


@pytest.mark.parametrize(
    "clean",
    [
        f"Pour 87{T}% des participants, NEC est l’événement de référence{T}!",
        f"«{T}Qu’avez-vous appris{T}?{T}» (n{T}={T}393)",
        f"1{T}700 inscrits, −4 pts, 10:30, https://nec.fr/?a=1%20b;c",
        "Banane, infini, nantais, finance, l’État",
        "du 27-29 septembre 2022, 5ᵉ édition",
        "contact@nec.fr",
    ],
)
def test_the_lint_leaves_clean_text_alone(clean):
    assert lint(clean) == []


def test_the_lint_shows_what_it_saw():
    (fault,) = lint("Pour 87% des gens")
    assert "87%" in fault
    assert "U+202F" in fault


def test_english_is_spared_french_rules_but_not_technical_values():
    assert lint("87% of people: yes!", lang="en") == []
    assert lint("the mean is nan", lang="en")


def test_the_texts_of_a_table_are_set_its_numbers_stay_numbers() -> None:
    assert typeset_rows([["Oui :", 12], ["87 %", 3]]) == [[f"Oui{T}:", 12], [f"87{T}%", 3]]
    assert typeset_rows([["it's 87 %"]], "en") == [["it’s 87 %"]]
