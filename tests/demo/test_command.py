"""`python -m nec_analysis.demo` writes what it is asked, or says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from nec_analysis.demo.__main__ import main


def test_all_editions_by_default(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--into", str(tmp_path)]) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["2021-sud-charente", "2022-dordogne", "2022-lens"]
    assert capsys.readouterr().out.count("fichiers") == 3


def test_generated_editions_are_numbered(tmp_path: Path) -> None:
    assert main(["--generated", "2", "--n", "25", "--into", str(tmp_path)]) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["demo-001", "demo-002"]


def test_an_unknown_edition_is_a_usage_error_that_names_the_known_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--edition", "2022-lans", "--into", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "2022-lans" in said
    assert "2022-lens" in said


@pytest.mark.parametrize(
    "wrong", [["--n", "-1"], ["--n", "beaucoup"], ["--generated", "-3"], ["--all", "--edition", "x"]]
)
def test_arguments_that_make_no_sense_are_refused(wrong: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(wrong)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "2022-dordogne").write_text("un fichier à la place du dossier")
    assert main(["--edition", "2022-dordogne", "--into", str(tmp_path)]) == 2
    assert "2022-dordogne" in capsys.readouterr().err
