"""A whole run: every phase in a staging folder, one exchange, the last report intact when something fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy import notebook, snapshot, toy_phases

from nec_analysis.errors import USAGE, NecError
from nec_analysis.runs import verify
from nec_analysis.runs.outcome import Outcome, Progress
from nec_analysis.runs.run import run

PUBLISHED = (
    "bilan.html",
    "charts/answers/answers.svg",
    "figures.json",
    "notebooks/01_clean.ipynb",
    "notebooks/02_indicators.ipynb",
    "notebooks/03_charts.ipynb",
    "notebooks/04_bilan.ipynb",
    "quality.html",
    "tables/topline.csv",
)


def run_toy(root: Path, **options: object) -> Outcome:
    return run("2022-lens", root=root, phases=toy_phases(), **options)  # type: ignore[arg-type]


def test_a_run_publishes_every_file_with_a_manifest(root: Path) -> None:
    outcome = run_toy(root)
    assert (outcome.state, outcome.exit_code) == ("published", 0)
    assert outcome.written == PUBLISHED
    assert verify.folder(outcome.reports).intact
    assert verify.folder(outcome.processed).intact
    assert (outcome.reports / "journal.json").is_file()


def test_internal_tables_are_published_beside_not_in_the_report(root: Path) -> None:
    outcome = run_toy(root)
    assert (outcome.reports / "tables" / "topline.csv").read_text() == "masked"
    assert (outcome.processed / "tables" / "topline.csv").read_text() == "unmasked"
    assert (outcome.processed / "responses.txt").read_text() == "oui\nnon\noui\noui"


def test_a_notebook_opened_by_hand_finds_what_the_phase_before_wrote(root: Path) -> None:
    assert (run_toy(root).processed / "publiable" / "figures.json").is_file()


def test_nothing_is_left_beside_what_was_published(root: Path) -> None:
    run_toy(root)
    assert sorted(path.name for path in (root / "reports").iterdir()) == [".history", "2022-lens"]
    assert sorted(path.name for path in (root / "data" / "processed").iterdir()) == [".cache", ".locks", "2022-lens"]


def test_a_failed_cell_leaves_the_last_report_as_it_was(root: Path) -> None:
    before = snapshot(run_toy(root).reports)
    notebook(root / "notebooks" / "03_charts.ipynb", "a = 1 / 0")
    with pytest.raises(NecError, match=r"03_charts.ipynb, cellule 3 \(a = 1 / 0\)"):
        run_toy(root)
    assert snapshot(root / "reports" / "2022-lens") == before
    assert sorted(path.name for path in (root / "reports").iterdir()) == [".history", "2022-lens"]


def test_progress_is_told_phase_by_phase_and_cell_by_cell(root: Path) -> None:
    heard: list[Progress] = []
    run_toy(root, progress=heard.append)
    assert [p.phase for p in heard if p.what == "done"] == ["01_clean", "02_indicators", "03_charts", "04_bilan"]
    assert [(p.done, p.cells) for p in heard if p.what == "cell" and p.phase == "03_charts"] == [
        (1, 4), (2, 4), (3, 4), (4, 4),
    ]  # fmt: skip


def test_an_unknown_edition_is_refused_with_the_known_ones(root: Path) -> None:
    with pytest.raises(NecError, match="Éditions connues : 2022-lens") as refusal:
        run("2023-lens", root=root)
    assert refusal.value.exit_code == USAGE


def test_a_run_without_report_exports_nothing(root: Path) -> None:
    assert "bilan.html" not in run_toy(root, report=False).written
