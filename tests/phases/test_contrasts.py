"""Groups and options that differ, told after correction."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sample_figure import figure

from nec_analysis.cards import catalogue, edition
from nec_analysis.compare.options import neighbours
from nec_analysis.figures.evolution import Change, change
from nec_analysis.figures.recette import family as again
from nec_analysis.figures.recette.dossier import Dossier
from nec_analysis.measures import Data
from nec_analysis.measures.answers import answers
from nec_analysis.model import Figure
from nec_analysis.phases import contrasts, family
from nec_analysis.phases.clean import clean
from nec_analysis.stats.multiple_testing import benjamini_hochberg, holm
from nec_analysis.stats.paired import mcnemar

ROOT = Path(__file__).resolve().parents[2]
TABLE = "structure_themes"


@pytest.fixture(scope="module")
def data() -> Data:
    return clean(edition("2022-lens", ROOT), catalogue()).data


@pytest.fixture(scope="module")
def found(data: Data) -> tuple[contrasts.Contrast, ...]:
    return family.corrected(contrasts.contrasts(data, catalogue()), ())[0]


def test_only_groups_of_thirty_are_compared(data: Data, found: tuple[contrasts.Contrast, ...]) -> None:
    assert data.responses is not None
    given = answers(data.responses, "structure")
    themes = answers(data.responses, "theme")
    sizes = {c.label["fr"]: int(((given.codes == c.code) & (themes.codes != "")).sum()) for c in given.question.choices}
    compared = {name for one in found if one.kind == contrasts.GROUPS for name in (one.first, one.second)}
    assert compared == {name for name, n in sizes.items() if n >= 30}
    assert len(compared) > 2
    small = [name for name, n in sizes.items() if 11 <= n < 30]
    assert small
    told = contrasts.sentence(found, TABLE)
    assert all(name in told.split("Effectif faible")[1] for name in small)


@pytest.fixture(scope="module")
def moved() -> list[Change]:
    """Two changes, one that is significant alone, and one that no test is made of."""
    pairs = ((118, 98, 200), (150, 90, 200), (20, 1, 20))
    return [
        change(_share(f"f{n}", after, base), _share(f"f{n}", before, base))
        for n, (after, before, base) in enumerate(pairs)
    ]


def _share(id: str, hits: int, base: int) -> Figure:
    return figure(id, value=hits / base, numerator=hits, base=base, population=0, low=None, high=None, measure="share")


def test_groups_options_and_changes_are_one_family(data: Data, moved: list[Change]) -> None:
    raw = [one for one in contrasts.contrasts(data, catalogue()) if one.kind != contrasts.WHOLE]
    tables = list(dict.fromkeys(one.table for one in raw))
    questions = [[one.p_raw for one in raw if one.table == table and one.p_raw is not None] for table in tables]
    alone = [[one.p_raw] for one in moved if one.p_raw is not None]
    wanted = benjamini_hochberg(np.concatenate([holm(p) for p in (*questions, *alone)]))
    compared, changed = family.corrected(raw, moved)
    got = [one.p for table in tables for one in compared if one.table == table]
    assert [*got, *(one.p for one in changed if one.p_raw is not None)] == pytest.approx(wanted.tolist(), rel=1e-12)
    assert {one.family for one in compared} == {len(wanted)} == {one.family for one in changed if one.p_raw is not None}
    assert [one.significant for one in (*compared, *changed) if one.p_raw is not None] == [
        bool(one.p is not None and one.p < 0.05) for one in (*compared, *changed) if one.p_raw is not None
    ]
    assert (changed[2].p, changed[2].significant, changed[2].family) == (None, None, 0)


def test_a_change_significant_alone_may_not_be_among_the_comparisons_of_its_report(
    found: tuple[contrasts.Contrast, ...], moved: list[Change]
) -> None:
    none = [replace(one, p_raw=0.9, method="") for one in found]
    assert family.corrected((), moved[:1])[1][0].significant is True
    assert family.corrected(none, moved[:1])[1][0].significant is False


def test_a_second_correction_finds_the_same_and_any_other_is_a_fault(data: Data, tmp_path: Path) -> None:
    compared = family.corrected(contrasts.contrasts(data, catalogue()), ())[0]
    (tmp_path / "tables").mkdir()
    contrasts.write(compared, tmp_path / "tables")
    read = Dossier(tmp_path, (), (), (), ())
    assert list(again.miscorrected(read)) == []
    assert len(again.tested(read)) == next(one.family for one in compared if one.family)
    worst = max((one for one in compared if one.family), key=lambda one: one.p or 0)
    for wrong in (replace(worst, p=0.001), replace(worst, family=3), replace(worst, significant=not worst.significant)):
        contrasts.write([wrong if one is worst else one for one in compared], tmp_path / "tables")
        assert [fault.place for fault in again.miscorrected(read)] == [worst.id]


def test_words_name_the_group_with_the_larger_share(found: tuple[contrasts.Contrast, ...]) -> None:
    differing = [one for one in found if one.kind == contrasts.GROUPS and one.significant]
    assert differing
    for one, row in zip(differing, [r for r in contrasts.rows(found) if r[1] != "options comparées"], strict=True):
        assert one.difference is not None
        assert row[2:4] == ([one.first, one.second] if one.difference > 0 else [one.second, one.first])
        assert row[4].startswith("+")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_crosstab_whose_own_test_fails_compares_no_groups(lang: str) -> None:
    data = clean(edition("2021-sud-charente", ROOT), catalogue()).data
    found = contrasts.contrasts(data, catalogue(), lang)
    whole = next(one for one in found if one.kind == contrasts.WHOLE)
    assert whole.significant is False
    assert not [one for one in found if one.kind == contrasts.GROUPS]
    assert contrasts.sentence(found, TABLE, lang).startswith({"fr": "Pas d'écart", "en": "No significant"}[lang])


def test_the_comparisons_are_read_as_they_were_written(found: tuple[contrasts.Contrast, ...], tmp_path: Path) -> None:
    contrasts.write(found, tmp_path)
    again = contrasts.read(tmp_path)
    assert contrasts.rows(again) == contrasts.rows(found)
    assert contrasts.sentence(again, TABLE) == contrasts.sentence(found, TABLE)
    assert [one.significant for one in again] == [one.significant for one in found]
    assert contrasts.read(tmp_path / "nothing") == ()


def test_options_of_one_question_are_compared_among_the_same_people() -> None:
    ticked = {
        "b": np.repeat([True, False, True, False], [20, 50, 10, 20]),
        "a": np.repeat([True, True, False, False], [20, 50, 10, 20]),
        "c": np.repeat([False, True], [95, 5]),
    }
    found = neighbours(ticked, id="q")
    assert list(found) == [("a", "b"), ("b", "c")]
    one = found["a", "b"]
    assert one.difference == pytest.approx(0.4)
    assert one.p == mcnemar(50, 10)[1]
    assert one.low is not None
    assert one.high is not None
    assert 0 < one.low < 0.4 < one.high
    assert neighbours({name: part[:20] for name, part in ticked.items()}, id="q") == {}
