"""A value of another shape than its key's is the card's mistake, told as such: never one of the software."""

from __future__ import annotations

from pathlib import Path

import pytest

from nec_analysis.cards import catalogue, edition
from nec_analysis.errors import DECISION, NecError

CARD = 'label = "Lens"\n{}\n[[export]]\nrole = "registrations"\nfile = "a.csv"\n{}\n'

OF_THE_EDITION = {
    "a question that is a number": ("[questions]\nx = 3", "[questions] : « x » doit être une table"),
    "a label without language": ('[questions.x]\nkind = "text"\nlabel = "Couleur"', 'label.fr = "…"'),
    "a label that is a number": ('[questions.x]\nkind = "text"\nlabel.fr = 3', "« fr » doit être un texte"),
    "choices in a list": ('[questions.x]\nkind = "single"\nchoices = ["oui"]', "« choices » doit être une table"),
    "a choice that is text": ('[questions.x]\nkind = "single"\nchoices.a = "Oui"', "« Oui » doit être une table"),
    "an end that is text": ('[questions.x]\nkind = "numeric"\nminimum = "0"', "un nombre entier ou un nombre"),
    "an indicator that is text": ('[indicators]\nx = "nps"', "« x » doit être une table"),
    "one answer that is no list": (
        '[indicators.x]\nmeasure = "share"\nquestion = "nps"\ncounts = "yes"',
        "« counts » doit être une liste",
    ),
    "a condition that is text": ('[indicators.x]\nmeasure = "nps"\nwhere = "yes"', "« where » doit être une table"),
    "an indicator's label": ('[indicators.x]\nmeasure = "nps"\nlabel = "Score"', 'label.fr = "…"'),
    "margins that are text": ('[weights]\nscheme = "rake"\nmargins = "structure"', "« margins » doit être une liste"),
    "one bound": ("[weights]\nbounds = [3]", "deux nombres"),
}
OF_AN_EXPORT = {
    "a recode without column": ('recodes.structure = "x"', "[export.recodes] : « structure » doit être une table"),
    "a recode to a number": ("recodes.structure.x = 3", "[export.recodes.structure] : « x » doit être un texte"),
    "a column that is a number": ("options.columns.city = 3", "[export.options.columns] : « city » doit être un texte"),
    "columns that are text": ('options.columns = "x"', "« columns » doit être une table"),
    "rows set aside by no column": ('options.set_aside = "test"', "« set_aside » doit être une table"),
    "rows set aside by no value": (
        'options.set_aside.status = "test"',
        "[export.options.set_aside] : « status » doit être une table",
    ),
    "a way of reading": ('options.read = "utf-8"', "« read » doit être une table"),
    "boxes left blank": ("options.blank_multiple = true", "un texte ou une table"),
}


def refusal(text: str, folder: Path) -> NecError:
    """What stops the reading of a card, of its questions, of its indicators."""
    path = folder / "data" / "raw" / "2022-lens" / "edition.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NecError) as caught:
        read(folder)
    return caught.value


def read(root: Path) -> None:
    card = edition("2022-lens", root)
    catalogue().own_questions(card)
    catalogue().indicators(card)


@pytest.mark.parametrize("case", OF_THE_EDITION)
def test_a_stanza_of_another_shape_is_refused(case: str, tmp_path: Path) -> None:
    lines, said = OF_THE_EDITION[case]
    stop = refusal(CARD.format("", "") + lines, tmp_path)
    assert (stop.code, stop.exit_code) == ("card-type", DECISION)
    assert said in str(stop)


@pytest.mark.parametrize("case", OF_AN_EXPORT)
def test_what_is_said_of_an_export_in_another_shape_is_refused(case: str, tmp_path: Path) -> None:
    line, said = OF_AN_EXPORT[case]
    stop = refusal(CARD.format("", line), tmp_path)
    assert (stop.code, stop.exit_code) == ("card-type", DECISION)
    assert said in str(stop)
