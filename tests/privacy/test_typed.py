"""Words that one to four people typed under « Autre » are not published as an answer of a list."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from nec_analysis.cards import catalogue
from nec_analysis.cards import edition as card_of
from nec_analysis.exports.structure import choices
from nec_analysis.mapping.new import new
from nec_analysis.model import Account, Choice, Question, Questionnaire, Responses
from nec_analysis.phases import clean, indicators
from nec_analysis.phases.folders import Folders
from nec_analysis.privacy.typed import CODE, untold

TYPED = ("Je suis la boulangère du quartier", "Retraitée, ancienne élue de la ville")


def survey(given: dict[str, int], made: Sequence[Choice] | None = None) -> Responses:
    offered = tuple(made) if made else choices(given)
    by_label = {choice.label["fr"]: choice.code for choice in offered}
    codes = [by_label[label] for label, n in given.items() for _ in range(n)]
    frame = pd.DataFrame({"vous_etes": pd.Categorical(codes, categories=[c.code for c in offered])})
    asked = Question("vous_etes", "single", {"fr": "Vous êtes"}, choices=offered)
    questionnaire = Questionnaire("q", "ici", {}, ("fr",), (asked,))
    return Responses(questionnaire, frame, pd.DataFrame(), (), Account(len(codes), len(codes), {}))


def told(responses: Responses, declared: Sequence[str] = ()) -> dict[str, int]:
    counts: dict[str, int] = untold(responses, declared).frame["vous_etes"].value_counts().to_dict()
    return {code: n for code, n in counts.items() if n}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"Agent": 20, "Asso": 9, TYPED[0]: 1, TYPED[1]: 4}, {"agent": 20, "asso": 9, CODE: 5}),
        ({"Agent": 20, "Asso": 9, "Élu": 5}, {"agent": 20, "asso": 9, "elu": 5}),
        ({"Agent": 4, "Asso": 3, TYPED[0]: 1}, {"agent": 4, "asso": 3, CODE: 1}),
        ({"Agent": 8, "Asso": 3}, {"agent": 8, "asso": 3}),
    ],
)
def test_answers_of_a_few_are_told_as_one(given: dict[str, int], shown: dict[str, int]) -> None:
    assert told(survey(given)) == shown


def test_what_the_card_declares_or_the_tool_names_is_nobodys_words() -> None:
    given = {"Agent": 20, "Asso": 9, TYPED[0]: 1}
    assert CODE not in told(survey(given), declared=["vous_etes"])
    named = [Choice(f"A{n}", {"fr": label}, n) for n, label in enumerate(given, 1)]
    assert told(survey(given, named)) == {"A1": 20, "A2": 9, "A3": 1}


def test_the_words_stay_inside_and_are_published_nowhere(tmp_path: Path) -> None:
    for folder in ("data/raw", "notebooks"):
        (tmp_path / folder).mkdir(parents=True)
    given = [*["Agent"] * 20, *["Asso"] * 12, *TYPED]
    export = tmp_path / "reponses.csv"
    rows = "".join(f'{13 + n % 9}/10/2023 10:{n:02d}:00,"{text}"\n' for n, text in enumerate(given))
    export.write_text(f"Horodateur,Vous êtes\n{rows}", encoding="utf-8")
    new("2023-ici", [export], root=tmp_path, yes=True)
    edition = card_of("2023-ici", tmp_path)
    clean.write(clean.clean(edition, catalogue()), tmp_path / "processed")
    computed = indicators.compute(clean.read(edition, tmp_path / "processed"), catalogue(), tmp_path)
    folders = Folders.of("2023-ici", tmp_path)
    indicators.write(computed, folders)
    with (folders.internal / "tables" / "topline.csv").open(encoding="utf-8", newline="") as file:
        assert {row["choice_label"]: row["count"] for row in csv.DictReader(file)}[TYPED[0]] == "1"
    published = [path.read_text(encoding="utf-8") for path in folders.indicators.rglob("*.*")]
    assert any(CODE in text for text in published)
    assert not any(words in text for text in published for words in TYPED)
