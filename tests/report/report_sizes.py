"""The type sizes a finished PDF really prints: charts apart from tables, from running text, from what no voice reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf

CHART, ARTEFACT, TEXT = "chart", "artefact", "text"


def sizes(file: Path) -> list[tuple[int, str, float, int]]:
    """Page, kind, size in points, bytes of text: every string that is shown."""
    found = []
    with pikepdf.open(file) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            found += [(number, *one) for one in _shown(page)]
    return found


def _shown(page: Any) -> list[tuple[str, float, int]]:
    """Marked content with an alternative text is a chart (ISO 32000-1, 14.9.3); only scalings are followed."""
    found, scales, marks = [], [1.0], []
    size = line = 1.0
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                scales.append(scales[-1])
            case "Q":
                scales.pop()
            case "cm":
                scales[-1] *= _height(operands)
            case "BT":
                line = 1.0
            case "Tm":
                line = _height(operands)
            case "Tf":
                size = float(operands[1])
            case "BDC" | "BMC":
                marks.append(_kind(operands))
            case "EMC":
                marks.pop()
            case "Tj" | "TJ":
                kind = next((mark for mark in marks if mark != TEXT), TEXT)
                found.append((kind, size * line * scales[-1], _letters(operands[0])))
    return found


def _height(matrix: Any) -> float:
    """How much a matrix stretches upright lengths."""
    _, _, c, d, *_ = (float(n) for n in matrix)
    return float((c * c + d * d) ** 0.5)


def _kind(operands: Any) -> str:
    if str(operands[0]) == "/Artifact":
        return ARTEFACT
    return (
        CHART if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) and "/Alt" in operands[1] else TEXT
    )


def _letters(shown: Any) -> int:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    return sum(len(bytes(part)) for part in parts if isinstance(part, pikepdf.String))
