"""A person's choices go from the sheet to the card to the next editions; what was never met stops there."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from nec_analysis.cards import catalogue
from nec_analysis.cards import edition as card_of
from nec_analysis.errors import NecError
from nec_analysis.mapping import worksheet
from nec_analysis.mapping.new import new
from nec_analysis.mapping.taking import take_over
from nec_analysis.model import Responses
from nec_analysis.phases.clean import clean

HEADER = (
    "Horodateur,Est-ce que NEC est l'évènement de référence du numérique d'intérêt général pour vous ?,"
    "Est-ce votre première fois à NEC ?\n"
)
ANSWERS = [("Tout à fait d'accord", "Oui"), ("Bof", "Non"), ("Plutôt d'accord", "Non")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with nothing in it."""
    for folder in ("data/raw", "notebooks"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def export(root: Path, name: str, bof: str = "Bof") -> Path:
    """Twelve answers to two questions close to the catalogue's."""
    path = root / name
    lines = [f"{13 + n}/10/2023 10:00:00,{ANSWERS[n % 3][0]},{ANSWERS[n % 3][1]}\n" for n in range(12)]
    path.write_text(HEADER + "".join(lines).replace("Bof", bof), encoding="utf-8")
    return path


def chosen(root: Path, slug: str) -> None:
    """The sheet as a person saves it: every proposal accepted, "Bof" given a meaning."""
    path = root / "data" / "raw" / slug / worksheet.FILE
    book = load_workbook(path)
    for row in range(2, book[worksheet.QUESTIONS].max_row + 1):
        book[worksheet.QUESTIONS].cell(row, 4).value = worksheet.AGREED
    page = book[worksheet.ANSWERS]
    for row in range(2, page.max_row + 1):
        if page.cell(row, 1).value == "Bof":
            page.cell(row, 7).value = "disagree · Plutôt pas d'accord"
    book.save(path)


def cleaned(root: Path, slug: str) -> Responses:
    found = clean(card_of(slug, root), catalogue()).responses
    assert found is not None
    return found


def test_what_the_sheet_accepts_is_coded_and_remembered(root: Path) -> None:
    new("2023-ici", [export(root, "a.csv")], root=root)
    assert not card_of("2023-ici", root).exports[0].columns
    chosen(root, "2023-ici")
    assert take_over("2023-ici", root)
    frame = cleaned(root, "2023-ici").frame
    assert frame["reference_event"].value_counts()["disagree"] == 4
    # "Oui" alone does not say what it answers: the sheet shows what it takes it for, and takes it with the question.
    assert frame["first_time"].value_counts().to_dict() == {"returning": 8, "first": 4}
    new("2024-ici", [export(root, "b.csv")], root=root, yes=True)
    assert cleaned(root, "2024-ici").frame["reference_event"].value_counts()["disagree"] == 4


def test_an_answer_no_edition_met_stops_the_next_one_with_the_line_to_add(root: Path) -> None:
    new("2023-ici", [export(root, "a.csv")], root=root)
    chosen(root, "2023-ici")
    take_over("2023-ici", root)
    new("2024-ici", [export(root, "b.csv", "Sans avis tranché")], root=root, yes=True)
    with pytest.raises(NecError, match="« Sans avis tranché », 4 réponses") as stop:
        cleaned(root, "2024-ici")
    assert "[export.recodes.reference_event]" in str(stop.value)
    assert '"Sans avis tranché" = "…"' in str(stop.value)


def test_an_option_that_nobody_reads_is_refused(root: Path) -> None:
    written = new("2023-ici", [export(root, "a.csv")], root=root, yes=True)
    with written.card.open("a", encoding="utf-8") as card:
        card.write('\n[export.options]\nduplicate = "set_aside"\n')
    with pytest.raises(NecError, match="« duplicate » est inconnue") as stop:
        cleaned(root, "2023-ici")
    assert "duplicates" in stop.value.remedy


def test_a_question_let_go_takes_no_recode_with_it(root: Path) -> None:
    new("2023-ici", [export(root, "a.csv")], root=root)
    path = root / "data/raw/2023-ici" / worksheet.FILE
    book = load_workbook(path)
    page = book[worksheet.QUESTIONS]
    for row in range(2, page.max_row + 1):
        page.cell(row, 4).value = worksheet.OWN if page.cell(row, 7).value == "first_time" else None
    book.save(path)
    take_over("2023-ici", root)
    card = card_of("2023-ici", root).exports[0]
    assert "first_time" not in {**card.columns, **card.recodes}
    assert cleaned(root, "2023-ici").account.kept == 12
