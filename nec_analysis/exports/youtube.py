"""YouTube Studio: table CSV of an advanced report, French or English, with its "Total" row first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import model
from . import grid
from .media import media
from .metrics import Channel, channel_metrics
from .recognition import Recognition, by_signature

TOOL = "youtube"
ROLES = ("streams", "media", "social")
CHANNEL = Channel(
    TOOL,
    "youtube",
    {
        "item_id": ("Contenu", "Content", "Vidéo", "Video"),
        "title": ("Titre de la vidéo", "Video title"),
        "at": ("Heure de publication de la vidéo", "Heure de publication", "Video publish time"),
        "duration": ("Durée", "Duration"),
    },
    {
        "views": ("Vues", "Views"),
        "watch_hours": ("Durée de visionnage (heures)", "Watch time (hours)"),
        "peak_viewers": (
            "Nombre maximal de spectateurs simultanés",
            "Pic de spectateurs simultanés",
            "Peak concurrent viewers",
        ),
        "unique_viewers": ("Spectateurs uniques", "Unique viewers"),
        "subscribers": ("Abonnés", "Subscribers"),
        "impressions": ("Impressions",),
        "click_rate": ("Taux de clics par impression (%)", "Impressions click-through rate (%)"),
    },
    ("views", "watch_hours"),
    order="mdy",
    must=("item_id", "at"),
)
TOTAL = ("Total", "Totaux")


def recognise(head: grid.Head) -> Recognition:
    """The content, the title of the video, the time it was published."""
    french = by_signature(
        head.header,
        must=("Contenu", "Titre de la vidéo", "Vues"),
        may=("Heure de publication de la vidéo",),
        variant="fr",
    )
    english = [
        by_signature(head.header, must=(content, "Video title", "Views"), may=("Video publish time",), variant="en")
        for content in ("Content", "Video")  # "Video" in the reports of before 2022
    ]
    return max(french, *english, key=lambda r: r.confidence)


def read(
    path: str | Path,
    head: grid.Head | None = None,
    *,
    columns: dict[str, str] | None = None,
    metrics: str | list[str] = "",
    role: str = "",
    **options: Any,
) -> model.Records:
    """Streams and channels: one row a video and metric. Role "media": one row a video with its duration."""
    sheet = grid.read(path, head=head, **options)
    if role == "media":
        return media(sheet, CHANNEL.keys, tool=TOOL, kind="video", columns=columns, skip=TOTAL, order=CHANNEL.order)
    chosen = metrics or ("all" if role else "main")
    return channel_metrics(sheet, CHANNEL, columns=columns, metrics=chosen, skip=TOTAL, role=role)
