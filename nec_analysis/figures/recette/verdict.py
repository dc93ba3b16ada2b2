"""What the recette concludes: how many numbers were traced, how many figures counted again, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nec_analysis.figures.recette.fault import Fault
from nec_analysis.french.numbers import NARROW, counted, number


@dataclass(frozen=True)
class Verdict:
    """The recette of one edition.

    `files`: numbers read by finished file; `tied`: those tied to one named thing; `not_again`: figures and questions that
    cannot be counted a second time, with the reason.
    """

    edition: str
    files: Mapping[str, int]
    tied: int
    figures: int
    recounted: int
    lines: int
    lines_recounted: int
    not_again: Mapping[str, str]
    faults: tuple[Fault, ...]
    seconds: float

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    @property
    def numbers(self) -> int:
        """How many numbers the finished files print."""
        return sum(self.files.values())

    def as_json(self) -> dict[str, Any]:
        """The verdict for machines."""
        return {
            "edition": self.edition,
            "good": self.good,
            "numbers": dict(self.files),
            "numbers_total": self.numbers,
            "figures": self.figures,
            "figures_recounted": self.recounted,
            "topline_lines": self.lines,
            "topline_lines_recounted": self.lines_recounted,
            "not_recounted": dict(self.not_again),
            "faults": [
                {
                    "code": f.code,
                    "file": f.file,
                    "place": f.place,
                    "found": f.found,
                    "cause": f.cause,
                    "nearest": f.nearest,
                }
                for f in self.faults
            ],
            "seconds": round(self.seconds, 3),
        }


def told(verdict: Verdict) -> Iterator[str]:
    """The verdict in French, a line a thing."""
    yield f"Recette de {verdict.edition}{NARROW}: " + ("tout est retrouvé." if verdict.good else _failed(verdict))
    figures = counted(verdict.recounted, "chiffre recompté", "chiffres recomptés")
    yield f"  {figures} sur {number(verdict.figures)} à partir des lignes brutes, par un second chemin"
    if verdict.lines:
        lines = counted(verdict.lines_recounted, "ligne recomptée", "lignes recomptées")
        yield f"  {lines} sur {number(verdict.lines)} de la table de toutes les réponses"
    yield f"  {counted(verdict.numbers, 'nombre relu', 'nombres relus')} dans les fichiers finis{NARROW}:"
    for file, n in verdict.files.items():
        wrong = sum(fault.file == file for fault in verdict.faults)
        yield f"    {file}{NARROW}: {number(n)}" + (
            f", {counted(wrong, 'faute', 'fautes')}" if wrong else ", 100\u202f% tracés"
        )
    for id, why in verdict.not_again.items():
        yield f"  non recompté, {id}{NARROW}: {why}"
    for fault in verdict.faults:
        yield f"  ✗ {fault}"


def _failed(verdict: Verdict) -> str:
    return f"{counted(len(verdict.faults), 'faute', 'fautes')}."
