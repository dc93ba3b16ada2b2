"""Two reports of the same answers, each safe alone, that give a group away together are not both published."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from nec_analysis.errors import NecError
from nec_analysis.phases import siblings
from nec_analysis.phases.disclosure import check, disclosed
from nec_analysis.phases.told import read

CHARENTE = "2021-sud-charente"
TABLE = "charts/structure_themes/structure_themes.csv"
KEPT, HIDDEN, LAST = "Entreprise & indépendant·e", "Recherche & enseignement", "Autre"
REST, OTHERS = "Autres classes, réunies", "Other classes, together"
SAID = {
    "Entreprise & indépendant·e": "Company & self-employed",
    "Recherche & enseignement": "Research",
    "Autre": "Other",
}


def _read(path: Path) -> tuple[list[str], dict[str, list[int]]]:
    """The titles of a crosstab, then by group how many people gave each answer."""
    with path.open(encoding="utf-8", newline="") as file:
        first, *rows = csv.reader(file)
    return first, {row[0]: [round(float(share) * int(row[1])) for share in row[2:]] for row in rows}


def _write(path: Path, first: list[str], rows: dict[str, list[int]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(first)
        for label, counts in rows.items():
            n = sum(counts)
            writer.writerow([label, n, *(round(count / n, 6) for count in counts)])


@pytest.fixture
def both(published: Path, tmp_path: Path) -> Path:
    """A project with a report in French; another of the same answers puts other classes together, in other words."""
    root = tmp_path / "p"
    shutil.copytree(published, root)
    english = root / "reports" / "en" / CHARENTE
    for name in ("figures.json", "charts/charts.json", TABLE, siblings.TOPLINE):
        (english / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / "reports" / CHARENTE / name, english / name)
    first, rows = _read(english / TABLE)
    rest, kept = rows.pop(REST), rows.pop(KEPT)
    last = [1, 1, 1, 1, 1, 1]
    alone = [a - b for a, b in zip(rest, last, strict=True)]
    _write(
        english / TABLE, first, {**rows, SAID[HIDDEN]: alone, OTHERS: [a + b for a, b in zip(last, kept, strict=True)]}
    )
    counted = root / "data/processed" / CHARENTE / siblings.TOPLINE
    _relabelled(english / siblings.TOPLINE, {row["choice_label"]: row for row in read(counted)})
    return root


def _relabelled(topline: Path, counted: dict[str, dict[str, str]]) -> None:
    """The kinds of organisation in English, one told that was withheld, one withheld that was told."""
    rows = read(topline)
    for row in rows:
        if row["question"] == "structure" and row["choice_label"] in SAID:
            if row["choice_label"] == HIDDEN:
                row |= counted[HIDDEN]
            else:
                row |= {"count": "s", "percent": "s", "low": "", "high": ""}
            row["choice_label"] = SAID[row["choice_label"]]
    with topline.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]], quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_each_report_is_safe_without_the_other(both: Path) -> None:
    for home, other in zip(siblings.HOMES, reversed(siblings.HOMES), strict=True):
        shutil.move(both / other / CHARENTE, both / "elsewhere")
        assert disclosed(both / home / CHARENTE, CHARENTE, both) == ()
        shutil.move(both / "elsewhere", both / other / CHARENTE)


@pytest.mark.parametrize("home", siblings.HOMES)
def test_a_class_is_found_by_the_difference_of_two_reports(home: str, both: Path) -> None:
    with pytest.raises(NecError) as caught:
        check(both / home / CHARENTE, CHARENTE, both)
    assert LAST in caught.value.cause or SAID[LAST] in caught.value.cause
    assert "Les deux rapports" in caught.value.remedy
    places = caught.value.place.split(", ")
    assert {name for name in siblings.HOMES if any(place.startswith(f"{name}/{CHARENTE}/") for place in places)} == {
        *siblings.HOMES
    }


def test_a_report_of_other_answers_speaks_of_other_people(both: Path) -> None:
    path = both / "reports" / "en" / CHARENTE / "figures.json"
    figures = json.loads(path.read_text(encoding="utf-8"))
    for figure in figures:
        for file in figure["files"]:
            file["sha256"] = "0" * 64
    path.write_text(json.dumps(figures), encoding="utf-8")
    assert disclosed(both / "reports" / CHARENTE, CHARENTE, both) == ()


def test_numbers_that_cannot_all_be_true_are_of_other_groups(both: Path) -> None:
    """The card put people in other classes in between."""
    path = both / "reports" / "en" / CHARENTE / siblings.TOPLINE
    text = path.read_text(encoding="utf-8")
    count = next(row["count"] for row in read(path) if row["choice"] == "association")
    assert f'"Association & médiation","{count}"' in text
    more = text.replace(f'"Association & médiation","{count}"', f'"Association & médiation","{int(count) + 1}"')
    path.write_text(more, encoding="utf-8")
    assert disclosed(both / "reports" / CHARENTE, CHARENTE, both) == ()
