"""The workbook says units, columns and reasons in the words of its language, never in the codes of the register."""

from __future__ import annotations

import pytest
import sample_figure

from nec_analysis.phases.workbook import _figure


@pytest.mark.parametrize(
    ("lang", "unit", "columns", "excluded"),
    [
        ("fr", "secondes", ("genre", "durée"), {"doublon": 8, "essai ou aperçu": 6}),
        ("en", "seconds", ("kind", "duration"), {"duplicate": 8, "test or preview": 6}),
    ],
)
def test_codes_are_said_in_words(lang: str, unit: str, columns: tuple[str, ...], excluded: dict[str, int]) -> None:
    codes = {"unit": "duration", "columns": ("kind", "duration_s"), "question": ""}
    figure = _figure(sample_figure.figure("x", **codes, excluded={"duplicate": 8, "test": 6}), lang)
    assert (figure.unit, figure.columns, dict(figure.excluded)) == (unit, columns, excluded)


def test_a_unit_of_a_card_and_a_column_of_a_survey_stay_as_they_are() -> None:
    figure = _figure(sample_figure.figure("x", unit="arbres", columns=("at",), question="Quand ?"), "en")
    assert (figure.unit, figure.columns) == ("arbres", ("at",))
