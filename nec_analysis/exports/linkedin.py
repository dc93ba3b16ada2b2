"""LinkedIn: page statistics (.xls, description above the header) or a creator's aggregate analytics."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import model
from ..errors import NecError
from ..french.matching import normal
from . import grid
from .metrics import Channel, channel_metrics
from .recognition import NOT_MINE, Recognition

TOOL = "linkedin"
ROLES = ("social",)
PAGE, POSTS = "Metrics", "All posts"
ENGAGEMENT = "ENGAGEMENT"
_CREATOR = {"DISCOVERY", "ENGAGEMENT", "TOP POSTS"}
_ORGANIC = ("impressions (organi", "impressions organi")
CHANNEL = Channel(
    TOOL,
    "linkedin",
    {
        "item_id": ("Post link", "Lien de la publication", "Post URL"),
        "title": ("Post title", "Titre de la publication"),
        "at": ("Date", "Created date", "Date de création"),
    },
    {
        "impressions": ("Impressions (total)", "Impressions", "Impressions (totales)"),
        "unique_impressions": ("Unique impressions (organic)", "Impressions uniques (organiques)"),
        "clicks": ("Clicks (total)", "Clicks", "Clics", "Clics (total)"),
        "likes": ("Reactions (total)", "Likes", "Réactions", "Réactions (total)"),
        "comments": ("Comments (total)", "Comments", "Commentaires", "Commentaires (total)"),
        "reposts": ("Reposts (total)", "Reposts", "Shares (organic)", "Shares", "Republications", "Partages"),
        "engagements": ("Engagements", "Interactions"),
    },
    ("impressions",),
    order="mdy",
    must=("at", "impressions"),
)


def recognise(head: grid.Head) -> Recognition:
    """The names of the sheets."""
    sheets = set(head.sheets)
    if sheets >= _CREATOR:
        return Recognition(0.97, "feuilles DISCOVERY, ENGAGEMENT et TOP POSTS", "creator")
    if ENGAGEMENT in sheets and len(sheets) > 2 and all(name == name.upper() for name in sheets):
        return Recognition(0.92, "feuille ENGAGEMENT parmi des feuilles en capitales", "creator")
    if PAGE in sheets and sheets & {POSTS, "Toutes les publications"}:
        return Recognition(0.97, f"feuilles {PAGE} et {POSTS}", "page")
    below = [normal(name) for row in head.rows[1:2] for name in row]
    if len(sheets) > 1 and any(name.startswith(_ORGANIC) for name in below):
        return Recognition(0.92, f"impressions organiques en ligne 2 de la feuille « {head.sheets[0]} »", "page")
    return Recognition(0.5, f"feuille {PAGE}", "page") if PAGE in sheets else NOT_MINE


def read(
    path: str | Path,
    head: grid.Head | None = None,
    *,
    sheet: str = "",
    columns: dict[str, str] | None = None,
    metrics: str | list[str] = "",
    role: str = "",
    **options: Any,
) -> model.Records:
    """Impressions by day. `sheet` = "All posts" gives them by post: what a mean by post needs."""
    found = recognise(head or grid.peek(path))
    if not found.variant and not sheet:
        cause = "ce classeur n'a pas les feuilles d'un export LinkedIn."
        raise NecError("tool-wrong", Path(path).name, cause, "Nommez la feuille et les colonnes dans la carte.")
    creator = found.variant == "creator"
    sheets = (head or grid.peek(path)).sheets
    cells = grid.read(
        path, sheet=sheet or (ENGAGEMENT if creator else PAGE if PAGE in sheets else sheets[0]), **options
    )
    channel = replace(CHANNEL, name="linkedin_profile") if creator else CHANNEL
    chosen = metrics or ("all" if role else "main")
    return channel_metrics(cells, channel, columns=columns, metrics=chosen, variant=found.variant)
