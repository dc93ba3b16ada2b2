"""A survey in several files of ordinary size: the figures of one, counted again by the recette where each row stands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from nec_analysis.cards import catalogue
from nec_analysis.cards import edition as card_of
from nec_analysis.exports import registry
from nec_analysis.figures.recette.recount import Counter
from nec_analysis.figures.recette.tally import survey
from nec_analysis.model import Edition, Export
from nec_analysis.phases.clean import clean
from nec_analysis.phases.indicators import figures_of
from nec_analysis.phases.integrity import fingerprint

ROOT = Path(__file__).resolve().parents[2]
LENS = "2022-lens"
HALVES = ("lundi.csv", "mercredi.csv")
SHARED = 3
"""Rows that stand in both files."""


@pytest.fixture(scope="module")
def whole() -> Edition:
    return card_of(LENS, ROOT)


@pytest.fixture(scope="module")
def halves(whole: Edition, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The survey of Lens as two exports that overlap."""
    root = tmp_path_factory.mktemp("halves")
    (root / "notebooks").mkdir()
    folder = root / "data" / "raw" / LENS
    shutil.copytree(whole.folder, folder)
    card = next(card for card in whole.exports if card.role == "survey")
    path = folder / card.file
    read = registry.read(path, tool=card.tool, role=card.role, structure=folder / card.structure)
    assert isinstance(read, Export)
    lines, starts = path.read_bytes().splitlines(keepends=True), [row - 1 for row in read.rows]
    middle = len(starts) // 2
    (folder / HALVES[0]).write_bytes(b"".join(lines[: starts[middle + SHARED]]))
    (folder / HALVES[1]).write_bytes(b"".join([*lines[: starts[0]], *lines[starts[middle] :]]))
    path.unlink()
    text = (folder / "edition.toml").read_text(encoding="utf-8")
    seal = fingerprint([folder / name for name in HALVES])
    text = text.replace(f'file = "{card.file}"', f"file = {list(HALVES)}".replace("'", '"')).replace(card.sha256, seal)
    text = re.sub(rf"(?m)^rows = {card.rows}$", f"rows = {(card.rows or 0) + SHARED}", text, count=1)
    (folder / "edition.toml").write_text(text, encoding="utf-8")
    return card_of(LENS, root)


def test_the_figures_are_those_of_one_file(whole: Edition, halves: Edition) -> None:
    once, twice = (clean(edition, catalogue()) for edition in (whole, halves))
    assert once.responses is not None
    assert twice.responses is not None
    columns = [name for name in once.responses.frame if name != "source_row"]
    assert twice.responses.frame[columns].equals(once.responses.frame[columns])
    before, after = once.responses.account, twice.responses.account
    assert (after.read, after.kept) == (before.read + SHARED, before.kept)
    assert after.set_aside["duplicate"] == before.set_aside.get("duplicate", 0) + SHARED
    assert after.balanced
    wanted, found = (figures_of(cleaned.data, catalogue()) for cleaned in (once, twice))
    assert [(f.id, f.display, f.numerator, f.base) for f in found] == [
        (f.id, f.display, f.numerator, f.base) for f in wanted
    ]
    told = next(figure for figure in found if figure.id == "reference_event")
    assert [file.name for file in told.files] == list(HALVES)


def test_every_line_of_the_ledger_stands_in_its_own_file(halves: Edition) -> None:
    responses = clean(halves, catalogue()).responses
    assert responses is not None
    lengths = {name: len((Path(halves.folder) / name).read_bytes().splitlines()) for name in HALVES}
    placed = [entry for entry in responses.ledger if entry.row]
    assert {entry.file for entry in placed} == set(HALVES)
    assert all(entry.row <= lengths[entry.file] for entry in placed)


def test_the_recette_reads_each_row_again_where_it_stands(whole: Edition, halves: Edition) -> None:
    once, twice = survey(whole, catalogue()), survey(halves, catalogue())
    assert once is not None
    assert twice is not None
    assert twice.ballots.twice_read
    assert twice.ballots.rows == once.ballots.rows
    assert (twice.people.read, twice.people.kept) == (once.people.read + SHARED, once.people.kept)
    assert Counter(halves, catalogue()).survey is not None
