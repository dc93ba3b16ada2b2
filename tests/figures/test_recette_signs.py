"""Signs that a font lacks, names without letters, words from right to left: read as what was typed."""

from __future__ import annotations

import pytest

from nec_analysis.figures.recette.direction import in_order
from nec_analysis.figures.recette.passage import called, flat, squeezed
from nec_analysis.figures.recette.structural import structural


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("L’heure du conte [cotillons]", "L'heure du conte 🎉"),
        ("[party popper] Story time", "🎉 Story time"),
        ("Rien [femme qui hausse les épaules]", "Rien 🤷\u200d♀️"),
        ("[U+4E2D U+6587] 2", "中文 2"),
        ("[U+4E2D][U+6587] 2", "中文 2"),
        ("[visage riant aux\nlarmes]", "😂"),
    ],
)
def test_the_name_of_a_sign_is_the_sign(printed: str, typed: str) -> None:
    assert squeezed(printed) == squeezed(typed)
    assert called(printed) == called(typed) != ""


def test_brackets_that_name_no_sign_stay() -> None:
    for text in ("[73\u202f; 89]", "Votre avis [Les repas]", "[U+ZZZZ]", "[U+D800]"):
        assert flat(text) == text


def test_names_of_signs_alone_are_told_apart() -> None:
    assert len({called(text) for text in ("👍", "👎", "-", "+", "= 1")}) == 5
    assert called("👍\ufe0f") == called("[pouce vers le haut]")


@pytest.mark.parametrize("text", ["כמה פעמים? 3", "٢ مرات", "مرة؟ كم", "87\u202f% שבת"])
def test_a_line_from_right_to_left_is_turned_but_for_its_numbers(text: str) -> None:
    turned = in_order(text)
    assert in_order(turned) == text
    assert [c for c in turned if c.isdigit()] == [c for c in text if c.isdigit()]
    assert squeezed(turned) == squeezed(text)


@pytest.mark.parametrize(
    "said", ["Salle n°\u202f7 (1ᵉʳ étage)", "Salle n°7 (1er étage)", "Reach 100 learners (12\u202f%)"]
)
def test_a_label_is_known_as_it_is_typeset_and_without_its_last_mark(said: str) -> None:
    known = structural(["Salle n°7 (1er étage)", "Reach 100 learners?"], (), (), "fr")
    assert [n.text for n in known.loose(f"Ici : {said}.")] == (["12\u202f%"] if "12" in said else [])
