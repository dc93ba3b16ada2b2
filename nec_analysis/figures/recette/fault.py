"""What the recette found wrong: where, which number, what was expected."""

from __future__ import annotations

from dataclasses import dataclass

NUMBER, TEXT, FIGURE, RAW, SUM, SCALE, MISSING, FILE = (
    "number-untraced",
    "text-differs",
    "figure-differs",
    "raw-differs",
    "sum-impossible",
    "scale-uneven",
    "missing",
    "file-altered",
)
"""Codes of faults."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A number that nothing known explains, a figure that a second count does not give, a sum that cannot be."""

    code: str
    file: str
    place: str
    found: str
    cause: str
    nearest: str = ""

    def __str__(self) -> str:
        near = f" Le plus proche\u202f: {self.nearest}." if self.nearest else ""
        place = f"{self.file}, {self.place}" if self.place else self.file
        return f"{place}\u202f: «\u202f{self.found}\u202f» {self.cause}{near}"
