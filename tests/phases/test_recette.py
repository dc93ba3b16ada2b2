"""The recette finds everything in the demonstration editions, and every alteration of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from project_copy import DEMONSTRATION, project
from recette_alterations import Mutant, alter, copied, mutants

from nec_analysis.cards import edition
from nec_analysis.cli import main
from nec_analysis.figures.recette.check import check
from nec_analysis.figures.recette.verdict import Verdict, told
from nec_analysis.mapping.new import new
from nec_analysis.runs.outcome import Outcome
from nec_analysis.runs.run import run

LOCAL = "2022-dordogne"
FAST = [mutant for mutant in mutants() if mutant.file != "notebook"]
FIRST = {mutant.file: mutant for mutant in reversed(FAST)}
"""One alteration of each file is always tried, the others with --slow."""
TRIED = [pytest.param(m, id=m.name, marks=() if m is FIRST[m.file] else pytest.mark.slow) for m in FAST]
WRITTEN_AGAIN = [mutant for mutant in mutants() if mutant.file == "notebook"]


@pytest.fixture(scope="session")
def published(ran: Outcome) -> Path:
    """The project of the three demonstration editions, all published."""
    root = ran.reports.parents[1]
    for id in DEMONSTRATION:
        if not (root / "reports" / id).is_dir():
            run(id, root=root)
    return root


def _recette(root: Path, id: str) -> Verdict:
    return check(root / "reports" / id, root, edition(id, root))


@pytest.mark.parametrize("id", DEMONSTRATION)
def test_every_printed_number_of_the_demonstration_is_traced(id: str, published: Path) -> None:
    verdict = _recette(published, id)
    assert [str(fault) for fault in verdict.faults] == []
    assert verdict.good
    assert verdict.numbers > 1500
    assert {"bilan.pdf", "bilan.html", "figures.xlsx", "charts/*.svg", "charts/*/alt.txt"} <= set(verdict.files)
    assert {"quality.html", "notebooks/01_clean.ipynb", "notebooks/04_bilan.ipynb"} <= set(verdict.files)


@pytest.mark.parametrize("id", DEMONSTRATION)
def test_every_figure_and_answer_is_counted_again_from_the_raw_rows(id: str, published: Path) -> None:
    verdict = _recette(published, id)
    assert dict(verdict.not_again) == {}
    assert verdict.recounted == verdict.figures >= 7
    assert verdict.lines_recounted == verdict.lines >= 40


def test_there_are_fifty_alterations_of_every_sort() -> None:
    every = mutants()
    assert len(every) >= 50
    assert len({mutant.name for mutant in every}) == len(every)
    sorts = {mutant.file.split("/")[0].split(".")[0] for mutant in every}
    assert {"pdf", "notebook", "raw", "figures", "bilan", "charts", "tables"} <= sorts


@pytest.fixture
def spoilt(published: Path, tmp_path: Path) -> Path:
    """A copy of a published edition that may be altered."""
    return copied(published, LOCAL, tmp_path / "p")


@pytest.mark.parametrize("mutant", TRIED)
def test_an_alteration_is_found(mutant: Mutant, spoilt: Path) -> None:
    alter(mutant, spoilt, LOCAL)
    faults = _recette(spoilt, LOCAL).faults
    assert mutant.code in {fault.code for fault in faults}, [str(fault) for fault in faults]


@pytest.mark.slow
@pytest.mark.parametrize("mutant", WRITTEN_AGAIN, ids=lambda mutant: mutant.name)
def test_an_alteration_of_the_document_is_found_in_both_files(mutant: Mutant, spoilt: Path) -> None:
    alter(mutant, spoilt, LOCAL)
    faults = _recette(spoilt, LOCAL).faults
    wrong = {fault.file for fault in faults if fault.code == mutant.code}
    assert {"bilan.pdf", "bilan.html"} <= wrong, [str(fault) for fault in faults]


def test_a_fault_names_file_place_number_and_the_nearest_known(spoilt: Path) -> None:
    alter(next(m for m in FAST if m.name == "the value of a tile"), spoilt, LOCAL)
    fault = next(f for f in _recette(spoilt, LOCAL).faults if f.file == "bilan.html")
    assert "Réussite n°" in fault.place
    assert fault.found == "83\u202f%"
    assert fault.nearest.startswith("82\u202f%")
    assert "venue_appreciated" in fault.nearest


def test_a_row_with_the_label_of_one_figure_and_the_identifier_of_another_is_found(spoilt: Path) -> None:
    alter(next(m for m in FAST if m.name.startswith("the identifier of another figure")), spoilt, LOCAL)
    fault = next(f for f in _recette(spoilt, LOCAL).faults if f.file == "bilan.html")
    assert fault.found == "venaient pour la première fois – reference_event"
    assert "first_time" in fault.nearest


def test_a_missing_file_is_a_fault(spoilt: Path) -> None:
    (spoilt / "reports" / LOCAL / "bilan.pdf").unlink()
    assert "missing" in {fault.code for fault in _recette(spoilt, LOCAL).faults}


def test_without_the_journal_of_cleaning_its_counts_are_said_not_to_be_traced(spoilt: Path) -> None:
    (spoilt / "data/processed" / LOCAL / "ledger.parquet").unlink()
    verdict = _recette(spoilt, LOCAL)
    assert verdict.good
    assert set(verdict.not_again) == {"quality.html", "notebooks/01_clean.ipynb"}


def test_the_verdict_is_told_in_words(published: Path) -> None:
    lines = list(told(_recette(published, LOCAL)))
    assert lines[0] == f"Recette de {LOCAL}\u202f: tout est retrouvé."
    assert any("bilan.pdf" in line and "100\u202f% tracés" in line for line in lines)


def test_nec_recette_exits_0_then_1(published: Path, spoilt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(published), "recette", LOCAL, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["good"] is True
    alter(next(m for m in FAST if m.name == "a graduation of an axis"), spoilt, LOCAL)
    assert main(["--root", str(spoilt), "recette", LOCAL]) == 1
    assert "indicateurs.svg" in capsys.readouterr().out


@pytest.mark.parametrize(
    "name",
    ["bilan.pdf", "bilan.html", "figures.json", "figures.xlsx", "charts/charts.json", "notebooks/04_bilan.ipynb"],
)
def test_a_file_too_damaged_to_be_read_is_named(name: str, spoilt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (spoilt / "reports" / LOCAL / name).write_bytes(bytes(range(256)))
    assert main(["--root", str(spoilt), "recette", LOCAL]) == 1
    said = capsys.readouterr().err
    assert f"nec : {name} : " in said.replace("\u202f", " ")
    assert f"nec run {LOCAL}" in said


def test_a_file_without_numbers_that_is_no_longer_the_published_one_is_found(
    spoilt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    charts = spoilt / "reports" / LOCAL / "charts" / "indicateurs"
    (charts / "indicateurs.png").write_bytes((charts / "indicateurs.png").read_bytes() + b"\0")
    (charts / "indicateurs.pdf").unlink()
    assert main(["--root", str(spoilt), "recette", LOCAL]) == 1
    said = capsys.readouterr().out
    assert "indicateurs.png\u202f: «\u202fMANIFEST.json\u202f» donne une autre empreinte" in said
    assert "indicateurs.pdf" in said


def test_nec_run_may_end_with_the_recette(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(published), "run", LOCAL, "--quiet", "--recette"]) == 0
    assert "tout est retrouvé" in capsys.readouterr().out


def test_nec_compare_shows_both_editions(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(published), "compare", "2021-sud-charente", "2022-lens", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    registered = next(row for row in rows if row["chiffre"] == "personnes inscrites")
    assert (registered["avant"], registered["après"], registered["écart"]) == ("400", "1\u202f700", "+325\u202f%")
    assert main(["--root", str(published), "compare", "2021-sud-charente", "2022-lens"]) == 0
    assert "Newcombe" in capsys.readouterr().out


def test_nec_explain_tells_definition_formula_places(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(published), "explain", "2022-lens", "reference_event"]) == 0
    out = capsys.readouterr().out
    for said in (
        "342 ÷ 393 = 87,02\u202f%",
        "«\u202fTout à fait d'accord\u202f»",
        "doublon\u202f: 8",
        "avoir répondu est dû au hasard",
        "be7711f2dd76da29b6a46a9695bf287bc28b02bc3c4402c108ebc2b9baa9f939",
        "bilan.pdf : pages",
        "Graphiques : indicateurs",
    ):
        assert said in out
    assert main(["--root", str(published), "explain", "2022-lens", "reference_event", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["printed"]["pages"]
    assert told["definition"]["Formule"] == "342 ÷ 393 = 87,02\u202f%"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("case", "file", "lines"),
    [("patrimoine_vaud_limesurvey", "results-survey4914.xlsx", 49), ("publicodes_tally", "data.csv", 90)],
)
def test_exports_that_nobody_here_wrote_are_counted_again_and_traced(
    case: str, file: str, lines: int, shared: Path, tmp_path: Path
) -> None:
    root = project(tmp_path / "p", editions=())
    new("etrangere", [shared / "cases" / case / file], root=root, yes=True)
    run("etrangere", root=root)
    verdict = _recette(root, "etrangere")
    assert [str(fault) for fault in verdict.faults] == []
    assert verdict.lines_recounted == verdict.lines >= lines


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["rake", "calibrate"])
def test_a_weighted_edition_is_weighted_again(scheme: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p", editions=(LOCAL,))
    card = root / "data/raw" / LOCAL / "edition.toml"
    card.write_text(card.read_text(encoding="utf-8") + f'\n[weights]\nscheme = "{scheme}"\n', encoding="utf-8")
    run(LOCAL, root=root)
    verdict = _recette(root, LOCAL)
    assert [str(fault) for fault in verdict.faults] == []
    assert verdict.recounted == verdict.figures
