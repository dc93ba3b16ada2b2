"""What the card maps takes the catalogue's definition; the rest stays the edition's own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up import table

from nec_analysis.cards import catalogue
from nec_analysis.clean.coding import code
from nec_analysis.errors import NecError
from nec_analysis.mapping.settle import Settled, settle
from nec_analysis.model import Column, Edition, Export, ExportCard, Item, Question, Questionnaire

HEADER = "NEC est l'événement de référence ?"
ANSWERS = ["TOUT À FAIT D’ACCORD", "Plutôt d'accord", "Pas d'accord", "NSP"] * 3


def settled(
    export: Export, columns: dict[str, str], recodes: dict[str, dict[str, str]] | None = None, **own: object
) -> Settled:
    """An export settled by a card of these mappings."""
    card = ExportCard("survey", "generic", "made_up.csv", columns=columns, recodes=recodes or {})
    edition = Edition("2022-ici", "Ici", "2022-09-28", ("fr",), None, (card,), questions=own)
    return settle(export, card, catalogue(), edition)


def test_a_mapped_question_has_the_catalogue_s_codes_and_the_wording_that_was_put() -> None:
    found = settled(table({HEADER: ANSWERS}), {"reference_event": HEADER})
    (question,) = found.questionnaire.questions
    assert (question.id, question.scale, question.text["fr"]) == ("reference_event", "agreement4", HEADER)
    responses = code(found.export, found.questionnaire, recodes=found.recodes)
    counts = responses.frame["reference_event"].value_counts().to_dict()
    assert counts == {"strongly_agree": 3, "agree": 3, "disagree": 3, "no_opinion": 3, "strongly_disagree": 0}


def test_an_unknown_answer_stops_with_the_line_to_add() -> None:
    found = settled(table({HEADER: [*ANSWERS, "Bof", "Bof"]}), {"reference_event": HEADER})
    with pytest.raises(NecError, match=r"« Bof »") as stop:
        code(found.export, found.questionnaire, recodes=found.recodes)
    assert "[export.recodes.reference_event]" in str(stop.value)


def test_a_recode_of_the_card_reaches_the_answers() -> None:
    found = settled(
        table({HEADER: [*ANSWERS, "Bof"]}), {"reference_event": HEADER}, {"reference_event": {"Bof": "disagree"}}
    )
    responses = code(found.export, found.questionnaire, recodes=found.recodes)
    assert responses.frame["reference_event"].value_counts()["disagree"] == 4


def test_an_unmapped_question_never_takes_the_place_of_a_catalogue_question() -> None:
    found = settled(table({"nps": ["9", "3", "10"] * 3}), {})
    assert [q.id for q in found.questionnaire.questions] == ["extra_nps"]
    assert [c.question for c in found.export.columns] == ["extra_nps"]


def test_a_mapped_question_does_not_push_its_namesake_out() -> None:
    columns = {"nps": ["a", "b", "a"] * 4, "Note de 0 à 10": ["9", "3", "10"] * 4}
    found = settled(table(columns), {"nps": "Note de 0 à 10"})
    assert [q.id for q in found.questionnaire.questions] == ["extra_nps", "nps"]


def test_option_columns_follow_the_catalogue_and_an_option_of_the_file_stays() -> None:
    columns = {
        f"Thèmes [{name}]": ["Oui", "Non"] * 5 for name in ("Communs et souveraineté", "Accessibilité", "Jeux vidéo")
    }
    found = settled(table(columns), {"themes_followed": "Thèmes"})
    responses = code(found.export, found.questionnaire, recodes=found.recodes)
    ticked = [
        name
        for name in responses.frame
        if name.startswith("themes_followed__") and responses.frame[name].any() is not False
    ]
    assert {"themes_followed__commons", "themes_followed__accessibility", "themes_followed__jeux_video"} <= set(ticked)
    assert int(responses.frame["themes_followed__commons"].sum()) == 5


def test_an_own_question_of_the_card_defines_its_choices() -> None:
    own = {"label": {"fr": "Plat"}, "kind": "single", "choices": {"welsh": {"fr": "Welsh"}, "fries": {"fr": "Frites"}}}
    found = settled(table({"Votre plat ?": ["Welsh", "Frites"] * 5}), {"dish": "Votre plat ?"}, dish=own)
    assert [c.code for c in found.questionnaire.questions[0].choices] == ["welsh", "fries"]


REFUSED = [
    ({"reference_event": "Une autre colonne"}, {}, "aucune colonne de l'export ne s'appelle"),
    ({"reference_evnt": HEADER}, {}, "reference_event"),
    ({"reference_event": HEADER, "structure": HEADER}, {}, "deux questions"),
    ({"reference_event": HEADER}, {"reference_event": {"NSP": "agre"}}, "agree"),
    ({"reference_event": HEADER}, {"theme": {"NSP": "agree"}}, "theme"),
]


@pytest.mark.parametrize(("columns", "recodes", "said"), REFUSED)
def test_a_mapping_that_points_at_nothing_is_refused(
    columns: dict[str, str], recodes: dict[str, dict[str, str]], said: str
) -> None:
    with pytest.raises(NecError, match=said):
        settled(table({HEADER: ANSWERS}), columns, recodes)


def test_an_id_nobody_defines_is_refused_though_nobody_answered_its_columns() -> None:
    notes = Question("notes", "grid", {"fr": "Notez"}, items=(Item("a", {"fr": "A"}, 1), Item("b", {"fr": "B"}, 2)))
    made = table({"Notez [A]": [None] * 12, "Notez [B]": [None] * 12})
    columns = tuple(
        Column(c.index, c.header, "item", "notes", code) for c, code in zip(made.columns, "ab", strict=True)
    )
    grid = replace(made, columns=columns, questionnaire=Questionnaire("", "", {}, (), (notes,)))
    settled(grid, {"programme_satisfaction": "Notez"})
    with pytest.raises(NecError, match="programme_satisfaction"):
        settled(grid, {"programme_satisfction": "Notez"})


def test_a_card_defines_no_question_that_it_ties_to_no_column() -> None:
    own = {"label": {"fr": "Plat"}, "kind": "text"}
    with pytest.raises(NecError, match=r"questions.dish"):
        settled(table({HEADER: ANSWERS}), {"reference_event": HEADER}, dish=own)
