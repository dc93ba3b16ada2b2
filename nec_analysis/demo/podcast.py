"""Ausha: the episodes of a podcast with their lengths, plays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nec_analysis.demo.cells import file_bytes, when_needed
from nec_analysis.demo.draw import parts, stream

HEADERS = ("Épisode", "Date de publication", "Durée", "Écoutes")


def export(table: Mapping[str, Any], seed: int) -> tuple[bytes, int]:
    """The episodes of a `[podcast]` table: `;`, UTF-8 with BOM, CRLF, lengths as h:mm:ss. Also how many lines."""
    rng = stream(seed, "podcast")
    titles, days = table["titles"], table["published"]
    n = len(titles)
    seconds = parts(rng, table["lengths"], n, 0.2, least=table["lengths"] // (2 * n)).tolist()
    plays = parts(rng, table["plays"], n, 0.4, least=20).tolist()
    quote = when_needed(";")
    rows = [";".join(quote(c) for c in (titles[i], days[i], clock(seconds[i]), str(plays[i]))) for i in range(n)]
    return file_bytes([";".join(HEADERS), *rows], end="\r\n", bom=True), n


def clock(seconds: int) -> str:
    """A length as the host shows it.

    >>> clock(3725)
    '1:02:05'
    """
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
