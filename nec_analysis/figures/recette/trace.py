"""Each number of a passage back to what is known: a figure, an answer, a row of a chart, a count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nec_analysis.figures.recette import entry as fields
from nec_analysis.figures.recette.entry import Entry, role, same, spelt
from nec_analysis.figures.recette.fault import NUMBER, Fault
from nec_analysis.figures.recette.library import Chart, Library
from nec_analysis.figures.recette.nearest import nearest
from nec_analysis.figures.recette.numbers import HIGH, LOW, Number, numbers
from nec_analysis.figures.recette.passage import ROW, TILE, Passage, bare, called, squeezed
from nec_analysis.figures.recette.phrase import Phrase, skeleton
from nec_analysis.figures.recette.structural import ENDING, named
from nec_analysis.figures.recette.twofold import misnamed


def _beside(number: Number) -> tuple[str, ...]:
    """What a number beside the value of a tile may be: an end of its interval, else its change or a note."""
    return (fields.ENDS,) if number.kind in (LOW, HIGH) else (fields.CHANGE, fields.NOTE)


@dataclass(frozen=True, slots=True)
class Traced:
    """What became of the numbers of a passage: how many there are, how many are tied to one named thing."""

    passage: Passage
    numbers: int
    tied: int
    faults: tuple[Fault, ...] = ()
    named: bool = True


def trace(passage: Passage, library: Library, *, itself: bool = False) -> Traced:
    """The passage with its numbers traced, or the faults found in it.

    A caption repeated word for word is traced where it is kept, in `legende.txt` or `alt.txt` (`itself`).
    """
    if passage.kind == ROW and (wrong := misnamed(passage, library.known)):
        return Traced(passage, _count(passage, library), 0, (wrong,))
    if not any(c.isdigit() for c in passage.text):
        return Traced(passage, 0, 0)
    if passage.kind == ROW:
        return _row(passage, library)
    if passage.kind == TILE:
        return _tile(passage, library)
    return _prose(passage, library, itself)


def _row(passage: Passage, library: Library) -> Traced:
    mine = library.chart(passage.chart) if passage.chart else None
    charts = (mine,) if mine else () if passage.chart else library.headed(passage.table)
    found = _called(passage, charts, library)
    cells = [(n, _allowed(_header(passage, at), bool(charts))) for at, n in _results(passage, found, library)]
    if not found:
        return _unnamed(passage, cells, library)
    rows = [entry for entry in found if not entry.figures] or found
    best = min(rows, key=lambda e: len(_missed(e, cells)))
    missed = _missed(best, cells)
    if charts:
        # A figure may be rounded to half points, as its table is not: its own print counts too.
        printed = [entry for entry in found if entry.figures]
        missed = [n for n in missed if not any(e.holds(n, (fields.VALUE, fields.BEFORE)) for e in printed)]
    faults = tuple(_fault(passage, n, f"n'est pas de « {best.source} ».", found) for n in missed)
    faults = faults or tuple(_misworded(passage, best))
    return Traced(passage, _count(passage, library), len(cells) - len(missed), faults)


def _misworded(passage: Passage, entry: Entry) -> Iterator[Fault]:
    """Words known beforehand that the row writes with other numbers."""
    worded = [at for at, header in enumerate(passage.header) if squeezed(header) in _WORDED]
    cells = [passage.cells[at] for at in worded if at < len(passage.cells)] if entry.figures else passage.cells[1:2]
    for cell in cells if entry.said else ():
        if any(c.isdigit() for c in cell) and not squeezed(cell).startswith(entry.said):
            cause = f"n'est pas ce que dit « {entry.source} »."
            yield Fault(NUMBER, passage.file, passage.place, cell[:60], cause, entry.said)


_WORDED = {squeezed(header) for header in fields.WORDED}


def _called(passage: Passage, charts: Sequence[Chart], library: Library) -> tuple[Entry, ...]:
    """The entries a row is named after; in the table of a chart, its rows and the figures of those names."""
    told = frozenset(called(text) for text in (*passage.cells, *passage.header, passage.under) if text)
    if not charts:
        if journal := tuple(e for e in library.known.named(told) if fields.JOURNAL in e.fields):
            return journal
        itself = tuple(e for e in library.shown if e.named_in(told) and spelt(*e.figures) <= e.names[0])
        return itself or library.known.named(told)
    rows = library.known.named(told.union(squeezed(f"chart {chart.drawn.id}") for chart in charts))
    mine = frozenset(called(cell) for cell in passage.cells if cell)
    return (*rows, *(entry for entry in library.shown if entry.named_in(mine)))


def _allowed(header: str, charted: bool) -> tuple[str, ...] | None:
    """The fields a column may hold: in the data of a chart, its own column; elsewhere what its header means."""
    return (squeezed(header),) if charted and header else role(header)


def _header(passage: Passage, place: int) -> str:
    return passage.header[place] if place < len(passage.header) else ""


def _results(passage: Passage, found: Sequence[Entry], library: Library) -> Iterator[tuple[int, Number]]:
    """The numbers of a row's cells, those of the cells that name it left out."""
    names = {name for entry in found for spellings in entry.names for name in spellings}
    known = any(entry.figures for entry in found)
    for at, cell in enumerate(passage.cells):
        if called(cell) not in names or role(_header(passage, at)) is not None:
            yield from ((at, n) for n in library.structural.loose(cell, names=not known))


def _missed(entry: Entry, cells: Iterable[tuple[Number, tuple[str, ...] | None]]) -> list[Number]:
    """The numbers an entry does not hold. A column whose fields the entry has none of may hold any of its values."""
    out = []
    for number, allowed in cells:
        mine = [name for name in allowed or () if entry.fields.get(name)]
        if not entry.holds(number, mine or None):
            out.append(number)
    return out


def _unnamed(passage: Passage, cells: Sequence[tuple[Number, object]], library: Library) -> Traced:
    """A row that nothing known is called like: facts of the edition, or whatever the register prints."""
    loose = [n for n, _ in cells]
    facts = [n for n in loose if library.facts.holds(n)]
    rest = [n for n in loose if n not in facts and not _printed(n, library)]
    faults = tuple(_fault(passage, n, "n'est dans aucun registre.", library.shown) for n in rest)
    return Traced(passage, _count(passage, library), len(facts), faults, named=len(facts) == len(loose))


def _printed(number: Number, library: Library) -> bool:
    return any(entry.holds(number, (fields.VALUE,)) for entry in library.shown)


def _tile(passage: Passage, library: Library) -> Traced:
    texts = frozenset(called(cell) for cell in passage.cells)
    found = [e for e in library.known.named(texts) if e.figures]
    value, beside = numbers(passage.cells[0], library.lang), list[Number]()
    labels = {name for e in found for spellings in e.names for name in spellings}
    for cell in passage.cells[1:]:
        if called(cell) not in labels:
            beside += library.structural.loose(cell)
    if not found:
        faults = [_fault(passage, n, "aucun chiffre du registre ne porte ce nom.", library.shown) for n in value[:1]]
        return Traced(passage, _count(passage, library), 0, tuple(faults))
    best = min(found, key=lambda e: _off(e, value, beside))
    missed = [n for n in value if not best.holds(n, (fields.VALUE,))]
    missed += [n for n in beside if not best.holds(n, _beside(n))]
    faults = [_fault(passage, n, f"n'est pas de « {best.source} ».", found) for n in missed]
    return Traced(passage, _count(passage, library), len(value) + len(beside) - len(missed), tuple(faults))


def _off(entry: Entry, value: Sequence[Number], beside: Sequence[Number]) -> int:
    return sum(not entry.holds(n, (fields.VALUE,)) for n in value) + sum(not entry.holds(n, _beside(n)) for n in beside)


def _prose(passage: Passage, library: Library, itself: bool) -> Traced:
    text = passage.text
    chart = library.chart(passage.chart)
    if not itself and any(squeezed(text) in one.told for one in library.charts.values()):
        return Traced(passage, _count(passage, library), _count(passage, library))
    loose = library.structural.loose(text)
    said, figures, faults = _sentences(passage, text, library)
    rest = [n for n in loose if n.start not in said and n.start not in {f.start for f, _ in faults}]
    local = _local(text, figures, chart, library)
    untied: list[Number] = []
    lost: list[Number] = []
    cuts = _cuts(text, chart) if rest else []
    for number in rest:
        segment = _segment(text, number, cuts)
        near = [*local, *_named(segment, chart, library)]
        if any(entry.holds(number) for entry in near) or library.facts.holds(number):
            continue
        (untied if _elsewhere(number, chart, near, library) else lost).append(number)
    told = [fault for _, fault in faults]
    told += [_fault(passage, n, "n'est dans aucun registre.", local or library.shown) for n in lost]
    return Traced(
        passage, _count(passage, library), len(loose) - len(lost) - len(untied), tuple(told), named=not untied
    )


def _sentences(passage: Passage, text: str, library: Library) -> tuple[set[int], set[str], list[tuple[Number, Fault]]]:
    """The known sentences of a text: where their numbers stand, whose figures they are, those that differ."""
    every, letters = numbers(text, library.lang), skeleton(text, library.lang)
    said, figures = set[int](), set[str]()
    wrong: list[tuple[Number, Fault, int]] = []
    for phrase in library.phrases:
        at = letters.find(phrase.skeleton)
        if at < 0:
            continue
        first = letters[:at].count("0")
        mine = every[first : first + len(phrase.numbers)]
        figures |= set(phrase.figures)
        off = [(n, p) for n, p in zip(mine, phrase.numbers, strict=False) if not same(n, p)]
        if off:
            wrong += [(n, _expected(passage, n, p, phrase), len(phrase.skeleton)) for n, p in off]
        else:
            said |= {n.start for n in mine}
    return said, figures, [(n, fault) for n, fault, _ in wrong if n.start not in said]


def _expected(passage: Passage, number: Number, wanted: Number, phrase: Phrase) -> Fault:
    return Fault(
        NUMBER, passage.file, passage.place, number.text, f"n'est pas ce que dit {phrase.source}.", wanted.text
    )


def _local(text: str, figures: set[str], chart: Chart | None, library: Library) -> list[Entry]:
    """The figures that the sentences of a text tell of."""
    return [entry for entry in library.shown if figures & set(entry.figures)]


def _segment(text: str, number: Number, cuts: Sequence[int]) -> str:
    """The part of an enumeration that a number stands in."""
    start = max((i + 1 for i in cuts if i < number.start), default=0)
    return text[start : min((i for i in cuts if i >= number.end), default=len(text))]


def _cuts(text: str, chart: Chart | None) -> list[int]:
    """Where an enumeration goes on to its next part: not within an interval, nor within the name of a row ("Dr. X")."""
    cuts = [i for i, c in enumerate(text) if c == ";" or (c == "." and text[i + 1 : i + 2] in (" ", ""))]
    names = chart.drawn.rows if chart is not None else ()
    spans = [found.span() for cells in names for found in named(cells[0].rstrip(ENDING), text)]
    return [i for i in cuts if not _bracketed(text, i) and not any(start < i < end for start, end in spans)]


def _bracketed(text: str, at: int) -> bool:
    return text.rfind("[", 0, at) > text.rfind("]", 0, at)


def _named(segment: str, chart: Chart | None, library: Library) -> list[Entry]:
    """The rows of a chart, then the figures, that a segment names."""
    if chart is None:
        return []
    letters = f"{squeezed(segment)} {bare(segment)}"  # an emoji may be the whole name of a row
    shared = [name for row in chart.rows for spellings in row.names[1:] for name in spellings]
    rows = []
    for row in chart.rows:
        alone = [s for s in row.names[1:] if all(shared.count(name) == 1 and len(name) > 2 for name in s)]
        wanted = alone or row.names[1:]
        hit = any if alone else all
        if any(not name.isdigit() for s in wanted for name in s) and hit(
            any(name in letters for name in spellings) for spellings in wanted
        ):
            rows.append(row)
    figures = [e for e in library.shown if any(name in letters for s in e.names for name in s if len(name) > 5)]
    return [*rows, *figures] or [*chart.figures]


def _elsewhere(number: Number, chart: Chart | None, near: Sequence[Entry], library: Library) -> bool:
    """Whether a number is known, though nothing beside it says of what."""
    if chart is not None:
        return any(same(number, value) for value in chart.derived) or (
            not near and any(row.holds(number) for row in chart.rows)
        )
    return not near and _printed(number, library)


def _count(passage: Passage, library: Library) -> int:
    return sum(len(numbers(cell, library.lang)) for cell in passage.cells)


def _fault(passage: Passage, number: Number, cause: str, among: Sequence[Entry]) -> Fault:
    return Fault(NUMBER, passage.file, passage.place, number.text, cause, nearest(number, among))
