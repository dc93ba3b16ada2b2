"""X (Twitter): tweet activity CSV, old headings or new."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import model
from . import grid
from .metrics import Channel, channel_metrics
from .recognition import NOT_MINE, Recognition, by_signature

TOOL = "x_twitter"
ROLES = ("social",)
CHANNEL = Channel(
    TOOL,
    "x",
    {
        "item_id": ("Tweet id", "Post id"),
        "at": ("time", "Date"),
        "title": ("Tweet text", "Post text"),
        "link": ("Tweet permalink", "Post Link"),
    },
    {
        "impressions": ("impressions", "Impressions"),
        "engagements": ("engagements", "Engagements"),
        "retweets": ("retweets", "Reposts"),
        "replies": ("replies", "Replies"),
        "likes": ("favorites", "Likes"),
        "bookmarks": ("Bookmarks",),
        "shares": ("Shares",),
        "new_follows": ("New follows", "follows"),
        "profile_clicks": ("user profile clicks", "Profile visits"),
        "url_clicks": ("url clicks", "URL Clicks"),
        "hashtag_clicks": ("hashtag clicks", "Hashtag Clicks"),
        "detail_expands": ("detail expands", "Detail Expands"),
        "permalink_clicks": ("permalink clicks", "Permalink Clicks"),
    },
    ("impressions",),
    order="mdy",
    must=("item_id", "at"),
)
_SIGNATURES = {
    "tweets": (("Tweet id", "Tweet permalink", "impressions"), ("engagement rate", "retweets")),
    "posts": (("Post id", "Post Link", "Impressions"), ("Reposts", "Bookmarks")),
    "days": (("Date", "Impressions", "Engagements", "New follows", "Profile visits"), ("Unfollows", "Media views")),
}


def recognise(head: grid.Head) -> Recognition:
    """The id and the link of a tweet, or of a post; the account's days."""
    said = [by_signature(head.header, must=must, may=may, variant=v) for v, (must, may) in _SIGNATURES.items()]
    return max(said, key=lambda r: r.confidence, default=NOT_MINE)


def read(
    path: str | Path,
    head: grid.Head | None = None,
    *,
    columns: dict[str, str] | None = None,
    metrics: str | list[str] = "",
    role: str = "",
    **options: Any,
) -> model.Records:
    """One row a tweet, or a day, and metric; ids of 19 digits stay text. Old exports date in UTC and say so: kept in UTC."""
    sheet = grid.read(path, head=head, **options)
    old = sheet.find("Tweet id") >= 0
    days = not old and sheet.find("Post id") < 0 and sheet.find("Profile visits") >= 0
    channel = replace(CHANNEL, to="UTC") if old else replace(CHANNEL, must=("at", "impressions")) if days else CHANNEL
    chosen = metrics or ("all" if role else "main")
    variant = "tweets" if old else "days" if days else "posts"
    return channel_metrics(sheet, channel, columns=columns, metrics=chosen, variant=variant)
