"""What was published when, from which inputs, and which figures moved."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = ".history"


@dataclass(frozen=True, slots=True)
class Move:
    """A figure that is not what it was: `before` or `after` is empty when it came or went."""

    figure: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """One publication: when (ISO, UTC), how long (seconds), why each phase ran, sha256 of raw files, what moved."""

    edition: str
    begun: str
    seconds: float
    ran: Mapping[str, str]
    inputs: Mapping[str, str]
    moved: tuple[Move, ...]


def path(root: Path, edition: str) -> Path:
    """Where the history of an edition is kept: one JSON line for each publication, never rewritten."""
    return root / "reports" / FOLDER / f"{edition}.jsonl"


def events(root: Path, edition: str) -> tuple[Event, ...]:
    """The publications of an edition, the oldest first. A line cut short by a crash is passed over."""
    try:
        lines = path(root, edition).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    return tuple(event for event in map(_event, lines) if event)


def editions(root: Path) -> tuple[str, ...]:
    """The editions that have a history."""
    return tuple(sorted(found.stem for found in (root / "reports" / FOLDER).glob("*.jsonl")))


def moved(before: Path, after: Path) -> tuple[Move, ...]:
    """The figures whose printed value differs between two reports."""
    old, new = _figures(before), _figures(after)
    return tuple(
        Move(id, str({**old, **new}[id]["label"]), _printed(old.get(id)), _printed(new.get(id)))
        for id in sorted(old.keys() | new.keys())
        if _printed(old.get(id)) != _printed(new.get(id))
    )


def added(root: Path, journal: Mapping[str, Any], inputs: Mapping[str, str], moves: tuple[Move, ...]) -> None:
    """Write one more publication at the end of the history."""
    line = {
        "edition": journal["edition"],
        "begun": journal["begun"],
        "seconds": journal["seconds"],
        "ran": {phase["phase"]: phase["why"] for phase in journal["phases"] if phase["state"] == "ran"},
        "inputs": dict(inputs),
        "moved": [[move.figure, move.label, move.before, move.after] for move in moves],
    }
    target = path(root, journal["edition"])
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(descriptor, (json.dumps(line, ensure_ascii=False) + "\n").encode())
    finally:
        os.close(descriptor)


def _event(line: str) -> Event | None:
    try:
        told = json.loads(line)
        moves = tuple(Move(*move) for move in told["moved"])
        return Event(told["edition"], told["begun"], told["seconds"], told["ran"], told["inputs"], moves)
    except (ValueError, KeyError, TypeError):
        return None


def _figures(reports: Path) -> dict[str, dict[str, Any]]:
    try:
        told = json.loads((reports / "figures.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {figure["id"]: figure for figure in told} if isinstance(told, list) else {}


def _printed(figure: Mapping[str, Any] | None) -> str:
    return str(figure["display"]) if figure else ""
