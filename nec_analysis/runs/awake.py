"""A wait that Ctrl-C ends whenever it comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

AWAKE = 0.25
"""Seconds slept at a time. Python tells the main thread of Ctrl-C when it next runs: one that comes just before a sleep
without end would be told at its end."""

Found = TypeVar("Found")


def until(ask: Callable[[float], Found | None]) -> Found:
    """What `ask` finds at last; it waits for the seconds it is given, at most, and answers None when there is nothing yet."""
    while (found := ask(AWAKE)) is None:
        pass
    return found
