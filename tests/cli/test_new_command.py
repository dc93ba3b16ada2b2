"""`nec new` tells a person who writes no code what is left to do, and never sends them to a run that must fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from nec_analysis.cli import main
from nec_analysis.errors import DECISION

FIRST = "Est-ce votre première participation à NEC ?"


def said(answers: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What `nec new` prints for a survey of one question of the catalogue, with these answers."""
    for folder in ("data/raw", "notebooks"):
        (tmp_path / folder).mkdir(parents=True)
    export = tmp_path / "reponses.csv"
    rows = "".join(f'0{i}/10/2023 10:2{i}:33,"{text}"\n' for i, text in enumerate(answers, 1))
    export.write_text(f"Horodateur,{FIRST}\n{rows}", encoding="utf-8")
    assert main(["--root", str(tmp_path), "new", "2023-lens", "--from", str(export)]) == 0
    return [line.replace("\xa0", " ") for line in capsys.readouterr().out.splitlines()]


def test_answers_nobody_knows_are_told_and_lead_to_a_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(["1", "0", "1", "1", "0", "1"], tmp_path, capsys)
    assert any("feuille « Réponses » : 2 réponses sans équivalent" in line for line in lines)
    assert lines[-1] == "Puis : nec check 2023-lens"
    assert not any("ne demande rien" in line for line in lines)


def test_a_file_refused_as_it_stands_does_not_lead_to_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(["Oui, c'est ma premiÃ¨re fois", "Non, j'ai dÃ©jÃ  participÃ©"] * 3, tmp_path, capsys)
    assert "À décider dans edition.toml : comment lire le fichier refusé ci-dessus." in lines
    assert lines[-1] == "Puis : nec check 2023-lens"
    for command in ("check", "run"):  # the card is written, which is all that `nec new` does: the decision is still due
        assert main(["--root", str(tmp_path), command, "2023-lens"]) == DECISION


def test_answers_with_a_comma_that_the_catalogue_knows_are_taken_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = said(["Oui, c'est ma première fois", "Non, j'ai déjà participé"] * 3, tmp_path, capsys)
    assert any("1 question du catalogue" in line for line in lines)
    assert not any("à confirmer" in line for line in lines)


def test_one_thing_is_told_in_the_singular(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(["Première fois", "Habitué"] * 3, tmp_path, capsys)
    assert any("1 question à confirmer" in line for line in lines)
