"""A file beyond memory, grid after grid: the same rows as in one go."""

from __future__ import annotations

from pathlib import Path

import mutants
import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import grid


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("nec_analysis.exports.grid.tape.BLOCK", 8_192)
    made = tmp_path / "big.csv"
    made.write_bytes(mutants.written(mutants.table(6, rows=700), ";", quote_all=True, eol="\r\n"))
    return made


def test_a_stream_gives_the_rows_of_the_file_in_order(path: Path) -> None:
    whole = grid.read(path)
    parts = list(grid.stream(path, rows=100, expected_rows=700))
    assert len(parts) > 3
    assert [row for part in parts for row in part.records()] == whole.records()
    assert [line for part in parts for line in part.rows] == list(whole.rows)
    assert parts[-1].source.sha256 == whole.source.sha256
    assert all(part.header == whole.header for part in parts)


def test_a_stream_checks_its_declared_rows(path: Path) -> None:
    with pytest.raises(NecError, match="700 lignes lues, 701 attendues"):
        list(grid.stream(path, expected_rows=701))


def test_an_irregular_file_cannot_be_streamed(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b'"open\n')
    with pytest.raises(NecError) as caught:
        list(grid.stream(path))
    assert caught.value.code == "stream-irregular"


def test_an_empty_table_streams_one_empty_grid(tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    path.write_text("a;b\n", encoding="utf-8")
    assert [len(part) for part in grid.stream(path)] == [0]
