"""X (Twitter): tweet activity of an account, one row a tweet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from nec_analysis.demo.cells import always, file_bytes
from nec_analysis.demo.draw import apportion, parts, stream

HEADERS = (
    "Tweet id", "Tweet permalink", "Tweet text", "time", "impressions", "engagements", "engagement rate", "retweets",
    "replies", "favorites", "user profile clicks", "url clicks", "hashtag clicks", "detail expands", "permalink clicks",
)  # fmt: skip
EPOCH = 1_288_834_974_657
"""First millisecond of the identifiers of X."""


def activity(table: Mapping[str, Any], seed: int) -> tuple[bytes, int]:
    """`tweet_activity_metrics_*.csv`: `,`, every cell quoted, UTF-8, LF, times in UTC. Also how many tweets."""
    rng = stream(seed, "x")
    known = table.get("tweet", [])
    n = table["tweets"] - len(known)
    drawn = [_tweet(moment, table, place, rng) for place, moment in enumerate(_moments(table, n, rng))]
    rows = sorted([*drawn, *(_known(tweet, rng) for tweet in known)], key=lambda row: row[3], reverse=True)
    return file_bytes([",".join(always(cell) for cell in row) for row in [HEADERS, *rows]], end="\n"), len(rows)


def _moments(table: Mapping[str, Any], n: int, rng: np.random.Generator) -> list[datetime]:
    year = table["year"]
    months = apportion(n, table["months"])
    days = [(month, int(d)) for month, count in enumerate(months.tolist(), 1) for d in rng.integers(1, 29, count)]
    return [datetime(year, m, d, int(rng.integers(7, 19)), int(rng.integers(60))) for m, d in days]


def _tweet(moment: datetime, table: Mapping[str, Any], place: int, rng: np.random.Generator) -> list[str]:
    texts = table["texts"]
    likes = int(rng.lognormal(2.4, 0.9))
    counts = (likes // 3 + int(rng.integers(3)), int(rng.poisson(0.8)), likes)
    return _row(moment, texts[place % len(texts)], counts, rng)


def _known(tweet: dict[str, Any], rng: np.random.Generator) -> list[str]:
    counts = (tweet["retweets"], tweet["replies"], tweet["likes"])
    return _row(datetime.fromisoformat(tweet["at"]), tweet["text"], counts, rng, tweet["id"])


def _row(
    moment: datetime, text: str, counts: tuple[int, int, int], rng: np.random.Generator, number: str = ""
) -> list[str]:
    retweets, replies, likes = counts
    number = number or identifier(moment, rng)
    shown = int((likes + 5) * rng.uniform(40, 120))
    clicks = parts(rng, 30, 5, 0.6, least=0).tolist()
    engaged = retweets + replies + likes + sum(clicks)
    return [
        number, f"https://twitter.com/NumEnCommuns/status/{number}", text, f"{moment:%Y-%m-%d %H:%M} +0000",
        f"{shown}.0", f"{engaged}.0", f"{engaged / shown:.4f}", str(retweets), str(replies), str(likes), *map(str, clicks),
    ]  # fmt: skip


def identifier(moment: datetime, rng: np.random.Generator) -> str:
    """A number of nineteen digits as X makes them: the millisecond, then a counter."""
    since = (moment - datetime(1970, 1, 1)) // timedelta(milliseconds=1) - EPOCH
    return str(since * 2**22 + int(rng.integers(2**22)))
