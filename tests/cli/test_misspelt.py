"""A misspelt command is answered in French, with what was probably meant; nothing is guessed."""

from __future__ import annotations

import re

import pytest

from nec_analysis.cli import main
from nec_analysis.cli.parser import COMMANDS
from nec_analysis.errors import USAGE

ENGLISH = re.compile(r"\b(?:the following|required|invalid|expected|unrecognized|argument \S+:|show this|positional)\b")


def _error(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == USAGE
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("rnu", "Vouliez-vous dire : run ?"),
        ("run 2022-lens --lan en", "Vouliez-vous dire : --lang ?"),
        ("run 2022-lens --forse", "Vouliez-vous dire : --force ?"),
        ("run --only lens", "« --only » : cette option n'existe pas.\n→ nec run --help"),
        ("run 2022-lens --lang de", "Au choix : fr, en"),
        ("run --all -j 0", "n'est pas un nombre d'éditions"),
        ("run --all -j x", "n'est pas un nombre d'éditions"),
        ("run --all --jobs", "il manque une valeur"),
        ("run --all=3", "--all ne prend pas de valeur"),
        ("compare a", "il manque : ÉDITION"),
        ("compare a b c", "« c » est de trop"),
        ("new 2023-x", "il manque : --from"),
        ("", "il manque : COMMANDE"),
    ],
)
def test_a_misspelt_command_says_in_french_what_to_type(
    typed: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _error(capsys, *typed.split())
    assert expected in said
    assert not ENGLISH.search(said)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_help_of_a_command_is_french(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([name, "--help"])
    said = capsys.readouterr().out
    assert "afficher cette aide" in said
    assert "options :\n" in said
    assert not ENGLISH.search(said)
