"""One comparison has one verdict: `nec compare` and 05_editions say what the report of the later edition says."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest
from sample_figure import figure
from shared_material import ROOT

from nec_analysis.cards import edition
from nec_analysis.model import Figure
from nec_analysis.phases.contrasts import Contrast
from nec_analysis.phases.editions import PAIRS, Compared, compare, note, pairs
from nec_analysis.runs.outcome import Outcome

BEFORE, AFTER = "2021-sud-charente", "2022-lens"
SAID = {"true": "oui", "false": "non", "": "non testé"}


def test_nec_compare_has_the_verdict_of_the_report(ran: Outcome, tmp_path_factory: pytest.TempPathFactory) -> None:
    tables = ran.reports / "tables"
    with (tables / "evolution.csv").open(encoding="utf-8", newline="") as file:
        printed = {row["label"]: row for row in csv.DictReader(file)}
    root = ran.reports.parents[1]
    compared = compare(f"{BEFORE} {AFTER}", root=root, work=tmp_path_factory.mktemp("work"))
    rows = [dict(zip(PAIRS, row, strict=True)) for row in pairs(compared)]
    assert len(rows) >= 20
    assert {row["chiffre"]: row["significatif"] for row in rows} == {
        label: SAID[row["significant"]] for label, row in printed.items()
    }
    families = {row["family"] for row in printed.values() if row["family"]}
    assert len(families) == 1
    assert f"{families.pop()} tests ({BEFORE} → {AFTER})" in note(compared)


def _figure(hits: int) -> Figure:
    share = hits / 200
    return figure("a", value=share, numerator=hits, base=200, population=0, low=0.3, high=0.8, measure="share")


def _contrast(n: int) -> Contrast:
    return Contrast(f"t{n}", f"t{n}", "groups", "", "", "a", "b", 0.1, 0.0, 0.2, 0.9, 0.9, False, "", "")


@pytest.mark.parametrize(("others", "verdict"), [(0, "oui"), (1, "non"), (20, "non")])
def test_a_change_is_corrected_among_the_groups_and_options_of_the_later_report(others: int, verdict: str) -> None:
    # 100 against 122 out of 200: p = 0.027 alone.
    cards = tuple(replace(edition(id, ROOT), indicators={}) for id in (BEFORE, AFTER))
    later = tuple(_contrast(n) for n in range(others))
    compared = Compared(cards, ((_figure(100),), (_figure(122),)), contrasts=((), later))
    assert [row[-1] for row in pairs(compared)] == [verdict]
    assert f"{others + 1} tests" in note(compared)
    earlier = replace(compared, contrasts=(later, ()))
    assert [row[-1] for row in pairs(earlier)] == ["oui"], "tests of the earlier report are none of this family"


def test_where_nothing_could_be_tested_the_note_says_so() -> None:
    cards = tuple(edition(id, ROOT) for id in (BEFORE, AFTER))
    assert note(Compared(cards, ((), ()))) == "Aucun écart n'a pu être testé."
