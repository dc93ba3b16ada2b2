"""A survey counted in parts gives the topline of one reading."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nec_analysis.cards import catalogue
from nec_analysis.cards import edition as card_of
from nec_analysis.errors import NecError
from nec_analysis.measures.topline import topline as at_once
from nec_analysis.phases.clean import clean
from nec_analysis.runs import cuts, partitions

EDITIONS = ("2022-lens", "2021-sud-charente", "2022-dordogne")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo editions, with the mess of real exports: doubles, tests, partial answers, two languages."""
    root = tmp_path_factory.mktemp("demo")
    (root / "notebooks").mkdir()
    (root / "pyproject.toml").touch()
    command = [sys.executable, "-m", "nec_analysis.demo", "--all", "--into", str(root / "data" / "raw")]
    subprocess.run(command, check=True, capture_output=True)
    return root


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("rows", [37, 100_000])
def test_parts_give_the_topline_of_one_reading(demo: Path, edition: str, rows: int) -> None:
    whole = clean(card_of(edition, demo), catalogue()).data
    assert whole.responses is not None
    found = partitions.topline(edition, root=demo, rows=rows, jobs=2)
    assert found.account == whole.responses.account
    assert found.lines == at_once(whole.responses, population=whole.population)


def test_nothing_is_left_behind(demo: Path) -> None:
    partitions.topline("2022-dordogne", root=demo, rows=37)
    assert not list((demo / "data" / "processed" / ".cache").glob(".parts-*"))


def test_a_file_is_cut_at_the_ends_of_records_and_loses_no_byte(tmp_path: Path) -> None:
    header, rows = b'id;"text"\r\n', [b'1;"a\r\nb"\r\n', b'2;"say ""no"""\r\n', b"3;c\r\n"]
    (tmp_path / "a.csv").write_bytes(header + b"".join(rows))
    parts = cuts.cut(tmp_path / "a.csv", tmp_path / "parts", rows=2)
    assert [part.read_bytes() for part in parts] == [header + b"".join(rows[:2]), header + rows[2]]
    assert cuts.taken_out(parts[0], frozenset({0})) == rows[0]
    assert parts[0].read_bytes() == header + rows[1]


def test_a_quote_that_never_closes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b'id;text\n1;"cut')
    with pytest.raises(NecError, match="jamais fermé"):
        cuts.cut(tmp_path / "a.csv", tmp_path / "parts", rows=2)


def test_an_edition_without_survey_is_refused(demo: Path) -> None:
    folder = demo / "data" / "raw" / "2030-none"
    folder.mkdir()
    (folder / "edition.toml").write_text('label = "x"\ndate = 2030-01-01\nlanguages = ["fr"]\n')
    with pytest.raises(NecError, match="pas d’enquête"):
        partitions.topline("2030-none", root=demo)
