"""The page that lists the editions: what a visitor of the reports opens first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from nec_analysis.report import page
from nec_analysis.report.labels import labels, tag
from nec_analysis.report.text import clean


@dataclass(frozen=True, slots=True)
class Link:
    """A file of an edition: its path from the page, what it is called."""

    path: str
    text: str

    @property
    def href(self) -> str:
        """The path as an address: a relative one, whatever the file is called."""
        return "./" + quote(self.path)


@dataclass(frozen=True, slots=True)
class Entry:
    """A published edition: its name, its date in words, its files; `synthetic` says that its data are invented."""

    id: str
    label: str
    date: str
    links: tuple[Link, ...]
    synthetic: str = ""


def render_index(editions: Iterable[Entry], *, title: str, subtitle: str = "", lang: str = "fr") -> str:
    """The finished page, the editions in the order given; the same text for the same editions."""
    context = {
        "lang": tag(lang),
        "words": labels(lang),
        "title": clean(title),
        "subtitle": clean(subtitle),
        "editions": list(editions),
    }
    return page.styled("index.jinja", context)
