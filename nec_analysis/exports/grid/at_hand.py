"""Grids at hand: a file that was read is given to whoever asks for it, and is not read again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from .head import Head
from .table import Grid


@dataclass(frozen=True, slots=True)
class Hand:
    """The heads and the grids of files, by their paths. What is put there is what readers of these files get."""

    heads: dict[str, Head] = field(default_factory=dict)
    grids: dict[str, Grid] = field(default_factory=dict)

    def put(self, path: str | Path, grid: Grid, *, sheet: str = "") -> None:
        """What readers of a file, or of a sheet of it, get."""
        self.grids[_place(path, sheet)] = grid


SHEET = "\0"
"""Between a path and a sheet: no file's name holds it."""

_HAND: ContextVar[Hand | None] = ContextVar("hand", default=None)


@contextmanager
def at_hand() -> Iterator[Hand]:
    """While this lasts, what is read of tables is kept at hand, for this thread only."""
    token = _HAND.set(hand := Hand())
    try:
        yield hand
    finally:
        _HAND.reset(token)


def head_at_hand(path: str | Path) -> Head | None:
    """The head of a file, when it is at hand."""
    hand = _HAND.get()
    return hand.heads.get(str(path)) if hand else None


def grid_at_hand(path: str | Path, sheet: str = "") -> Grid | None:
    """The grid of a file, or of a sheet of it, when it is at hand."""
    hand = _HAND.get()
    return hand.grids.get(_place(path, sheet)) if hand else None


def keep_at_hand(path: str | Path, grid: Grid, sheet: str = "") -> Grid:
    """The grid, kept at hand if somebody asked for it."""
    if hand := _HAND.get():
        hand.put(path, grid, sheet=sheet)
    return grid


def _place(path: str | Path, sheet: str) -> str:
    return f"{path}{SHEET}{sheet}" if sheet else str(path)
