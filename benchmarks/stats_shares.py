"""Shares of every closed question, overall and by sector with intervals, against svy, DuckDB and polars.

    python benchmarks/stats_shares.py 1000 1000000

svy gives the overall shares only; DuckDB and polars the counts by sector only, of the masks of
options where several may be ticked (their quickest plan: a sum a option takes them twice as long). svy is timed on the first `--svy`
questions and options when that is asked, and the time multiplied: a call a column is how it works.
"""

from __future__ import annotations

import argparse

import numpy as np
from stats_data import MULTIPLES, QUESTIONS, SECTOR, SINGLES, Codes, answers, best

from nec_analysis.stats.battery import Battery, battery


def ours(group: Codes, codes: dict[str, Codes]) -> Battery:
    counted = battery(SECTOR, group, QUESTIONS, codes)
    counted.shares(2 * group.size)
    return counted


def duckdb_counts(group: Codes, codes: dict[str, Codes]):  # type: ignore[no-untyped-def]
    import duckdb
    import pyarrow as pa

    source = pa.table({"sector": group, **codes})
    base = duckdb.connect()
    base.execute("SET threads = 2")
    base.register("source", source)
    base.execute("CREATE TABLE people AS SELECT * FROM source")

    def count() -> list[object]:
        return [
            base.execute(f"SELECT sector, {axis.name}, count(*) FROM people GROUP BY ALL").fetchnumpy()
            for axis in QUESTIONS
        ]

    return count


def polars_counts(group: Codes, codes: dict[str, Codes]):  # type: ignore[no-untyped-def]
    import polars as pl

    frame = pl.DataFrame({"sector": group, **codes}).lazy()
    counts = [frame.group_by("sector", axis.name).len() for axis in QUESTIONS]
    return lambda: pl.collect_all(counts)


def svy_shares(group: Codes, codes: dict[str, Codes], columns: int):  # type: ignore[no-untyped-def]
    import polars as pl
    import svy

    ticked = {
        f"{axis.name}_{k}": np.where(codes[axis.name] >= 0, (codes[axis.name] >> k) & 1, -1)
        for axis in MULTIPLES
        for k in range(8)
    }
    everything = {axis.name: codes[axis.name] for axis in SINGLES} | ticked
    names = [list(everything)[k] for k in np.linspace(0, len(everything) - 1, columns).astype(int)]
    data = {name: pl.Series(everything[name]).replace(-1, None).cast(pl.String) for name in names}
    frame = pl.DataFrame({"w": np.full(group.size, 2.0), **data})
    sample = svy.Sample(frame, svy.Design(wgt="w"))
    return lambda: [sample.estimation.prop(name, drop_nulls=True) for name in names], len(everything) / columns


def agreed(counted: Battery, found: list[object]) -> bool:
    """Whether DuckDB counted the same people on the first question."""
    first = found[0]
    table = np.zeros_like(counted.of("q00"))
    table[first["sector"] + 1, first["q00"] + 1] = first["count_star()"]  # type: ignore[index]
    return np.array_equal(table, counted.of("q00"))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=int, nargs="+")
    parser.add_argument("--svy", type=int, default=120, help="columns svy is timed on, of 120")
    asked = parser.parse_args()
    print("| people | ours | svy (overall only) | DuckDB (counts) | polars (counts) |\n|---|---|---|---|---|")
    for people in asked.people:
        group, codes = answers(people)
        rounds = 20 if people <= 10_000 else 5
        count = duckdb_counts(group, codes)
        assert agreed(ours(group, codes), count())
        ours_s = best(lambda: ours(group, codes), rounds)  # noqa: B023
        duck, pole = best(count, min(rounds, 5)), best(polars_counts(group, codes), min(rounds, 5))
        work, times = svy_shares(group, codes, asked.svy)
        svy_s = best(work, 1) * times
        again = best(lambda: ours(group, codes), rounds)  # noqa: B023
        mine = min(ours_s, again)
        others = " | ".join(f"{1000 * s:.1f} ms (x{s / mine:.1f})" for s in (svy_s, duck, pole))
        print(f"| {people} | {1000 * mine:.1f} ms | {others} |", flush=True)


if __name__ == "__main__":
    main()
