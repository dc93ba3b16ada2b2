"""Tables add up to the table of everybody, to the last bit."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.stats import shares, sources
from nec_analysis.stats.axis import Axis, numbered
from nec_analysis.stats.design import design, simple
from nec_analysis.stats.margins import Margin
from nec_analysis.stats.means import mean
from nec_analysis.stats.raking import rake
from nec_analysis.stats.refusals import DifferentAxes, Refusal, UnknownCode
from nec_analysis.stats.table import Table, empty, merged, table

SECTOR, VENUE = Axis("sector", ("etat", "association", "autre")), Axis("venue", ("non", "plutôt", "oui"))
MODE = Axis("mode", ("en ligne", "sur place"))
AXES = (SECTOR, VENUE, MODE)
people = st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 2), st.integers(-1, 1)), min_size=0, max_size=60)


def counted(rows: list[tuple[int, int, int]]) -> Table:
    columns = np.array(rows, np.int8).reshape(-1, 3).T
    return table(AXES, dict(zip(("sector", "venue", "mode"), columns, strict=True)))


@given(people, st.randoms(use_true_random=False), st.integers(0, 60), st.integers(0, 60))
def test_no_order_and_no_cut_changes_a_table(rows: list[tuple[int, int, int]], random, a: int, b: int) -> None:  # type: ignore[no-untyped-def]
    whole, shuffled = counted(rows), list(rows)
    random.shuffle(shuffled)
    first, second = sorted((a, b))
    parts = [counted(shuffled[:first]), counted(shuffled[first:second]), counted(shuffled[second:])]
    assert merged(parts) == whole
    assert merged(reversed(parts)) == whole
    assert whole + empty(AXES) == whole


@given(people)
def test_renaming_the_levels_moves_nobody(rows: list[tuple[int, int, int]]) -> None:
    turned = [(2 - s if s >= 0 else -1, v, m) for s, v, m in rows]
    assert np.array_equal(counted(turned).over("sector").counts[1:], counted(rows).over("sector").counts[:0:-1])


@given(people)
def test_a_margin_of_a_table_is_the_table_of_that_question(rows: list[tuple[int, int, int]]) -> None:
    whole = counted(rows)
    assert whole.people == len(rows)
    for name, place in (("sector", 0), ("venue", 1), ("mode", 2)):
        seen = whole.over(name).counts
        assert [sum(row[place] == code for row in rows) for code in range(-1, seen.size - 1)] == seen.tolist()
    assert np.array_equal(whole.over("mode", "sector").counts, whole.over("sector", "mode").counts.T)


@given(people.filter(lambda rows: any(row[1] >= 0 for row in rows)))
def test_cells_give_the_estimates_of_the_people_they_hold(rows: list[tuple[int, int, int]]) -> None:
    codes, sample = counted(rows).sample(stratum="mode")
    y = np.where(codes["venue"] >= 0, codes["venue"] == 2, np.nan)
    given_rows = np.array(rows)
    by_person = design(np.ones(len(rows)), strata=given_rows[:, 2])
    z = np.where(given_rows[:, 1] >= 0, given_rows[:, 1] == 2, np.nan)
    one, other = mean(sample, y), mean(by_person, z)
    assert (one.base, one.df) == (other.base, other.df)
    assert one.value == pytest.approx(other.value, rel=1e-14)
    assert one.variance == pytest.approx(other.variance, rel=1e-12, abs=1e-18)


def test_weights_of_margins_are_applied_after_merging_and_are_the_same_bit_for_bit() -> None:
    rng = np.random.default_rng(20220928)
    rows = list(zip(rng.integers(0, 3, 900), rng.integers(-1, 3, 900), rng.integers(0, 2, 900), strict=True))
    estimates = set()
    for chunk in (1, 7, 100, 900):
        codes, sample = merged(counted(rows[k : k + chunk]) for k in range(0, 900, chunk)).sample()
        margins = [
            Margin("sector", codes["sector"], np.array([700.0, 600.0, 400.0])),
            Margin("mode", codes["mode"], np.array([500.0, 1200.0])),
        ]
        # A cell is weighed once for all the people in it.
        made = rake(margins, sample.counts)
        weighted = design(made.weights / sample.counts, counts=sample.counts, population=[1700])
        found = shares.share(weighted, np.where(codes["venue"] >= 0, codes["venue"] == 2, np.nan))
        estimates.add((found.value, found.low, found.high, found.n_eff))
    assert len(estimates) == 1


def test_an_answer_left_out_is_a_level_of_its_own() -> None:
    whole = counted([(0, -1, 0), (0, 2, 0), (-1, 2, 1)])
    assert whole.over("venue").counts.tolist() == [1, 0, 0, 2]
    assert whole.where("venue", [2]).over("sector").counts.tolist() == [1, 1, 0, 0]


def test_tables_of_different_axes_are_not_added() -> None:
    with pytest.raises(DifferentAxes):
        counted([]) + empty((SECTOR,))
    with pytest.raises(Refusal):
        merged([])
    with pytest.raises(Refusal, match="sector, venue, mode"):
        counted([]).over("region")


@pytest.mark.parametrize("codes", [[3], [-2], [0.5], ["oui"]])
def test_a_code_that_is_not_on_its_axis_is_refused(codes: list[object]) -> None:
    with pytest.raises(UnknownCode, match="venue"):
        table((VENUE,), {"venue": codes})


LABELS = {
    "sector": ["etat", None, "autre", "association", "etat"],
    "venue": ["oui", "oui", None, "non", "plutôt"],
    "mode": ["sur place", "en ligne", "sur place", None, "sur place"],
}
EXPECTED = counted([(0, 2, 1), (-1, 2, 0), (2, -1, 1), (1, 0, -1), (0, 1, 1)])


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(LABELS),
        pd.DataFrame({name: pd.Categorical(values) for name, values in LABELS.items()}),
        pd.DataFrame({name: pd.array(values, "string") for name, values in LABELS.items()}),
        pa.table(LABELS),
        pa.table({name: pa.array(values).dictionary_encode() for name, values in LABELS.items()}),
        pa.RecordBatch.from_pydict(LABELS),
        {name: [value or "" for value in values] for name, values in LABELS.items()},
        pd.DataFrame(
            {"sector": [0, -1, 2, 1, 0], "venue": pd.array([2, 2, None, 0, 1], "Int8"), "mode": [1, 0, 1, -1, 1]}
        ),
        pd.DataFrame({**LABELS, "mode": pd.array([True, False, True, None, True], "boolean")}),
        pa.table({**LABELS, "mode": pa.array([True, False, True, None, True])}),
    ],
    ids=lambda frame: f"{type(frame).__module__}.{type(frame).__name__}",
)
def test_every_source_gives_the_same_table(frame: object) -> None:
    assert sources.from_frame(frame, AXES) == EXPECTED


def test_batches_give_the_table_of_the_whole() -> None:
    batches = pa.table(LABELS).to_batches(max_chunksize=2)
    assert len(batches) == 3
    assert sources.from_batches(batches, AXES) == EXPECTED


def test_a_file_larger_than_a_block_gives_the_table_of_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "réponses.csv"
    rows = [dict(zip(LABELS, values, strict=True)) for values in zip(*LABELS.values(), strict=True)] * 500
    with path.open("w", encoding="latin-1", newline="") as file:
        writer = csv.DictWriter(file, [*LABELS, "commentaire"], delimiter=";")
        writer.writeheader()
        writer.writerows({**row, "commentaire": "deux\nlignes"} for row in rows)
    found = sources.from_csv(path, AXES, delimiter=";", encoding="latin-1", block=4096)
    assert np.array_equal(found.counts, EXPECTED.counts * 500)


def test_dask_partitions_give_the_table_of_the_whole() -> None:
    dask = pytest.importorskip("dask.dataframe")
    frame = dask.from_pandas(pd.DataFrame(LABELS), npartitions=3)
    assert sources.from_partitions(frame, AXES) == EXPECTED


@pytest.mark.parametrize("label", ["OUI", "oui ", "5"])
def test_an_unknown_label_is_refused_by_name(label: str) -> None:
    with pytest.raises(UnknownCode, match=f"venue: no level is called {label}"):
        sources.from_frame(pd.DataFrame({"venue": ["oui", label]}), (VENUE,))
    with pytest.raises(UnknownCode, match=f"venue: no level is called {label}"):
        sources.from_frame(pa.table({"venue": ["oui", label]}), (VENUE,))


def test_a_category_nobody_chose_may_be_unknown() -> None:
    frame = pd.DataFrame({"venue": pd.Categorical(["oui"], categories=["peut-être", "oui"])})
    assert sources.from_frame(frame, (VENUE,)).over("venue").counts.tolist() == [0, 0, 0, 1]


def test_a_block_boundary_loses_nobody() -> None:
    size = (1 << 17) + 3
    codes = np.arange(size) % 3
    found = table((numbered("k", 3),), {"k": codes.astype(np.int8)})
    assert found.people == size
    assert found.counts.tolist() == [0, *np.bincount(codes).tolist()]


def test_a_simple_sample_of_a_table_is_a_simple_sample() -> None:
    codes, sample = counted([(0, 2, 0)] * 87 + [(0, 0, 0)] * 13).sample(17.0, population=[1700])
    found = shares.share(sample, codes["venue"] == 2)
    direct = shares.share(simple(100, 1700), np.arange(100) < 87)
    assert (found.low, found.high) == pytest.approx((direct.low, direct.high), rel=1e-12)
