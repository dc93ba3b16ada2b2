"""The recette of one published folder: count again, reread, compare."""

from __future__ import annotations

import time
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nec_analysis.cards import Catalogue, catalogue
from nec_analysis.cards import edition as card_of
from nec_analysis.cards.files import paths
from nec_analysis.errors import NecError
from nec_analysis.figures.recette import agreement, books, journal, letters, notebook, page, pdf, quoted
from nec_analysis.figures.recette.answers import answered
from nec_analysis.figures.recette.claims import unfounded
from nec_analysis.figures.recette.coherence import incoherent
from nec_analysis.figures.recette.dossier import dossier
from nec_analysis.figures.recette.enclosed import incomplete
from nec_analysis.figures.recette.family import miscorrected
from nec_analysis.figures.recette.fault import MISSING, TEXT, Fault
from nec_analysis.figures.recette.furniture import misnumbered, misplaced
from nec_analysis.figures.recette.library import Library, known_texts, library
from nec_analysis.figures.recette.numbers import numbers
from nec_analysis.figures.recette.passage import CHART, CONTENTS, FURNITURE, ROW, Passage
from nec_analysis.figures.recette.plate import Plate, plate, possible, unlike
from nec_analysis.figures.recette.recount import Counter
from nec_analysis.figures.recette.register import recounted
from nec_analysis.figures.recette.remeasured import remeasured
from nec_analysis.figures.recette.reproduced import PAGE, reproduced
from nec_analysis.figures.recette.retested import mistested
from nec_analysis.figures.recette.trace import Traced, trace
from nec_analysis.figures.recette.verdict import Verdict
from nec_analysis.figures.recette.worded import unsaid
from nec_analysis.model import Edition

QUALITY = "quality.html"
UNKEPT = "les changements et les absences ne se recomptent que sur la machine qui a nettoyé"
APART = (CHART, CONTENTS, FURNITURE)
"""Kinds of passage that have a check of their own."""


@dataclass(frozen=True)
class Finished:
    """The passages of the finished files, by file."""

    pdf: tuple[Passage, ...]
    page: tuple[Passage, ...]
    others: tuple[Passage, ...]

    @property
    def every(self) -> tuple[Passage, ...]:
        """All of them."""
        return (*self.pdf, *self.page, *self.others)


def check(folder: Path, root: Path, edition: Edition, *, lang: str = "fr", known: Catalogue | None = None) -> Verdict:
    """The recette of an edition's published folder. `root`: the project's.

    Raises NecError where the folder holds no register.
    """
    begun = time.perf_counter()
    definitions = known or catalogue()
    read = dossier(folder)
    counter = Counter(edition, definitions)
    earlier = _before(edition, root, definitions)
    again = recounted(read, counter, earlier)
    lines = answered(read.lines, counter)
    mistakes, untested = mistested(read, counter, earlier)
    shelf = library(read, counter, lang)
    finished = reread(folder)
    plates = {chart.drawn.id: plate(chart, shelf) for chart in shelf.charts.values()}
    redrawn = [*reproduced(read)]
    exact = {id: chart.known for id, chart in shelf.charts.items()}
    texts = quoted.approved(edition)
    read_again = [p for p in finished.every if p.kind not in APART and not quoted.spoken(p, texts)]
    beyond = [passage for passage in read_again if journal.beyond(passage, counter)]
    traced = [trace(passage, shelf) for passage in read_again if passage not in beyond]
    faults = [
        *again.faults,
        *lines.faults,
        *incoherent(read, lang),
        *mistakes,
        *miscorrected(read),
        *missing(folder),
        *incomplete(read),
        *redrawn,
        # a page that draws what the files do is measured with them
        *(remeasured(read, lang, exact) if any(fault.file == PAGE for fault in redrawn) else ()),
        *(fault for path in notebooks(folder) for fault in notebook.unlike(path)),
        *charts(shelf, plates.values(), weighed=edition.weights.get("scheme", "none") != "none"),
        *(fault for one in traced for fault in one.faults),
        *nameless(traced),
        *quoted.unapproved(folder, texts),
        *_themes(shelf, edition, lang),
        *unfounded(read, finished.every),
        *unsaid(read_again, read, known_texts(read, counter, lang), lang),
        *misplaced(finished.pdf, shelf),
        *misnumbered(finished.others, shelf),
        *agreement.other_drawings(finished.every, (one.letters for one in plates.values())),
        *(agreement.unlike(finished.pdf, finished.page) if finished.pdf and finished.page else ()),
        *agreement.elsewhere(finished.pdf, finished.page),
    ]
    every = [*traced, *(one for each in plates.values() for one in each.traced)]
    return Verdict(
        edition.id,
        _read(finished, plates, lang),
        sum(one.tied for one in every),
        len(read.figures),
        again.agreed,
        sum(line["count"].isdigit() for line in read.lines),
        lines.agreed,
        {**again.not_again, **lines.not_again, **untested, **{passage.file: UNKEPT for passage in beyond}},
        tuple(dict.fromkeys(faults)),
        time.perf_counter() - begun,
    )


def _before(edition: Edition, root: Path, definitions: Catalogue) -> Counter | None:
    """The edition before, to be counted again too; None where there is none, or its exports are gone."""
    if not edition.previous:
        return None
    try:
        card = card_of(edition.previous, root)
    except NecError:
        return None
    there = all(paths(card.folder, export.file) for export in card.exports)
    return Counter(card, definitions) if there else None


def reread(folder: Path) -> Finished:
    """The finished files of a folder, whichever there are."""
    others: list[Passage] = [*agreement.data(folder)]
    for path in sorted(folder.glob("*.xlsx")):
        others += books.workbook(path)
    for path in sorted(folder.glob("*.pptx")):
        others += books.slides(path)
    for path in sorted(folder.glob("*.docx")):
        others += letters.passages(path)
    for path in notebooks(folder):
        others += notebook.passages(path)
    if (folder / QUALITY).is_file():
        others += page.passages(folder / QUALITY)
    finished, web = folder / "bilan.pdf", folder / "bilan.html"
    return Finished(
        pdf.passages(finished) if finished.is_file() else (),
        page.passages(web) if web.is_file() else (),
        tuple(others),
    )


def notebooks(folder: Path) -> list[Path]:
    """The executed notebooks of a folder."""
    return sorted((folder / notebook.FOLDER).glob("*.ipynb"))


def missing(folder: Path) -> Iterator[Fault]:
    """Finished files that a report must have, or that say nothing."""
    for name in ("bilan.pdf", "bilan.html"):
        if not (folder / name).is_file():
            yield Fault(MISSING, name, "", name, "n'est pas dans le dossier publié.")


def _themes(shelf: Library, edition: Edition, lang: str) -> Iterator[Fault]:
    """The charts of what comments are about, counted again."""
    for id, stanza in catalogue().charts.items():
        if stanza.get("shape") == quoted.SHAPE and id in shelf.charts:
            yield from quoted.miscounted(shelf.charts[id].drawn, stanza, edition, lang)


def charts(shelf: Library, plates: Iterable[Plate], *, weighed: bool) -> Iterator[Fault]:
    """The faults of every chart; a weighted share is that of no count."""
    for one in plates:
        yield from one.faults
        yield from (fault for each in one.traced for fault in each.faults)
    for chart in shelf.charts.values():
        yield from possible(chart, weighed=weighed)
        yield from unlike(chart, shelf)


def nameless(traced: Sequence[Traced]) -> Iterator[Fault]:
    """Rows with numbers that nothing known is called like, in a table whose other rows are known."""
    tables: dict[tuple[str, str, str], list[Traced]] = {}
    for one in traced:
        if one.passage.kind == ROW and one.numbers:
            key = one.passage.file, one.passage.section, one.passage.table
            tables.setdefault(key, []).append(one)
    for rows in tables.values():
        unknown = [one for one in rows if not one.named and not one.faults]
        if unknown and len(unknown) * 2 <= len(rows):
            for one in unknown:
                cause = "est le nom d'une ligne que rien de connu ne porte."
                yield Fault(TEXT, one.passage.file, one.passage.place, one.passage.text[:80], cause)


def _read(finished: Finished, plates: dict[str, Plate], lang: str) -> dict[str, int]:
    """How many numbers each file prints."""
    found: Tally[str] = Tally()
    for passage in finished.every:
        found[passage.file] += sum(len(numbers(cell, lang)) for cell in passage.cells)
    for one in plates.values():
        for each in one.traced:
            name = "charts/*.svg" if each.passage.file.endswith(".svg") else f"charts/*/{Path(each.passage.file).name}"
            found[name] += 0 if each.passage.file.endswith(".svg") else each.numbers
        found["charts/*.svg"] += one.numbers
    return dict(found)
