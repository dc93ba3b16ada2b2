"""All that is known of an edition before its files are read: entries, sentences, fixed words, charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from nec_analysis.figures.recette import charted, quoted
from nec_analysis.figures.recette.contrasts import of_contrasts
from nec_analysis.figures.recette.dossier import Dossier, Drawn
from nec_analysis.figures.recette.drawing import drawing
from nec_analysis.figures.recette.entry import VALUE, Entry, Value
from nec_analysis.figures.recette.family import of_family
from nec_analysis.figures.recette.geometry import unwritten
from nec_analysis.figures.recette.journal import of_journal
from nec_analysis.figures.recette.known import (
    Known,
    of_accounts,
    of_classes,
    of_edition,
    of_files,
    of_questions,
    of_register,
    of_topline,
)
from nec_analysis.figures.recette.notebook import furniture
from nec_analysis.figures.recette.numbers import NAME, numbers
from nec_analysis.figures.recette.passage import called, squeezed
from nec_analysis.figures.recette.phrase import Phrase, phrases
from nec_analysis.figures.recette.places import Places, places
from nec_analysis.figures.recette.quantity import COUNT, quantity
from nec_analysis.figures.recette.recount import Counter
from nec_analysis.figures.recette.selection import of_selection
from nec_analysis.figures.recette.structural import Structural, structural


@dataclass(frozen=True)
class Chart:
    """What one chart may say: the entries of its rows, what follows from them, its finished texts (squeezed).

    `figures`: the entries of the figures that the catalogue has it draw; `places`: for a map.
    """

    drawn: Drawn
    rows: tuple[Entry, ...]
    derived: tuple[Value, ...]
    told: frozenset[str]
    figures: tuple[Entry, ...] = ()
    listed: bool = False
    places: Places | None = None

    @property
    def known(self) -> tuple[tuple[Value, ...], ...]:
        """The values of the figures it draws, each exactly and as it is printed."""
        return tuple(entry.fields[VALUE] for entry in self.figures if VALUE in entry.fields)

    @property
    def title(self) -> str:
        """What its message is known by."""
        return called(self.drawn.title)


@dataclass(frozen=True)
class Library:
    """What the tracing looks things up in. `facts`: the people there were, the answers there were."""

    known: Known
    facts: Entry
    phrases: tuple[Phrase, ...]
    structural: Structural
    charts: Mapping[str, Chart]
    shown: tuple[Entry, ...]
    lang: str

    def chart(self, id: str) -> Chart | None:
        """The chart of that id, as HTML writes it too."""
        # A page writes its anchors in lower case, with hyphens: q-q1 is the chart q_Q1.
        plain = id.replace("-", "_").casefold()
        alike = (drawn for name, drawn in self.charts.items() if id and name.casefold() == plain)
        return self.charts.get(id) or self.charts.get(id.replace("-", "_")) or next(alike, None)

    def headed(self, caption: str) -> tuple[Chart, ...]:
        """The charts whose message a table is headed by: two questions may be put in the same words."""
        title = called(caption)
        return tuple(chart for chart in self.charts.values() if title and chart.title == title)


def library(dossier: Dossier, counter: Counter, lang: str = "fr") -> Library:
    """Everything known of the edition of a dossier."""
    facts = [*of_edition(counter, lang)]
    register = [*of_register(dossier, lang)]
    entries = chain(
        register,
        of_files(dossier, lang),
        of_topline(dossier.lines, lang),
        of_questions(counter),
        of_accounts(counter),
        of_classes(counter),
        of_selection(counter, lang),
        of_contrasts(dossier, counter, lang),
        of_family(dossier),
        of_journal(counter),
        (fact for fact in facts if fact.names),
    )
    return Library(
        Known.of([*entries, *(row for drawn in dossier.charts for row in charted.entries(drawn, lang))]),
        next(fact for fact in facts if not fact.names),
        phrases(counter.edition, counter.catalogue, {f.id: f for f in dossier.figures}, lang),
        _structural(dossier, counter, lang),
        {drawn.id: _chart(drawn, register, counter, lang) for drawn in dossier.charts},
        tuple(entry for entry in register if entry.figures),
        lang,
    )


def _chart(drawn: Drawn, register: Sequence[Entry], counter: Counter, lang: str) -> Chart:
    told = frozenset(squeezed(text) for text in (drawn.alt, *drawn.told) if text)
    stanza = counter.catalogue.charts.get(drawn.id, {})
    ids = {id for value in stanza.values() if isinstance(value, list) for id in map(str, value)}
    asked = {
        indicator.id for indicator in counter.indicators.values() if indicator.question == stanza.get("question", "-")
    }
    figures = tuple(entry for entry in register if (ids | asked) & set(entry.figures))
    counted = places(counter) if stanza.get("shape") == "map" else None
    summed = (quoted.total(drawn),) if stanza.get("shape") == quoted.SHAPE else ()
    # "18 more rows in the data": those that the page had no room for
    more = len(unwritten(drawn, drawing(drawn.svg).words)) if drawn.svg.is_file() else 0
    left = (quantity(COUNT, more),) if more else ()
    derived = (*charted.derived(drawn), *(counted.values() if counted else ()), *summed, *left)
    return Chart(drawn, tuple(charted.entries(drawn, lang)), derived, told, figures, bool(ids), counted)


def _structural(dossier: Dossier, counter: Counter, lang: str) -> Structural:
    return structural(known_texts(dossier, counter, lang), _names(dossier, counter), _years(dossier, counter), lang)


def known_texts(dossier: Dossier, counter: Counter, lang: str) -> Iterator[str]:
    """Texts that are what they are: the card's, the catalogue's, the questions as they were put."""
    from nec_analysis.french.dates import day

    edition, catalogue = counter.edition, counter.catalogue
    yield from (edition.label, edition.id, edition.place, *map(str, edition.facts.values()))
    if edition.population:
        yield edition.population.what
    if edition.date:
        yield day(edition.date, lang=lang)
    for figure in dossier.figures:
        yield from (figure.label, figure.question, *figure.columns, figure.method, figure.reference)
    for line in dossier.lines:
        yield from (line["question_label"], line["item_label"], line["choice_label"])
    if counter.survey is not None:
        # open questions stand in no table of answers
        yield from (text for q in counter.survey.inferred[1].values() for text in q.text.values())
    for stanza in (*catalogue.sections.values(), *catalogue.charts.values()):
        for part in ("title", "subtitle", "neutral"):
            told = stanza.get(part) or {}
            yield from (str(text) for text in told.values() if "{" not in str(text))
    for drawn in dossier.charts:
        yield from drawn.header
    yield from furniture(Path(edition.folder).parents[2])


def _names(dossier: Dossier, counter: Counter) -> Iterator[str]:
    """Words with digits in them: files, their fingerprints, identifiers, tools, codes."""
    for figure in dossier.figures:
        yield from (figure.id, *figure.columns)
        for file in figure.files:
            yield file.name
            yield from (file.sha256[:n] for n in (8, 12, 16, 64))
    if counter.survey is not None:
        yield from (*counter.survey.inferred[1], *counter.survey.kinds)
    for export in counter.edition.exports:
        yield from (export.file, export.structure, export.tool, export.sha256, export.sha256[:12], export.sha256[:8])
    yield from (counter.edition.id, counter.edition.previous)
    for drawn in dossier.charts:
        yield from (cell for cells in drawn.rows for cell in cells)
    for text in known_texts(dossier, counter, "fr"):
        yield from (n.text for n in numbers(text) if n.kind == NAME)


def _years(dossier: Dossier, counter: Counter) -> Iterator[int]:
    """The years an edition speaks of: its own, those of the edition before, of its dated counts, of its files."""
    from nec_analysis.cards import edition as card_of

    texts = [counter.edition.date, counter.edition.label]
    if counter.edition.previous:
        before = card_of(counter.edition.previous, Path(counter.edition.folder).parents[2])
        texts += [before.date, before.label]
    texts += counter.lists.column("contacts", "at")
    for text in texts:
        yield from (int(n) for n in _four(text))


def _four(text: str) -> Iterator[str]:
    import re

    return iter(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text))
