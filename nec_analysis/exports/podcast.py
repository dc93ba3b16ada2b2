"""Podcast hosts (Ausha, Acast, Audioblog): episode CSV; no real file was seen, so the card names what is not plain."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .. import model
from . import grid
from .media import media
from .metrics import Channel, channel_metrics
from .recognition import Recognition, by_signature, named

TOOL = "podcast"
ROLES = ("media", "social", "streams")
CHANNEL = Channel(
    TOOL,
    "podcast",
    {
        "item_id": ("Épisode", "Episode", "Titre de l'épisode", "Episode title", "Titre"),
        "title": ("Titre de l'épisode", "Titre", "Episode title", "Title"),
        "at": ("Date de publication", "Publié le", "Publication date", "Published at", "Published"),
        "duration": ("Durée", "Duration", "Durée (hh:mm:ss)"),
        "format": ("Format", "Série", "Émission", "Type"),
    },
    {"listens": ("Écoutes", "Nombre d'écoutes", "Listens", "Downloads", "Téléchargements")},
    ("listens",),
    decimal=",",
    must=("item_id", "at"),
)


def recognise(head: grid.Head) -> Recognition:
    """Never sure: hosts share these words with other tables."""
    heard = _called(head, (*CHANNEL.metrics["listens"], *CHANNEL.keys["duration"]))
    episode = _called(head, ("Épisode", "Episode", "Titre de l'épisode", "Episode title"))
    return by_signature(head.header, must=(episode, _called(head, CHANNEL.keys["at"]), heard), floor=0.7)


def _called(head: grid.Head, names: Sequence[str]) -> str:
    """Which of some names the file has, the first for none."""
    return next((name for name in names if named(head.header, (name,))), names[0])


def read(
    path: str | Path,
    head: grid.Head | None = None,
    *,
    columns: dict[str, str] | None = None,
    metrics: str | list[str] = "",
    role: str = "",
    **options: Any,
) -> model.Records:
    """Listens by episode. Role "media": one row an episode with its duration."""
    sheet = grid.read(path, head=head, **options)
    if role == "media":
        return media(sheet, CHANNEL.keys, tool=TOOL, kind="podcast", columns=columns, skip=("Total",))
    chosen = metrics or ("all" if role else "main")
    return channel_metrics(sheet, CHANNEL, columns=columns, metrics=chosen, skip=("Total",), role=role)
