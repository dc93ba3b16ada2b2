"""The nearest known name, for "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name closest to `name`, or "" when none is close.

    >>> nearest("venu", ["venue", "theme"])
    'venue'
    """
    found = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A remedy sentence: the nearest name, or the list when nothing is near."""
    names = sorted(known)
    near = nearest(name, names)
    if near:
        return f"Vouliez-vous dire : {near} ?"
    return "Noms connus : " + ", ".join(names[:30]) + ("…" if len(names) > 30 else "")
