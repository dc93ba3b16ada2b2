"""A question of a file is taken for one of the catalogue only when wording and answers say so together."""

from __future__ import annotations

from made_up import export, table

from nec_analysis.cards import catalogue
from nec_analysis.french.matching import normal
from nec_analysis.mapping.infer import infer
from nec_analysis.mapping.propose import Proposal, propose
from nec_analysis.model import Export

AGREED = ["Tout à fait d'accord", "Plutôt d'accord", "Pas du tout d'accord", "Sans opinion"] * 3
SURVEY = {
    "Dans quel type de structure travaillez-vous ?": [
        "Collectivité territoriale",
        "Association & médiation",
        "Entreprise",
    ]
    * 4,
    "Étiez-vous déjà venu·e à NEC ?": ["Oui", "Non", "Non"] * 4,
    "NEC est l’événement de référence du numérique d’intérêt général": AGREED,
    "Avez-vous apprécié la ville et le lieu ?": ["Très satisfait", "Plutôt satisfait", "Plutôt insatisfait"] * 4,
    "Recommanderiez-vous NEC à un·e collègue ? (0 à 10)": ["10", "9", "0", "7"] * 3,
    "Un commentaire ?": [f"remarque {n} sur la journée entière" for n in range(12)],
    "Votre plat préféré ?": ["Maroilles", "Welsh", "Frites"] * 4,
}


def proposed(source: Export, **known: object) -> dict[str, Proposal]:
    """Proposals by wording."""
    return {p.text: p for p in propose(infer(source)[0], catalogue(), **known)}  # type: ignore[arg-type]


def test_the_same_questions_with_the_same_answers_are_taken() -> None:
    found = proposed(table(SURVEY))
    taken = {p.target for p in found.values() if p.automatic}
    assert taken == {"structure", "first_time", "reference_event", "venue_appreciated", "nps", "comment"}
    assert found["Votre plat préféré ?"].target == ""


def test_the_direction_of_a_first_time_is_written_down() -> None:
    found = proposed(table(SURVEY))
    assert found["Étiez-vous déjà venu·e à NEC ?"].recodes == {"Non": "first", "Oui": "returning"}
    other = proposed(table({"Est-ce votre première participation à NEC ?": ["Oui", "Non"] * 6}))
    assert other["Est-ce votre première participation à NEC ?"].recodes == {"Non": "returning", "Oui": "first"}


def test_an_unknown_answer_is_asked_never_taken() -> None:
    header = "NEC est l'événement de référence du numérique d'intérêt général"
    (found,) = proposed(table({header: [*AGREED, "Plutôt d'acord", "Bof"]})).values()
    assert (found.target, found.automatic) == ("reference_event", False)
    labels = {label.raw: label for label in found.labels}
    assert (labels["Plutôt d'acord"].code, labels["Plutôt d'acord"].exact) == ("agree", False)
    assert labels["Bof"].code == ""
    assert labels["Sans opinion"].exact


def test_the_right_answers_to_another_question_are_not_enough() -> None:
    (found,) = proposed(table({"Le buffet était bon": AGREED})).values()
    assert not found.automatic


def test_two_columns_that_could_be_the_same_question_are_asked() -> None:
    header = "NEC est l'événement de référence du numérique d'intérêt général"
    found = propose(infer(export([header, "x", header], [AGREED, ["1", "2"] * 6, AGREED]))[0], catalogue())
    assert [p.automatic for p in found] == [False, False, False]
    assert len({p.name for p in found}) == 3


def test_a_header_that_an_earlier_edition_mapped_is_remembered() -> None:
    header = "Le rendez-vous compte-t-il ?"
    assert not next(iter(proposed(table({header: AGREED})).values())).automatic
    (found,) = proposed(table({header: AGREED}), remembered={normal(header): "reference_event"}).values()
    assert (found.target, found.automatic, found.why) == ("reference_event", True, "comme dans une édition précédente")


def test_a_label_that_an_earlier_edition_recoded_is_remembered() -> None:
    header = "NEC est l'événement de référence du numérique d'intérêt général"
    (found,) = proposed(table({header: [*AGREED, "Bof"]}), recoded={"reference_event": {"Bof": "disagree"}}).values()
    assert (found.automatic, found.recodes) == (True, {"Bof": "disagree"})


def test_a_remembered_direction_is_not_lent_to_another_wording() -> None:
    before = {"first_time": {"Oui": "returning", "Non": "first"}}
    (found,) = proposed(
        table({"Est-ce votre première participation à NEC ?": ["Oui", "Non"] * 6}), recoded=before
    ).values()
    assert found.recodes == {"Non": "returning", "Oui": "first"}
