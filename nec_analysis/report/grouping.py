"""Tables whose first column is written once for several rows: it heads them, instead of leaving blanks."""

from __future__ import annotations

import re
from itertools import pairwise
from math import ceil
from typing import Any

from nec_analysis.report.markdown import Block

_WORD = re.compile(r"[^\W\d_]{2,}")
SHORT = 7
"""Words of a line of a head. On the pages it is repeated on, it is an artefact; a longer one would look like prose lost."""
LEAST = 3
"""Columns of a table that may be grouped: fewer would leave lists of one column."""


def grouped(block: Block) -> Block:
    """The table as `groups` of rows under a `title` that no longer hold their first column; another table as one group."""
    rows = block["rows"]
    if not block.get("grouped") or len(block["headers"]) < LEAST or not rows or not rows[0][0].strip():
        return block | {"groups": [{"title": "", "rows": rows}]}
    groups: list[dict[str, Any]] = []
    for head, *rest in rows:
        if head.strip():
            groups.append({"title": head, "rows": []})
        groups[-1]["rows"].append(rest)
    align = {"align": block["align"][1:]} if block.get("align") else {}
    return block | align | {"headers": block["headers"][1:], "rows": [row[1:] for row in rows], "groups": groups}


def lines(title: str) -> list[str]:
    """A head in lines of a few words, as even as can be.

    >>> lines("NEC est l'événement de référence du numérique d'intérêt général")
    ["NEC est l'événement de référence", "du numérique d'intérêt général"]
    """
    pieces = title.split(" ")
    said = [len(_WORD.findall(piece)) for piece in pieces]
    wanted = ceil(sum(said) / SHORT)
    while True:
        ends = _ends(said, wanted)
        if wanted >= len(pieces) or all(sum(said[a:b]) <= SHORT for a, b in pairwise(ends)):
            return [" ".join(pieces[a:b]) for a, b in pairwise(ends)]
        wanted += 1


def _ends(said: list[int], wanted: int) -> list[int]:
    """Where to end each of so many lines of about as many words."""
    share, spoken = sum(said) / max(1, wanted), 0
    ends = [0]
    for rank, count in enumerate(said, 1):
        spoken += count
        if spoken >= share * len(ends) and rank > ends[-1] and len(ends) < wanted:
            ends.append(rank)
    return [*ends, len(said)] if ends[-1] < len(said) else ends
