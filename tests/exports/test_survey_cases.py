"""Real exports that nobody here wrote: what their publishers counted comes out of them, with nothing declared."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from shared_material import ABSENT, SHARED, present

from nec_analysis.clean.coding import code
from nec_analysis.clean.conservation import lost
from nec_analysis.exports import registry
from nec_analysis.french.matching import normal
from nec_analysis.mapping.infer import infer
from nec_analysis.model import Export, Responses

pytestmark = pytest.mark.skipif(not present(), reason=ABSENT)
FILES = {
    "patrimoine_vaud_limesurvey": ("results-survey4914.xlsx", "limesurvey"),
    "rse_2017_nl_limesurvey": ("public_data.csv", "limesurvey"),
    "publicodes_tally": ("data.csv", "tally"),
    "starwars_surveymonkey": ("StarWars.csv", "surveymonkey"),
    "flying_surveymonkey": ("flying-etiquette.csv", "surveymonkey"),
    "dask_googleforms": ("results.csv", "google_forms"),
    "jupyter2015_surveygizmo": ("SurveyExport.csv", "surveygizmo"),
    "alliance_bilingual": ("survey.csv", "table"),
}
UNKNOWN_TOOL = ("table",)


@cache
def expected(case: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((SHARED / "cases" / case / "expected.json").read_text(encoding="utf-8"))
    return told


@cache
def cleaned(case: str) -> tuple[Export, Responses]:
    """The case read, inferred and coded with no card."""
    file, tool = FILES[case]
    read = registry.read(SHARED / "cases" / case / file, tool=tool, role="survey")
    assert isinstance(read, Export)
    export, questionnaire = infer(read)
    return export, code(export, questionnaire)


def figure(case: str, id: str) -> float:
    """What the publisher's raw file gives, by the figure's own id."""
    found = next(f for f in expected(case)["figures"] if f["id"] == id)
    value = found["numerator"] if found["numerator"] is not None else found["value"]
    return float(value)


def count(case: str, header: str, answer: str) -> int:
    """How many people gave an answer in the column of that header (its beginning is enough)."""
    export, responses = cleaned(case)
    column = next(c for c in export.columns if normal(c.header).startswith(normal(header)))
    question = responses.questionnaire.question(column.question)
    assert question is not None
    choice = next(c for c in question.choices if normal(answer) in {normal(t) for t in (*c.label.values(), c.code)})
    if question.kind == "multiple":
        picked = column.code if column.part == "option" else choice.code
        return int(responses.frame[f"{question.id}__{picked}"].fillna(False).sum())
    name = f"{question.id}__{column.code}" if question.kind == "grid" else question.id
    return int((responses.frame[name] == choice.code).sum())


@pytest.mark.parametrize("case", FILES)
def test_the_reader_of_a_case_knows_it(case: str) -> None:
    file, tool = FILES[case]
    found = registry.recognise(SHARED / "cases" / case / file, "survey")
    assert found[0].tool == tool
    assert (found[0].confidence >= registry.SURE) == (tool not in UNKNOWN_TOOL)


@pytest.mark.parametrize("case", FILES)
def test_no_row_of_a_case_is_lost(case: str) -> None:
    _, responses = cleaned(case)
    assert responses.account.balanced
    assert responses.account.read == expected(case)["rows"]
    assert responses.account.kept == responses.account.read


@pytest.mark.parametrize("case", FILES)
def test_no_cell_of_a_case_is_lost(case: str) -> None:
    export, responses = cleaned(case)
    assert lost(export, responses) == []


VAUD = "Quel moyen de transport"
COUNTS = [
    ("patrimoine_vaud_limesurvey", "particip_Oui", "Est-ce que vous avez participé", "Oui"),
    ("patrimoine_vaud_limesurvey", "col3_oui", "À quelle(s) source(s) avez-vous eu recours pour vous informer sur le week-end Caves Ouvertes? [Journal", "Journal quotidien"),
    ("patrimoine_vaud_limesurvey", "col5_oui", "À quelle(s) source(s) avez-vous eu recours pour vous informer sur le week-end Caves Ouvertes? [Internet", "Internet"),
    ("patrimoine_vaud_limesurvey", "col7_oui", "Quel(s) jour(s) avez-vous fait des visites? [Samedi", "Samedi"),
    ("patrimoine_vaud_limesurvey", "col8_oui", "Quel(s) jour(s) avez-vous fait des visites? [Dimanche", "Dimanche"),
    ("patrimoine_vaud_limesurvey", "accueil_Excellent", "Globalement, comment jugez-vous l'accueil", "Excellent"),
    ("patrimoine_vaud_limesurvey", "accueil_Bien", "Globalement, comment jugez-vous l'accueil", "Bien"),
    ("patrimoine_vaud_limesurvey", "transport_n_Voiture ", VAUD, "Voiture privée"),
    ("patrimoine_vaud_limesurvey", "transport_n_À pied", VAUD, "À pied"),
    ("patrimoine_vaud_limesurvey", "transport_n_Autre", VAUD, "Autre"),
    ("rse_2017_nl_limesurvey", "edu1=PhD_n", "edu1", "PhD"),
    ("rse_2017_nl_limesurvey", "currentEmp10=Permanent_n", "currentEmp10", "Permanent"),
    ("rse_2017_nl_limesurvey", "currentEmp1=Private Company_n", "currentEmp1.", "Private Company"),
    ("rse_2017_nl_limesurvey", "edu2=Geography & Environmental Sciences_n", "edu2", "Geography & Environmental Sciences"),
    ("starwars_surveymonkey", "seen_Star Wars: Episode V The E", "Which of the following Star Wars films have you seen? Please select all that apply. [Star Wars: Episode V The", "Star Wars: Episode V The Empire Strikes Back"),
    ("starwars_surveymonkey", "shot_greedo", "Which character shot first", "Greedo"),
    ("flying_surveymonkey", "recline_Usually", "Do you ever recline", "Usually"),
    ("flying_surveymonkey", "recline_Never", "Do you ever recline", "Never"),
    ("dask_googleforms", "launch_SSH", "If you use a cluster", "SSH"),
    ("dask_googleforms", "launch_Kubernetes", "If you use a cluster", "Kubernetes"),
    ("alliance_bilingual", "Q4_Yes", "4) Do you currently", "Yes"),
    ("alliance_bilingual", "Q25_Not sure", "25) Have you lost access", "Not sure"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "id", "header", "answer"), COUNTS, ids=[f"{c.partition('_')[0]}-{i}" for c, i, _, _ in COUNTS]
)
def test_a_published_count_comes_out(case: str, id: str, header: str, answer: str) -> None:
    assert count(case, header, answer) == figure(case, id)


def test_the_languages_of_the_respondents_are_counted() -> None:
    _, responses = cleaned("patrimoine_vaud_limesurvey")
    said = responses.frame["language"].value_counts()
    assert (said["fr"], said["de"]) == (
        figure("patrimoine_vaud_limesurvey", "langue_fr"),
        figure("patrimoine_vaud_limesurvey", "langue_de"),
    )


def test_partial_sessions_are_told_from_complete_ones() -> None:
    _, responses = cleaned("jupyter2015_surveygizmo")
    said = responses.frame["status"].value_counts()
    assert (said["complete"], said["partial"]) == (
        figure("jupyter2015_surveygizmo", "complete"),
        figure("jupyter2015_surveygizmo", "partial"),
    )


def test_scores_of_recommendation_are_read_from_a_tally() -> None:
    export, responses = cleaned("publicodes_tally")
    question = next(q for q in responses.questionnaire.questions if q.kind == "nps")
    scores = responses.frame[question.id].dropna().astype(int)
    rows = responses.account.read
    assert 100 * (int((scores >= 9).sum()) - int((scores < 7).sum())) / rows == pytest.approx(27.777777777777778)
    assert export.dialect.date_format == "%m-%d-%y"
