"""A row « label – identifier » has both of one figure."""

from __future__ import annotations

import pytest

from nec_analysis.figures.recette.entry import Entry, spelt
from nec_analysis.figures.recette.known import Known
from nec_analysis.figures.recette.passage import ROW, Passage
from nec_analysis.figures.recette.twofold import misnamed

LABELS = {"first_time": "venaient pour la première fois", "live": "Plénière – direct", "nps": "score net"}


def known() -> Known:
    """What the register holds of three figures, and a row of another table."""
    names = [(id, name) for id, label in LABELS.items() for name in (spelt(id, f"{label} – {id}"), spelt(label))]
    figures = [Entry(f"registre, {id}", (name,), {}, (id,)) for id, name in names]
    return Known.of([*figures, Entry("topline", (spelt("score net – moyen"),), {})])


def row(name: str) -> Passage:
    return Passage("bilan.html", "Sources", ROW, (name, "77\u202f%"))


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("venaient pour la première fois – nps", "first_time"),
        ("score net – first_time", "nps"),
        ("Plénière – direct – nps", "live"),
        ("venaient pour la première fois – first_tme", "first_time"),
        ("venaient pour la deuxième fois – first_time", "first_time"),
    ],
)
def test_a_label_with_the_identifier_of_another_figure_is_a_fault(name: str, near: str) -> None:
    fault = misnamed(row(name), known())
    assert fault is not None
    assert fault.found == name
    assert near in fault.nearest


@pytest.mark.parametrize(
    "name",
    [
        "venaient pour la première fois – first_time",
        "venaient pour la pre-\u00admière fois – first_ time",
        "Plénière – direct – live",
        "Plénière – direct",
        "score net",
        "score net – moyen",
        "score net – Ni d'accord, ni pas d'accord",
        "Lens – Nord",
        "",
    ],
)
def test_a_name_of_one_figure_or_of_something_else_is_none(name: str) -> None:
    assert misnamed(row(name), known()) is None
