"""A survey coded in parts gives what one reading of the whole gives."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nec_analysis.cards import catalogue
from nec_analysis.cards import edition as card_of
from nec_analysis.clean.columns import counted, reasons
from nec_analysis.errors import NecError
from nec_analysis.figures import files
from nec_analysis.measures.topline import topline
from nec_analysis.model import Edition, ExportCard, Responses
from nec_analysis.phases.clean import Cleaned, clean
from nec_analysis.phases.indicators import figures_of
from nec_analysis.phases.integrity import fingerprint
from nec_analysis.phases.parts import repeats, whole
from nec_analysis.phases.parts.spans import records_of, spans

EDITIONS = ("2022-lens", "2021-sud-charente", "2022-dordogne")
LENS = EDITIONS[0]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo editions, with the mess of real exports: doubles, tests, partial answers, two languages."""
    root = tmp_path_factory.mktemp("demo")
    (root / "notebooks").mkdir()
    (root / "pyproject.toml").touch()
    command = [sys.executable, "-m", "nec_analysis.demo", "--all", "--into", str(root / "data" / "raw")]
    subprocess.run(command, check=True, capture_output=True)
    return root


@pytest.fixture(scope="module")
def once(demo: Path) -> dict[str, Cleaned]:
    """Every edition in one reading."""
    return {id: clean(card_of(id, demo), catalogue()) for id in EDITIONS}


def survey(edition: Edition) -> ExportCard:
    return next(card for card in edition.exports if card.role == "survey")


def same(found: Responses, wanted: Responses) -> None:
    """Fail with what differs first."""
    assert found.account == wanted.account
    assert found.questionnaire == wanted.questionnaire
    assert list(found.frame.columns) == list(wanted.frame.columns)
    for name in wanted.frame.columns:
        assert found.frame[name].dtype == wanted.frame[name].dtype, name
        assert found.frame[name].equals(wanted.frame[name]), name
    assert counted(found.ledger) == counted(wanted.ledger)
    assert list(reasons(found.missing).items()) == list(reasons(wanted.missing).items())


@pytest.mark.parametrize("id", EDITIONS)
@pytest.mark.parametrize("rows", [37, 100_000])
def test_parts_give_the_answers_of_one_reading(
    demo: Path, once: dict[str, Cleaned], id: str, rows: int, tmp_path: Path
) -> None:
    edition, wanted = card_of(id, demo), once[id].responses
    assert wanted is not None
    found = whole.code(edition, survey(edition), tmp_path, rows=rows, jobs=1)
    same(found, wanted)
    assert found.sources == wanted.sources
    assert not list(tmp_path.glob(".parts-*"))


@pytest.mark.parametrize("scheme", ["none", "rake", "calibrate"])
def test_parts_give_the_register_and_the_topline_of_one_reading(
    demo: Path, once: dict[str, Cleaned], tmp_path: Path, scheme: str
) -> None:
    weights = {} if scheme == "none" else {"scheme": scheme, "margins": ["structure"], "bounds": [0.2, 5.0]}
    edition = replace(card_of(LENS, demo), weights=weights)
    parts = replace(
        once[LENS], responses=whole.code(edition, survey(edition), tmp_path / "parts", rows=50, jobs=1), edition=edition
    )
    for name, cleaned in {"once": replace(once[LENS], edition=edition), "parts": parts}.items():
        data = cleaned.data
        assert data.responses is not None
        files.write_json(figures_of(data, catalogue()), tmp_path / f"{name}.json")
        (tmp_path / f"{name}.txt").write_text(repr(topline(data.responses, population=data.population)))
    for kind in ("json", "txt"):
        assert (tmp_path / f"parts.{kind}").read_bytes() == (tmp_path / f"once.{kind}").read_bytes()


def several(demo: Path, root: Path, *, parquet: bool) -> Edition:
    """The survey of Lens as three files of a pattern, to be coded in parts."""
    folder = root / "data" / "raw" / LENS
    shutil.copytree(demo / "data" / "raw" / LENS, folder)
    card = survey(card_of(LENS, demo))
    [*cut] = spans([(folder / card.file, card.file)], rows=170)
    header = (folder / card.file).read_bytes()[: cut[0].begin]
    for span in cut:
        path = folder / f"satisfaction-{span.number}.csv"
        path.write_bytes(header + b"".join(records_of(span)[0]))
        if parquet:
            as_parquet(path)
    (folder / card.file).unlink()
    text = (folder / "edition.toml").read_text()
    pattern = "satisfaction-*.parquet" if parquet else "satisfaction-*.csv"
    seal = fingerprint(sorted(folder.glob(pattern)))
    (folder / "edition.toml").write_text(text.replace(card.file, pattern).replace(card.sha256, seal))
    edition = card_of(LENS, root)
    asked = tuple(
        replace(export, options={**export.options, "parts": True}) if export.role == "survey" else export
        for export in edition.exports
    )
    return replace(edition, exports=asked)


def as_parquet(path: Path) -> None:
    """A CSV file as text columns of a Parquet file, what is not quoted and empty as NULL."""
    import pyarrow.csv as csv
    import pyarrow.parquet as pq

    names = csv.read_csv(path, parse_options=csv.ParseOptions(newlines_in_values=True)).column_names
    options = csv.ConvertOptions(
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        null_values=[""],
        column_types=dict.fromkeys(names, "string"),
    )
    read = csv.read_csv(path, parse_options=csv.ParseOptions(newlines_in_values=True), convert_options=options)
    pq.write_table(read, path.with_suffix(".parquet"))
    path.unlink()


@pytest.mark.parametrize("parquet", [False, True])
def test_a_survey_in_several_files_gives_the_answers_of_one(
    demo: Path, once: dict[str, Cleaned], tmp_path: Path, parquet: bool
) -> None:
    cleaned = clean(several(demo, tmp_path, parquet=parquet), catalogue(), into=tmp_path / "clean")
    found, wanted = cleaned.responses, once[LENS].responses
    assert found is not None
    assert wanted is not None
    told = found.frame
    for name in wanted.frame.columns.drop("source_row"):
        assert told[name].equals(wanted.frame[name]), name
    assert found.account == wanted.account
    assert [source.file[:14] for source in found.sources] == [f"satisfaction-{n}" for n in range(3)]


def test_files_with_other_columns_are_refused(demo: Path, tmp_path: Path) -> None:
    edition = several(demo, tmp_path, parquet=False)
    part = Path(edition.folder) / "satisfaction-1.csv"
    part.write_bytes(part.read_bytes().replace(b"Date de soumission", b"Date d'envoi", 1))
    loose = tuple(replace(card, sha256="") for card in edition.exports)
    with pytest.raises(NecError, match="colonnes ne sont pas celles de") as refusal:
        clean(replace(edition, exports=loose), catalogue())
    assert refusal.value.place == "satisfaction-1.csv"


def test_a_changed_part_is_refused(demo: Path, tmp_path: Path) -> None:
    edition = several(demo, tmp_path, parquet=False)
    part = Path(edition.folder) / "satisfaction-2.csv"
    part.write_bytes(part.read_bytes()[:-1])
    with pytest.raises(NecError, match="n'est pas celui de la fiche"):
        clean(edition, catalogue())


def test_processes_of_their_own_give_the_same_answers(demo: Path, once: dict[str, Cleaned], tmp_path: Path) -> None:
    edition, wanted = card_of("2022-dordogne", demo), once["2022-dordogne"].responses
    assert wanted is not None
    same(whole.code(edition, survey(edition), tmp_path, rows=30, jobs=2), wanted)


def test_a_recode_that_moves_nobody_is_refused_in_parts_too(demo: Path, tmp_path: Path) -> None:
    edition = card_of(LENS, demo)
    card = survey(edition)
    wrong = replace(card, recodes={**card.recodes, "first_time": {**card.recodes["first_time"], "Peut-être": "first"}})
    cards = tuple(wrong if export is card else export for export in edition.exports)
    folder = tmp_path / "data" / "raw" / LENS
    shutil.copytree(edition.folder, folder)
    text = (folder / "edition.toml").read_text()
    (folder / "edition.toml").write_text(
        text.replace('"Oui" = "returning"', '"Oui" = "returning"\n"Peut-être" = "first"')
    )
    with pytest.raises(NecError, match="personne n'a répondu « Peut-être »"):
        whole.code(replace(edition, exports=cards, folder=str(folder)), wrong, rows=100, jobs=1)


def test_a_file_is_cut_at_the_ends_of_records(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'\xef\xbb\xbfid;"text"\r\n1;"a\r\nb"\r\n\r\n2;"say ""no"""\r\n3;c')
    cut = spans([(path, "a.csv")], rows=2)
    assert [(span.line, span.rows) for span in cut] == [(2, 2), (5, 2)]
    told = [records_of(span) for span in cut]
    assert [records for records, _ in told] == [[b'1;"a\r\nb"\r\n', b"\r\n"], [b'2;"say ""no"""\r\n', b"3;c\n"]]
    assert [lines.tolist() for _, lines in told] == [[2, 4], [5, 6]]


def test_a_quote_that_never_closes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b'id;text\n1;"cut')
    with pytest.raises(NecError, match="jamais fermé"):
        spans([(tmp_path / "a.csv", "a.csv")])


def test_rows_that_share_a_key_directly_or_not_are_coded_together(tmp_path: Path) -> None:
    keys = np.zeros((6, repeats.KINDS), dtype=np.uint64)
    keys[[0, 3], 0] = 7  # one id
    keys[[3, 5], 1] = 9  # one person
    keys[[1, 4], 2] = 8  # the same answers
    for number, part in enumerate(np.split(keys, [4])):
        np.save(tmp_path / f"{number}.npy", part)
    found = repeats.together([tmp_path / "0.npy", tmp_path / "1.npy"], rows=3)
    assert found.tolist() == [0, 1, -1, 0, 1, 0]


def test_a_small_file_is_read_whole_unless_its_card_says_otherwise(demo: Path) -> None:
    edition = card_of(LENS, demo)
    card = survey(edition)
    assert not whole.in_parts(edition, card)
    assert whole.in_parts(edition, replace(card, options={**card.options, "parts": True}))
