"""Groups and options that differ, told after correction."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nec_analysis.cards import catalogue, edition
from nec_analysis.compare.options import neighbours
from nec_analysis.measures import Data
from nec_analysis.measures.answers import answers
from nec_analysis.phases import contrasts
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
    return contrasts.contrasts(data, catalogue())


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


def test_significance_is_that_of_holm_then_benjamini_hochberg(data: Data) -> None:
    alone = replace(data, weighed=None)
    found = [one for one in contrasts.contrasts(alone, catalogue()) if one.kind != contrasts.WHOLE]
    tables = list(dict.fromkeys(one.table for one in found))
    plain = {table: [one.p for one in _uncorrected(alone) if one.table == table] for table in tables}
    everything = np.concatenate([holm([p for p in plain[table] if p is not None]) for table in tables])
    wanted = benjamini_hochberg(everything)
    got = [one.p for table in tables for one in found if one.table == table]
    assert got == pytest.approx(wanted.tolist(), rel=1e-12)
    assert [one.significant for table in tables for one in found if one.table == table] == (wanted < 0.05).tolist()


def _uncorrected(data: Data) -> list[contrasts.Contrast]:
    monkey = pytest.MonkeyPatch()
    with monkey.context() as patch:
        patch.setattr(contrasts, "_corrected", tuple)
        return [one for one in contrasts.contrasts(data, catalogue()) if one.kind != contrasts.WHOLE]


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
