"""Random damage: 0 files wrong in silence with a declared row count, at most 5 % without, never a foreign error."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import mutants
import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import grid

WRITERS = {
    "semicolon": (";", False, "\n"),
    "semicolon_quoted": (";", True, "\r\n"),
    "tab": ("\t", False, "\n"),
    "comma": (",", False, "\r\n"),
}
EACH = 500
TABLES = [mutants.table(seed) for seed in range(5)]
BOOKS = [mutants.workbook(rows) for rows in TABLES]


def verdict(path: Path, truth: list[list[str]], *, declared: bool) -> str:
    """right | refused | said (wrong, but a note warns) | silent. One changed cell is what no reader can see."""
    try:
        found = grid.read(path, expected_rows=len(truth) - 1 if declared else None)
    except NecError:
        return "refused"
    rows = [list(found.names), *([cell or "" for cell in row] for row in found.records())]
    if len(rows) == len(truth) and found.width == len(truth[0]):
        changed = sum(a != b for got, want in zip(rows, truth, strict=True) for a, b in zip(got, want, strict=True))
        if changed <= 1:
            return "right"
    return "said" if found.notes or found.ledger else "silent"


def texts(name: str) -> Iterator[tuple[str, bytes, list[list[str]]]]:
    delimiter, quote_all, eol = WRITERS[name]
    for number in range(EACH):
        draw = random.Random(f"{name} {number}")
        truth = TABLES[number % len(TABLES)]
        kind = draw.choice(sorted(mutants.TEXT))
        data = mutants.TEXT[kind](mutants.written(truth, delimiter, quote_all=quote_all, eol=eol), draw)
        yield kind, data, truth


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_damaged_text_is_never_wrong_in_silence_when_its_rows_are_declared(name: str, tmp_path: Path) -> None:
    path = tmp_path / "reponses.csv"
    found: Counter[tuple[str, str]] = Counter()
    for kind, data, truth in texts(name):
        path.write_bytes(data)
        found[verdict(path, truth, declared=True), kind] += 1
    assert sum(found.values()) == EACH
    assert not [key for key in found if key[0] in ("silent", "said")]
    assert sum(n for (said, _), n in found.items() if said == "refused") > EACH / 2


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_without_a_declared_count_one_damaged_text_in_twenty_at_most_is_wrong_in_silence(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / "reponses.csv"
    found: Counter[str] = Counter()
    for _, data, truth in texts(name):
        path.write_bytes(data)
        found[verdict(path, truth, declared=False)] += 1
    assert found["silent"] <= 0.05 * EACH


def test_a_damaged_workbook_is_never_wrong_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "reponses.xlsx"
    found: Counter[str] = Counter()
    for number in range(EACH):
        draw = random.Random(f"xlsx {number}")
        data = mutants.BINARY[draw.choice(sorted(mutants.BINARY))](BOOKS[number % len(BOOKS)], draw)
        path.write_bytes(data)
        found[verdict(path, TABLES[number % len(TABLES)], declared=False)] += 1
    assert set(found) <= {"right", "refused"}
    assert found["refused"] > EACH / 2


def test_a_workbook_damaged_before_it_was_packed_raises_nothing_of_others(tmp_path: Path) -> None:
    path = tmp_path / "reponses.xlsx"
    for number in range(EACH // 2):
        draw = random.Random(f"inside {number}")
        path.write_bytes(mutants.inside(BOOKS[number % len(BOOKS)], draw))
        verdict(path, TABLES[number % len(TABLES)], declared=True)
