"""The parts of the bilan are numbered as they are read, and none stands under a part that is left out."""

from __future__ import annotations

import pytest

from nec_analysis.cards.catalogue import catalogue
from nec_analysis.phases.headings import headings

THREE = ["Réussite n° 1 : un événement de référence", "Réussite n° 2 : une ville, un lieu"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["reussite_1", "reussite_2"], [(THREE[0], 1), (THREE[1], 1)]),
        (["reussite_2"], [("Réussite : une ville, un lieu", 1)]),
        (
            ["reussite_2", "reussite_3"],
            [("Réussite n° 1 : une ville, un lieu", 1), ("Réussite n° 2 : une communauté qui grandit", 1)],
        ),
        (["reussite_1", "formats"], [("Réussite : un événement de référence", 1), ("Des formats pour chacun", 2)]),
        (
            ["grands_chiffres", "mobilisation", "publics"],
            [("Les grands chiffres", 1), ("La mobilisation du territoire", 1), ("Les publics", 1)],
        ),
    ],
    ids=["both", "alone", "the first missing", "its own part", "under no other"],
)
def test_a_part_is_numbered_and_ranked_by_what_is_told(told: list[str], expected: list[tuple[str, int]]) -> None:
    found = headings(catalogue().sections, told)
    assert [(heading.title, heading.level) for heading in found.values()] == expected


def test_a_series_is_numbered_in_english_too() -> None:
    found = headings(catalogue().sections, ["reussite_2", "reussite_3"], "en")
    assert [heading.title for heading in found.values()] == [
        "Success 1: a city, a venue",
        "Success 2: a growing community",
    ]
