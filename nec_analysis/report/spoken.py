"""The words of a notebook in the language it is run in: its Markdown, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from nec_analysis.french.phrases import phrase

_HEADING = re.compile(r"(#+ )?(.*)", re.DOTALL)


def spoken(source: str, lang: str) -> str:
    """Markdown with each paragraph in the language; one without English stays as it is.

    >>> spoken("## Compte des lignes", "en")
    '## Account of the rows'
    """
    if lang == "fr":
        return source
    return "\n\n".join(_part(part, lang) for part in source.split("\n\n"))


def _part(part: str, lang: str) -> str:
    found = _HEADING.fullmatch(part)
    return (found[1] or "") + phrase(found[2], lang) if found else part


def speak(cells: Iterable[Any], lang: str) -> None:
    """Put the Markdown of cells just read into the language, in place."""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            cell["source"] = spoken(cell["source"], lang)
