"""Bases told by the raw cells: whom a question was put to is read again without the package's tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nec_analysis.cards import catalogue, edition
from nec_analysis.figures.recette.recount import Counter
from nec_analysis.mapping.new import new
from nec_analysis.measures import estimate
from nec_analysis.model import Question
from nec_analysis.phases.clean import clean

FOLDER = "fixtures/exports"
FILES = (
    ("limesurvey/vvexport_424242.csv", "limesurvey/limesurvey_survey_424242.lss"),
    ("limesurvey/results-survey424242_codes_v65.csv",),
    ("limesurvey/results-survey424242.xlsx",),
    ("limesurvey/survey_archive_424242.lsa",),
    ("qualtrics/labels_combined.csv",),
)


def _shares(question: Question) -> dict[str, dict[str, Any]]:
    """A share of the first answer for each base."""
    if not question.choices or question.kind not in ("single", "scale", "yes_no", "multiple"):
        return {}
    share = {"measure": "share", "question": question.id, "counts": [question.choices[0].code]}
    bases = ("answered",) if question.kind == "multiple" else ("answered", "shown", "all")
    return {f"{question.id}-{base}": {**share, "base": base} for base in bases}


@pytest.mark.parametrize("files", FILES, ids=lambda files: Path(files[0]).name)
def test_every_base_is_the_same_by_both_ways(files: tuple[str, ...], shared: Path, tmp_path: Path) -> None:
    for name in ("notebooks", "data/raw"):
        (tmp_path / name).mkdir(parents=True)
    new("montree", [shared / FOLDER / file for file in files], root=tmp_path, yes=True)
    card = edition("montree", tmp_path)
    responses = clean(card, catalogue()).responses
    assert responses is not None
    asked = {id: made for q in responses.questionnaire.questions for id, made in _shares(q).items()}
    card = replace(card, indicators={**card.indicators, **asked})
    data, counter = clean(card, catalogue()).data, Counter(card, catalogue())
    for id in asked:
        found, again = estimate(counter.indicators[id], data), counter.figure(id)
        assert (again.numerator, again.base) == (found.numerator, found.base), id
    assert len(asked) >= 10


def test_a_cell_left_empty_is_told_from_one_not_put(shared: Path, tmp_path: Path) -> None:
    for name in ("notebooks", "data/raw"):
        (tmp_path / name).mkdir(parents=True)
    source = shared / FOLDER / "limesurvey" / "results-survey424242_codes_v65.csv"
    lines = source.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    assert '"AG2"' in lines[2]
    lines[2] = lines[2].replace('"AG2"', '""', 1)
    file = tmp_path / source.name
    file.write_text("".join(lines), encoding="utf-8-sig", newline="")
    new("vide", [file], root=tmp_path, yes=True)
    card = edition("vide", tmp_path)
    share = {"measure": "share", "question": "ref", "counts": ["AG1"]}
    made = {base: {**share, "base": base} for base in ("answered", "shown", "all")}
    counter = Counter(replace(card, indicators={**card.indicators, **made}), catalogue())
    assert [counter.figure(base).base for base in made] == [4, 5, 6]
