"""Two spellings of one label meet; two labels never do."""

from __future__ import annotations

import pytest

from nec_analysis.french.matching import normal

SAME = [
    ("Tout à fait d’accord", "tout a fait d'accord"),
    ("Plutôt\u00a0satisfait", "Plutôt satisfait"),
    ("Plutôt\u202fsatisfait ", " plutôt  satisfait"),
    ("e\u0301tat", "état"),
    ("1. Oui", "Oui"),
    ("1) Oui", "Oui"),
    ("(1) Oui", "Oui"),
    ("1 - Très satisfait", "Très satisfait"),
    ("1-Très satisfait", "Très satisfait"),
    ("a) Par le train", "Par le train"),
    ("Q7. Recommanderiez-vous ?", "Recommanderiez-vous\u202f?"),
    ("Satisfait(e)", "Satisfait"),
    ("Satisfait·e·s", "Satisfait"),
    ("Satisfait⋅e", "Satisfait"),
    ("Satisfait.e.s", "Satisfait"),
    ("Satisfait/e", "Satisfait"),
    ("Satisfait-e-s", "Satisfait"),
    ("Médiateur·rice", "Médiateur"),
    ("Médiateur/trice", "Médiateur"),
    ("Citoyen(ne)s", "Citoyen"),
    ("Cœur", "coeur"),
    ("Autre :", "autre"),
    ("Autre…", "Autre"),
    ("« Oui »", "Oui"),
    ("\ufeffOui\u200b", "Oui"),
    ("Arc–en–ciel", "arc-en-ciel"),
]
DIFFERENT = [
    ("1 - 10", "11 - 50"),
    ("5 - 10 ans", "1 - 10 ans"),
    ("2-days", "3-days"),
    ("1", "2"),
    ("1.5", "1.6"),
    ("01000", "1000"),
    ("Satisfait", "Insatisfait"),
    ("N/A", "N"),
    ("-", "."),
    ("-1", "1"),
    ("Plutôt d'accord", "Plutôt pas d'accord"),
    ("24 heures", "48 heures"),
    ("+33", "33"),
    ("à", "b"),
    ("में", "मां"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_one_label_meet(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_labels_stay_apart(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@pytest.mark.parametrize("text", [t for pair in SAME + DIFFERENT for t in pair])
def test_the_normal_form_is_its_own_normal_form(text: str) -> None:
    assert normal(normal(text)) == normal(text)


def test_a_text_never_becomes_nothing() -> None:
    assert all(normal(t) for t in ("...", "?", "-", "()", "1)", "1. ", '"'))


def test_blank_is_blank() -> None:
    assert normal("") == normal(" \u00a0") == ""
