"""A card says one thing clearly or is refused with the line to correct."""

from __future__ import annotations

from pathlib import Path

import pytest

from nec_analysis.cards import edition, editions
from nec_analysis.errors import DECISION, USAGE, NecError

GOOD = """
label = "Lens"
date = 2022-09-28
languages = ["fr"]

[population]
size = 1700
what = "personnes inscrites"

[[export]]
role = "survey"
tool = "limesurvey"
file = "a.csv"
rows = 434
[export.columns]
theme = "Q5"
[published]
theme = "17 %"
"""

BAD = {
    "a misspelt key": ("languages", "langages", "card-key", "languages"),
    "an unknown role": ('role = "survey"', 'role = "enquete"', "card-role", "survey"),
    "a quoted date": ("date = 2022-09-28", 'date = "28/09/2022"', "card-type", "sans guillemets"),
    "a count that is text": ("rows = 434", 'rows = "434"', "card-type", "nombre entier"),
    "a file outside the folder": ('file = "a.csv"', 'file = "../a.csv"', "card-file", "dossier"),
    "a remote file": ('file = "a.csv"', 'file = "s3://b/a.csv"', "card-file", "dossier"),
    "a broken line": ('label = "Lens"', 'label = "Lens', "card-syntax", "ligne 2"),
    "a text without quotes": ('label = "Lens"', "label = Lens", "card-syntax", 'label = "Lens"'),
    "a French date": ("date = 2022-09-28", "date = 28/9/2022", "card-syntax", "date = 2022-09-28"),
    "a line said twice": ('label = "Lens"', 'label = "Lens"\nlabel = "Lens"', "card-syntax", "une seule des deux"),
    "a negative population": ("size = 1700", "size = -1", "card-type", "négatif"),
}


def _project(root: Path, card: str, id: str = "2022-lens") -> Path:
    folder = root / "data" / "raw" / id
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text(card, encoding="utf-8")
    return root


def test_a_card_becomes_the_nouns(tmp_path: Path) -> None:
    card = edition("2022-lens", _project(tmp_path, GOOD))
    assert (card.label, card.date, card.population and card.population.size) == ("Lens", "2022-09-28", 1700)
    assert card.exports[0].columns == {"theme": "Q5"}
    assert card.published == {"theme": "17 %"}
    assert editions(tmp_path) == ("2022-lens",)


@pytest.mark.parametrize("name", BAD)
def test_a_card_that_breaks_a_rule_is_refused_with_a_remedy(name: str, tmp_path: Path) -> None:
    before, after, code, said = BAD[name]
    assert before in GOOD
    with pytest.raises(NecError) as caught:
        edition("2022-lens", _project(tmp_path, GOOD.replace(before, after)))
    assert caught.value.code == code
    assert caught.value.exit_code == DECISION
    assert "edition.toml" in caught.value.place
    assert said in str(caught.value)


def test_an_unknown_edition_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(NecError) as caught:
        edition("2022-lnes", _project(tmp_path, GOOD))
    assert caught.value.exit_code == USAGE
    assert "2022-lens" in caught.value.remedy


@pytest.mark.parametrize("id", ["../etc", "Lens 2022", "", "a/b"])
def test_an_id_that_is_no_folder_name_is_refused(id: str, tmp_path: Path) -> None:
    with pytest.raises(NecError) as caught:
        edition(id, _project(tmp_path, GOOD))
    assert caught.value.code == "edition-name"
