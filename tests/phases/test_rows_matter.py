"""A figure comes from rows: change the raw rows and the figure changes; nothing doubtful gets through."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from project_copy import project

import nec_analysis as nec
from nec_analysis.errors import DECISION, NecError
from nec_analysis.phases.clean import clean
from nec_analysis.phases.desk import Desk
from nec_analysis.phases.indicators import figures_of

SURVEY, TICKETS = "results-survey202209.csv", "export-nec-2022-lens.csv"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The demonstration edition in a project that may be spoilt."""
    return nec.edition("2022-lens", root=project(tmp_path / "p"))


def _edited(desk: Desk, file: str, before: str, after: str, count: int = -1, *, trusted: bool = True) -> Desk:
    """The edition with a raw file changed; `trusted`: the card knows of it."""
    path = Path(desk.card.folder) / file
    content = path.read_bytes()
    assert before.encode() in content
    path.write_bytes(content.replace(before.encode(), after.encode(), count))
    if not trusted:
        return desk
    exports = tuple(replace(e, sha256="") if e.file == file else e for e in desk.card.exports)
    return replace(desk, card=replace(desk.card, exports=exports))


def _value(desk: Desk, id: str) -> float | None:
    figures = figures_of(clean(desk.card, desk.catalogue).data, desk.catalogue)
    return next(figure for figure in figures if figure.id == id).value


def test_the_figure_follows_the_rows(desk: Desk) -> None:
    before = _value(desk, "sessions_masterclass")
    after = _value(_edited(desk, "programme.csv", ",masterclass,", ",atelier,", 1), "sessions_masterclass")
    assert before == 11
    assert after == 10


def test_an_answer_changed_in_the_export_moves_the_share(desk: Desk) -> None:
    before = _value(desk, "reference_event")
    after = _value(_edited(desk, SURVEY, '"Tout à fait d’accord"', '"Pas du tout d’accord"'), "reference_event")
    assert before is not None
    assert after is not None
    assert after < before - 0.3


def _refusal(desk: Desk) -> NecError:
    with pytest.raises(NecError) as caught:
        clean(desk.card, desk.catalogue)
    assert caught.value.exit_code == DECISION
    return caught.value


def test_a_missing_file_is_named_with_the_nearest(desk: Desk) -> None:
    (Path(desk.card.folder) / SURVEY).rename(Path(desk.card.folder) / "results-survey20229.csv")
    error = _refusal(desk)
    assert error.code == "file-missing"
    assert "results-survey20229.csv" in error.remedy


def test_a_file_that_is_not_the_one_of_the_card_is_refused(desk: Desk) -> None:
    error = _refusal(_edited(desk, SURVEY, "Plutôt d’accord", "Plutôt  d’accord", 1, trusted=False))
    assert error.code == "file-changed"
    assert "sha256" in error.remedy


def test_a_file_cut_short_is_refused(desk: Desk) -> None:
    path = Path(desk.card.folder) / TICKETS
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    path.write_text("\ufeff" + "".join(lines[:-5]), encoding="utf-8", newline="")
    exports = tuple(replace(e, sha256="") for e in desk.card.exports)
    error = _refusal(replace(desk, card=replace(desk.card, exports=exports)))
    assert error.code == "rows-count"
    assert "1835" in error.cause


def test_an_answer_never_seen_shows_the_line_to_add(desk: Desk) -> None:
    error = _refusal(_edited(desk, SURVEY, '"Plutôt d’accord"', '"Mouais"', 3))
    assert "Mouais" in str(error)
    assert "[export.recodes.reference_event]" in error.remedy
    assert re.search(r'"Mouais" = "', error.remedy)


def test_an_unmapped_column_is_refused_with_the_nearest(desk: Desk) -> None:
    survey = next(e for e in desk.card.exports if e.role == "survey")
    exports = tuple(replace(e, columns={**e.columns, "theme": "Q55"}) if e is survey else e for e in desk.card.exports)
    error = _refusal(replace(desk, card=replace(desk.card, exports=exports)))
    assert error.code == "column-unknown"
    assert "Q5" in error.remedy


def test_a_population_the_registrations_contradict_is_refused(desk: Desk) -> None:
    population = desk.card.population
    assert population is not None
    error = _refusal(replace(desk, card=replace(desk.card, population=replace(population, size=1800))))
    assert error.code == "population-size"
    assert "1700" in error.cause


def test_two_runs_read_the_same(desk: Desk) -> None:
    one, two = (clean(desk.card, desk.catalogue) for _ in range(2))
    assert one.responses is not None
    assert two.responses is not None
    assert one.responses.frame.equals(two.responses.frame)
    assert figures_of(one.data, desk.catalogue) == figures_of(two.data, desk.catalogue)
