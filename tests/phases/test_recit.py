"""The edition's prose holds placeholders, never a number typed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_figure import figure

from nec_analysis.cards import catalogue
from nec_analysis.errors import NecError
from nec_analysis.phases import recit

SECTIONS = catalogue().sections
FIGURE = figure("registered", display="1\u202f700", value=1700, numerator=1700, base=1700)


def _read(tmp_path: Path, text: str) -> dict[str, str]:
    (tmp_path / "recit.md").write_text(text, encoding="utf-8")
    return recit.read(tmp_path, SECTIONS)


def test_headings_name_their_section_by_id_or_title(tmp_path: Path) -> None:
    found = _read(tmp_path, "# Tout {#reussite_1}\nBonjour.\n## Les grands chiffres\n{registered} personnes.\n")
    assert found == {"reussite_1": "Bonjour.", "grands_chiffres": "{registered} personnes."}


def test_a_heading_that_names_nothing_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(NecError, match="ligne 3"):
        _read(tmp_path, "# Les publics\nx\n# Météo\n")


def test_no_recit_is_no_prose(tmp_path: Path) -> None:
    assert recit.read(tmp_path, SECTIONS) == {}


def test_numbers_come_from_the_register_in_french_typography() -> None:
    assert recit.said("Oui : {registered} personnes !", [FIGURE], "r") == "Oui\u202f: 1\u202f700 personnes\u202f!"


@pytest.mark.parametrize("text", ["Il y avait 1650 personnes.", "87 % sont venus", "un score de 3,5"])
def test_a_number_typed_by_hand_is_refused(text: str) -> None:
    with pytest.raises(NecError) as caught:
        recit.said(text, [FIGURE], "recit.md, publics")
    assert caught.value.code == "recit-number"


@pytest.mark.parametrize(
    "text", ["La réussite n° 1", "En 2022", "Plus de 1700 inscrits", "Voir [le site](https://a.b/2/3)"]
)
def test_years_ranks_and_register_values_may_be_typed(text: str) -> None:
    assert recit.said(text, [FIGURE], "r")


@pytest.mark.parametrize(
    "text", ["Ils étaient {registered.", "Ils étaient {Registered}", "registered} étaient là", "{ }"]
)
def test_a_brace_that_is_no_placeholder_is_never_printed(text: str) -> None:
    with pytest.raises(NecError) as caught:
        recit.said(text, [FIGURE], "recit.md, publics")
    assert caught.value.code == "recit-brace"
    assert "{" in caught.value.remedy


SHARE = figure("liked", display="77\u202f%", value=0.7667)
RISE = figure("registered__change", display="+325\u202f%", value=3.25, flags=())
DOUBT = figure("liked__change", display="+4\u00a0pts", value=0.04, flags=("non significatif",))
WORDS = [FIGURE, SHARE, RISE, DOUBT]


@pytest.mark.parametrize(
    "text",
    [
        "Trois personnes sur quatre ont apprécié le lieu.",
        "Les deux tiers ({liked}) ont apprécié le lieu.",
        "Trois quarts ont apprécié le lieu. {liked} le disent.",
        "Soixante-dix-huit pour cent, soit {liked}.",
        "La participation a doublé.",
        "Une hausse de la satisfaction : {liked}.",
        "Une hausse significative des inscriptions : {registered}.",
        "Quarante-deux collectivités étaient là.",
    ],
)
def test_an_amount_in_words_that_no_figure_of_its_sentence_gives_is_refused(text: str) -> None:
    with pytest.raises(NecError) as caught:
        recit.said(f"Bonjour.\n\n{text}", WORDS, "recit.md, publics")
    assert caught.value.code == "recit-words"
    assert "ligne 3" in caught.value.place


@pytest.mark.parametrize(
    "text",
    [
        "Trois personnes sur quatre ({liked}) ont apprécié le lieu.",
        "{liked}, soit plus de trois quarts des gens.",
        "Une forte hausse : {registered} personnes inscrites.",
        "En hausse de {registered__change}.",
        "Mille sept cents personnes inscrites.",
        "Trois jours, deux lieux, un tiers-lieu, un quart d'heure.",
    ],
)
def test_an_amount_in_words_may_stand_beside_its_figure(text: str) -> None:
    assert recit.said(text, WORDS, "r")
