"""The fast way gives what the strict way gives: cells, lines, ledger, or the same refusal."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path
from typing import Any

import mutants
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shared_material import SHARED, present

from nec_analysis.errors import NecError
from nec_analysis.exports import grid
from nec_analysis.exports.grid import fast, text, tokens
from nec_analysis.exports.grid.finish import Terms, finish
from nec_analysis.exports.grid.limits import LIMITS
from nec_analysis.exports.grid.origin import beginning_of

NEVER = 1 << 60
FILES = (
    sorted(
        path
        for folder in ("fixtures/exports", "fixtures/bad-inputs", "cases")
        for path in (SHARED / folder).rglob("*")
        if path.suffix in (".csv", ".tsv", ".xls", ".txt")
    )
    if present()
    else []
)


def outcome(path: Path, fast_from: int, quarantine: bool = False) -> Any:
    """Everything a grid says, or everything a refusal says."""
    terms = Terms(LIMITS, quarantine)
    try:
        origin = beginning_of(path, limits=LIMITS)
        if origin.kind != "csv":
            return origin.kind
        draft = text.delimited_draft(origin, terms, header_rows=0, delimiter="", encoding="", fast_from=fast_from)
        found = finish(draft, terms)
    except NecError as error:
        return error.args
    cells = [column.to_pylist() for column in found.cells]
    return found.source, found.header, cells, list(found.rows), found.ledger, found.notes


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_both_ways_agree_on_every_sample(path: Path) -> None:
    assert outcome(path, 0) == outcome(path, NEVER)


@pytest.mark.parametrize("quote_all", [True, False])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_both_ways_agree_on_every_mutant(delimiter: str, quote_all: bool, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    for number in range(150):
        draw = random.Random(f"{delimiter}{quote_all}{number}")
        data = mutants.written(
            mutants.table(number % 3), delimiter, quote_all=quote_all, eol=draw.choice(("\n", "\r\n"))
        )
        path.write_bytes(mutants.TEXT[draw.choice(sorted(mutants.TEXT))](data, draw))
        assert outcome(path, 0) == outcome(path, NEVER), number


CELLS = st.text(st.sampled_from('ab1é;,"\n\r\t |\ufeff\u00a0Ã©'), max_size=6)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6), st.sampled_from(";,\t"), st.booleans(), st.booleans()
)
def test_a_table_written_by_the_rules_is_read_back_by_both_ways(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str, quote_all: bool, crlf: bool
) -> None:
    path = tmp_path_factory.mktemp("w") / "t.csv"
    path.write_bytes(
        mutants.written([["id", "x", "y"], *rows], delimiter, quote_all=quote_all, eol="\r\n" if crlf else "\n")
    )
    assert outcome(path, 0) == outcome(path, NEVER)


@settings(max_examples=300, deadline=None, derandomize=True)
@example('1;"";')
@example("1;2;\r")
@given(st.text(st.sampled_from('a1é;,"\n\r\0'), max_size=40))
def test_both_ways_agree_on_any_text(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    path = tmp_path_factory.mktemp("a") / "t.csv"
    path.write_bytes(b"id;x;y\n" + body.encode())
    assert outcome(path, 0) == outcome(path, NEVER)


@settings(max_examples=300, deadline=None, derandomize=True)
@example("a\n\n \nb")
@example('a\n""\n"b"\n')
@example("a\x1fb\n")
@given(st.text(st.sampled_from('aé"\n\r\x1f \ufeff'), max_size=30))
def test_both_ways_agree_on_a_table_of_one_column(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    path = tmp_path_factory.mktemp("c") / "t.csv"
    path.write_bytes(b"Avis\n" + body.encode())
    assert outcome(path, 0) == outcome(path, NEVER)


ROWS = st.sampled_from(
    (
        "1;a;b\n",
        '2;"c\nd";e\n',
        "3;é;\r\n",
        '4;x 27";y\n',
        '5;"a;b',
        '";c\n',
        "6;7\n",
        "\n",
        "  \n",
        ";;\n",
        "8;a;b\r",
        '"9";"";\n',
    )
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(ROWS, max_size=25), st.integers(4, 40), st.booleans())
def test_runs_of_regular_rows_between_others_are_read_as_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str], step: int, quarantine: bool
) -> None:
    path = tmp_path_factory.mktemp("r") / "t.csv"
    path.write_bytes(("id;x;y\n" + "".join(rows)).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nec_analysis.exports.grid.body.STEP", step)
        assert outcome(path, 0, quarantine) == outcome(path, NEVER, quarantine)


def test_one_line_out_of_order_does_not_slow_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.csv"
    lines = [b"id;x;y\n", *(b"%d;a;b\n" % n for n in range(20_000))]
    path.write_bytes(b"".join([*lines[:9_000], b'7;27"" a;b\n', *lines[9_000:]]))
    looked = 0

    def counted(*given: Any, **named: Any) -> Any:
        nonlocal looked
        for record in tokens.records(*given, **named):
            looked += 1
            yield record

    monkeypatch.setattr("nec_analysis.exports.grid.body.records", counted)
    monkeypatch.setattr("nec_analysis.exports.grid.body.STEP", 4_096)
    found = outcome(path, 0)
    assert len(found[3]) == 20_001
    assert looked < 1_000
    assert found == outcome(path, NEVER)


def test_the_fast_way_is_taken_on_regular_files() -> None:
    data = mutants.written(mutants.table(1), ";", quote_all=True, eol="\r\n")
    header = data.index(b"\n") + 1
    found = list(fast.pieces([data], skip=header, line=2, width=7, delimiter=";"))
    assert sum(len(piece.lines) for piece in found) == 30


@pytest.mark.parametrize("size", [50, 333, 4096])
def test_blocks_may_end_anywhere(size: int) -> None:
    data = mutants.written(mutants.table(2), ",", quote_all=False, eol="\n")
    header = data.index(b"\n") + 1
    whole = fast.joined(list(fast.pieces([data], skip=header, line=2, width=7, delimiter=",")), 7)
    blocks = [data[i : i + size] for i in range(0, len(data), size)]
    cut = fast.joined(list(fast.pieces(blocks, skip=header, line=2, width=7, delimiter=",")), 7)
    assert [c.to_pylist() for c in whole[0]] == [c.to_pylist() for c in cut[0]]
    assert list(whole[1]) == list(cut[1])


def test_a_big_file_is_read_from_the_disk_block_by_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = mutants.table(3, rows=400)
    path = tmp_path / "big.csv"
    path.write_bytes(b"\xef\xbb\xbf" + mutants.written(rows, ";", quote_all=True, eol="\r\n"))
    slow = outcome(path, NEVER)
    monkeypatch.setattr("nec_analysis.exports.grid.origin.BIG", 20_000)
    monkeypatch.setattr("nec_analysis.exports.grid.tape.BLOCK", 4_096)
    assert beginning_of(path, limits=LIMITS).path == path
    assert outcome(path, 0) == slow
    assert outcome(path, NEVER) == slow
    assert grid.peek(path).sha256 == ""
    assert grid.read(path).source.sha256 == slow[0].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
