"""Numbers written beside a mark: each is a value of the row that its mark stands for, and of no other."""

from __future__ import annotations

import re
from collections import Counter as Tally
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nec_analysis.figures.recette.charted import CELL, written
from nec_analysis.figures.recette.drawing import Word
from nec_analysis.figures.recette.entry import Value, same
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.numbers import PERCENT, Number, numbers
from nec_analysis.figures.recette.passage import called
from nec_analysis.figures.recette.placed import Level
from nec_analysis.figures.recette.quantity import COUNT, SHARE, Quantity, quantity
from nec_analysis.figures.recette.seen import Seen
from nec_analysis.figures.recette.shapes import Shape

BARE = "n'a pas son nombre à côté."
LABEL = "n'est pas une valeur de ce que montre la marque à côté."
UNIT = "n'a pas l'unité des autres."
NAMED = "n'est pas le nom de ce que montre la marque à côté."
REACH = 8.0
"""Points from the base lines of a name to that of the numbers on its line, at most."""
UNDER = 13.0
"""Points from the last base line of a name to that of its base, written under it, at most."""
ALIGNED = 0.02
"""Points by which a label is off the middle of its mark, at most: both are rounded."""
_BASE = re.compile(r"n\s*=\s*(?=\d)")


@dataclass(frozen=True, slots=True)
class Label:
    """A text that is nothing but numbers."""

    word: Word
    numbers: tuple[Number, ...]


def alone(text: str, lang: str) -> tuple[Number, ...]:
    """The numbers of a text that says nothing else: "87 %", "[84 ; 90]", "+4 pts"; none of any other."""
    found, rest = numbers(text, lang), text
    for number in found:
        rest = rest.replace(number.text, "", 1)
    return () if any(c.isalpha() for c in rest) else found


def labels(seen: Seen, words: Iterable[Word] | None = None) -> list[Label]:
    """The labels of a drawing, or of some of its words."""
    told = ((word, alone(word.text, seen.lang)) for word in (seen.words if words is None else words))
    return [Label(word, found) for word, found in told if found]


def values(seen: Seen, row: int, columns: Iterable[int], *kinds: str) -> tuple[Value, ...]:
    """What may be printed of some cells of a row; `kinds`: what they are, told by the value alone where none is given."""
    told = [value for column in columns if (value := seen.value(row, column)) is not None]
    return tuple(form for value in told for form in (*_forms(value, kinds or _kinds(value)), *_printed(seen, value)))


def _kinds(value: Fraction) -> tuple[str, ...]:
    """A part of one is a share; none, and one, may be both."""
    return (COUNT,) if abs(value) > 1 else (SHARE, COUNT) if value.denominator == 1 else (SHARE,)


def _forms(value: Fraction, kinds: Sequence[str]) -> Iterator[Value]:
    return (quantity(kind, each) for each in written(value) for kind in kinds)


def _printed(seen: Seen, value: Fraction) -> Iterator[Value]:
    """The same value as a figure prints it: the catalogue may have it rounded to halves of a percent."""
    for known in seen.known:
        if any(isinstance(one, Quantity) and abs(one.value - value) <= 2 * CELL for one in known):
            yield from known


def unlike(seen: Seen, name: str, label: Label, wanted: Sequence[Value]) -> Iterator[Fault]:
    """The numbers of a label that are none of some values."""
    for number in label.numbers:
        if not any(same(number, value) for value in wanted):
            yield seen.fault(name, number.text, LABEL)


def on_rows(
    seen: Seen,
    levels: Mapping[int, Level],
    columns: Sequence[int],
    *,
    names: int = 0,
    words: Iterable[Word] | None = None,
    more: Mapping[int, Sequence[Value]] | None = None,
) -> Iterator[Fault]:
    """The labels on the lines of names that are no value of these columns of their row, nor `more` of it."""
    found = list(owned(seen, levels, words))
    sorts = Tally(label.numbers[0].kind for _, label in found if len(label.numbers) == 1).most_common(1)
    usual = sorts[0][0] if sorts else ""
    for row, label in found:
        if len(columns) == 1 == len(label.numbers) and usual == PERCENT != label.numbers[0].kind:
            yield seen.fault(seen.name(row, names), label.word.text, UNIT)
        yield from unlike(seen, seen.name(row, names), label, (*values(seen, row, columns), *(more or {}).get(row, ())))
    wanted = [row for row in levels if values(seen, row, columns) or (more or {}).get(row)]
    yield from unlabelled(seen, wanted, {row for row, _ in found}, names)


def unlabelled(seen: Seen, wanted: Iterable[int], found: Collection[int], names: int = 0) -> Iterator[Fault]:
    """The rows with a value and without a label."""
    yield from (seen.fault(seen.name(row, names), "", BARE) for row in wanted if row not in found)


def owned(seen: Seen, levels: Mapping[int, Level], words: Iterable[Word] | None = None) -> Iterator[tuple[int, Label]]:
    """The labels on the lines of names, each with its row; a name that is a number is no label."""
    for label in labels(seen, words):
        row = min(levels, key=lambda n: _away(levels[n], label.word), default=None)
        if row is not None and _away(levels[row], label.word) <= REACH and not _is_name(levels[row], label.word):
            yield row, label


def based(seen: Seen, levels: Mapping[int, Level], column: int) -> Iterator[Fault]:
    """The bases under the names, "n = 101", that are not those of their rows."""
    for word in seen.words:
        found = _BASE.match(word.text)
        row = min(levels, key=lambda n: abs(word.y - levels[n].last), default=None)
        if found and row is not None and 0 <= word.y - levels[row].last <= UNDER:
            label = Label(word, numbers(word.text[found.end() :], seen.lang))
            yield from unlike(seen, seen.name(row), label, values(seen, row, (column,)))


def _away(level: Level, word: Word) -> float:
    """How far a word is from the lines of a name, up or down."""
    return max(level.first - word.y, word.y - level.last, 0.0)


def _is_name(level: Level, word: Word) -> bool:
    return word.x == level.x and level.first <= word.y <= level.last


def over(words: Iterable[Word], column: Shape) -> list[Word]:
    """The words centred on a column, from above down."""
    mine = [word for word in words if word.anchor == "middle" and abs(word.x - column.centre[0]) <= ALIGNED]
    return sorted(mine, key=lambda word: word.y)


def titled(words: Sequence[Word], name: str) -> bool:
    """Whether words one under the other are a name, or begin one that is cut."""
    said = "".join(word.text for word in words)
    cut = said.endswith("…")
    return called(said) == called(name) or (cut and called(name).startswith(called(said)))
