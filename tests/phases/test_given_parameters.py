"""A parameter that a notebook does not know is refused; papermill alone would only warn."""

from __future__ import annotations

import pytest

from nec_analysis.errors import USAGE, NecError
from nec_analysis.phases import parameters


def test_names_of_injected_cells_are_seen() -> None:
    assert parameters.given(["edition = 'a'", "# Parameters\nedition = 'b'\nediton = 'c'\n"]) == ("edition", "editon")


def test_a_misspelt_parameter_names_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parameters, "_sources", lambda: ["# Parameters\neditoin = '2022-lens'\n"])
    with pytest.raises(NecError) as caught:
        parameters.accept(["edition", "root"])
    assert caught.value.exit_code == USAGE
    assert "edition" in caught.value.remedy


def test_known_parameters_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parameters, "_sources", lambda: ["# Parameters\nedition = '2022-lens'\n", "autre = 1"])
    parameters.accept(["edition"])
