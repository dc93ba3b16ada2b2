"""What a run published, read back: the register, the tables, the charts."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nec_analysis.errors import USAGE, NecError
from nec_analysis.figures.files import figure_from, read_json
from nec_analysis.model import Figure

Line = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The files of one chart. `told`: the lines of its caption, its title first."""

    id: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    alt: str
    told: tuple[str, ...]
    svg: Path

    @property
    def title(self) -> str:
        """Its message."""
        return self.told[0] if self.told else ""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of two editions, as `evolution.json` keeps it."""

    id: str
    before: Figure
    after: Figure
    difference: float | None
    low: float | None
    high: float | None
    significant: bool | None
    method: str
    display: str


@dataclass(frozen=True)
class Dossier:
    """A published folder."""

    folder: Path
    figures: tuple[Figure, ...]
    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    charts: tuple[Drawn, ...]

    def figure(self, id: str) -> Figure | None:
        """The figure of that id, or None."""
        return next((figure for figure in self.figures if figure.id == id), None)


def dossier(folder: Path) -> Dossier:
    """What stands in a published folder. Raises NecError (exit 2) where there is no register."""
    register = folder / "figures.json"
    if not register.is_file():
        raise NecError(
            "report-missing",
            f"reports/{folder.name}",
            "cette édition n'a pas de bilan.",
            f"nec run {folder.name}",
            exit_code=USAGE,
        )
    tables = folder / "tables"
    changes = tables / "evolution.json"
    stored = json.loads(changes.read_text(encoding="utf-8")) if changes.is_file() else []
    charts = sorted(path for path in (folder / "charts").glob("*") if path.is_dir())
    return Dossier(
        folder,
        read_json(register),
        tuple(table(tables / "topline.csv")),
        tuple(_change(row) for row in stored),
        tuple(_drawn(path) for path in charts),
    )


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a published CSV, as text; the apostrophe that guards a cell taken off."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: unguarded(cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def unguarded(cell: str) -> str:
    """The cell without the apostrophe put before what a spreadsheet would run."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def _change(row: Mapping[str, Any]) -> Change:
    sides = {side: figure_from(row[side]) for side in ("before", "after")}
    names = ("id", "difference", "low", "high", "significant", "method", "display")
    return Change(**{name: row.get(name) for name in names}, **sides)  # type: ignore[arg-type]


def _drawn(folder: Path) -> Drawn:
    cells: list[list[str]] = []
    data = folder / f"{folder.name}.csv"
    if data.is_file():
        with data.open(encoding="utf-8", newline="") as file:
            cells = [[unguarded(cell) for cell in row] for row in csv.reader(file)]
    return Drawn(
        folder.name,
        tuple(cells[0]) if cells else (),
        tuple(tuple(row) for row in cells[1:]),
        _text(folder / "alt.txt").strip(),
        tuple(line for line in _text(folder / "legende.txt").splitlines() if line.strip()),
        folder / f"{folder.name}.svg",
    )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
