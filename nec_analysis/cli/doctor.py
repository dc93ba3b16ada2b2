"""`nec doctor`: what on this machine would make a run fail or drag."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from importlib import metadata

FLOORS = {"nbconvert": (7, 17, 1), "papermill": (2, 7), "typst": (0, 14), "pandas": (3, 0)}
"""Versions below these are refused: security for nbconvert, features for the others."""


def call(given: argparse.Namespace) -> int:
    """Print one line a check; exit 1 when one of them would stop a run."""
    bad = 0
    for good, text in checks(given.root):
        print(("✓ " if good else "✗ ") + text)
        bad += not good
    return 1 if bad else 0


def checks(root: str = "") -> Iterator[tuple[bool, str]]:
    """Whether each thing is right, said in words."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield (3, 11) <= sys.version_info[:2] <= (3, 13), f"Python {version} (3.11 à 3.13)"
    for package, floor in FLOORS.items():
        yield _package(package, floor)
    slow = os.environ.get("PYTHONDONTWRITEBYTECODE", "")
    yield (
        not slow,
        "le code compilé est gardé"
        + (" : retirez PYTHONDONTWRITEBYTECODE, chaque départ en est ralenti" if slow else ""),
    )
    yield _project(root)
    yield from _retention(root)


def _package(package: str, floor: tuple[int, ...]) -> tuple[bool, str]:
    try:
        found = metadata.version(package)
    except metadata.PackageNotFoundError:
        return False, f"{package} n'est pas installé : make setup"
    numbers = tuple(int(part) for part in found.split(".")[:3] if part.isdigit())
    return numbers >= floor, f"{package} {found} (au moins {'.'.join(map(str, floor))})"


def _project(root: str) -> tuple[bool, str]:
    from nec_analysis.cards import editions, project
    from nec_analysis.errors import NecError

    try:
        found = project(root)
    except NecError as error:
        return False, str(error)
    return os.access(
        found / "reports", os.W_OK
    ), f"projet {found.name} : {len(editions(found))} éditions, reports/ accessible"


def _retention(root: str) -> Iterator[tuple[bool, str]]:
    """The editions whose exports must go, or whose card does not say when."""
    from nec_analysis.cards import edition, editions, project
    from nec_analysis.errors import NecError
    from nec_analysis.privacy.retention import ended, purged, reminder

    try:
        found = project(root)
        cards = [edition(id, found) for id in editions(found)]
    except NecError:
        return  # said already, or by `nec check`
    for card in cards:
        if text := reminder(card):
            yield not (ended(card) and not purged(card)), text
