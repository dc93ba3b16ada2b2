"""Contacts of the mailing tool, as dated totals: nobody needs the list of people to count them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np

from nec_analysis.demo.cells import file_bytes
from nec_analysis.demo.draw import stream


def totals(table: Mapping[str, Any], seed: int) -> tuple[bytes, int]:
    """`Date;Total`, one line a month: the known dates of `[totals]` exactly, the months between on an uneven slope."""
    known = {date.fromisoformat(d): n for d, n in table["totals"].items()}
    rng = stream(seed, "contacts")
    dates = sorted(known)
    rows = [(dates[0], known[dates[0]])]
    for start, end in pairwise(dates):
        rows += _between(start, known[start], end, known[end], rng)
    lines = [f"{day:%d/%m/%Y};{total}" for day, total in rows]
    return file_bytes(["Date;Total", *lines], end="\r\n", bom=True), len(lines)


def _between(start: date, low: int, end: date, high: int, rng: np.random.Generator) -> list[tuple[date, int]]:
    months = [day for day in _month_ends(start, end) if start < day < end] + [end]
    steps = np.cumsum(rng.lognormal(0, 0.9, len(months)))
    return [(day, low + round((high - low) * float(s / steps[-1]))) for day, s in zip(months, steps, strict=True)]


def _month_ends(start: date, end: date) -> list[date]:
    firsts = [date(y, m, 1) for y in range(start.year, end.year + 1) for m in range(1, 13)]
    return [first - timedelta(days=1) for first in firsts]
