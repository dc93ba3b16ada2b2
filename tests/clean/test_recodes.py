"""What the card says an answer means holds in every kind of closed question, "" for "this is no answer" too."""

from __future__ import annotations

from pathlib import Path

import pytest

from nec_analysis.cards import catalogue, edition
from nec_analysis.clean.conservation import lost
from nec_analysis.errors import NecError
from nec_analysis.exports import registry
from nec_analysis.mapping.settle import settle
from nec_analysis.measures.topline import topline
from nec_analysis.model import Export, Responses
from nec_analysis.phases.clean import clean

HEADER = "Id;Votre avis ?;Quels thèmes ?;Lieu [Salle];Lieu [Repas];Rang [Rang 1];Rang [Rang 2]"
ROWS = (
    "Bien;Communs, Données;Bon;Bon;Démos;Ateliers",
    "Bof;Données;Mauvais;NSP;Ateliers;NSP",
    "NSP;Communs, NSP;NSP;Mauvais;NSP;",
    "Bien;NSP;Bon;Mauvais;Ateliers;Démos",
)


def cleaned(folder: Path, recodes: str) -> Responses:
    """The survey above, ten times, coded under these recodes; nothing of it lost."""
    raw = folder / "data" / "raw" / "2023-ici"
    raw.mkdir(parents=True)
    (folder / "notebooks").mkdir()
    lines = [f"{10 * n + i};{row}" for n in range(10) for i, row in enumerate(ROWS)]
    (raw / "r.csv").write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    head = 'label = "Ici"\nlanguages = ["fr"]\n[[export]]\nrole = "survey"\ntool = "table"\nfile = "r.csv"\n'
    (raw / "edition.toml").write_text(head + recodes, encoding="utf-8")
    told = edition("2023-ici", folder)
    found = clean(told, catalogue()).responses
    assert found is not None
    read = registry.read(raw / "r.csv", tool="table", role="survey")
    assert isinstance(read, Export)
    assert lost(settle(read, told.exports[0], catalogue(), told).export, found) == []
    return found


def counts(responses: Responses, question: str) -> dict[str, str]:
    lines = [line for line in topline(responses) if line.question == question]
    return {f"{line.item_label} {line.choice_label}".strip(): f"{line.count}/{line.base}" for line in lines}


def moved(responses: Responses) -> dict[str, str]:
    """The recodes of the ledger: column -> value."""
    return {e.column: f"{e.raw} = {e.value}" for e in responses.ledger if e.action == "recode"}


def test_an_answer_may_be_no_answer_in_every_kind_of_question(tmp_path: Path) -> None:
    ids = ("votre_avis", "quels_themes", "lieu", "rang")
    found = cleaned(tmp_path, "".join(f'[export.recodes.{id}]\n"NSP" = ""\n' for id in ids))
    assert counts(found, "votre_avis") == {"Bien": "20/30", "Bof": "10/30"}
    assert counts(found, "quels_themes")["Communs"] == "20/30"
    assert counts(found, "quels_themes")["Données"] == "20/30"
    assert counts(found, "lieu")["Salle Bon"] == "20/30"
    assert counts(found, "lieu")["Repas Mauvais"] == "20/30"
    assert len(moved(found)) == 6


def test_an_answer_inside_a_cell_of_several_is_recoded(tmp_path: Path) -> None:
    found = cleaned(tmp_path, '[export.recodes.quels_themes]\n"NSP" = "communs"\n')
    assert counts(found, "quels_themes")["Communs"] == "30/40"
    assert moved(found)["Quels thèmes ?"] == "NSP = communs"


def test_a_recode_that_moves_nobody_is_still_refused(tmp_path: Path) -> None:
    with pytest.raises(NecError, match="personne n'a répondu « RAS »"):
        cleaned(tmp_path, '[export.recodes.quels_themes]\n"RAS" = ""\n')
