"""What a card says of a question or a column that no file has is told with the nearest name, never passed over."""

from __future__ import annotations

from pathlib import Path

import pytest
from project_copy import project

from nec_analysis.cli import main
from nec_analysis.errors import DECISION

LOCAL = "2022-dordogne"
PLACE = '"Avez-vous apprécié la ville et le lieu ?"'
RULES, TICKETS, LIST, END = "[export.options]\n", "rows = 169\n", "[population]\n", 'registered = "165"\n'
"""Lines of the card below which one more is put: rules of the survey, the tickets, who could answer, the end."""
ASKED = '[questions.{}]\nlabel.fr = "Couleur ?"\nkind = "text"\n'

REFUSED = {
    "a question of no column": (END, ASKED.format("colour"), "[questions.colour]", "colour = « intitulé"),
    "a question misspelt": (END, ASKED.format("first_tme"), "[questions.first_tme]", "Vouliez-vous dire : first_time"),
    "boxes of no question": (RULES, 'blank_multiple.themes_folowed = "none"\n', "blank_multiple", "themes_followed"),
    "boxes of a question without": (RULES, 'blank_multiple.nps = "none"\n', "blank_multiple", "themes_followed"),
    "a rule that says nothing": (RULES, 'blank_multiple.themes_followed = "unknwon"\n', "blank_multiple", "unknown"),
    "a recode of no column": (TICKETS, '[export.recodes.structur]\n"A" = "B"\n', "recodes.structur]", "structure"),
    "a recode of nobody": (TICKETS, '[export.recodes.structure]\n"Rien" = "B"\n', "« Rien »", "Retirez la ligne"),
    "a recode of what is dropped": (TICKETS, '[export.recodes.city]\n"A" = "B"\n', "recodes.city]", "Noms connus"),
    "no column to set aside by": (
        TICKETS,
        '[export.options.set_aside.struct]\n"A" = "essai"\n',
        "struct]",
        "structure",
    ),
    "a column for no key": (TICKETS, '[export.options.columns]\nstructur = "Ville"\n', "export.options", "structure"),
    "questions of tickets": (TICKETS, '[export.columns]\nstructure = "Ville"\n', "n° 2", "[export.options.columns]"),
    "a margin nobody knows": (LIST, 'margins = ["structur"]\n', "[population] margins", "structure"),
    "weights without effect": (END, '[weights]\nschema = "rake"\n', "[weights]", "scheme"),
    "an indicator of no question": (END, '[indicators.i]\nmeasure = "nps"\nquestion = "npps"\n', "« i »", "nps"),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("said") / "p", editions=(LOCAL,))


def check(root: Path, text: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """What `nec check` answers to a card of that text, which then is as it was."""
    card = root / "data" / "raw" / LOCAL / "edition.toml"
    before = card.read_text(encoding="utf-8")
    try:
        card.write_text(text, encoding="utf-8")
        code = main(["--root", str(root), "check", LOCAL])
    finally:
        card.write_text(before, encoding="utf-8")
    said = capsys.readouterr()
    return code, " ".join((said.out + said.err).split())


def written(root: Path) -> str:
    return (root / "data" / "raw" / LOCAL / "edition.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", REFUSED)
def test_a_line_about_nothing_is_refused_with_its_remedy(
    case: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at, lines, place, remedy = REFUSED[case]
    text = written(root).replace('margins = ["structure"]\n', "") if at == LIST else written(root)
    code, said = check(root, text.replace(at, at + lines, 1), capsys)
    assert code == DECISION, said
    assert place in said
    assert remedy in said


def test_a_definition_whose_wording_the_survey_puts_is_told_its_line(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = written(root).replace(f"venue_appreciated = {PLACE}\n", "")
    stanza = f'\n[questions.town]\nlabel.fr = {PLACE}\nkind = "text"\n'
    code, said = check(root, text + stanza, capsys)
    assert code == DECISION
    line = said.partition("[export.columns] : ")[2].split("  ")[0]
    given = line[: line.index('"', line.index('"') + 1) + 1]
    columns = "[export.columns]\n"
    assert check(root, text.replace(columns, f"{columns}{given}\n", 1) + stanza, capsys)[0] == 0


def test_a_rule_of_a_question_that_other_editions_ask_is_told_not_refused(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = check(root, written(root).replace(RULES, f'{RULES}blank_multiple.days = "none"\n', 1), capsys)
    assert code == 0
    assert "⚠ blank_multiple : « days » n'est pas posée dans cette enquête" in said


@pytest.mark.parametrize(
    ("stanza", "place"),
    [
        (ASKED.format("colour"), "[questions.colour]"),
        ('[indicators.i]\nmeasure = "nps"\nquestion = "nps"\n', "indicateur « i »"),
    ],
)
def test_what_needs_a_survey_is_refused_without_one(
    stanza: str, place: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head, survey, rest = written(root).partition('[[export]]\nrole = "survey"')
    assert survey
    tickets = rest[rest.index("[[export]]") :]
    assert check(root, head + tickets, capsys)[0] == 0
    code, said = check(root, head + f"{tickets}\n{stanza}", capsys)
    assert code == DECISION
    assert place in said
