"""The history says what was published, why, and which figures moved."""

from __future__ import annotations

import json
from pathlib import Path

from toy import CELLS, notebook, toy_phases

from nec_analysis.runs import history
from nec_analysis.runs.history import Move
from nec_analysis.runs.run import run

REGISTER = """
import json
share = f"{round(100 * answers.count('oui') / len(answers))} %"
figures = [{"id": "yes", "label": "disent oui", "display": share, "agrees": None, "flags": []}]
if "peut-être" in answers:
    figures.append({"id": "maybe", "label": "hésitent", "display": "1", "agrees": False, "flags": []})
(folder / "figures.json").write_text(json.dumps(figures))
"""


def test_every_publication_is_remembered_with_what_moved(root: Path) -> None:
    notebook(root / "notebooks" / "02_indicators.ipynb", CELLS["02_indicators.ipynb"][0], REGISTER)
    survey = root / "data" / "raw" / "2022-lens" / "survey.csv"
    for answers in ("oui non", "oui non", "oui oui peut-être"):
        survey.write_text(answers, encoding="utf-8")
        run("2022-lens", root=root, phases=toy_phases(), report=False)
    first, second = history.events(root, "2022-lens")
    assert first.moved == (Move("yes", "disent oui", "", "50 %"),)
    assert first.ran["01_clean"] == "première exécution"
    assert second.moved == (Move("maybe", "hésitent", "", "1"), Move("yes", "disent oui", "50 %", "67 %"))
    assert second.ran["01_clean"] == "survey.csv a changé"
    assert first.inputs["survey.csv"] != second.inputs["survey.csv"]
    assert first.inputs["edition.toml"] == second.inputs["edition.toml"]
    assert history.editions(root) == ("2022-lens",)


def test_a_figure_to_look_at_is_a_warning_of_the_run(root: Path) -> None:
    notebook(root / "notebooks" / "02_indicators.ipynb", CELLS["02_indicators.ipynb"][0], REGISTER)
    (root / "data" / "raw" / "2022-lens" / "survey.csv").write_text("oui peut-être", encoding="utf-8")
    assert run("2022-lens", root=root, phases=toy_phases(), report=False).warnings == 1


def test_a_line_cut_short_is_passed_over(root: Path) -> None:
    run("2022-lens", root=root, phases=toy_phases(), report=False)
    with history.path(root, "2022-lens").open("a") as stream:
        stream.write(json.dumps({"edition": "2022-lens"})[:9])
    assert len(history.events(root, "2022-lens")) == 1


def test_an_edition_never_run_has_no_history(root: Path) -> None:
    assert history.events(root, "2022-lens") == ()
