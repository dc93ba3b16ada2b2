"""YouTube Studio: the content table of a channel, French interface."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from nec_analysis.demo.cells import file_bytes, when_needed
from nec_analysis.demo.draw import parts, stream

HEADERS = (
    "Contenu", "Titre de la vidéo", "Heure de publication de la vidéo", "Durée", "Vues",
    "Durée de visionnage (heures)", "Abonnés", "Impressions", "Taux de clics par impression (%)",
)  # fmt: skip
MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Video:
    """A video of the channel: length in seconds, views counted by the platform."""

    title: str
    published: str
    seconds: int
    views: int


def load(table: Mapping[str, Any], seed: int) -> tuple[Video, ...]:
    """The videos of a `[streams]` or `[videos]` table. A list may give its total length instead of each one's.

    `lengths`: total seconds shared between the videos; `audience`: total views shared between them.
    """
    titles = table["titles"]
    rng = stream(seed, "youtube", table["file"])
    n = len(titles)
    seconds = table.get("seconds") or parts(rng, table["lengths"], n, 0.25, least=table["lengths"] // (2 * n)).tolist()
    views = table.get("views") or parts(rng, table["audience"], n, 0.8, least=12).tolist()
    days = table["published"]
    return tuple(Video(t, days[i % len(days)], seconds[i], views[i]) for i, t in enumerate(titles))


def export(videos: Sequence[Video], seed: int) -> bytes:
    """`Données du tableau.csv`: a `Total` row first, one row a video, `,`, UTF-8, LF, decimal point."""
    rng = stream(seed, "youtube", *(v.title for v in videos))
    rows = [_row(video, rng) for video in videos]
    total = [
        "Total",
        "",
        "",
        "",
        *(f"{sum(float(r[k]) for r in rows):.{d}f}" for k, d in ((4, 0), (5, 1), (6, 0), (7, 0))),
    ]
    quote = when_needed(",")
    table = [HEADERS, [*total, f"{rng.uniform(3, 6):.1f}"], *rows]
    return file_bytes([",".join(quote(cell) for cell in row) for row in table], end="\n")


def _row(video: Video, rng: np.random.Generator) -> list[str]:
    hours = video.views * video.seconds / 3600 * rng.uniform(0.15, 0.4)
    return [
        hashlib.sha256(video.title.encode()).hexdigest()[:11], video.title, day(video.published), str(video.seconds),
        str(video.views), f"{hours:.1f}", str(int(video.views * rng.uniform(0, 0.02))),
        str(int(video.views * rng.uniform(6, 14))), f"{rng.uniform(2, 9):.1f}",
    ]  # fmt: skip


def day(iso: str) -> str:
    """A date as the French interface shows it.

    >>> day("2022-09-08")
    '8 sept. 2022'
    """
    at = date.fromisoformat(iso)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"
