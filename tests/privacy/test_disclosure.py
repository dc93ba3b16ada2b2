"""The files of a report, put together, give no group under 11 away; those of a leaky one are named."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from nec_analysis.errors import PRIVACY, NecError
from nec_analysis.phases.disclosure import check, disclosed
from nec_analysis.runs.run import run

CHARENTE, DORDOGNE = "2021-sud-charente", "2022-dordogne"
Leaky = Callable[[Path], None]


@pytest.mark.parametrize("edition", [CHARENTE, DORDOGNE])
def test_the_demonstration_editions_give_nobody_away(edition: str, published: Path) -> None:
    assert disclosed(published / "reports" / edition, edition, published) == ()


def test_small_classes_are_masked_in_every_file(published: Path) -> None:
    """Four kinds of organisation have 2 to 6 respondents in Dordogne."""
    reports = published / "reports" / DORDOGNE
    topline = [row for row in _rows(reports / "tables/topline.csv") if row["question"] == "structure"]
    assert [row["count"] for row in topline] == ["19", "22", "s", "s", "s", "s"]
    page = (reports / "bilan.html").read_text(encoding="utf-8")
    rates = page[page.index("<caption>Taux de réponse par classe") :]
    rates = rates[: rates.index("</table>")]
    assert "Recherche" not in rates
    assert "Autres classes, réunies" in rates
    internal = _rows(published / "data/processed" / DORDOGNE / "tables/topline.csv")
    assert [row["count"] for row in internal if row["question"] == "structure"] == ["19", "22", "6", "6", "2", "2"]


def test_a_crosstab_has_no_row_under_eleven(published: Path) -> None:
    rows = _rows(published / "reports" / CHARENTE / "charts/structure_themes/structure_themes.csv")
    assert min(int(row["n"]) for row in rows) >= 11
    assert rows[-1]["Groupe"] == "Autres classes, réunies"


def test_the_map_has_no_count_from_1_to_10(published: Path) -> None:
    for edition in (CHARENTE, DORDOGNE):
        rows = _rows(published / "reports" / edition / "charts/carte/carte.csv")
        told = [row["Personnes"] for row in rows if row["Code"]]
        assert {text for text in told if not text.isdigit()} == {"1 à 10"}
        assert min(int(text) for text in told if text.isdigit()) >= 11
        svg = (published / "reports" / edition / "charts/carte/carte.svg").read_text(encoding="utf-8")
        assert all(int(n) >= 11 for n in re.findall(r">[^<>:\d]+ : (\d+)<", svg))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _change(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text, (name, before)
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def _figure_that_speaks(folder: Path) -> None:
    path = folder / "figures.json"
    figures = json.loads(path.read_text(encoding="utf-8"))
    share = next(figure for figure in figures if figure["id"] == "first_time")
    share.update(flags=["masqué"], base=0, value=None, numerator=6, low=None, high=None)
    path.write_text(json.dumps(figures), encoding="utf-8")


def _figure_on_nine(folder: Path) -> None:
    path = folder / "figures.json"
    figures = json.loads(path.read_text(encoding="utf-8"))
    next(figure for figure in figures if figure["id"] == "first_time").update(base=9, numerator=7)
    path.write_text(json.dumps(figures), encoding="utf-8")


def _count_of_people(folder: Path) -> None:
    path = folder / "figures.json"
    figures = json.loads(path.read_text(encoding="utf-8"))
    next(figure for figure in figures if figure["id"] == "registered").update(base=7, value=7.0, numerator=7.0)
    path.write_text(json.dumps(figures), encoding="utf-8")


def _all_classes_but_one(folder: Path) -> None:
    """Only one class is masked beside the published base: 57 - 55 = 2."""
    for label, count in (("État & opérateurs", 6), ("Entreprise & indépendant·e", 6), ("Recherche & enseignement", 2)):
        _change(folder, "tables/topline.csv", f'"{label}","s"', f'"{label}","{count}"')


def _one_class_told(folder: Path) -> None:
    _change(folder, "tables/topline.csv", '"Recherche & enseignement","s"', '"Recherche & enseignement","2"')


def _bars_told(folder: Path) -> None:
    row = '"Autres classes, réunies","0.098765","","","162"'
    apart = '"Recherche & enseignement","0.055556","","","162"\n"Autre","0.04321","","","162"'
    _change(folder, "charts/publics/publics.csv", row, apart)


def _gap_told(folder: Path) -> None:
    """One class of the rest given alone: the share of two people of 57."""
    row = '"Autres classes, réunies","","0.280702"'
    apart = '"Autre","","0.035088","0.0431","-0.8"\n"Autres classes, réunies","","0.245614"'
    _change(folder, "charts/reponses/reponses.csv", row, apart)


def _page_told(folder: Path) -> None:
    apart = '<tr><th scope="row">Autre</th><td class="r">7</td><td class="r">2</td><td class="r">29 %</td></tr>'
    caption = "<caption>Taux de réponse par classe</caption>"
    path = folder / "bilan.html"
    before, after = path.read_text(encoding="utf-8").split(caption)
    path.write_text(before + caption + after.replace("<tbody>", "<tbody>" + apart, 1), encoding="utf-8")


def _map_told(folder: Path) -> None:
    _change(
        folder,
        "charts/carte/carte.csv",
        '"Gironde","Nouvelle-Aquitaine","1 à 10"',
        '"Gironde","Nouvelle-Aquitaine","6"',
    )


def _line_on_nine(folder: Path) -> None:
    _change(folder, "tables/topline.csv", '"44","57","answered","77.192982"', '"7","9","answered","77.777778"')


LEAKY: dict[str, tuple[Leaky, str, str]] = {
    "a class of 2 in the topline": (_one_class_told, "tables/topline.csv", "Recherche & enseignement"),
    "a class left alone under the base": (_all_classes_but_one, "tables/topline.csv", "Autre"),
    "a class of 7 among the registered": (_bars_told, "charts/publics/publics.csv", "Autre"),
    "a class of 2 as a share": (_gap_told, "charts/reponses/reponses.csv", "Autre"),
    "a class of 2 on the page": (_page_told, "bilan.html", "Autre"),
    "a département of 6": (_map_told, "charts/carte/carte.csv", "Gironde"),
    "a masked figure with its numerator": (_figure_that_speaks, "figures.json", "first_time"),
    "a figure on 9 answers": (_figure_on_nine, "figures.json", "first_time"),
    "a count of 7 people": (_count_of_people, "figures.json", "registered"),
    "a question with 9 answers": (_line_on_nine, "tables/topline.csv", "first_time"),
}


@pytest.mark.parametrize("name", LEAKY)
def test_a_leaky_file_is_named(name: str, published: Path, tmp_path: Path) -> None:
    leaky, place, group = LEAKY[name]
    folder = tmp_path / "report"
    shutil.copytree(published / "reports" / DORDOGNE, folder)
    leaky(folder)
    found = disclosed(folder, DORDOGNE, published)
    assert any(place in leak.places and group in leak.group for leak in found), found
    with pytest.raises(NecError) as caught:
        check(folder, DORDOGNE, published)
    assert caught.value.exit_code == PRIVACY


def test_a_row_hidden_in_a_crosstab_is_found_by_the_totals(published: Path, tmp_path: Path) -> None:
    """The rest of the crosstab taken apart: what 17 people answered less what 11 of them did leaves six."""
    folder = tmp_path / "report"
    shutil.copytree(published / "reports" / CHARENTE, folder)
    path = folder / "charts/structure_themes/structure_themes.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    assert rows[-1].startswith('"Autres classes, réunies","17","0.235294","0.235294"')
    shown = [4, 4, 2, 2, 2, 3]
    part = [3, 2, 1, 1, 2, 2]
    rest = [a - b for a, b in zip(shown, part, strict=True)]
    written = [_row("Recherche & enseignement", part), _row("Autre", rest)]
    path.write_text("\n".join([*rows[:-1], *written]) + "\n", encoding="utf-8")
    found = disclosed(folder, CHARENTE, published)
    assert any("structure = Autre, theme" in leak.group for leak in found)
    assert any(leak.group.startswith("ligne « Autre »") and leak.low == leak.high == 6 for leak in found)


def _row(label: str, counts: list[int]) -> str:
    n = sum(counts)
    return ",".join(f'"{cell}"' for cell in (label, n, *(round(count / n, 6) for count in counts)))


def test_a_run_that_leaks_leaves_the_last_report(published: Path, tmp_path: Path) -> None:
    """A notebook that puts the internal topline where the masked one goes."""
    root = tmp_path / "p"
    shutil.copytree(published, root)
    path = root / "notebooks/02_indicators.ipynb"
    notebook = nbformat.read(path, 4)
    copied = 'import shutil\nshutil.copy(bureau.folders.internal / "tables/topline.csv", bureau.folders.indicators / "tables")'
    notebook.cells.append(nbformat.v4.new_code_cell(copied))
    nbformat.write(notebook, path)
    before = {place: _held(root / place / DORDOGNE) for place in ("reports", "data/processed")}
    with pytest.raises(NecError) as caught:
        run(DORDOGNE, root=root)
    assert caught.value.exit_code == PRIVACY
    assert "tables/topline.csv" in caught.value.place
    assert {place: _held(root / place / DORDOGNE) for place in before} == before
    assert not [*root.glob("reports/.staging-*"), *root.glob("data/processed/.staging-*")]


def _held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
