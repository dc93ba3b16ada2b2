"""`nec new --read`: what the card would say of how a file is read, before there is a card."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from openpyxl import Workbook

from nec_analysis.cli import main
from nec_analysis.errors import NecError
from nec_analysis.exports import registry

HEADER = "Jakie tematy?;Zażółć?\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with nothing in it."""
    for folder in ("data/raw", "notebooks"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def polish(folder: Path, name: str = "ankieta.csv") -> Path:
    """A Polish survey in the encoding of Polish spreadsheets, which no file tells."""
    path = folder / name
    rows = "".join(f"Łódź, gęś;{'Tak' if n % 2 else 'Nie, dziękuję'}\n" for n in range(30))
    path.write_bytes((HEADER + rows).encode("cp1250"))
    return path


def workbook(folder: Path) -> Path:
    """A workbook of two tables."""
    book = Workbook()
    for title in ("Réponses du jour", "Bénévoles"):
        sheet = book.create_sheet(title)
        for row in (
            ["Quel thème ?", "Quelle note ?"],
            *([["Communs", "Données"][n % 2], n % 5 + 1] for n in range(20)),
        ):
            sheet.append(row)
    book.remove(book.worksheets[0])
    path = folder / "reponses.xlsx"
    book.save(path)
    return path


def nec(root: Path, *words: str) -> int:
    return main(["--root", str(root), *words])


def export(root: Path, slug: str) -> dict[str, object]:
    """The first export of a card."""
    card = tomllib.loads((root / "data" / "raw" / slug / "edition.toml").read_text(encoding="utf-8"))
    found: dict[str, object] = card["export"][0]
    return found


def test_a_refused_encoding_is_said_on_the_command_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = polish(root)
    assert nec(root, "new", "2023-lodz", "--from", str(path)) == 3
    assert "nec new … --read encoding=cp1250" in capsys.readouterr().err
    assert nec(root, "new", "2023-lodz", "--from", str(path), "--read", "encoding=cp1250") == 0
    assert "lu comme dit : encoding = cp1250" in capsys.readouterr().out
    assert export(root, "2023-lodz")["options"] == {"read": {"encoding": "cp1250"}}
    assert nec(root, "check", "2023-lodz") == 0
    assert "Zażółć?" in capsys.readouterr().out


def test_a_sheet_among_several_is_said_on_the_command_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(root)
    assert nec(root, "new", "2023-lens", "--from", str(path)) == 3
    assert "--read 'sheet=Réponses du jour'" in capsys.readouterr().err
    assert nec(root, "new", "2023-lens", "--from", str(path), "--read", "sheet=Réponses du jour") == 0
    assert export(root, "2023-lens")["sheet"] == "Réponses du jour"
    assert nec(root, "check", "2023-lens") == 0


def test_an_option_without_a_file_goes_to_the_files_it_can_concern(root: Path) -> None:
    words = ("--read", "sheet=Réponses du jour", "encoding=cp1250", "--yes")
    assert nec(root, "new", "2023-lens", "--from", str(workbook(root)), str(polish(root)), *words) == 0
    text = (root / "data" / "raw" / "2023-lens" / "edition.toml").read_text(encoding="utf-8")
    survey, _, table = text.partition("# [[export]]")
    assert 'sheet = "Réponses du jour"' in survey
    assert "encoding" not in survey
    assert '# encoding = "cp1250"' in table


def test_an_option_may_name_its_file(root: Path) -> None:
    files = [str(polish(root, name)) for name in ("lundi.csv", "mardi.csv")]
    words = ("--read", "lundi.csv:encoding=cp1250", "--read", "mardi.csv:encoding=cp1250", "ids=per_file")
    assert nec(root, "new", "2023-lodz", "--from", *files, *words) == 0
    assert export(root, "2023-lodz")["options"] == {"read": {"encoding": "cp1250", "ids": "per_file"}}
    assert nec(root, "check", "2023-lodz") == 0


def test_the_edition_before_lends_the_way_its_files_were_read(root: Path) -> None:
    book, text = str(workbook(root)), str(polish(root))
    assert nec(root, "new", "2022-lens", "--from", book, "--read", "sheet=Réponses du jour") == 0
    assert nec(root, "new", "2022-lodz", "--from", text, "--read", "encoding=cp1250") == 0
    assert nec(root, "new", "2023-lens", "--from", book, "--like", "2022-lens") == 0
    assert nec(root, "new", "2023-lodz", "--from", text, "--like", "2022-lodz") == 0
    assert export(root, "2023-lens")["sheet"] == "Réponses du jour"
    assert export(root, "2023-lodz")["options"] == {"read": {"encoding": "cp1250"}}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("encodng=cp1250", "Vouliez-vous dire : encoding ?"),
        ("encoding", "--read encoding=cp1250"),
        ("header_rows=deux", "Attendu : un nombre entier."),
        ("sheet=Feuil2", "ne concerne aucun des fichiers"),
        ("anketa.csv:encoding=cp1250", "Vouliez-vous dire : ankieta.csv ?"),
    ],
)
def test_a_word_that_says_nothing_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str], word: str, said: str
) -> None:
    assert nec(root, "new", "2023-lodz", "--from", str(polish(root)), "--read", word) == 2
    assert said in capsys.readouterr().err
    assert not (root / "data" / "raw" / "2023-lodz").exists()


def test_a_word_about_several_files_is_refused_of_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--read", "encoding=cp1250", "key=Id")
    assert nec(root, "new", "2023-lodz", "--from", str(polish(root)), *words) == 3
    assert "« key » ne dit rien d'un fichier seul" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "said"), [({"quarantene": True}, "quarantine"), ({"quarantine": "oui"}, "true ou false")]
)
def test_a_reading_option_misspelt_in_the_card_is_refused_by_every_reader(
    root: Path, option: dict[str, object], said: str
) -> None:
    path = root / "results-survey12.csv"
    path.write_text('"id","submitdate","lastpage","Q1"\n"1","2023-10-01 10:00:00","2","A1"\n', encoding="utf-8")
    with pytest.raises(NecError, match=said):
        registry.read(path, tool="limesurvey", role="survey", **option)
