"""A comparison is told with its wording, groups, bases, test, probabilities, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nec_analysis.cli import main
from nec_analysis.phases.contrasts import GROUPS, OPTIONS, WHOLE, read

EDITION = "2022-lens"


def _explain(reports: Path, *arguments: str) -> int:
    return main(["--root", str(reports.parents[1]), "explain", EDITION, *arguments])


def test_every_comparison_is_listed(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _explain(reports) == 0
    told = capsys.readouterr().out.split("Comparaisons :")[1]
    compared = read(reports / "tables")
    assert {one.kind for one in compared} == {WHOLE, GROUPS, OPTIONS}
    assert [line.split("  ")[0] for line in told.splitlines() if line] == [one.id for one in compared]


@pytest.mark.parametrize("kind", [WHOLE, GROUPS, OPTIONS])
def test_a_comparison_says_where_it_comes_from(kind: str, reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = next(one for one in read(reports / "tables") if one.kind == kind)
    assert _explain(reports, one.id) == 0
    told = capsys.readouterr().out
    assert all(part in told for part in (one.id, one.question, one.first, one.second, one.method))
    assert ("Empreinte de" in told, "p du test" in told) == (True, True)
    if kind != WHOLE:
        assert str(one.first_base) in told
        assert f"parmi les {one.family} tests" in told
    assert _explain(reports, one.id, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["id"], found["p_raw"], found["p"], found["family"]) == (one.id, one.p_raw, one.p, one.family)
    assert all(len(file["sha256"]) == 64 for file in found["files"])
