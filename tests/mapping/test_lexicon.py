"""A set of labels is read as a scale only when every label is known; a polarity is never turned."""

from __future__ import annotations

import random

import pytest

from nec_analysis.mapping import lexicon


def perturbed() -> list[tuple[str, str, str]]:
    """Every label of the lexicon written badly in six ways: family, right code, text."""
    rng = random.Random(20220928)
    found = []
    for family, words in lexicon._words().items():
        for word, code in words.items():
            if len(word) < 4:
                continue
            at = rng.randrange(1, len(word) - 1)
            letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
            found += [
                (family, code, word.upper()),
                (family, code, word.replace(" ", "\u00a0") + " "),
                (family, code, f"{rng.randrange(1, 9)}. {word.capitalize()}"),
                (family, code, word.replace("satisfait", "satisfait·e").replace("concerne", "concerné(e)")),
                (family, code, word[:at] + word[at + 1 :]),
                (family, code, word[:at] + letter + word[at:]),
                (family, code, word[:at] + letter + word[at + 1 :]),
                (family, code, word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]),
            ]
    return found


def answered(family: str, text: str) -> str:
    """The code the lexicon gives to one text: exact, else proposed, else ""."""
    from nec_analysis.french.matching import normal

    words = lexicon._words()
    exact = words[family].get(normal(text)) or words[lexicon.SPECIAL].get(normal(text))
    return exact or lexicon.like(text, family)[0]


def test_no_perturbed_label_is_read_wrong() -> None:
    cases = perturbed()
    points = {(s.family, c.code): c.point or 0 for s in lexicon.scales().values() for c in s.choices}
    given = [(family, code, answered(family, text)) for family, code, text in cases]
    wrong = [(family, code, said) for family, code, said in given if said not in ("", code)]
    turned = [each for each in wrong if points.get(each[:2], 0) * points.get((each[0], each[2]), 0) < 0]
    right = sum(code == said for _, code, said in given) / len(cases)
    assert len(cases) > 1500
    assert not turned
    assert not wrong
    assert right >= 0.85, f"{right:.1%} right, the others asked"


SETS = [
    (["Tout à fait d'accord", "Plutôt d'accord", "Plutôt pas d'accord", "Pas du tout d'accord"], "agreement4"),
    (["TOUT À FAIT D’ACCORD", "1. Plutôt d'accord", "Pas du tout\u00a0d'accord"], "agreement4"),
    (["Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"], "agreement5"),
    (["Très satisfait·e", "Plutôt satisfait(e)", "Plutôt insatisfaite", "Très insatisfait.e"], "satisfaction4"),
    (["Très satisfait", "Satisfait", "Moyennement satisfait", "Pas du tout satisfait"], "satisfaction5"),
    (["Excellent", "Bien", "Moyen", "Mauvais", "Sans opinion"], "quality4"),
    (["Oui", "Non"], "yes_no"),
    (["Yes", "No", "Not sure"], "yes_no"),
    (["Oui", "Non", "Non concerné·e", "Ne se prononce pas"], "yes_no"),
    (["Toujours", "Souvent", "Rarement", "Jamais"], "frequency5"),
    (["Oui", "Yes", "Non", "No"], "yes_no"),
]


@pytest.mark.parametrize(("labels", "scale"), SETS)
def test_a_set_of_known_labels_is_its_scale(labels: list[str], scale: str) -> None:
    reading = lexicon.read(labels)
    assert reading is not None
    assert (reading.scale, reading.automatic) == (scale, True)


NOT_AUTOMATIC = [
    ["Excellent", "Bien", "Moyen", "Accueil laisse à désirer"],
    ["Excellent", "Très bon", "Bon", "Moyen"],  # five points of one tool are not four of another
    ["Excellent", "Very good", "Good", "Fair", "Poor", "N/A"],  # a word of two languages
    ["Satisfait", "Plutôt satisfait", "Très insatisfait"],
    ["Tout à fait d'accord", "Plutôt d'acord", "Pas du tout d'accord"],
    ["Always", "Very often", "Often", "Never"],
]


@pytest.mark.parametrize("labels", NOT_AUTOMATIC)
def test_a_label_left_over_or_two_points_in_one_is_never_automatic(labels: list[str]) -> None:
    reading = lexicon.read(labels)
    assert reading is None or not reading.automatic


@pytest.mark.parametrize("labels", [["Paris", "Lyon"], [], [""], ["1", "2", "3"], ["Sans opinion", "Non concerné"]])
def test_labels_of_no_scale_are_no_scale(labels: list[str]) -> None:
    assert lexicon.read(labels) is None


def test_a_point_keeps_its_sign_in_every_scale_of_its_family() -> None:
    seen: dict[tuple[str, str], float | None] = {}
    for scale in lexicon.scales().values():
        for choice in scale.choices:
            assert seen.setdefault((scale.family, choice.code), choice.point) == choice.point


def test_no_writing_of_a_scale_stands_for_two_of_its_points() -> None:
    from nec_analysis.french.matching import normal

    for id, table in lexicon.load(lexicon.CATALOGUE / "scales.toml").items():
        texts = [
            (normal(text), code)
            for code, choice in table["choices"].items()
            for text in {choice["fr"], choice["en"], *choice.get("like", ())}
        ]
        codes = dict(texts)
        assert all(codes[text] == code for text, code in texts), id
