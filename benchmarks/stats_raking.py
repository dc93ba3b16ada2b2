"""Raking on four margins (12, 13, 2 and 6 levels) against weightipy.

python benchmarks/stats_raking.py 1000 1000000
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from stats_data import MARGINS, best

from nec_analysis.stats.margins import Margin
from nec_analysis.stats.raking import rake


def people(size: int) -> tuple[Margin, ...]:
    """Margins of people drawn unevenly, and a population twice as large with other proportions."""
    rng = np.random.default_rng(20220928)
    made = []
    for place, levels in enumerate(MARGINS):
        codes = rng.choice(levels, size, p=rng.dirichlet(np.full(levels, 20))).astype(np.int8)
        targets = rng.dirichlet(np.full(levels, 20))
        made.append(Margin(f"m{place}", codes, 2 * size * targets / targets.sum()))
    return tuple(made)


def weightipy_rake(margins: tuple[Margin, ...]):  # type: ignore[no-untyped-def]
    import weightipy

    frame = pd.DataFrame({given.name: given.codes for given in margins})
    shares = {given.name: {k: 100 * t / given.targets.sum() for k, t in enumerate(given.targets)} for given in margins}
    scheme = weightipy.scheme_from_dict(shares, rim_params={"convcrit": 1e-12, "max_iterations": 1000})
    return lambda: weightipy.weight_dataframe(frame, scheme)["weights"].to_numpy()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=int, nargs="+")
    print("| people | ours | rounds, worst margin | weightipy | largest gap |\n|---|---|---|---|---|")
    for size in parser.parse_args().people:
        margins = people(size)
        made, theirs = rake(margins), weightipy_rake(margins)
        gap = np.abs(made.weights / made.weights.mean() / theirs() - 1).max()
        mine, other = best(lambda: rake(margins), 10), best(theirs, 2)  # noqa: B023
        print(
            f"| {size} | {1000 * mine:.1f} ms | {made.iterations}, {made.error:.0e} | "
            f"{1000 * other:.0f} ms (x{other / mine:.0f}) | {gap:.0e} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
