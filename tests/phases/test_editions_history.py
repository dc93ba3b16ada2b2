"""The editions side by side: how many people each registered."""

from __future__ import annotations

from pathlib import Path

import pytest
from project_copy import project

from nec_analysis.phases import editions


@pytest.mark.slow
def test_the_history_shows_what_each_edition_registered(tmp_path: Path) -> None:
    compared = editions.compare(root=project(tmp_path / "project"), work=tmp_path / "work")
    history = next(chart for chart in editions.charts(compared) if chart.id == "editions_histoire")
    registered = [compared.figure(n, "registered") for n in range(len(compared.editions))]
    shown = [row[2] for row in history.table.texts]
    assert len(shown) == 3
    assert [figure.display for figure in registered if figure] == shown
    assert all(card.place in history.alt for card in compared.editions)
