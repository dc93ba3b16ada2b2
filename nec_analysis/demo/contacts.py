"""Contacts of the mailing tool: dated totals, or the contacts themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np

from nec_analysis.demo.cells import file_bytes
from nec_analysis.demo.draw import stream
from nec_analysis.demo.people import people

BREVO = (
    "CONTACT ID", "EMAIL", "FIRSTNAME", "LASTNAME", "SMS", "DOUBLE_OPT-IN", "OPT_IN", "BLACKLIST", "ADDED_TIME",
    "MODIFIED_TIME",
)  # fmt: skip


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


def brevo(table: Mapping[str, Any], seed: int) -> tuple[bytes, int]:
    """A Brevo export of a `[brevo]` table: `;`, CRLF, days as dd-mm-yyyy; some people unsubscribed, some without address. Also how many."""
    rng = stream(seed, "brevo")
    n = table["contacts"]
    crowd = people(rng, n)
    first, last = date.fromisoformat(table["since"]), date.fromisoformat(table["until"])
    days = np.sort(rng.integers(0, (last - first).days, n)).tolist()
    blocked = rng.random(n) < table["unsubscribed"]
    rows = []
    for i in range(n):
        day = f"{first + timedelta(days=days[i]):%d-%m-%Y}"
        email = "" if i % 97 == 96 else crowd.email[i]
        opt, out = ("Yes", "") if i % 3 else ("", "1" if blocked[i] else "")
        rows.append(
            ";".join([str(i + 1), email, crowd.first[i], crowd.last[i].upper(), "", opt, "true", out, day, day])
        )
    return file_bytes([";".join(BREVO), *rows], end="\r\n"), n
