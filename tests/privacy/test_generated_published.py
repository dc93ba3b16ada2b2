"""Editions of any size are published without anybody's help: what masks is enough for what checks."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace

import pytest
from project_copy import project

from nec_analysis.demo.edition import Request, write
from nec_analysis.runs.outcome import Outcome
from nec_analysis.runs.phases import PHASES
from nec_analysis.runs.run import run

WITHOUT_PDF = tuple(replace(p, exports=tuple(e for e in p.exports if e[1] != "nec_pdf")) for p in PHASES)
"""Every other file of the report; the typesetting of the PDF is half the work of a run."""
SAMPLE = (
    ("2021-sud-charente", 1, 4, "fr"),
    ("2021-sud-charente", 30, 1, "fr"),
    ("2022-dordogne", 5, 4, "en"),
    ("2022-dordogne", 12, 2, "fr"),
    ("2022-dordogne", 600, 4022, "fr"),
    ("2022-lens", 0, 1, "en"),
    ("2022-lens", 100, 3, "fr"),
)


@pytest.fixture(scope="module", params=SAMPLE, ids=lambda made: f"{made[1]} in {made[0]}")
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The outcome of a run of a generated edition; a refusal is an error, so is a warning."""
    scenario, n, seed, lang = request.param
    root = project(tmp_path_factory.mktemp("generated") / "p", editions=())
    write(Request(scenario, n, seed, f"Édition engendrée, {n} réponses"), root / "data" / "raw" / "2030-demo")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return run("2030-demo", root=root, phases=WITHOUT_PDF, lang=lang)


@pytest.mark.slow
def test_a_generated_edition_is_published(published: Outcome) -> None:
    assert published.state == "published"
    assert {"bilan.html", "quality.html", "figures.xlsx", "tables/topline.csv"} <= {*published.written}
    for name in ("bilan.html", "quality.html", "figures.json"):
        text = (published.reports / name).read_text(encoding="utf-8")
        assert not re.search(r"\b(?:NaN|Traceback|Warning)\b", text)
