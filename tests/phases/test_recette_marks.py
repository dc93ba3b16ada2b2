"""Every mark of a chart that stands for a number is measured: moved by a tenth of a point, it is found."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from recette_marks import BOX, DIAMOND, DISC, LINE, drawn, faults, found

from nec_analysis.figures.recette.dossier import Drawn, dossier
from nec_analysis.figures.recette.lengths import Length, uneven
from nec_analysis.figures.recette.remeasured import remeasured
from nec_analysis.runs.outcome import Outcome


def _told(chart: Drawn, *columns: int) -> int:
    """How many cells of some columns hold a number that is not 0."""
    cells = [row[c] for row in chart.rows for c in columns if c < len(row)]
    return sum(cell not in ("0", "0.0") and cell.replace(".", "", 1).lstrip("-").isdigit() for cell in cells)


CHANGES = {
    "publics": [(BOX, "right gone", (3,))],
    "grands_chiffres_audience": [(BOX, "right gone", (3,))],
    "themes": [(BOX, "left right bottom gone", (1,)), (LINE, "left right", (2,))],
    "indicateurs": [
        (DISC, "across down gone", (1,)),
        (BOX, "left right gone", (2,)),
        (DIAMOND, "across down gone", (5,)),
    ],
    "satisfaction_programme": [(BOX, "left right top gone colour", (1, 2, 3, 4))],
    "recommandation": [(BOX, "left top bottom gone", (1,))],
    "themes_suivis": [(BOX, "left right top gone", (1,)), (LINE, "across top bottom gone", ())],
    "reponses": [(BOX, "right top gone", (1, 4))],
    "structure_themes": [(BOX, "colour gone", (2, 3, 4, 5, 6, 7))],
    "programme": [(BOX, "left right top gone", (1,))],
    "contacts": [(DISC, "across down gone", (1,)), (LINE, "right bottom", ())],
    "carte": [(DISC, "right gone", (3,))],
    "reseaux": [(DISC, "across down gone", (2,)), (LINE, "gone", ())],
}
"""By chart: the sort of mark, what is done to each, the columns of the data that these marks stand for."""
TRIED = [
    pytest.param(
        id, sort, change, columns, marks=() if n == 0 and len(id) < 14 else pytest.mark.slow, id=f"{id}-{sort}-{change}"
    )
    for id, every in CHANGES.items()
    for sort, changes, columns in every
    for n, change in enumerate(changes.split())
]


@pytest.mark.parametrize(("id", "sort", "change", "columns"), TRIED)
def test_a_mark_altered_by_a_tenth_of_a_point_is_found(
    id: str, sort: str, change: str, columns: tuple[int, ...], ran: Outcome, tmp_path: Path
) -> None:
    chart = drawn(ran.reports, id)
    caught, tried = found(chart, sort, change, tmp_path)
    # legends, bands, rulers are drawn with the same marks and stand for no number
    assert caught >= min(tried, max(1, _told(chart, *columns))), f"{caught} of {tried}"


def test_no_mark_of_a_published_chart_is_off(ran: Outcome) -> None:
    charts = dossier(ran.reports).charts
    assert len(charts) >= 12
    assert [str(fault) for chart in charts for fault in faults(chart)] == []


def test_a_chart_drawn_anew_on_the_page_is_found(ran: Outcome, tmp_path: Path) -> None:
    published = dossier(ran.reports)
    assert [*remeasured(published, "fr")] == []
    page = (ran.reports / "bilan.html").read_text(encoding="utf-8")
    bars = re.findall(
        r'<path d="(M [\d.]+ [\d.]+ L ([\d.]+) [^"]*)" fill="#', drawn(ran.reports, "publics").svg.read_text("utf-8")
    )
    for n, (path, right) in enumerate(bars[1:]):
        assert path in page
        page = page.replace(path, path.replace(f"L {right} ", f"L {float(right) - 10 - n:g} "), 1)
    (tmp_path / "bilan.html").write_text(page, encoding="utf-8", newline="")
    found = [*remeasured(replace(published, folder=tmp_path), "fr")]
    assert {fault.file for fault in found} == {"bilan.html, publics"}
    assert len(found) >= len(bars) - 2


def test_what_rounding_explains_is_no_fault() -> None:
    values = (342, 97, 3, 1)
    drawn_ = [Length(str(n), n, round(100.0 + 0.731 * n, 2) - 100.0) for n in values]  # type: ignore[arg-type]
    assert [*uneven(drawn_)] == []
    (wrong, shown), *rest = uneven([*drawn_[:2], Length("3", 3, 2.25), drawn_[3]])  # type: ignore[arg-type]
    assert (wrong.name, round(shown, 1), rest) == ("3", 3.1, [])
