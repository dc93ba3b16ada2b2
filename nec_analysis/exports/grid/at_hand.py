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


_HAND: ContextVar[Hand | None] = ContextVar("hand", default=None)


@contextmanager
def at_hand() -> Iterator[Hand]:
    """While this lasts, what is read of delimited files is kept at hand, for this thread only."""
    token = _HAND.set(hand := Hand())
    try:
        yield hand
    finally:
        _HAND.reset(token)


def head_at_hand(path: str | Path) -> Head | None:
    """The head of a file, when it is at hand."""
    hand = _HAND.get()
    return hand.heads.get(str(path)) if hand else None


def grid_at_hand(path: str | Path) -> Grid | None:
    """The grid of a file, when it is at hand."""
    hand = _HAND.get()
    return hand.grids.get(str(path)) if hand else None


def keep_at_hand(path: str | Path, grid: Grid) -> Grid:
    """The grid, kept at hand if somebody asked for it."""
    if hand := _HAND.get():
        hand.grids[str(path)] = grid
    return grid
