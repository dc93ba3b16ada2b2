"""Odd samples for a third oracle, 30 to 80 people each: `python odd.py FOLDER`."""

from __future__ import annotations

import csv
import math
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

SAMPLES = 10
Row = dict[str, object]


def sample(seed: int) -> tuple[list[Row], list[Row]]:
    """People in few, uneven strata with clusters numbered again in each, ties, silence, weights of 0; then four margins."""
    draw = random.Random(seed)
    n, levels = draw.choice((30, 45, 80)), {"a": draw.choice((2, 3, 5)), "b": draw.choice((2, 4)), "c": 2, "e": 3}
    skew, silent, rare = draw.choice((0, 1, 2)), draw.choice((0.0, 0.1, 0.5)), draw.choice((0.1, 0.5, 0.9))
    strata, weightless, spread = draw.choice((1, 3, 6)), draw.choice((0.0, 0.1)), draw.choice((0.3, 1.5))
    rows: list[Row] = []
    for _ in range(n):
        tied = draw.choice((0, 0, 1, 1, 1, 2, 10))
        rows.append(
            {
                "s": f"s{draw.choices(range(strata), [3.0**-k for k in range(strata)])[0]}",
                "psu": f"p{draw.randrange(max(2, n // 12))}",
                **{name: _level(name, size, skew, draw) for name, size in levels.items()},
                "y": "" if draw.random() < silent else int(draw.random() < rare),
                "x": tied if draw.random() < 0.5 else round(draw.gauss(5, 2), 1),
                "z": draw.choice((1, 2, 3.5)),
                "w": 0 if draw.random() < weightless else repr(math.exp(draw.gauss(0, spread))),
            }
        )
    listed = n + draw.choice((1, 7, n, 5 * n))
    people, clusters = Counter(row["s"] for row in rows), Counter(s for s, _ in {(r["s"], r["psu"]) for r in rows})
    sizes = {s: (k + draw.choice((0, 1, 3, 50)), clusters[s] + draw.choice((1, 5, 20))) for s, k in people.items()}
    for row in rows:
        row |= {"N": listed, "Nh": sizes[row["s"]][0], "Mh": sizes[row["s"]][1]}
    return rows, [line for name in levels for line in _margin(name, rows, listed, draw)]


def _level(name: str, size: int, skew: float, draw: random.Random) -> str:
    return f"{name}{draw.choices(range(size), [math.exp(-skew * k) for k in range(size)])[0]}"


def _margin(name: str, rows: Sequence[Row], listed: int, draw: random.Random) -> list[Row]:
    """Population counts that pull the sample about: 0.7 to 1.4 times its share."""
    heard = Counter(str(row[name]) for row in rows)
    counts = {level: max(1, int(listed * k / len(rows) * draw.uniform(0.7, 1.4))) for level, k in sorted(heard.items())}
    last = max(counts)
    counts[last] += listed - sum(counts.values())
    if counts[last] < 1:
        counts = {level: listed * k / len(rows) for level, k in heard.items()}  # type: ignore[misc]
    return [{"variable": name, "level": level, "count": count} for level, count in counts.items()]


def write(folder: Path) -> None:
    """The two files of each sample, as R reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(SAMPLES):
        for name, rows in zip(("people", "margins"), sample(700 + n), strict=True):
            with (folder / f"{name}{n}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
