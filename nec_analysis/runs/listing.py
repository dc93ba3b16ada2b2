"""`reports/index.html`: what a visitor of the reports opens first, written again after each run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from nec_analysis.cards import edition as card_of
from nec_analysis.cards import editions
from nec_analysis.errors import NecError
from nec_analysis.french.dates import day
from nec_analysis.model import Edition
from nec_analysis.report.index import Entry, Link, render_index
from nec_analysis.report.labels import INVENTED

PAGE = "index.html"
FILES = (
    ("{id}/bilan.html", "Bilan, page web"),
    ("{id}/bilan.pdf", "Bilan, PDF"),
    ("{id}/figures.xlsx", "Chiffres, classeur"),
    ("en/{id}/bilan.html", "Bilan en anglais, page web"),
    ("en/{id}/bilan.pdf", "Bilan en anglais, PDF"),
)


def listed(root: Path) -> tuple[Entry, ...]:
    """The editions that have a published report, the latest first; one whose card cannot be read bears its id."""
    ids = (id for id in editions(root) if (root / "reports" / id / "MANIFEST.json").is_file())
    found = [(id, _card(id, root)) for id in ids]
    found.sort(key=lambda pair: (pair[1].date if pair[1] else "", pair[0]), reverse=True)
    return tuple(_entry(id, card, root) for id, card in found)


def write(root: Path) -> Path:
    """The page, put in place at once, left alone where nothing changed. Raises OSError on a folder closed to writing."""
    page = root / "reports" / PAGE
    text = render_index(
        listed(root), title="Bilans publiés", subtitle="Une édition après l’autre, la plus récente d’abord"
    )
    if not page.is_file() or page.read_text(encoding="utf-8") != text:
        draft = page.with_name(f".{PAGE}.{os.getpid()}")
        draft.write_text(text, encoding="utf-8")
        draft.replace(page)
    return page


def _card(id: str, root: Path) -> Edition | None:
    with suppress(NecError):
        return card_of(id, root)
    return None


def _entry(id: str, card: Edition | None, root: Path) -> Entry:
    label = card.label if card else id
    date = day(card.date) if card and card.date and card.date[:4] not in label else ""
    return Entry(id, label, date, tuple(_links(id, root)), INVENTED if card and card.synthetic else "")


def _links(id: str, root: Path) -> Iterator[Link]:
    for pattern, text in FILES:
        path = pattern.format(id=id)
        if (root / "reports" / path).is_file():
            yield Link(path, text)
