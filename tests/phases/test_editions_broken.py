"""A series is broken where its question changed: nothing is compared across the break, in 05_editions or `nec compare`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from project_copy import project
from sample_figure import figure
from shared_material import ROOT

from nec_analysis.cards import edition
from nec_analysis.cli import main
from nec_analysis.model import Edition, Figure
from nec_analysis.phases.editions import PAIRS, Compared, comparable, pairs, trends

ID = "reference_event"
OLD, LOCAL, LAST = "2021-sud-charente", "2022-dordogne", "2022-lens"
HITS = (100, 140, 170)


def _figure(hits: int) -> Figure:
    return figure(ID, value=hits / 200, numerator=hits, base=200, population=0, low=0.4, high=0.9, measure="share")


def _compared(since: str) -> Compared:
    cards: list[Edition] = [edition(id, ROOT) for id in (OLD, LOCAL, LAST)]
    broken = {**cards[-1].indicators, ID: {"comparable_since": since}} if since else cards[-1].indicators
    cards[-1] = replace(cards[-1], indicators=broken)
    return Compared(tuple(cards), tuple((_figure(hits),) for hits in HITS))


@pytest.mark.parametrize(
    ("since", "kept", "compared", "trend"),
    [
        ("", [0, 1, 2], [(OLD, LOCAL), (LOCAL, LAST)], 1),
        (OLD, [0, 1, 2], [(OLD, LOCAL), (LOCAL, LAST)], 1),
        (LOCAL, [1, 2], [(LOCAL, LAST)], 0),
        (LAST, [2], [], 0),
    ],
)
def test_nothing_is_compared_across_a_break(
    since: str, kept: list[int], compared: list[tuple[str, str]], trend: int
) -> None:
    found = _compared(since)
    assert comparable(found, ID) == kept
    assert [tuple(row[1:3]) for row in pairs(found)] == compared
    assert len(trends(found)) == trend


def test_nec_compare_writes_what_it_prints_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(tmp_path / "p", editions=(OLD, LOCAL))
    assert main(["--root", str(root), "compare", LOCAL, OLD, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) > 5
    assert {tuple(row) for row in rows} == {PAIRS}
    assert {(row["de"], row["à"]) for row in rows} == {(OLD, LOCAL)}, "from the first to the second by date"
    assert {row["significatif"] for row in rows} <= {"oui", "non", "non testé"}
    assert main(["--root", str(root), "compare", LOCAL, OLD]) == 0
    printed = capsys.readouterr().out
    assert all(row["chiffre"] in printed and row["écart"] in printed for row in rows)


def test_a_break_written_in_the_card_leaves_the_figure_out_of_nec_compare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path / "p", editions=(OLD, LOCAL))
    told = _told(root, capsys)
    card = root / "data" / "raw" / LOCAL / "edition.toml"
    text = card.read_text(encoding="utf-8")
    card.write_text(f'{text}\n[indicators.{ID}]\ncomparable_since = "{LOCAL}"\n', encoding="utf-8")
    broken = _told(root, capsys)
    assert len(told - broken) == 1
    assert broken < told


def _told(root: Path, capsys: pytest.CaptureFixture[str]) -> set[str]:
    assert main(["--root", str(root), "compare", OLD, LOCAL, "--json"]) == 0
    return {row["chiffre"] for row in json.loads(capsys.readouterr().out)}
