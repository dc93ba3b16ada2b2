"""`nec charts` gives a designer the charts asked, leaves the published report alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from project_copy import project

from nec_analysis.cli import main
from nec_analysis.errors import USAGE

DORDOGNE = "2022-dordogne"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("charts") / "p", editions=(DORDOGNE,))


def charts(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), "charts", DORDOGNE, *arguments])


def test_the_charts_asked_are_drawn_in_the_formats_asked(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert charts(root, "--list") == 0
    first, second = [line.split()[0] for line in capsys.readouterr().out.splitlines()][:2]
    assert charts(root, second, "--to", "svg", "--into", str(tmp_path / "g")) == 0
    assert [path.name for path in (tmp_path / "g").iterdir()] == [second]
    names = {path.name for path in (tmp_path / "g" / second).iterdir()}
    assert names == {f"{second}.svg", f"{second}.csv", "alt.txt", "legende.txt"}
    assert first not in names
    assert not (root / "reports" / DORDOGNE).exists()
    assert not list((root / "data" / "processed").glob(".charts-*"))


@pytest.mark.parametrize("wrong", [["recomandation"], ["--to", "jpg"]])
def test_what_does_not_exist_is_refused(root: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert charts(root, *wrong) == USAGE
    assert "n'existe pas" in capsys.readouterr().err
