"""Rows whose cells hold what other columns hold: two columns exchanged for a stretch, cells moved to the left or right."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from . import coded
from .content import form, problem
from .misshapen import run_one_way
from .shape import Problem

_ENOUGH, _MOST, _CELLS = 20, 5_000, 1_000_000
"""Filled cells that prove what a column holds; rows beyond which nobody pastes by hand; cells that are looked at."""
_CORE, _CLOSED = 50, 40
"""A text held by one cell in fifty is one of a column's own; a column of choices has at most forty of them."""
_LEAST, _TIMES, _FEW = 5, 4, 5
"""A text belongs elsewhere when five cells there hold it, four times as many as here, less than one in five here."""
_STEPS, _ALWAYS = 5, 10
"""Columns over which cells are moved at most; one cell in ten may be otherwise where nearly all are alike."""
_TOLD, _LONGEST = 4, 40
"""Characters of a number that is no quantity, of one that is a number at all."""
_CAUSE = (
    "cette cellule et d'autres de sa ligne tiennent ce que tiennent d'autres colonnes (un nombre, une date, un choix) : "
    "colonnes échangées, cellules décalées (shifted cells) ?"
)
_NUMBER = re.compile(r"[-+]?9(?:[.,]9)?[ %€]*")


@dataclass(frozen=True)
class Habit:
    """What one column holds: its texts by row, how often each; the one form nearly all share, "" for words.

    `free` for texts of which few come twice.
    """

    rows: Sequence[str]
    counts: Mapping[str, int]
    usual: str = ""
    free: bool = False

    @property
    def closed(self) -> bool:
        """Whether the column holds choices, in words or in figures."""
        return not self.usual and not self.free

    @cached_property
    def always(self) -> bool:
        """Whether nearly every row has the one form of a column of dates, numbers or codes."""
        if not self.usual:
            return False
        others = sum(1 for text in self.rows if _form(text) != self.usual)
        return _ALWAYS * others <= len(self.rows)

    @cached_property
    def made(self) -> bool:
        """Whether the tool wrote the column: times of day, numbers that rise or fall from row to row."""
        if self.usual != "9":
            return ":" in self.usual
        written = (text for text in self.rows if text.isascii() and text.isdigit() and len(text) < _LONGEST)
        return run_one_way([int(text) for text in written])

    @cached_property
    def filled(self) -> int:
        """How many cells hold something."""
        return sum(self.counts.values())


def sideways(cells: Sequence[Any], lines: Sequence[int]) -> list[Problem]:
    """The rows in which two cells hold each other's texts, or neighbours those of the columns beside.

    One of the columns must hold dates, numbers or codes: of two questions with answers in words a single person may
    well choose what everybody else chose in the other. A person also types a postal code under the town: what people
    type is moved only where the row above or below is moved alike; times and identifiers of a tool, in any row.
    """
    rows = len(lines)
    if not _ENOUGH <= rows <= _MOST or rows * len(cells) > _CELLS:
        return []
    habits = {i: habit for i, column in enumerate(cells) if (habit := _habit(column)) is not None}
    moves: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for (here, there), texts in _strays(habits).items():
        for row, text in enumerate(habits[here].rows):
            if text in texts:
                moves[row][here].add(there)
    moved = {row: at for row in sorted(moves) if (at := _moved(moves[row], habits, row))}
    return [
        problem("cells-shifted", int(lines[row]), _CAUSE, cells, row, at.column + 1)
        for row, at in moved.items()
        if at.made or at in (moved.get(row - 1), moved.get(row + 1))
    ]


@dataclass(frozen=True, slots=True)
class Moved:
    """The first moved cell of a row; `made` where the tool, not a person, wrote one of those exchanged."""

    column: int
    made: bool


def _habit(column: Any) -> Habit | None:
    """None for columns of few cells: what they hold proves nothing."""
    rows = [(text or "").strip() for text in coded.to_list(column)]
    counts = Counter(rows)
    del counts[""]
    filled = sum(counts.values())
    if filled < _ENOUGH:
        return None
    core = [n for n in counts.values() if n * _CORE >= filled and n > 1]
    if 1 < len(core) <= _CLOSED and _FEW * sum(core) >= (_FEW - 1) * filled:
        return Habit(rows, counts)
    forms = Counter(_form(text) for text in rows if text)
    usual, times = forms.most_common(1)[0]
    told = "9" in usual and len(usual) < 24 and _FEW * times >= (_FEW - 1) * filled
    return Habit(rows, counts, usual) if told else Habit(rows, counts, free=True)


def _form(text: str) -> str:
    found = form(text)
    return "9" if _NUMBER.fullmatch(found) else found


def _strays(habits: Mapping[int, Habit]) -> dict[tuple[int, int], set[str]]:
    """The texts of a column (first) that belong to another one (second), where nothing else is common to both."""
    owners: dict[str, list[int]] = defaultdict(list)
    for index, habit in habits.items():
        for text, times in habit.counts.items() if habit.closed else ():
            if times >= _LEAST:
                owners[text].append(index)
    forms = {index: habit.usual for index, habit in habits.items() if habit.usual}
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for index, habit in habits.items():
        for text in habit.counts:
            # Words in a column of dates are foreign, wherever else they are found.
            words = (
                (owners.get(text, ()) if habit.usual else _beside(habits, index, text)) if _form(text) != "9" else ()
            )
            for there in (*words, *_formed(habit, text, forms)):
                found[index, there].add(text)
    return {pair: texts for pair, texts in found.items() if _apart(habits, pair, found)}


def _beside(habits: Mapping[int, Habit], index: int, text: str) -> Iterator[int]:
    """The columns of choices not far from another one where a text of it is far more at home."""
    for there in range(index - _STEPS, index + _STEPS + 1) if habits[index].closed else ():
        times = habits[there].counts.get(text, 0) if there in habits and habits[there].closed else 0
        if there != index and times >= max(_LEAST, _TIMES * habits[index].counts[text]):
            yield there


def _formed(habit: Habit, text: str, forms: Mapping[int, str]) -> Iterator[int]:
    """The columns of dates, numbers or codes that a text belongs to. In a comment a short number is anything."""
    shape = _form(text)
    if shape == habit.usual or (habit.free and len(text) < _TOLD):
        return
    yield from (index for index, usual in forms.items() if usual == shape)


def _apart(habits: Mapping[int, Habit], pair: tuple[int, int], strays: Mapping[tuple[int, int], set[str]]) -> bool:
    """Whether two columns have nothing in common but the few strays, each still more than one text of its own."""
    here, there = pair
    own, others = (_rest(habits[a], strays.get((a, b), set())) for a, b in ((here, there), (there, here)))
    few = _FEW * sum(habits[here].counts[text] for text in strays[pair]) < habits[here].filled
    return few and len(own) > 1 and len(others) > 1 and own.isdisjoint(others)


def _rest(habit: Habit, strays: Iterable[str]) -> set[str]:
    return set(habit.counts).difference(strays)


def _moved(moves: Mapping[int, set[int]], habits: Mapping[int, Habit], row: int) -> Moved | None:
    """The first cell that stands elsewhere: exchanged, gone from where it is wanted, or moved with its neighbour."""
    for here in sorted(moves):
        places = [
            *(
                [here, there]
                for there in moves[here]
                if here in moves.get(there, ()) or _left(habits, here, there, row)
            ),
            *_pushed(moves, habits, here, row),
        ]
        told = [[habits[i] for i in some] for some in places if any(habits[i].usual for i in some)]
        if told:
            return Moved(here, any(habit.made for some in told for habit in some))
    return None


def _left(habits: Mapping[int, Habit], here: int, there: int, row: int) -> bool:
    """Whether a date, number or code stands among words and lacks where nearly every row has one."""
    home = habits[there]
    return not habits[here].usual and home.always and _form(home.rows[row]) != home.usual


def _pushed(moves: Mapping[int, set[int]], habits: Mapping[int, Habit], here: int, row: int) -> Iterator[list[int]]:
    """Two neighbours, other than each other, that come from neighbours as far away."""
    beside = here + 1
    steps = {there - here for there in moves[here]} & {there - beside for there in moves.get(beside, ())}
    if steps and habits[here].rows[row] != habits[beside].rows[row]:
        yield from ([here, beside, here + step, beside + step] for step in steps if abs(step) <= _STEPS)
