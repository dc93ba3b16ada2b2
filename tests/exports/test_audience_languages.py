"""Channel statistics in other languages and layouts: decimals, days and sheets told from the file itself."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from nec_analysis.exports import registry
from nec_analysis.model import Records

VIDEOS = ["Contenu", "Titre de la vidéo", "Heure de publication de la vidéo", "Vues", "Durée de visionnage (heures)"]
DAYS = ["Date", "Impressions", "Likes", "Engagements", "New follows", "Unfollows", "Profile visits"]
PAGE = ["Date", "Impressions (organiques)", "Impressions"]


def read(path: Path, **options: Any) -> Records:
    found = registry.recognise(path)[0]
    assert found.confidence >= registry.SURE
    records = registry.read(path, tool=found.tool, **options)
    assert isinstance(records, Records)
    return records


def test_hours_with_a_decimal_comma_are_hours(tmp_path: Path) -> None:
    path = tmp_path / "Données du tableau.csv"
    rows = [VIDEOS, ["Total", "", "", "30", "13,25"], *(["v" + n, n, "2 sept. 2023", n, f"{n},125"] for n in "345")]
    rows[-1][-1] = "0,5"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    hours = [row["value"] for row in read(path).rows if row["metric"] == "watch_hours"]
    assert hours == [3.125, 4.125, 0.5]


def test_the_days_of_an_account_of_x_are_its_statistics(tmp_path: Path) -> None:
    path = tmp_path / "account_overview_analytics.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([DAYS, *([f"Mon, Oct {n}, 2023", 1000 + n, 1, 2, 3, 1, 5] for n in (1, 2, 3))])
    first = read(path).rows[0]
    assert (first["channel"], first["at"], first["metric"], first["value"]) == (
        "x",
        "2023-10-01",
        "impressions",
        1001.0,
    )


@pytest.mark.parametrize(("order", "at"), [("{0}/10/2023", "2023-10-01"), ("10/{0}/2023", "2023-10-01")])
def test_a_report_by_day_tells_the_order_of_its_dates(order: str, at: str, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.title = "Indicateurs"
    for row in (["Statistiques de la page"], PAGE, *([order.format(f"{n:02d}"), n, 10 * n] for n in range(1, 8))):
        made.active.append(row)
    posts = made.create_sheet("Tous les posts")
    posts.append(["Titre", "Impressions"])
    posts.append(["Bonjour", 12])
    path = tmp_path / "page_contenu.xlsx"
    made.save(path)
    rows = read(path).rows
    assert [row["at"] for row in rows][:2] == [at, "2023-10-02"]
    assert [row["value"] for row in rows][:2] == [10.0, 20.0]


@pytest.mark.parametrize(
    "header",
    [["Episode", "Published", "Listens"], ["Titre de l'épisode", "Date de publication", "Écoutes"]],
)
def test_episodes_of_a_podcast_are_seen_under_other_headings(header: list[str], tmp_path: Path) -> None:
    path = tmp_path / "episodes.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *([f"Épisode {n}", f"2023-10-0{n}", 40 + 7 * n % 5] for n in range(1, 8))])
    found = registry.recognise(path)[0]
    assert (found.tool, found.confidence) == ("podcast", 0.7)
    records = registry.read(path, tool="podcast", role="streams")
    assert isinstance(records, Records)
    assert [row["metric"] for row in records.rows] == ["listens"] * 7
