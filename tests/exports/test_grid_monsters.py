"""Texts of one thing without end: read right or refused where it stands, without work for every byte of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.errors import NecError
from nec_analysis.exports import grid
from nec_analysis.exports.grid import delimiter, encoding, letters, shape, text, tokens

MANY = 70_000
TABLE = "id;note\n1;été\n2;déjà\n"
WAYS = pytest.mark.parametrize("fast_from", [0, 1 << 60], ids=["fast", "strict"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reponses.csv"


def read(path: Path, data: str | bytes, monkeypatch: pytest.MonkeyPatch, fast_from: int) -> grid.Grid:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    monkeypatch.setitem(text.delimited_draft.__kwdefaults__, "fast_from", fast_from)
    return grid.read(path)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n", "   \n", " \ufeff\t \r\n"])
def test_blank_lines_in_a_row_are_one_record(end: str) -> None:
    found = list(tokens.records(TABLE + end * MANY + "3;x\n", ";"))
    assert [record.cells for record in found[3:] if isinstance(record, tokens.Record)] == [(None,), ("3", "x")]
    assert found[-1].line == 4 + MANY * (2 if end == "\r\r\n" else 1)


def test_spaces_are_answers_in_a_table_of_one_column() -> None:
    found = [r.cells[0] for r in tokens.records("a\n \n \n\nb\n", "", spaced=False) if isinstance(r, tokens.Record)]
    assert found == ["a", " ", " ", None, "b"]


@WAYS
@pytest.mark.parametrize("end", ["\n", "\r\n", "  \n"])
def test_blank_lines_are_counted_and_the_lines_below_keep_their_numbers(
    end: str, fast_from: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read(path, TABLE + end * MANY + "3;x\n", monkeypatch, fast_from)
    assert found.column("id") == ["1", "2", "3"]
    assert list(found.rows) == [2, 3, 4 + MANY]
    assert [(e.row, e.action, e.reason) for e in found.ledger] == [(4, "blank_line_skipped", f"{MANY} lignes vides")]


@WAYS
def test_rows_of_separators_are_counted(fast_from: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(path, TABLE + ";\n" * MANY + "3;x\n", monkeypatch, fast_from)
    assert (len(found), found.rows[-1]) == (3, 4 + MANY)
    assert found.ledger[0].reason.startswith(f"{MANY} lignes sans aucune valeur : 4, 5, 6")


@WAYS
def test_the_separator_is_found_below_a_million_blank_lines(
    fast_from: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read(path, "\n" * 1_100_000 + TABLE, monkeypatch, fast_from)
    assert found.names == ("id", "note")
    assert list(found.rows) == [1_100_002, 1_100_003]


SPACES = " " * 1_200_000
TOO_BIG = {
    "spaces alone": (SPACES, "ligne 1, colonne 1"),
    "spaces under the table": (TABLE + SPACES, "ligne 4, colonne 1"),
    "spaces between rows": (TABLE + SPACES + "\n3;x\n", "ligne 4, colonne 1"),
    "marks of order": (TABLE + "\ufeff" * 400_000 + "\n3;x\n", "ligne 4, colonne 1"),
    "a cell of a line too short": ("id;a;b\n1;2;3\n1;" + "x" * 1_200_000 + "\n1;2;3\n", "ligne 3, colonne 2"),
    "spaces in a table of one column": ("id\n1\n2\n3\n" + SPACES + "\n4\n", "ligne 5, colonne 1"),
    "quotes": ('"' * 2_400_000, "ligne 1, colonne 1"),
    "separators without rows": (";" * 1_200_000, "ligne 1, colonne 1"),
    "a row under titles": ("Enquête\n" + "é" * 600_000 + ";a\n1;2\n3;4\n", "ligne 2, colonne 1"),
}


@WAYS
@pytest.mark.parametrize("what", TOO_BIG)
def test_a_cell_too_big_is_refused_where_it_stands(
    what: str, fast_from: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, place = TOO_BIG[what]
    with pytest.raises(NecError) as caught:
        read(path, data, monkeypatch, fast_from)
    assert (caught.value.code, caught.value.place) == ("cell-too-big", f"reponses.csv, {place}")


def test_the_header_is_not_looked_for_in_millions_of_broken_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0

    def counted(*given: Any, **named: Any) -> Iterator[Any]:
        nonlocal looked
        for record in tokens.records(*given, **named):
            looked += 1
            yield record

    monkeypatch.setattr(delimiter, "records", counted)
    assert len(delimiter.first_records("id;a\n" + '1;"a\\"b"\n' * MANY, ";", 60)) == 1
    assert looked < 1_000


def test_a_run_of_accented_letters_is_not_walked_to_its_beginning() -> None:
    class Counted(str):
        steps = 0

        def __getitem__(self, key: Any) -> str:
            Counted.steps += 1
            return super().__getitem__(key)

    assert letters._in_run(Counted("é" * MANY), MANY - 1)
    assert Counted.steps < 20


@given(
    st.lists(st.sampled_from([b"a", b"\n", *(bytes([b]) for b in (0x80, 0xA9, 0xBF, 0xC2, 0xC3, 0xE2, 0xF0, 0xF5))]))
)
def test_bytes_that_spell_utf8_are_counted_as_a_pattern_would(parts: list[bytes]) -> None:
    data = b"".join(parts)
    pairs = re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "_STEP", 3)
        assert encoding._high(data) == (len(re.findall(rb"[\x80-\xff]", data)), sum(map(len, pairs)))


def test_only_the_letters_that_tell_are_decoded_more_than_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    monkeypatch.setattr(encoding, "look", lambda found: looked.append(len(found)) or letters.look(found))
    data = ("très bien, merci à vous\n" * MANY).encode("mac_roman")
    assert encoding.decode(data, place="f.csv").encoding == "mac_roman"
    assert looked
    assert max(looked) < len(data) // 3


def test_a_first_look_refuses_null_bytes(path: Path) -> None:
    path.write_bytes(b"id;a\n1;2\n" + b"\0" * 1_000)
    with pytest.raises(NecError) as caught:
        grid.peek(path)
    assert (caught.value.code, caught.value.place) == ("null-bytes", "reponses.csv, ligne 3")


LONG = "id;note\n" + "".join(f"{n};été 🎉 déjà\n" for n in range(60))
CODECS = {
    "utf-8": "\n",
    "utf-8-sig": "\r",
    "cp1252": "\n",
    "utf-16": "\r\n",
    "utf-16-le": "\n",
    "utf-16-be": "\r\n",
    "utf-32": "\n",
}


@pytest.mark.parametrize("codec", CODECS)
def test_the_beginning_of_a_long_text_may_end_inside_a_character(
    codec: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = LONG.replace("🎉", "") if codec == "cp1252" else LONG
    path.write_bytes(said.replace("\n", CODECS[codec]).encode(codec))
    for size in range(200, 212):
        monkeypatch.setattr("nec_analysis.exports.grid.origin.BIG", size)
        head = grid.peek(path)
        assert head.rows[:2] == (("id", "note"), ("0", said.split("\n")[1][2:])), size
    assert len(grid.read(path)) == 60


def test_utf16_cut_in_a_character_is_told_with_its_line(path: Path) -> None:
    for data in (LONG.encode("utf-16")[:-1], LONG.encode("utf-16-le")[:-1], LONG.encode("utf-16-be") + b"\n"):
        path.write_bytes(data)
        with pytest.raises(NecError) as caught:
            grid.read(path)
        assert caught.value.code == "encoding-cut"
        assert re.search(r"ligne 6[12]$", caught.value.place)


def test_a_table_of_one_column_is_read_the_fast_way(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_strict", None)
    found = read(path, "Avis\n" + "bien\n\n \n" * MANY, monkeypatch, 0)
    assert found.column("Avis") == ["bien"] * MANY
    assert found.ledger[0].reason == f"{MANY} lignes vides"


BAD = {
    "lines of another width": ("1;2\n1;2;3\n", "ragged", "ligne 5, colonne 2"),
    "cells that a spreadsheet wrote over": ("1;####\n", "cell-hidden", "ligne 4, colonne 2"),
    "the header again and again": ("id;note\n", "header-repeated", "ligne 4"),
    "marks of order": ("\ufeff1;2\n", "glued", "ligne 4, colonne 1"),
}


@WAYS
@pytest.mark.parametrize("what", BAD)
def test_a_file_with_thousands_of_problems_is_refused_for_the_first(
    what: str, fast_from: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, code, place = BAD[what]
    made = 0
    problem = shape.Problem.__init__

    def counted(*given: Any, **named: Any) -> None:
        nonlocal made
        made += 1
        problem(*given, **named)

    monkeypatch.setattr(shape.Problem, "__init__", counted)
    with pytest.raises(NecError) as caught:
        read(path, TABLE + line * MANY, monkeypatch, fast_from)
    assert caught.value.code == code
    assert place in caught.value.place
    assert "Au moins 999 autres lignes aussi." in caught.value.cause
    assert made <= 2 * shape.MANY
