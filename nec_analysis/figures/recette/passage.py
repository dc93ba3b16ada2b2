"""A passage of a finished file: the smallest piece of text that says one thing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from nec_analysis.figures.recette.direction import orderless
from nec_analysis.figures.recette.signs import restored

PROSE, HEADING, ITEM, TILE, ROW, NOTE, CHART, ALT, COVER, CONTENTS, FURNITURE = (
    "prose",
    "heading",
    "item",
    "tile",
    "row",
    "note",
    "chart",
    "alt",
    "cover",
    "contents",
    "furniture",
)
"""What a passage is. `row` is a row of a table, `furniture` what stands on every page."""

_SQUEEZED = re.compile(r"[^\w%]+")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f"))


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a finished file. `cells`: of a row, or the lines of a tile; one text otherwise.

    `header`: of its table; `table`: its caption; `under`: what the first cell of the rows above says, where this one
    leaves it blank; `section`: the heading it stands under; `chart`: the chart it belongs to.
    """

    file: str
    place: str
    kind: str
    cells: tuple[str, ...]
    header: tuple[str, ...] = ()
    table: str = ""
    under: str = ""
    section: str = ""
    chart: str = ""
    page: int = 0

    @property
    def text(self) -> str:
        """The cells in one line."""
        return " ".join(cell for cell in self.cells if cell)


def squeezed(text: str) -> str:
    """The letters and digits of a text, as any layout keeps them: no blanks, marks, hyphens, accents' spellings, case.

    >>> squeezed("Dispo-\u00adsitifs & services\u202f: 87\u202f%")
    'dispositifsservices87%'
    """
    plain = unicodedata.normalize("NFKC", restored(text).translate(_UNSEEN))
    return orderless(_SQUEEZED.sub("", plain).casefold())


def called(text: str) -> str:
    """What a name is known by: its letters; the signs themselves where it has no other, as "👍" or "-".

    >>> called("Oui !"), called("👍\ufe0f"), called(" - ")
    ('oui', '👍', '-')
    """
    return squeezed(text) or bare(text)


def bare(text: str) -> str:
    """The text without its blanks, its unseen signs."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", restored(text).translate(_UNSEEN)))


def flat(text: str) -> str:
    """The text on one line, unseen signs taken out, named ones put back; no-break spaces stay, they belong to numbers."""
    seen = restored(text)
    seen = seen if seen.isascii() else seen.translate(_UNSEEN)
    return re.sub(r"[ \t\r\n\f]+", " ", seen).strip()
