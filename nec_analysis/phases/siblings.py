"""The report of the same people in the other language, as part of what a reader of one may know."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from nec_analysis.phases.told import Told, read, told
from nec_analysis.privacy.attack import agree

HOMES = ("reports", "reports/en")
"""Where the reports of a project stand, the one in French first."""
TOPLINE = "tables/topline.csv"


def joined(found: Told, root: Path) -> Told:
    """What a report says, with what the one of the same answers already published in the other language says.

    Covered: two reports made of the same bytes, whose numbers can all be true. Not covered: a report made before late
    answers came in, or before the card put people in other classes (it speaks of other groups), earlier versions
    that somebody kept, and other editions, which are other people: what is printed of the edition before is masked
    as its own report masks it.
    """
    other = _other(found, root)
    if other is None or not agree([*found.claims, *other.claims]):
        return found
    return replace(found, claims=[*found.claims, *other.claims], targets={**other.targets, **found.targets})


def home(folder: Path, root: Path) -> str:
    """Where a report stands, staged or published, as its readers know it: "reports/en"; "" outside the project."""
    return next((name for name in HOMES if (root / name).resolve() == folder.parent.resolve()), "")


def _other(found: Told, root: Path) -> Told | None:
    mine = home(found.folder, root)
    if not mine:
        return None
    name = next(each for each in HOMES if each != mine)
    folder = root / name / found.edition.id
    if not _sources(found.folder) or _sources(folder) != _sources(found.folder):
        return None
    words = _words(folder, found.folder)
    return told(folder, found.edition, found.catalogue, words=words, at=f"{name}/{found.edition.id}/")


def _sources(folder: Path) -> frozenset[str]:
    """The fingerprints of the files that the figures of a report were made of."""
    path = folder / "figures.json"
    figures = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else ()
    return frozenset(file["sha256"] for figure in figures for file in figure["files"])


def _words(folder: Path, other: Path) -> Mapping[str, str]:
    """By label of the answers in a report, the one in another; those that stand for several are left out."""
    labels = {_answer(row): row["choice_label"] for row in read(other / TOPLINE)}
    found: dict[str, set[str]] = {}
    for row in read(folder / TOPLINE):
        found.setdefault(row["choice_label"], set()).add(labels.get(_answer(row), ""))
    return {label: next(iter(meant)) for label, meant in found.items() if len(meant) == 1 and "" not in meant}


def _answer(row: Mapping[str, str]) -> tuple[str, str, str]:
    return row["question"], row["item"], row["choice"]
