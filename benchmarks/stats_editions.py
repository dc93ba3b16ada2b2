"""Statistics of many editions: every question overall and by sector, raked weights, a crosstab each.

python benchmarks/stats_editions.py [500]
"""

from __future__ import annotations

import sys
import time

import numpy as np
from stats_data import QUESTIONS, SECTOR, answers

from nec_analysis.stats.battery import battery
from nec_analysis.stats.margins import Margin
from nec_analysis.stats.raking import rake


def main() -> None:
    editions = [answers(1000, seed) for seed in range(int(sys.argv[1]) if len(sys.argv) > 1 else 500)]
    start = time.perf_counter()
    for group, codes in editions:
        battery(SECTOR, group, QUESTIONS, codes).shares(1700)
        margins = [
            Margin("sector", group, np.full(12, 1700 / 12)),
            Margin("q00", codes["q00"] + 1, np.full(6, 1700 / 6)),
        ]
        rake(margins)
    print(f"{len(editions)} editions of 1000 people: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
