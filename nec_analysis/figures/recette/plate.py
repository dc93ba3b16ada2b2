"""The files of one chart: its data, its caption, its description, its drawing say the same."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from nec_analysis.figures.recette.bars import uneven
from nec_analysis.figures.recette.charted import Row, forms, rows
from nec_analysis.figures.recette.columned import ONLY
from nec_analysis.figures.recette.drawing import Word, apart_from, drawing, foot, graduations
from nec_analysis.figures.recette.entry import Entry, same
from nec_analysis.figures.recette.fault import FIGURE, NUMBER, SCALE, SUM, TEXT, Fault
from nec_analysis.figures.recette.geometry import begins_rows, misdrawn, unwritten
from nec_analysis.figures.recette.labels import alone
from nec_analysis.figures.recette.library import Chart, Library
from nec_analysis.figures.recette.nearest import nearest
from nec_analysis.figures.recette.numbers import PLAIN, Number, numbers
from nec_analysis.figures.recette.passage import ALT, PROSE, Passage, called, flat, squeezed
from nec_analysis.figures.recette.places import astray
from nec_analysis.figures.recette.shapes import read
from nec_analysis.figures.recette.trace import Traced, trace


@dataclass(frozen=True, slots=True)
class Plate:
    """What was found of a chart: its passages traced, its faults, its drawing's words (squeezed)."""

    traced: tuple[Traced, ...]
    faults: tuple[Fault, ...]
    letters: str
    numbers: int


def plate(chart: Chart, library: Library) -> Plate:
    """A chart read whole."""
    drawn = chart.drawn
    place = f"charts/{drawn.id}"
    told = [
        Passage(f"{place}/legende.txt", f"ligne {n}", PROSE, (text,), chart=drawn.id)
        for n, text in enumerate(drawn.told, 1)
    ]
    alt = Passage(f"{place}/alt.txt", "", ALT, (drawn.alt,), chart=drawn.id)
    traced = [trace(passage, library, itself=True) for passage in (*told, alt)]
    if not drawn.svg.is_file():
        return Plate(tuple(traced), (), "", 0)
    seen = drawing(drawn.svg)
    file = f"{place}/{drawn.svg.name}"
    traced += [trace(Passage(file, "description", ALT, (text,), chart=drawn.id), library) for text in seen.named]
    names = frozenset(squeezed(name) for row in rows(drawn) for name in row.names)
    words, faults = _words(apart_from(names, seen.words), chart, library, file)
    return Plate(
        (*traced, *words),
        (
            *faults,
            *_labels(chart, seen.words, library.lang, file),
            *uneven(drawn.svg, seen.words, library.lang, file),
            *misdrawn(drawn, seen.words, read(drawn.svg), library.lang, file, chart.known),
        ),
        squeezed("".join(word.text for word in seen.words)),
        sum(len(numbers(word.text, library.lang)) for word in seen.words),
    )


def _words(words: Sequence[Word], chart: Chart, library: Library, file: str) -> tuple[list[Traced], list[Fault]]:
    """Sentences traced as such; lone numbers against the table, graduations by their place."""
    steps = graduations(words, library.lang)
    alone = {n for n, word in enumerate(words) if _is_number(word.text, library)}
    texts = [trace(passage, library) for passage in _sentences(words, alone, chart, file)]
    loose = [n for n in sorted(alone - steps) if library.structural.loose(words[n].text)]
    return texts, list(_lone(words, loose, chart, library, file))


def _is_number(text: str, library: Library) -> bool:
    """Whether a word is nothing but numbers: "87 %", "[84 ; 90]", "+4 pts"."""
    return bool(alone(text, library.lang))


def _sentences(words: Sequence[Word], alone: set[int], chart: Chart, file: str) -> Iterator[Passage]:
    """The lines of one paragraph put together: same size, same colour, same edge, one under the other."""
    block: list[Word] = []
    for n, word in enumerate(words):
        if n in alone:
            continue
        if block and (word.size, word.fill, word.anchor, word.x) != (
            block[-1].size,
            block[-1].fill,
            block[-1].anchor,
            block[-1].x,
        ):
            yield _block(block, chart, file)
            block = []
        block.append(word)
    if block:
        yield _block(block, chart, file)


def _block(block: Sequence[Word], chart: Chart, file: str) -> Passage:
    text = flat(" ".join(word.text for word in block))
    return Passage(file, f"texte « {text[:40]} »", PROSE, (text,), chart=chart.drawn.id)


def _lone(words: Sequence[Word], loose: Sequence[int], chart: Chart, library: Library, file: str) -> Iterator[Fault]:
    """Numbers that stand alone: each must be a cell of the table, as many times at most as there are such cells."""
    cells = [forms(title, value) for row in rows(chart.drawn) for title, value in row.values.items()]
    figures = _figures(words, library)
    sizes = _sizes(words, loose, library)
    used: Tally[tuple[str, Fraction, int]] = Tally()
    for n in loose:
        for number in library.structural.loose(words[n].text):
            key = number.kind, number.value, number.decimals
            used[key] += 1
            backed = sum(any(same(number, form) for form in cell) for cell in cells)
            backed += sum(figure.holds(number) for figure in figures) + any(same(number, v) for v in chart.derived)
            nobody = chart.places is not None and not number.value
            if used[key] > backed and n not in sizes and not nobody and not library.facts.holds(number):
                yield _unknown(number, words[n], chart, file, backed)


def _unknown(number: Number, word: Word, chart: Chart, file: str, backed: int) -> Fault:
    place = f"en x = {word.x:g}, y = {word.y:g}"
    if number.kind == PLAIN and backed == 0 and "%" not in word.text:
        return Fault(
            SCALE,
            file,
            place,
            number.text,
            "n'est ni une case des données du graphique ni une graduation régulière.",
            nearest(number, chart.rows),
        )
    return Fault(
        NUMBER,
        file,
        place,
        number.text,
        "est imprimé plus de fois que les données du graphique ne le portent.",
        nearest(number, chart.rows),
    )


def _figures(words: Sequence[Word], library: Library) -> list[Entry]:
    """The figures whose sentence or label the chart writes, each once."""
    letters = squeezed("".join(word.text for word in words))
    told = {id for p in library.phrases if p.figures and _written(p.skeleton, words, library) for id in p.figures}
    found = {
        e.figures: e
        for e in library.shown
        if told & set(e.figures) or any(len(name) > 5 and name in letters for s in e.names for name in s)
    }
    return [*found.values()]


def _written(skeleton: str, words: Sequence[Word], library: Library) -> bool:
    from nec_analysis.figures.recette.phrase import skeleton as letters

    return skeleton in letters(" ".join(word.text for word in words), library.lang)


def _sizes(words: Sequence[Word], loose: Sequence[int], library: Library) -> set[int]:
    """Round numbers one above the other, from large to small: the sizes a legend shows."""
    columns: dict[tuple[float, str, str], list[int]] = {}
    for n in loose:
        columns.setdefault((words[n].x, words[n].size, words[n].fill), []).append(n)
    out: set[int] = set()
    for group in columns.values():
        values = [numbers(words[n].text, library.lang)[0].value for n in group]
        if all(_nice(v) for v in values) and all(a > b for a, b in pairwise(values)):
            out |= set(group)
    return out


def _nice(value: Fraction) -> bool:
    digits = str(int(value)).rstrip("0") if value.denominator == 1 and value > 0 else ""
    return digits in {"1", "2", "3", "5", "25"}


def _labels(chart: Chart, words: Sequence[Word], lang: str, file: str) -> Iterator[Fault]:
    """Names of rows that the drawing does not write, and does not say to have left to the data."""
    left = unwritten(chart.drawn, words)
    if left and len(left) in {number.value for number in numbers(foot(words), lang)}:
        return
    letters = squeezed("".join(word.text for word in words))
    names = [row.names[0] for row in rows(chart.drawn) if len(squeezed(row.names[0])) > 3]
    names = [name for name in names if not ONLY.match(name)]
    missing = [name for name in names if squeezed(name) not in letters]
    few = missing if len(missing) * 3 <= len(names) and not begins_rows(chart.drawn) else []
    for name in dict.fromkeys((*left, *few)):
        yield Fault(TEXT, file, "", name, "nomme une ligne des données et n'est pas écrit sur le graphique.")


def possible(chart: Chart, *, weighed: bool = False) -> Iterator[Fault]:
    """Shares that no count of people out of the base gives: the GRIM test of Brown & Heathers (2017), on the data table.

    A chart of figures must hold what the register does; a map what the postal codes give.
    """
    file = f"charts/{chart.drawn.id}/{chart.drawn.id}.csv"
    if chart.places is not None:
        yield from astray(chart.drawn, chart.places)
    for row in rows(chart.drawn) if not weighed else ():
        base = _base(row)
        if base:
            for title, value in row.values.items():
                if 0 < value < 1 and _is_share(title) and not _counts(value, base):
                    yield Fault(
                        SUM, file, row.names[0], f"{float(value):g}", f"n'est la part d'aucun compte sur {base}."
                    )


def _is_share(title: str) -> bool:
    """Whether a column holds shares of its row's base: no end of an interval, no difference, no other edition's."""
    return title.casefold() not in _NOT_COUNTED and not any(c.isdigit() or c == "," for c in title)


def unlike(chart: Chart, library: Library) -> Iterator[Fault]:
    """Rows of a chart of figures that differ from the register."""
    file = f"charts/{chart.drawn.id}/{chart.drawn.id}.csv"
    for cells in chart.drawn.rows if chart.listed else ():
        found = [e for e in chart.figures if e.named_in(frozenset(called(cell) for cell in cells))]
        printed = [n for cell in cells[1:] for n in numbers(cell, "en") if n.value not in library.structural.years]
        if found:
            best = min(found, key=lambda e: sum(not e.holds(n) for n in printed))
            for n in printed:
                if not best.holds(n):
                    yield Fault(FIGURE, file, cells[0], n.text, f"n'est pas de « {best.source} ».", nearest(n, found))


_NOT_COUNTED = ("borne basse", "borne haute", "low", "high", "écart", "gap", "change", "difference")


def _base(row: Row) -> int:
    found = next((v for title, v in row.values.items() if title.casefold() in ("base", "n")), None)
    return int(found) if found is not None and found.denominator == 1 else 0


def _counts(value: Fraction, base: int) -> bool:
    """Whether some count out of the base gives the share, to the decimals written."""
    decimals = len(str(float(value)).partition(".")[2])
    unit = Fraction(1, 10 ** max(decimals, 6))
    nearest_count = round(value * base)
    return any(
        abs(Fraction(n, base) - value) <= unit / 2 + Fraction(1, 10**9)
        for n in (nearest_count - 1, nearest_count, nearest_count + 1)
    )
