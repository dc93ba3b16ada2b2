"""A column kept as its distinct texts is read, mapped and cleaned as the same column of plain text."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import mutants
import pyarrow as pa
import pytest
from shared_material import SHARED, present

from nec_analysis.cards import catalogue
from nec_analysis.clean.coding import code
from nec_analysis.clean.store import write
from nec_analysis.errors import NecError
from nec_analysis.exports import grid, registry
from nec_analysis.exports.grid import coded
from nec_analysis.mapping.settle import settle
from nec_analysis.model import Edition, Export, ExportCard

READ = import_module("nec_analysis.exports.grid.read")
SAMPLES = Path(__file__).parent / "samples"
FILES = sorted(
    path
    for folder in (SHARED / "fixtures" / "exports", SHARED / "fixtures" / "bad-inputs", SAMPLES)
    for path in (folder.rglob("*") if present() or folder == SAMPLES else ())
    if path.is_file()
    and path.suffix in (".csv", ".tsv", ".xlsx", ".xls", ".txt", ".ods")
    and "columns" not in path.name
)


def in_codes(table: grid.Grid) -> grid.Grid:
    """The grid with every column as its distinct texts."""
    return replace(table, cells=tuple(_encoded(column) for column in table.cells))


def _encoded(column: Any) -> Any:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return whole if coded.is_coded(whole) else whole.cast(pa.string()).dictionary_encode()


def outcome(path: Path, folder: Path, tool: str = "") -> Any:
    """Everything the reading, the mapping and the cleaning of a file give, or everything the refusal says."""
    try:
        export = registry.read(path, tool=tool)
        if not isinstance(export, Export):
            return repr(export)
        card = ExportCard("survey", export.tool, path.name)
        edition = Edition("2022-x", "", "2022-09-28", ("fr",), None, (card,))
        told = [column.to_pylist() for column in export.cells], export.columns, export.ledger, export.notes
        settled = settle(export, card, catalogue(), edition)
        write(code(settled.export, settled.questionnaire, recodes=settled.recodes), folder)
    except NecError as error:
        return error.args
    return told, {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Any, Any]]:
    """The outcome of plain columns, that of coded ones."""
    finish = READ.finish

    def run(path: Path, tool: str = "") -> tuple[Any, Any]:
        monkeypatch.setattr(READ, "finish", finish)
        plain = outcome(path, tmp_path / "plain", tool)
        monkeypatch.setattr(READ, "finish", lambda draft, terms: in_codes(finish(draft, terms)))
        return plain, outcome(path, tmp_path / "coded", tool)

    return run


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_sample_gives_the_same_answers(path: Path, both: Callable[..., tuple[Any, Any]]) -> None:
    plain, in_code = both(path)
    assert plain == in_code
    if plain[0] == "tool-unsure":
        plain, in_code = both(path, "table")
        assert plain == in_code


def test_mutants_give_the_same_answers(tmp_path: Path, both: Callable[..., tuple[Any, Any]]) -> None:
    path = tmp_path / "m.csv"
    for number in range(60):
        draw = random.Random(f"coded{number}")
        data = mutants.written(mutants.table(number % 3), ";", quote_all=bool(number % 2), eol="\n")
        path.write_bytes(mutants.TEXT[draw.choice(sorted(mutants.TEXT))](data, draw))
        plain, in_code = both(path, "table")
        assert plain == in_code, number


def test_rows_set_aside_take_their_texts_with_them() -> None:
    column = pa.array(["b", "a", None, "b", "c"]).dictionary_encode()
    part = coded.kept(column, pa.array([False, True, True, False, True]))
    assert part.dictionary.to_pylist() == ["a", "c"]
    assert coded.to_list(part) == ["a", None, "c"]


def test_a_column_of_many_texts_becomes_plain_again() -> None:
    chunks = [pa.array([str(n), str(n + 1)]).dictionary_encode() for n in range(9)]
    assert not coded.is_coded(coded.joined(chunks))
    assert coded.joined(chunks).to_pylist() == [text for chunk in chunks for text in chunk.to_pylist()]
