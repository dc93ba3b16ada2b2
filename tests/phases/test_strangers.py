"""Real exports that nobody here wrote: recognised, read, counted, published with no further editing."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from project_copy import project

import nec_analysis as nec
from nec_analysis.french.matching import normal
from nec_analysis.mapping.new import new
from nec_analysis.measures.cross import cross
from nec_analysis.runs.run import run

Rows = list[dict[str, str]]

ANSWERED = {
    "particip_Oui": ("Est-ce que vous avez participé", "Oui"),
    "langue_de": ("Langue", "de"),
    "langue_fr": ("Langue", "fr"),
    "col3_oui": ("À quelle(s) source(s)", "Journal"),
    "col4_oui": ("À quelle(s) source(s)", "Radio"),
    "col5_oui": ("À quelle(s) source(s)", "Internet"),
    "col6_oui": ("À quelle(s) source(s)", "Par des"),
    "col7_oui": ("Quel(s) jour(s)", "Samedi"),
    "col8_oui": ("Quel(s) jour(s)", "Dimanche"),
    "accueil_Bien": ("Globalement, comment jugez-vous l'accueil", "Bien"),
    "accueil_Excellent": ("Globalement, comment jugez-vous l'accueil", "Excellent"),
    "accueil_Moyen": ("Globalement, comment jugez-vous l'accueil", "Moyen"),
    "accueil_Accueil laisse à désirer": ("Globalement, comment jugez-vous l'accueil", "Accueil laisse"),
    "transport_n_Transpor": ("Quel moyen de transport", "Transports publics"),
    "transport_p_Transpor": ("Quel moyen de transport", "Transports publics"),
    "transport_text_tp": ("Quel moyen de transport", "Transports publics"),
    "transport_n_Voiture ": ("Quel moyen de transport", "Voiture"),
    "transport_p_Voiture ": ("Quel moyen de transport", "Voiture"),
    "transport_text_auto": ("Quel moyen de transport", "Voiture"),
    "transport_n_À pied": ("Quel moyen de transport", "À pied"),
    "transport_p_À pied": ("Quel moyen de transport", "À pied"),
    "transport_n_Moto, sc": ("Quel moyen de transport", "Moto"),
    "transport_p_Moto, sc": ("Quel moyen de transport", "Moto"),
    "transport_n_Vélo": ("Quel moyen de transport", "Vélo"),
    "transport_p_Vélo": ("Quel moyen de transport", "Vélo"),
    "transport_n_Autre": ("Quel moyen de transport", "Autre"),
    "transport_p_Autre": ("Quel moyen de transport", "Autre"),
}
"""Where in the topline the figures published of the heritage days of Vaud are: question, answer, by how they begin."""
CROSSED = {"x_auto": "car", "x_autre": "other", "x_tp": "public"}
REST = ("n", "accueil_vide", "chi2", "chi2_p", "chi2_df")


@pytest.fixture(scope="module")
def vaud(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, float]]:
    """The project where the export of Vaud was run, with the published figures it must give."""
    case = shared / "cases" / "patrimoine_vaud_limesurvey"
    root = project(tmp_path_factory.mktemp("vaud") / "p", editions=())
    new("vaud-2019", [case / "results-survey4914.xlsx"], root=root, yes=True)
    run("vaud-2019", root=root)
    figures = json.loads((case / "expected.json").read_text(encoding="utf-8"))["figures"]
    return root, {figure["id"]: float(figure["value"]) for figure in figures if figure["use"] == "must"}


def _topline(root: Path, id: str) -> Rows:
    text = (root / "data/processed" / id / "tables/topline.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _found(rows: Rows, question: str, answer: str) -> dict[str, str]:
    fits = [
        row
        for row in rows
        if normal(row["question_label"]).startswith(normal(question))
        and normal(row["choice_label"]).startswith(normal(answer))
    ]
    assert len(fits) == 1, (question, answer, fits)
    return fits[0]


def test_every_published_count_of_vaud_is_in_the_topline(vaud: tuple[Path, dict[str, float]]) -> None:
    root, wanted = vaud
    rows = _topline(root, "vaud-2019")
    for id, (question, answer) in ANSWERED.items():
        row = _found(rows, question, answer)
        if id.startswith("transport_p") or id.startswith("transport_text"):
            decimals = 0 if "text" in id else 6
            assert round(float(row["percent"]), decimals) == pytest.approx(
                wanted[id], abs=0.5 if "text" in id else 1e-6
            ), id
        else:
            assert int(row["count"]) == wanted[id], id


def test_every_published_figure_of_vaud_is_checked_somewhere(vaud: tuple[Path, dict[str, float]]) -> None:
    crossed = {f"{start}_{end}" for start in CROSSED for end in ("bien", "excellent", "pas_bien")}
    assert set(vaud[1]) == {*ANSWERED, *REST, *crossed}


def test_the_crosstab_published_of_vaud_is_found_again(vaud: tuple[Path, dict[str, float]]) -> None:
    root, wanted = vaud
    cleaned = nec.edition("vaud-2019", root=root).cleaned()
    assert cleaned.responses is not None
    assert cleaned.responses.account.kept == wanted["n"]
    by_text = {normal(q.text["fr"])[:24]: q for q in cleaned.responses.questionnaire.questions}
    transport, welcome = (
        by_text[normal("Quel moyen de transport avez-vous")[:24]],
        by_text[normal("Globalement, comment jugez-vous")[:24]],
    )
    means = {c.code: _means(c.label["fr"]) for c in transport.choices}
    judged = {
        c.code: {"Bien": "bien", "Excellent": "excellent"}.get(c.label["fr"], "pas_bien") for c in welcome.choices
    }
    found = cross(cleaned.responses, transport.id, welcome.id, groups={transport.id: means, welcome.id: judged})
    counts = {
        (r.code, c.code): found.counts[i, j] for i, r in enumerate(found.rows) for j, c in enumerate(found.columns)
    }
    for start, mean in CROSSED.items():
        for end in ("bien", "excellent", "pas_bien"):
            assert counts[mean, end] == wanted[f"{start}_{end}"]
    assert found.statistic == pytest.approx(wanted["chi2"], abs=5e-7)
    assert found.p == pytest.approx(wanted["chi2_p"], abs=5e-7)
    assert found.df == wanted["chi2_df"]
    assert cleaned.responses.account.kept - int(found.counts.sum()) == wanted["accueil_vide"]


def _means(label: str) -> str:
    return "public" if label.startswith("Transports publics") else "car" if label.startswith("Voiture") else "other"


def test_the_bilan_of_vaud_reads_without_editing(vaud: tuple[Path, dict[str, float]]) -> None:
    import pypdf

    reports = vaud[0] / "reports" / "vaud-2019"
    text = "".join(page.extract_text() for page in pypdf.PdfReader(reports / "bilan.pdf").pages)
    for said in ("348", "Samedi", "Voiture privée", "Excellent"):
        assert said in text
    assert len([path for path in (reports / "charts").iterdir() if path.is_dir()]) >= 8


def test_publicodes_gives_its_published_figures(shared: Path, tmp_path: Path) -> None:
    case = shared / "cases" / "publicodes_tally"
    root = project(tmp_path / "p", editions=())
    new("publicodes-2024", [case / "data.csv"], root=root, yes=True)
    run("publicodes-2024", root=root)
    rows = _topline(root, "publicodes-2024")
    figures = json.loads((case / "expected.json").read_text(encoding="utf-8"))["figures"]
    wanted = {figure["id"]: float(figure["value"]) for figure in figures if figure["use"] == "must"}
    assert int(_found(rows, "Avez-vous déjà utilisé Publicodes en production", "Oui")["count"]) == 16
    nps = next(row for row in rows if row["choice"] == "nps")
    assert float(nps["percent"]) == pytest.approx(wanted["nps"], abs=1e-5)
    for id, value in wanted.items():
        kind, _, answer = id.partition("_")
        if kind == "chantier":
            assert int(_found(rows, "Quels chantiers", answer)["count"]) == value, id
        if kind == "projet":
            assert int(_found(rows, "Pour quels produits", answer)["count"]) == value, id
