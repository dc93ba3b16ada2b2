"""The finished files against each other: the PDF and the page say the same, so do the charts wherever they are shown."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from nec_analysis.figures.recette.dossier import unguarded
from nec_analysis.figures.recette.fault import TEXT, Fault
from nec_analysis.figures.recette.passage import CHART, ITEM, PROSE, ROW, TILE, Passage, squeezed
from nec_analysis.figures.recette.rows import Table, rows

SHARED = (ROW, TILE, ITEM)
"""Kinds of passage that both files cut alike."""


def unlike(pdf: Sequence[Passage], page: Sequence[Passage]) -> Iterator[Fault]:
    """Rows, tiles, items of the PDF that the page writes otherwise; paragraphs that it does not hold."""
    here = {squeezed(p.text) for p in page if p.kind in SHARED}
    prose = "".join(squeezed(p.text) for p in page if p.kind not in SHARED)
    for passage in pdf:
        letters = squeezed(passage.text)
        if not _counts(passage) or not letters:
            continue
        if passage.kind in SHARED and letters not in here:
            near = get_close_matches(letters, here, 1, 0.8)
            text = next((p.text for p in page if near and squeezed(p.text) == near[0]), "")
            yield Fault(
                TEXT, passage.file, passage.place, passage.text[:120], "n'est pas ce qu'écrit bilan.html.", text[:120]
            )
        elif passage.kind == PROSE and len(letters) > 12 and not _held(letters, prose):
            yield Fault(TEXT, passage.file, passage.place, passage.text[:120], "n'est pas dans bilan.html.")


def _counts(passage: Passage) -> bool:
    return any(c.isdigit() for c in passage.text)


def _held(letters: str, prose: str) -> bool:
    """Whether a paragraph is in the page; the PDF runs paragraphs together, so each half may stand apart."""
    if letters in prose:
        return True
    cut = next((n for n in range(len(letters), 0, -1) if letters[:n] in prose), 0)
    return cut > 12 and _held(letters[cut:], prose)


def other_drawings(passages: Iterable[Passage], drawn: Iterable[str]) -> Iterator[Fault]:
    """Charts whose words are not those of any file of `charts/`."""
    known = set(drawn)
    for passage in passages:
        if passage.kind == CHART and squeezed("".join(passage.cells)) not in known:
            cause = "est un graphique dont les mots ne sont ceux d'aucun fichier de charts/."
            yield Fault(TEXT, passage.file, passage.place, passage.text[:60], cause)


def elsewhere(pdf: Sequence[Passage], page: Sequence[Passage]) -> Iterator[Fault]:
    """Charts of the PDF that stand under another heading than in the page."""
    under: dict[str, set[str]] = {}
    for passage in page:
        if passage.kind == CHART:
            under.setdefault(squeezed("".join(passage.cells)), set()).add(squeezed(passage.section))
    for passage in pdf:
        headings = under.get(squeezed("".join(passage.cells))) if passage.kind == CHART else None
        if headings and squeezed(passage.section) not in headings:
            cause = "est le titre au-dessus d'un graphique que bilan.html montre sous un autre."
            yield Fault(TEXT, passage.file, passage.place, passage.section, cause)


def data(folder: Path) -> Iterator[Passage]:
    """The rows of the data attached to the PDF, of those the page offers: they are read as rows of their chart."""
    for file, name, content in (*attached(folder / "bilan.pdf"), *offered(folder / "bilan.html")):
        text = content.decode("utf-8-sig")
        first = text.partition("\n")[0]
        lines = list(csv.reader(io.StringIO(text), delimiter=max(";,\t", key=first.count)))
        header = tuple(lines[0]) if lines else ()
        table = Table(file, name, header, name, name.removesuffix(".csv").replace("-", "_"))
        body = ((f"{name}, ligne {n}", [unguarded(cell) for cell in cells], 0) for n, cells in enumerate(lines[1:], 2))
        yield from rows(table, body, ROW)


def attached(path: Path) -> Iterator[tuple[str, str, bytes]]:
    """The data attached to a PDF: its file, their name, their bytes."""
    import pikepdf

    if not path.is_file():
        return
    with pikepdf.open(path) as pdf:
        attachments: Any = pdf.attachments
        for name in sorted(attachments):
            if name.endswith(".csv"):
                yield path.name, name, attachments[name].get_file().read_bytes()


_DATA = re.compile(r'download="([^"]+\.csv)"[^>]*href="data:text/csv[^,"]*?(;base64)?,([^"]*)"')


def offered(path: Path) -> Iterator[tuple[str, str, bytes]]:
    """The data that a page lets its readers download: its file, their name, their bytes."""
    if path.is_file():
        for name, coded, content in _DATA.findall(path.read_text(encoding="utf-8")):
            yield path.name, name, base64.b64decode(content) if coded else unquote_to_bytes(content)
