"""The words of participants: every quote printed is one that somebody approved, themes are counted again."""

from __future__ import annotations

import csv
import json
from collections import Counter as Tally
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from nec_analysis.figures.recette.dossier import Drawn
from nec_analysis.figures.recette.entry import Value
from nec_analysis.figures.recette.fault import RAW, TEXT, Fault
from nec_analysis.figures.recette.passage import Passage, squeezed
from nec_analysis.figures.recette.quantity import COUNT, quantity
from nec_analysis.model import Edition
from nec_analysis.privacy.approved import CODED, PUBLISHED, theme

SHAPE = "verbatims"
PAGE, NOTEBOOK = "bilan.html", "notebooks/04_bilan.ipynb"


def approved(edition: Edition) -> frozenset[str]:
    """The texts that may be printed, squeezed."""
    return frozenset(squeezed(row["texte"].removeprefix("'")) for row in _rows(edition, PUBLISHED))


def spoken(passage: Passage, texts: Collection[str]) -> bool:
    """Whether a passage is words of participants, all approved: its numbers are theirs."""
    letters = squeezed(passage.text)
    said = [text for text in texts if text and text in letters]
    for text in sorted(said, key=len, reverse=True):
        letters = letters.replace(text, "")
    return bool(said) and not any(letter.isdigit() for letter in letters)


def unapproved(folder: Path, texts: Collection[str]) -> Iterator[Fault]:
    """Quotes of the finished files that nobody approved."""
    for file, said in (*_quoted(folder / PAGE), *_shown(folder / NOTEBOOK)):
        if squeezed(said) not in texts:
            cause = f"est une parole que {PUBLISHED} n'approuve pas."
            yield Fault(TEXT, file, "", f"{said[:12]}…", cause)


def total(drawn: Drawn) -> Value:
    """The comments that a chart of themes counts."""
    return quantity(COUNT, sum(int(cell) for cells in drawn.rows for cell in cells[1:] if cell.isdigit()))


def miscounted(drawn: Drawn, stanza: Mapping[str, Any], edition: Edition, lang: str) -> Iterator[Fault]:
    """Rows of a chart of themes that the lines of the coding do not give; the last may be all that was left."""
    sides = (stanza["to_improve"], stanza["liked"])
    tally = Tally((theme(row["theme"], lang), row["question"]) for row in _rows(edition, CODED))
    names = {name for name, question in tally if question in sides}
    left = names - {cells[0] for cells in drawn.rows}
    for cells in drawn.rows:
        counted = {cells[0]} if cells[0] in names else left
        wanted = [str(sum(tally[name, side] for name in counted)) for side in sides]
        if list(cells[1:]) != wanted:
            file = f"charts/{drawn.id}/{drawn.id}.csv"
            yield Fault(
                RAW, file, cells[0], " ; ".join(cells[1:]), f"n'est pas ce que {CODED} donne.", " ; ".join(wanted)
            )


def _rows(edition: Edition, name: str) -> list[dict[str, str]]:
    path = Path(edition.folder) / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as read:
        first = read.readline()
        read.seek(0)
        return list(csv.DictReader(read, delimiter=max(";,\t", key=first.count)))


def _quoted(path: Path) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        return
    from lxml import html

    root = html.document_fromstring(path.read_bytes())
    for quote in root.iter("blockquote"):
        if "verbatim" in (quote.get("class") or "").split():
            yield path.name, "".join(part.text_content() for part in quote.iter("p"))


def _shown(path: Path) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        return
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            block = output.get("metadata", {}).get("nec", {})
            if block.get("kind") == SHAPE:
                yield from ((NOTEBOOK, item["text"]) for item in block["items"])
