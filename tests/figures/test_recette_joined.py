"""Options joined in one cell: the recette counts the same ones as the report, words with commas included."""

from __future__ import annotations

from collections import Counter as Tally
from pathlib import Path

import pytest
from shared_material import ROOT

from nec_analysis.cards import catalogue, edition
from nec_analysis.demo.__main__ import main
from nec_analysis.figures.recette.charted import derived
from nec_analysis.figures.recette.dossier import Drawn
from nec_analysis.figures.recette.quantity import COUNT, quantity
from nec_analysis.figures.recette.tally import survey
from nec_analysis.phases.clean import clean

LOCAL, ASKED = "2022-dordogne", "themes_followed"


@pytest.mark.parametrize(("answers", "option"), [(200, False), (2000, True)])
def test_typed_words_with_a_comma_are_counted_twice_alike(answers: int, option: bool, tmp_path: Path) -> None:
    """Dozens who typed "Santé, télémédecine" and a place make "Santé" an option; the rest of the words is "other"."""
    main(["--edition", LOCAL, "--n", str(answers), "--into", str(tmp_path / "data" / "raw")])
    card = edition(LOCAL, tmp_path)
    responses = clean(card, catalogue()).data.responses
    assert responses is not None
    ticks = responses.frame.filter(regex=f"^{ASKED}__").select_dtypes("boolean").sum()
    published = {str(name).removeprefix(f"{ASKED}__"): int(n) for name, n in ticks.items() if n}
    again = survey(card, catalogue())
    assert again is not None
    assert Tally(code for ticked in again.ticks(ASKED) for code in ticked or ()) == published
    assert ("sante" in published) is option
    assert again.spelling(ASKED).code("Santé") == ("sante" if option else None)


def test_a_label_with_a_comma_is_one_option() -> None:
    again = survey(edition(LOCAL, ROOT), catalogue())
    assert again is not None
    assert again.spelling(ASKED).code("Données, IA et territoires") == "data_territories"
    assert again.spelling(ASKED).code("Données") is None


@pytest.mark.parametrize("said", [6, 7, 8])
def test_rows_that_begin_alike_are_counted_apart(said: int) -> None:
    only = [(f"uniquement : {'A + ' * n}A", f"{30 + n}") for n in range(said)]
    rows = [*((f"Option {n}", f"{100 + n}") for n in range(9)), *only]
    drawn = Drawn("themes", ("Réponses", "Personnes", "Base", "Part", "Autre", "Rang"), tuple(rows), "", (), Path())
    assert [n for n in (6, 7, 8) if quantity(COUNT, n) in derived(drawn)] == [said]
