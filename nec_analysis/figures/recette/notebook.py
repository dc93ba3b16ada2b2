"""Passages of an executed notebook: its Markdown, what its cells show."""

from __future__ import annotations

import json
import re
from collections import Counter as Tally
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nec_analysis.figures.recette import page
from nec_analysis.figures.recette.fault import TEXT, Fault
from nec_analysis.figures.recette.passage import ALT, HEADING, PROSE, ROW, Passage, flat
from nec_analysis.figures.recette.rows import Table, rows
from nec_analysis.french.phrases import either

FOLDER = "notebooks"
TOLD = ("title", "subtitle", "source", "legend")
"""What a chart says in words, beside its drawing."""
UNSEEN = ("kind", "version", "level", "id", "csv", "svg", "align", "wide", "timestamp", "keywords", "start")
"""Fields of a block that nobody reads as text."""
_DIGITS = re.compile(r"\d+")
_MARK = re.compile(r"^#+ ")


def passages(path: Path) -> tuple[Passage, ...]:
    """Every passage, under the heading it stands below."""
    found: list[Passage] = []
    section = ""
    for cell in _cells(path):
        if cell.get("cell_type") == "markdown":
            found += _markdown("".join(cell["source"]), _file(path), section)
        for output in cell.get("outputs", ()):
            found += _shown(output, _file(path), section)
        section = next((p.section for p in reversed(found) if p.section), section)
    return tuple(found)


def unlike(path: Path) -> Iterator[Fault]:
    """Outputs whose plain text, or whose block, holds a number more than what their page shows."""
    for n, cell in enumerate(_cells(path), 1):
        for output in cell.get("outputs", ()):
            data, block = output.get("data", {}), output.get("metadata", {}).get("nec", {})
            if "text/html" in data and block.get("rows") != []:
                seen = _digits(page.text("".join(data["text/html"])))
                kept = ("".join(data.get("text/plain", "")), " ".join(_leaves(block)))
                for text in kept:
                    for digits in (_digits(text) - seen).elements():
                        cause = "n'est pas dans ce que cette cellule montre."
                        yield Fault(TEXT, _file(path), f"cellule {n}", digits, cause)


def furniture(root: Path) -> Iterator[str]:
    """The paragraphs of a project's notebooks, in both languages: texts that no result can change."""
    for path in sorted((root / FOLDER).glob("*.ipynb")):
        for cell in _cells(path):
            if cell.get("cell_type") == "markdown":
                for part in "".join(cell["source"]).split("\n\n"):
                    yield from either(_MARK.sub("", part))


def _file(path: Path) -> str:
    return f"{FOLDER}/{path.name}"


def _cells(path: Path) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return found


def _markdown(source: str, file: str, section: str) -> Iterator[Passage]:
    for part in source.split("\n\n"):
        text = flat(_MARK.sub("", part))
        heading = text != flat(part)
        section = text if heading else section
        yield Passage(file, f"« {section} »", HEADING if heading else PROSE, (text,), section=section)


def _shown(output: Mapping[str, Any], file: str, section: str) -> Iterator[Passage]:
    data, block = output.get("data", {}), output.get("metadata", {}).get("nec", {})
    if "text" in output:
        yield Passage(file, f"« {section} »", PROSE, (flat("".join(output["text"])),), section=section)
    if "text/html" in data:
        yield from page.fragment("".join(data["text/html"]), file, section)
    elif block.get("kind") == "figure":
        yield from _figure(block, "".join(data.get("image/svg+xml", "")), file, section)
    elif "text/plain" in data:
        yield Passage(file, f"« {section} »", PROSE, (flat("".join(data["text/plain"])),), section=section)


def _figure(block: Mapping[str, Any], svg: str, file: str, section: str) -> Iterator[Passage]:
    chart = str(block["id"])
    place = f"« {section} », graphique « {chart} »"
    yield Passage(file, place, ALT, (flat(block["alt"]),), section=section, chart=chart)
    for name in TOLD:
        if block.get(name):
            yield Passage(file, place, PROSE, (flat(block[name]),), section=section, chart=chart)
    if table := block.get("table"):
        known = Table(file, chart, tuple(table["headers"]), section, chart)
        yield from rows(known, ((f"{place}, ligne {n}", row, 0) for n, row in enumerate(table["rows"], 1)), ROW)
    yield from page.fragment(svg, file, section, chart)


def _leaves(block: Any) -> Iterator[str]:
    """The texts of a block that a page shows."""
    if isinstance(block, Mapping):
        for name, value in block.items():
            if name not in UNSEEN:
                yield from _leaves(value)
    elif isinstance(block, list):
        for value in block:
            yield from _leaves(value)
    elif isinstance(block, str):
        yield block


def _digits(text: str) -> Tally[str]:
    return Tally(_DIGITS.findall(text))
