"""Peak memory and time of a large survey, against the weight of its coded answers.

python benchmarks/stats_memory.py 5000000
"""

from __future__ import annotations

import resource
import sys
import time

from stats_data import QUESTIONS, SECTOR, answers, coded_bytes

from nec_analysis.stats.battery import battery


def main() -> None:
    people = int(sys.argv[1])
    group, codes = answers(people)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    battery(SECTOR, group, QUESTIONS, codes).shares(2 * people)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    data = coded_bytes(group, codes)
    print(
        f"{people} people, {data / 1e6:.0f} MB of codes: {seconds:.2f} s, peak {peak * 1024 / 1e6:.0f} MB "
        f"({peak * 1024 / data:.2f} times the codes, Python and numpy included; {before * 1024 / 1e6:.0f} MB before)"
    )


if __name__ == "__main__":
    main()
