"""LinkedIn: the content export of a company page, a true `.xls` of two sheets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np

from nec_analysis.demo.biff import Cell, workbook
from nec_analysis.demo.draw import parts, stream

METRICS = (
    "Date", "Impressions (organic)", "Impressions (sponsored)", "Impressions (total)", "Unique impressions (organic)",
    "Clicks (organic)", "Clicks (sponsored)", "Clicks (total)", "Reactions (organic)", "Reactions (sponsored)",
    "Reactions (total)", "Comments (organic)", "Comments (sponsored)", "Comments (total)", "Shares (organic)",
)  # fmt: skip
POSTS = (
    "Post title", "Post link", "Post type", "Created date", "Impressions", "Clicks", "Likes", "Comments", "Reposts",
    "Engagement rate",
)  # fmt: skip
DESCRIPTION = "This file contains aggregated engagement metrics for your updates (invented data)"


def content(table: Mapping[str, Any], seed: int) -> bytes:
    """`*_content_*.xls`: a description in row 1, the header in row 2, American dates as text."""
    rng = stream(seed, "linkedin")
    posts = _posts(table, rng)
    metrics = _metrics(table, posts, rng)
    return workbook([("Metrics", [[DESCRIPTION], METRICS, *metrics]), ("All posts", [[DESCRIPTION], POSTS, *posts])])


def _posts(table: Mapping[str, Any], rng: np.random.Generator) -> list[list[Cell]]:
    n, texts = table["posts"], table["texts"]
    first, last = date.fromisoformat(table["since"]), date.fromisoformat(table["until"])
    days = np.sort(rng.integers(0, (last - first).days + 1, n))[::-1].tolist()
    seen = parts(rng, table["impressions"], n, table["spread"], least=400).tolist()
    rows: list[list[Cell]] = []
    for i in range(n):
        clicks, likes, comments, reposts = (int(seen[i] * rng.uniform(*band)) for band in BANDS)
        rate = round((clicks + likes + comments + reposts) / seen[i], 4)
        link = f"https://www.linkedin.com/feed/update/urn:li:activity:{6_880_000_000_000_000_000 + i * 10**12}"
        created = f"{first + timedelta(days=days[i]):%m/%d/%Y}"
        rows.append([texts[i % len(texts)], link, "Organic", created, seen[i], clicks, likes, comments, reposts, rate])
    return rows


BANDS = ((0.005, 0.03), (0.008, 0.025), (0.0, 0.003), (0.001, 0.005))
"""Clicks, likes, comments, reposts by impression, from the least to the most."""


def _metrics(table: Mapping[str, Any], posts: list[list[Cell]], rng: np.random.Generator) -> list[list[Cell]]:
    """One row a day: half of what a post gets comes on its day, the rest over the week."""
    first, last = date.fromisoformat(table["since"]), date.fromisoformat(table["until"])
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    got = np.zeros((len(days) + 7, 5), dtype=np.int64)
    for post in posts:
        month, day, year = (int(part) for part in str(post[3]).split("/"))
        at = (date(year, month, day) - first).days
        counts = np.array([int(x) for x in post[4:9]])
        got[at] += counts - 6 * (counts // 12)
        got[at + 1 : at + 7] += counts // 12
    return [_day(day, got[k].tolist(), float(rng.uniform(0.55, 0.8))) for k, day in enumerate(days)]


def _day(day: date, counts: list[int], unique: float) -> list[Cell]:
    seen, clicks, likes, comments, reposts = counts
    return [
        f"{day:%m/%d/%Y}", seen, 0, seen, int(seen * unique), clicks, 0, clicks, likes, 0, likes, comments, 0, comments,
        reposts,
    ]  # fmt: skip
