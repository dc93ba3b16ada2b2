"""From comments to approved quotes: the sheet, the files beside the card, the report, the recette, erasure."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from project_copy import project
from shared_material import ROOT

import nec_analysis as nec
from nec_analysis.cards import edition as card_of
from nec_analysis.errors import PRIVACY, NecError
from nec_analysis.figures.recette.check import check
from nec_analysis.figures.recette.verdict import Verdict
from nec_analysis.phases import clean, quoting
from nec_analysis.phases.clean import Cleaned
from nec_analysis.phases.rereading import FILE, place, reread
from nec_analysis.privacy import purge
from nec_analysis.privacy.approved import CODED, PUBLISHED, quotes
from nec_analysis.runs.run import run

EDITION = "2021-sud-charente"


def cleaned(root: Path) -> Cleaned:
    desk = nec.edition(EDITION, root=root)
    return clean.clean(desk.card, desk.catalogue)


def raw(root: Path) -> Path:
    return root / "data" / "raw" / EDITION


def fill(root: Path, row: int, **cells: object) -> None:
    """What a person writes on one line of the sheet."""
    sheet = place(root, EDITION)
    book = load_workbook(sheet)
    page = book.active
    heads = {cell.value: cell.column for cell in page[1]}
    for head, value in cells.items():
        page.cell(row, heads[head.replace("_", " ")], value)
    book.save(sheet)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A project where nobody has reread anything."""
    root = project(tmp_path / "project", editions=(EDITION,))
    for name in (PUBLISHED, CODED):
        (raw(root) / name).unlink()
    return root


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = project(tmp_path_factory.mktemp("quotes") / "project", editions=(EDITION,))
    place(root, EDITION).parent.mkdir(parents=True)
    place(root, EDITION).write_bytes(b"filled in by somebody")
    run(EDITION, root=root)
    return root


def recette(root: Path) -> Verdict:
    return check(root / "reports" / EDITION, root, card_of(EDITION, root))


def test_the_sheet_shows_comments_without_who_they_name(bare: Path) -> None:
    assert reread(cleaned(bare), bare) == ()
    page = load_workbook(place(bare, EDITION)).active
    said = [str(cell.value or "") for row in page.iter_rows(min_row=2) for cell in row]
    assert page.max_row > 80
    assert not any("@example.org" in text or "06 39 98" in text for text in said)
    assert not (raw(bare) / PUBLISHED).exists()


def test_only_a_line_with_a_name_and_a_date_is_published(bare: Path) -> None:
    reread(cleaned(bare), bare)
    when = dt.datetime(2021, 11, 30)
    fill(bare, 2, Thème="Programme", Texte_retenu="Plus de temps pour débuter.", Approuvé_par="Équipe", Date=when)
    fill(bare, 3, Thème="Programme", Texte_retenu="Une application.")
    fill(bare, 4, Thème="Lieu")
    assert len(reread(cleaned(bare), bare)) == 2
    (quote,) = quotes(raw(bare))
    assert (quote.text, quote.by, quote.date) == ("Plus de temps pour débuter.", "Équipe", "2021-11-30")
    assert len((raw(bare) / CODED).read_text("utf-8").splitlines()) == 4
    assert reread(cleaned(bare), bare)[0].startswith("1\xa0texte retenu sans nom")
    assert load_workbook(place(bare, EDITION)).active.cell(3, 5).value == "Une application."


def test_a_kept_text_that_names_somebody_is_refused_until_a_person_lifts_it(bare: Path) -> None:
    reread(cleaned(bare), bare)
    fill(bare, 5, Texte_retenu="Merci à camille", Approuvé_par="Équipe", Date="2021-11-30")
    with pytest.raises(NecError) as refused:
        reread(cleaned(bare), bare)
    assert refused.value.exit_code == PRIVACY
    assert refused.value.place == f"{FILE}, ligne 5"
    fill(bare, 5, Masquage_levé="oui")
    reread(cleaned(bare), bare)
    assert [quote.text for quote in quotes(raw(bare))] == ["Merci à camille"]


def test_who_changed_the_file_and_who_filled_the_sheet_both_keep_their_lines(bare: Path) -> None:
    reread(cleaned(bare), bare)
    fill(bare, 9, Texte_retenu="Une phrase.", Approuvé_par="Équipe", Date="2021-11-30")
    shutil.copy(ROOT / "data" / "raw" / EDITION / PUBLISHED, raw(bare) / PUBLISHED)
    before = len(quotes(raw(bare)))
    reread(cleaned(bare), bare)
    assert len(quotes(raw(bare))) == before + 1


def test_the_words_of_a_person_whose_answer_is_erased_go_with_it(tmp_path: Path) -> None:
    root = project(tmp_path / "project", editions=(EDITION,))
    before = quotes(raw(root))
    survey = raw(root) / "questionnaire-nec-2021.tsv"
    lines = survey.read_bytes().splitlines(keepends=True)
    gone = next(quote for quote in before if sum(quote.text.encode() in line for line in lines) == 1)
    survey.write_bytes(b"".join(line for line in lines if gone.text.encode() not in line))
    card = raw(root) / "edition.toml"
    text = card.read_text("utf-8").split("\n")
    at = next(n for n, line in enumerate(text) if survey.name in line)
    del text[at + 1 : at + 3]
    card.write_text("\n".join(text), "utf-8")
    with pytest.raises(NecError) as refused:
        quoting.approved(cleaned(root))
    assert (refused.value.code, refused.value.exit_code) == ("quote-orphan", PRIVACY)
    assert "1\xa0parole retirée" in " ".join(reread(cleaned(root), root))
    assert quotes(raw(root)) == tuple(quote for quote in before if quote != gone)
    assert quoting.approved(cleaned(root)) == quotes(raw(root))


def test_a_purge_takes_the_approved_words_with_the_answers(bare: Path) -> None:
    (raw(bare) / PUBLISHED).write_text("x", encoding="utf-8")
    (raw(bare) / CODED).write_text("x", encoding="utf-8")
    names = {file.path.name for file in purge.plan(card_of(EDITION, bare), bare).files}
    assert {PUBLISHED, CODED} <= names


def test_the_report_prints_approved_words_in_their_language_and_the_recette_agrees(published: Path) -> None:
    page = (published / "reports" / EDITION / "bilan.html").read_text("utf-8")
    for quote in quotes(raw(published)):
        assert f'<p lang="fr">{quote.text.replace(chr(39), "&#39;")}</p>' in page
    assert recette(published).faults == ()


def test_the_sheet_somebody_fills_in_outlives_a_run(published: Path) -> None:
    assert place(published, EDITION).read_bytes() == b"filled in by somebody"
    assert run(EDITION, root=published).state == "unchanged"
    assert not list((published / "reports").rglob(FILE))


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("bilan.html", "Il manquait des temps pour débutants", "Il manquait des temps pour experts"),
        ("notebooks/04_bilan.ipynb", "Il manquait des temps pour débutants", "Il manquait des temps pour experts"),
        ("charts/commentaires/commentaires.csv", '"16"', '"17"'),
    ],
)
def test_the_recette_sees_words_nobody_approved_and_themes_miscounted(
    published: Path, tmp_path: Path, file: str, before: str, after: str
) -> None:
    folder = tmp_path / EDITION
    shutil.copytree(published / "reports" / EDITION, folder)
    text = (folder / file).read_text("utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after), "utf-8")
    faults = check(folder, published, card_of(EDITION, published)).faults
    assert any(fault.file == file and ("parole" in fault.cause or CODED in fault.cause) for fault in faults)
