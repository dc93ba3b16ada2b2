"""The recette makes every test of a report again: a wrong one is found even where its corrections were redone."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from project_copy import project
from recette_alterations import document

from nec_analysis.cards import catalogue, edition
from nec_analysis.compare.significance import across_report
from nec_analysis.figures.recette import family
from nec_analysis.figures.recette.check import _before, check
from nec_analysis.figures.recette.claims import unfounded
from nec_analysis.figures.recette.dossier import dossier
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.passage import PROSE, ROW, Passage
from nec_analysis.figures.recette.recount import Counter
from nec_analysis.figures.recette.retested import mistested
from nec_analysis.model import Comparison
from nec_analysis.runs.outcome import Outcome
from nec_analysis.runs.run import run

ID = "2022-lens"
GROUPS, CHANGES = "comparaisons.csv", "evolution.csv"
Row = dict[str, str]
Alter = Callable[[Row], object]


@pytest.fixture(scope="module")
def counters(ran: Outcome) -> tuple[Counter, Counter | None]:
    root = ran.reports.parents[1]
    card, known = edition(ID, root), catalogue()
    return Counter(card, known), _before(card, root, known)


@pytest.fixture
def tables(ran: Outcome, tmp_path: Path) -> Path:
    """A copy of the published folder that may be altered; its tables."""
    return Path(shutil.copytree(ran.reports, tmp_path / ID)) / "tables"


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _corrected(tables: Path) -> None:
    """Both tables with the corrections that their raw probabilities ask for: only a second test can tell."""
    found = family.tested(dossier(tables.parent))
    families: dict[str, list[Comparison]] = {}
    for one in found:
        families.setdefault(one.question, []).append(Comparison(one.id, None, None, None, one.raw, None, ""))
    p = {one.id: one.p for family in across_report(families).values() for one in family}
    for name in (GROUPS, CHANGES):
        rows = _rows(tables / name)
        for row in rows:
            if row["p_raw"] and row.get("kind") != "whole":
                again = p[row["id"]] or 0.0
                row |= {"p": f"{again:.6g}", "significant": str(again < 0.05).lower(), "family": str(len(found))}
        _write(tables / name, rows)


def _faults(tables: Path, counters: tuple[Counter, Counter | None]) -> list[Fault]:
    return mistested(dossier(tables.parent), *counters)[0]


def test_every_test_of_the_report_is_made_again(tables: Path, counters: tuple[Counter, Counter | None]) -> None:
    faults, not_again = mistested(dossier(tables.parent), *counters)
    assert [str(fault) for fault in faults] == []
    assert not_again == {}
    kinds = [row["kind"] for row in _rows(tables / GROUPS)]
    assert {"whole", "groups", "options"} <= set(kinds)
    assert sum(bool(row["p_raw"]) for row in _rows(tables / CHANGES)) >= 10


def _halved(cell: str) -> Alter:
    return lambda row: row.update({cell: f"{float(row[cell]) / 2:.6g}"})


def _raised(cell: str) -> Alter:
    return lambda row: row.update({cell: f"{float(row[cell]) + 0.0002:.4f}"})


@pytest.mark.parametrize(
    ("file", "kind", "cell", "alter"),
    [
        (GROUPS, "whole", "p_raw", _halved("p_raw")),
        (GROUPS, "whole", "significant", lambda row: row.update(significant="false")),
        (GROUPS, "groups", "p_raw", _halved("p_raw")),
        (GROUPS, "groups", "p_raw", lambda row: row.update(p_raw=f"{float(row['p_raw']) * 1.0001:.6g}")),
        (GROUPS, "groups", "p_raw", lambda row: row.update(p_raw="")),
        (GROUPS, "groups", "difference", _raised("difference")),
        (GROUPS, "groups", "low", _raised("low")),
        (GROUPS, "groups", "first_base", lambda row: row.update(first_base=str(int(row["first_base"]) + 1))),
        (GROUPS, "options", "p_raw", _halved("p_raw")),
        (GROUPS, "options", "high", _raised("high")),
        (GROUPS, "options", "second_base", lambda row: row.update(second_base="12")),
        (CHANGES, "first_time", "p_raw", _halved("p_raw")),
        (CHANGES, "first_time", "low", lambda row: row.update(low="-0.02")),
        (CHANGES, "recommend", "p_raw", _halved("p_raw")),
        (CHANGES, "recommend", "p_raw", lambda row: row.update(p_raw="0.0001")),
    ],
)
def test_a_test_that_the_answers_do_not_give_is_found(
    file: str, kind: str, cell: str, alter: Alter, tables: Path, counters: tuple[Counter, Counter | None]
) -> None:
    rows = _rows(tables / file)
    mine = next(row for row in rows if kind in (row.get("kind"), row["id"]))
    alter(mine)
    _write(tables / file, rows)
    _corrected(tables)
    assert list(family.miscorrected(dossier(tables.parent))) == []
    wrong = {fault.place for fault in _faults(tables, counters) if fault.file == f"tables/{file}"}
    assert f"{mine['id']}, {cell}" in wrong


@pytest.mark.parametrize("kind", ["groups", "whole"])
def test_a_test_left_out_is_found(kind: str, tables: Path, counters: tuple[Counter, Counter | None]) -> None:
    rows = _rows(tables / GROUPS)
    gone = next(row for row in rows if row["kind"] == kind)
    _write(tables / GROUPS, [row for row in rows if row is not gone])
    _corrected(tables)
    faults = {(fault.code, frozenset(fault.place.split(":"))) for fault in _faults(tables, counters)}
    assert ("missing", frozenset(gone["id"].split(":"))) in faults


def test_a_test_that_the_method_does_not_make_is_found(tables: Path, counters: tuple[Counter, Counter | None]) -> None:
    rows = _rows(tables / GROUPS)
    one = next(row for row in rows if row["kind"] == "groups")
    _write(tables / GROUPS, [*rows, {**one, "id": one["id"].rsplit(":", 1)[0] + ":other"}])
    assert any(fault.place.endswith(":other") for fault in _faults(tables, counters))


def _passage(text: str, *cells: str, header: tuple[str, ...] = ()) -> Passage:
    return Passage("bilan.pdf", "page 1", ROW if cells else PROSE, cells or (text,), header)


def test_words_that_the_tests_do_not_bear_out_are_found(ran: Outcome) -> None:
    read = dossier(ran.reports)
    rows = _rows(ran.reports / "tables" / GROUPS)
    change = next(one for one in read.changes if one.significant is False)
    sure = next(row for row in rows if row["kind"] == "groups" and row["significant"] == "true")
    unsure = next(row for row in rows if row["kind"] == "groups" and row["significant"] == "false")
    sides = [sure["first"], sure["second"]]
    up = sides if float(sure["difference"]) > 0 else sides[::-1]
    more = "« {} », plus souvent la réponse de « {} » que de « {} »"
    table = ("question", "réponse", "premier", "second", "écart", "intervalle de l'écart")
    verdict = ("chiffre", "avant", "maintenant", "écart", "intervalle de l'écart", "significatif")
    label = change.after.label

    def faults(*passages: Passage) -> int:
        return len(list(unfounded(read, passages)))

    assert faults() == 0
    assert faults(_passage(more.format(sure["answer"], *up))) == 0
    assert faults(_passage(more.format(sure["answer"], *up[::-1]))) == 1
    assert faults(_passage(more.format(unsure["answer"], unsure["first"], unsure["second"]))) == 1
    assert faults(_passage("", sure["question"], sure["answer"], *up, "+1 pt", "[0 ; 2]", header=table)) == 0
    assert faults(_passage("", sure["question"], sure["answer"], *up[::-1], "+1 pt", "[0 ; 2]", header=table)) == 1
    assert faults(_passage("", "", unsure["answer"], unsure["first"], unsure["second"], "+1 pt", "", header=table)) == 1
    assert faults(_passage("", label, "1 %", "2 %", "+1 pt", "[0 ; 2]", "non", header=verdict)) == 0
    assert faults(_passage("", label, "1 %", "2 %", "+1 pt", "[0 ; 2]", "oui", header=verdict)) == 1
    for way in ("hausse", "baisse"):
        assert faults(_passage(f"{label} : en {way} de 1 % à 2 % (+1 pt, écart significatif).")) == 1


@pytest.mark.slow
def test_a_verdict_turned_in_the_document_is_found_in_both_files(ran: Outcome, tmp_path: Path) -> None:
    root = ran.reports.parents[1]
    spoilt = Path(shutil.copytree(ran.reports, tmp_path / ID))
    document(spoilt, "plus souvent la réponse de «\u202fCollectivité", "plus souvent la réponse de «\u202fÉtat")
    faults = check(spoilt, root, edition(ID, root)).faults
    assert {"bilan.pdf", "bilan.html"} <= {fault.file for fault in faults}


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["poststratify", "rake", "calibrate"])
def test_the_tests_of_a_weighted_edition_are_made_again(scheme: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p", editions=(ID, "2021-sud-charente"))
    card = root / "data/raw" / ID / "edition.toml"
    margins = '\nmargins = ["structure"]' if scheme == "poststratify" else ""
    card.write_text(card.read_text(encoding="utf-8") + f'\n[weights]\nscheme = "{scheme}"{margins}\n', encoding="utf-8")
    run(ID, root=root)
    verdict = check(root / "reports" / ID, root, edition(ID, root))
    assert [str(fault) for fault in verdict.faults] == []
    assert dict(verdict.not_again) == {}
    methods = {row["method"] for row in _rows(root / "reports" / ID / "tables" / GROUPS)}
    assert any("Rao-Scott" in method for method in methods)
