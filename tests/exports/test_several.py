"""Several exports of one survey read as one: every tool, columns in any order, each respondent once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import grid, registry, several
from nec_analysis.mapping.rows import identifier
from nec_analysis.model import Export

UNSEEN = Path(__file__).with_name("unseen")
TEXTS = (".csv", ".tsv")
ALONE = ("long",)
"""Tools whose rows are not respondents: their files do not make one."""
DECLARED = {
    "ms_forms_dates_americaines.csv": {"date": "mm/jj/aaaa"},
    "table_cases_non_cochees.csv": {"absent": "NA"},
    "table_na_partout.csv": {"absent": "NA"},
    "google_grille_de_cases.csv": {"date": "jj/mm/aaaa"},
    "google_heure_d_arrivee.csv": {"date": "jj/mm/aaaa"},
}
"""What the card of a file must say."""
TOOLS: dict[str, dict[str, Any]] = json.loads((UNSEEN / "expected.json").read_text(encoding="utf-8"))
SURVEYS = sorted(
    name
    for name, told in TOOLS.items()
    if "table" not in told and Path(name).suffix in TEXTS and told["tool"] not in ALONE
)


def cut(path: Path, rows: list[int], into: Path) -> list[Path]:
    """A file cut in two between two rows, each half under the whole header; the row at the cut stands in both."""
    text = grid.peek(path).encoding
    lines = path.read_bytes().decode(text).splitlines(keepends=True)
    first, middle = min(rows) - 1, rows[len(rows) // 2] - 1
    after = next((row - 1 for row in rows if row - 1 > middle), len(lines))
    halves = [into / f"avis-{n}{path.suffix}" for n in (1, 2)]
    halves[0].write_bytes("".join(lines[:after]).encode(text))
    halves[1].write_bytes("".join([*lines[:first], *lines[middle:]]).encode(text))
    return halves


def texts(export: Export) -> list[list[str]]:
    return [["" if cell is None else cell for cell in column.to_pylist()] for column in export.cells]


@pytest.mark.parametrize("name", SURVEYS)
def test_two_halves_that_overlap_are_the_whole(name: str, tmp_path: Path) -> None:
    tool, declared = TOOLS[name]["tool"], DECLARED.get(name, {})
    whole = registry.read(UNSEEN / name, tool=tool, role="survey", **declared)
    assert isinstance(whole, Export)
    if identifier(whole) < 0 or len(whole.rows) < 4:
        pytest.skip("nothing in this file tells respondents apart")
    halves = cut(UNSEEN / name, list(whole.rows), tmp_path)
    one = several.read(halves, tool=tool, role="survey", identifier=identifier, **declared)
    assert texts(one.export) == texts(whole)
    assert [(c.part, c.question, c.code) for c in one.export.columns] == [
        (c.part, c.question, c.code) for c in whole.columns
    ]
    assert (one.rows, one.again) == (len(whole.rows) + 1, 1)
    half = len(whole.rows) // 2 + 1
    assert [one.place(row)[0] for row in one.export.rows] == [0] * half + [1] * (len(whole.rows) - half)
    assert [one.place(row)[1] for row in one.export.rows][:half] == list(whole.rows)[:half]


def written(folder: Path, *tables: str) -> list[Path]:
    paths = [folder / f"{name}.csv" for name in "ab"[: len(tables)]]
    for path, table in zip(paths, tables, strict=True):
        path.write_text(table, encoding="utf-8")
    return paths


A = "id,place,note\n1,Lens,4\n2,Arras,5\n3,Lens,3\n"
LIKE = "id,place,note\n1,Lille,1\n2,Lens,2\n"


def read(paths: list[Path], **options: Any) -> several.Several:
    return several.read(paths, tool="table", role="survey", identifier=identifier, **options)


def test_columns_in_another_order_are_found_by_name(tmp_path: Path) -> None:
    one = read(written(tmp_path, A, "note,id,place\n1,4,Lille\n2,5,Lens\n"))
    assert texts(one.export)[1:] == [["Lens", "Arras", "Lens", "Lille", "Lens"], ["4", "5", "3", "1", "2"]]


@pytest.mark.parametrize(
    ("other", "options", "code"),
    [
        (LIKE, {}, "key-conflict"),
        ("id,place,score\n4,Lens,1\n", {}, "columns-differ"),
        (LIKE, {"key": "ident"}, "column-missing"),
        (LIKE, {"ids": "by_file"}, "option-unknown"),
    ],
)
def test_a_doubt_is_refused(other: str, options: dict[str, str], code: str, tmp_path: Path) -> None:
    with pytest.raises(NecError) as refusal:
        read(written(tmp_path, A, other), **options)
    assert refusal.value.code == code
    assert refusal.value.remedy


def test_copies_of_a_form_that_number_their_own_answers_are_declared(tmp_path: Path) -> None:
    one = read(written(tmp_path, A, LIKE), ids="per_file")
    assert texts(one.export)[0] == ["a 1", "a 2", "a 3", "b 1", "b 2"]


def test_without_an_identifier_a_row_in_two_files_is_a_question(tmp_path: Path) -> None:
    paths = written(tmp_path, "place,note\nLens,4\nArras,5\n", "place,note\nLens,4\nLille,1\n")
    with pytest.raises(NecError, match=r"b\.csv, ligne 2 : cette ligne est aussi dans a\.csv, ligne 2"):
        read(paths)
    assert read(paths, ids="per_file").rows == 4


def test_workbooks_of_one_sheet_are_read_as_one(tmp_path: Path) -> None:
    import xlsxwriter

    paths = [tmp_path / "lundi.xlsx", tmp_path / "mardi.xlsx"]
    for path, rows in zip(paths, ([[1, "Lens"], [2, "Arras"]], [[2, "Arras"], [3, "Lille"]]), strict=True):
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            for line, row in enumerate([["id", "place"], *rows]):
                sheet.write_row(line, 0, row)
    one = read(paths)
    assert texts(one.export) == [["1", "2", "3"], ["Lens", "Arras", "Lille"]]
    assert one.again == 1


def test_files_that_are_no_table_are_refused(tmp_path: Path) -> None:
    text = "respondent_id,question,answer\nr1,Q1,Oui\nr1,Q2,Non\nr2,Q1,Oui\nr2,Q2,Oui\n"
    with pytest.raises(NecError) as refusal:
        several.read(written(tmp_path, text, text), tool="long", role="survey", identifier=identifier)
    assert refusal.value.code == "file-several"
