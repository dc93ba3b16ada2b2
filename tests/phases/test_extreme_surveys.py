"""Surveys that break formulas go from the raw rows to the report: nobody, one person, everybody alike, everybody."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from project_copy import project

from nec_analysis.cards import edition
from nec_analysis.errors import DECISION, NecError
from nec_analysis.figures.files import read_json
from nec_analysis.figures.recette.check import check
from nec_analysis.runs.run import run

STRUCTURES = ("Collectivité territoriale", "Association & médiation", "État & opérateurs", "Entreprise & indépendant·e")
QUESTIONS: dict[str, tuple[str, Sequence[str]]] = {
    "structure": ("Dans quel type de structure travaillez-vous ?", STRUCTURES),
    "reference_event": (
        "NEC est l'événement de référence du numérique d'intérêt général",
        ("Tout à fait d’accord", "Plutôt d'accord", "Pas du tout d'accord"),
    ),
    "programme_satisfaction": ("Êtes-vous satisfait·e de… [Les ateliers]", ("Très satisfait·e", "Plutôt satisfait·e")),
    "": ("Êtes-vous satisfait·e de… [L'organisation]", ("Très satisfait·e", "Plutôt satisfait·e")),
    "themes_followed": (
        "Quels thèmes avez-vous suivis ?",
        ("Culture & compétences numériques", "Communs & souveraineté"),
    ),
    "nps": ("Recommanderiez-vous NEC à un·e collègue ? (0 à 10)", [str(n) for n in range(11)]),
}
NOT_A_NUMBER = re.compile(r"(?<![\w+/=.-])(?:nan|NaN|-?inf|Infinity|None|NaT)(?![\w+/=-])")


@dataclass(frozen=True)
class Case:
    """A survey of `people` among `registered`, answering so; `classes`: how many structures answer."""

    people: int
    registered: int
    answers: str = "any"
    classes: int = 4


CASES = {
    "nobody": Case(0, 60),
    "one": Case(1, 60),
    "two": Case(2, 60),
    "silent": Case(40, 90, "none"),
    "alike": Case(40, 90, "alike"),
    "alike but for the class": Case(60, 150, "same opinion"),
    "a class without answers": Case(80, 160, classes=3),
    "everybody": Case(60, 60),
    "no list": Case(50, 0),
}
SCHEMES = ("none", "rake", "poststratify", "calibrate")
SAID = {
    "nobody": "aucune réponse",
    "one": "effectif insuffisant",
    "silent": "aucune réponse",
    "alike": "plus de réponses que d’inscriptions",
    "everybody": "liste entière",
    "no list": "parmi les répondants",
}


def _edition(folder: Path, case: Case, scheme: str) -> None:
    folder.mkdir(parents=True)
    draw = random.Random(5)
    people = [_answers(case, draw) for _ in range(case.people)]
    if case.answers == "alike":
        people = [people[0]] * case.people
    if case.answers == "same opinion":
        people = [[row[0], *people[0][1:]] for row in people]
    stamped = [[f"16/06/2022 18:{n % 60:02d}:{n // 60:02d}", *row] for n, row in enumerate(people)]
    _csv(folder / "reponses.csv", [["Horodateur", *(text for text, _ in QUESTIONS.values())], *stamped])
    listed = [[f"B{n}", STRUCTURES[n % 4]] for n in range(case.registered or 60)]
    _csv(folder / "inscriptions.csv", [["Billet", "Structure"], *listed])
    columns = "\n".join(f'{id} = "{text.partition(" [")[0]}"' for id, (text, _) in QUESTIONS.items() if id)
    population = f"""[population]
size = {case.registered}
what = "personnes inscrites"
source = "registrations"
margins = ["structure"]
"""
    (folder / "edition.toml").write_text(
        f"""label = "Essai"
date = 2022-06-16
languages = ["fr"]
synthetic = true
{population if case.registered else ""}
[weights]
scheme = "{scheme}"
margins = ["structure"]
[[export]]
role = "survey"
tool = "google_forms"
file = "reponses.csv"
[export.columns]
{columns}
[export.options.read]
date = "jj/mm/aaaa"
[[export]]
role = "registrations"
tool = "mapped"
file = "inscriptions.csv"
[export.options.columns]
ticket_id = "Billet"
structure = "Structure"
""",
        encoding="utf-8",
    )


def _answers(case: Case, draw: random.Random) -> list[str]:
    if case.answers == "none":
        return [""] * len(QUESTIONS)
    (_, structures), *others = QUESTIONS.values()
    return [draw.choice(structures[: case.classes]), *(draw.choice(texts) for _, texts in others)]


def _csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _published(root: Path, case: Case, scheme: str) -> Path:
    _edition(root / "data" / "raw" / "essai", case, scheme)
    return run("essai", root=root).reports


def _read(reports: Path) -> str:
    """The words of every text that was published, pictures aside."""
    found = [reports / "bilan.html", reports / "quality.html", reports / "figures.json"]
    found += [*reports.glob("*.csv"), *reports.glob("tables/*.csv"), *reports.glob("charts/*/*.[ct][sx][vt]")]
    texts = (
        re.sub(r'data:[^"\']*|<style.*?</style>|<script.*?</script>', "", p.read_text("utf-8"), flags=re.S)
        for p in found
    )
    return re.sub(r"<[^>]+>", " ", "\n".join(texts))


ALWAYS = (("nobody", "rake"), ("everybody", "none"))
"""The others are run with --slow."""
UNWEIGHTED = ("silent", "no list")
"""No class is told, or nobody is listed: weights are refused."""
TRIED = dict.fromkeys(
    (name, scheme)
    for n, name in enumerate(CASES)
    for scheme in ("none", SCHEMES[1 + n % 3])
    if scheme == "none" or name not in UNWEIGHTED
)


@pytest.mark.parametrize(
    ("name", "scheme"),
    [pytest.param(*each, marks=() if each in ALWAYS else pytest.mark.slow) for each in TRIED],
)
def test_a_survey_that_breaks_formulas_is_published_in_words(name: str, scheme: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p", editions=())
    reports = _published(root, CASES[name], scheme)
    assert {"bilan.pdf", "bilan.html", "figures.xlsx"} <= {path.name for path in reports.iterdir()}
    text = _read(reports)
    assert NOT_A_NUMBER.findall(text) == []
    assert SAID.get(name, "") in text
    for figure in read_json(reports / "figures.json"):
        if figure.low is not None and figure.value is not None and figure.high is not None:
            assert figure.low <= figure.value <= figure.high
            assert (figure.low == figure.high) == (figure.method == "recensement"), figure.id
    assert [str(fault) for fault in check(reports, root, edition("essai", root)).faults] == []


def test_more_answers_than_people_who_could_answer_is_a_decision(tmp_path: Path) -> None:
    root = project(tmp_path / "p", editions=())
    with pytest.raises(NecError, match="60 réponses gardées, pour 40 personnes inscrites") as found:
        _published(root, Case(60, 40), "none")
    assert (found.value.code, found.value.exit_code) == ("population-small", DECISION)


def test_weights_by_a_class_that_nobody_told_are_a_decision(tmp_path: Path) -> None:
    root = project(tmp_path / "p", editions=())
    with pytest.raises(NecError, match="40 des 40 réponses gardées ne disent pas leur classe") as found:
        _published(root, CASES["silent"], "rake")
    assert found.value.exit_code == DECISION
