"""Parameters: one tagged cell of plain literals; a misspelt name stops before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy import notebook

from nec_analysis.errors import USAGE, NecError
from nec_analysis.runs.parameters import check, declared


def test_the_parameters_are_read_with_their_defaults_in_order(tmp_path: Path) -> None:
    path = notebook(
        tmp_path / "n.ipynb", parameters='edition = ""\nlimit: int = -3\nnames = ["a"]  # why\nnothing = None'
    )
    assert declared(path) == {"edition": "", "limit": -3, "names": ["a"], "nothing": None}


def test_a_misspelt_parameter_is_refused_with_the_right_name(tmp_path: Path) -> None:
    path = notebook(tmp_path / "n.ipynb")
    with pytest.raises(NecError, match="vouliez-vous dire « edition »") as refusal:
        check(path, {"editon": "2022-lens"})
    assert (refusal.value.code, refusal.value.exit_code) == ("parameter-unknown", USAGE)


@pytest.mark.parametrize(("name", "value"), [("edition", 22), ("limit", "3"), ("limit", True), ("ratio", 1)])
def test_a_value_of_another_type_is_refused(tmp_path: Path, name: str, value: object) -> None:
    path = notebook(tmp_path / "n.ipynb", parameters='edition = ""\nlimit = 3\nratio = 0.5')
    with pytest.raises(NecError, match=name) as refusal:
        check(path, {name: value})
    assert refusal.value.code == "parameter-type"


@pytest.mark.parametrize(
    "source", ["import os", "edition = os.environ", "edition = 'a' + b", "a, b = 1, 2", "print(1)", "edition ="]
)
def test_only_plain_literals_are_parameters(tmp_path: Path, source: str) -> None:
    path = notebook(tmp_path / "n.ipynb", parameters=source)
    with pytest.raises(NecError, match="cellule 2, ligne 1") as refusal:
        declared(path)
    assert refusal.value.code == "notebook-parameters"


def test_two_parameters_cells_are_refused(tmp_path: Path) -> None:
    path = notebook(tmp_path / "n.ipynb", "a = 1", tags={0: ["parameters"]})
    with pytest.raises(NecError, match="2 cellules"):
        declared(path)


def test_a_missing_and_a_broken_notebook_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NecError, match="n’existe pas"):
        declared(tmp_path / "absent.ipynb")
    (tmp_path / "broken.ipynb").write_text("{")
    with pytest.raises(NecError, match="n’est pas un notebook"):
        declared(tmp_path / "broken.ipynb")
