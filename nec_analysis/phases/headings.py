"""The headings of the parts that have something to say: numbered as they are read, none under a part left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from nec_analysis.phases.drawing.material import said

Stanza = Mapping[str, Any]
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part, its level in the report."""

    title: str
    level: int


def headings(sections: Mapping[str, Stanza], told: Collection[str], lang: str = "fr") -> dict[str, Heading]:
    """Of each part told, by its id.

    A part of a `series` says its place among those of it that are told; alone, it has none. A part of a level below
    goes up where the part it belongs to is left out: under another one it would be taken for a piece of it.
    """
    found: dict[str, Heading] = {}
    above = False
    for id, stanza in sections.items():
        level = int(stanza.get("level", 1))
        if level == 1:
            above = id in told
        if id in told:
            found[id] = Heading(_title(id, sections, told, lang), level if above else 1)
    return found


def _title(id: str, sections: Mapping[str, Stanza], told: Collection[str], lang: str) -> str:
    stanza = sections[id]
    title = said(stanza["title"], lang)
    if "series" not in stanza:
        return title
    mates = [other for other, one in sections.items() if one.get("series") == stanza["series"] and other in told]
    if len(mates) == 1:
        return said(stanza.get("alone", stanza["title"]), lang)
    return NUMBER.sub(str(mates.index(id) + 1), title, count=1)
