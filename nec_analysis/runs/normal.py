"""An executed notebook whose bytes depend neither on when nor on where it ran."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Collection, Mapping
from copy import deepcopy
from typing import Any

from nec_analysis.privacy.redaction import redacted
from nec_analysis.runs.coalesce import coalesced

LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
WHERE = ("root", "work")
"""Parameters that say where files are: they are not part of the published notebook."""

_ADDRESS = re.compile(r"\b0x[0-9a-f]{8,16}\b")
_CELL_FILE = re.compile(rf"(?:{re.escape(tempfile.gettempdir())}[/\\])?ipykernel_\d+[/\\](\d+)\.py")
_STYLER = re.compile(r"\bT_[0-9a-f]{5}(?=[_\W])")
_READABLE = ("text/plain", "text/html", "text/markdown", "text/latex")

Text = Callable[[str], str]


def normalised(
    nb: Mapping[str, Any], *, edition: str = "", root: str = "", work: str = "", allowed: Collection[str] = ()
) -> dict[str, Any]:
    """The notebook without times, durations, random ids, memory addresses or absolute paths.

    What identifies a person by its form (e-mail, phone, IP) is taken out of what cells gave, unless it is `allowed`.
    """
    clean = deepcopy(dict(nb))
    clean["metadata"] = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": LANGUAGE,
    }
    clean["nbformat"], clean["nbformat_minor"] = 4, 5
    text = _texts(edition, root, work, allowed)
    clean["cells"] = [_cell(cell, number, text) for number, cell in enumerate(clean["cells"])]
    return clean


def _cell(cell: dict[str, Any], number: int, text: Text) -> dict[str, Any]:
    metadata = {key: value for key, value in cell["metadata"].items() if key not in ("papermill", "execution")}
    kept = {**cell, "id": f"c{number:03d}", "metadata": metadata}
    if "injected-parameters" in metadata.get("tags", ()):
        kept["source"] = _without_places(kept["source"])
    if "outputs" in kept:
        kept["outputs"] = [_output(output, text) for output in coalesced(kept["outputs"])]
    return kept


def _without_places(source: str) -> str:
    lines = source.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f"{name} = " for name in WHERE)))


def _output(output: dict[str, Any], text: Text) -> dict[str, Any]:
    kept = dict(output)
    for key in ("text", "evalue", "traceback", "metadata"):
        if key in kept:
            kept[key] = _walk(kept[key], text)
    if "data" in kept:
        kept["data"] = {
            kind: _walk(value, text) if kind in _READABLE or kind.endswith("json") else value
            for kind, value in sorted(kept["data"].items())
        }
    return kept


def _walk(value: Any, text: Text) -> Any:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        return {key: _walk(inner, text) for key, inner in value.items()}
    if isinstance(value, list):
        return [_walk(inner, text) for inner in value]
    return value


def _texts(edition: str, root: str, work: str, allowed: Collection[str]) -> Text:
    """One function for all texts of a notebook: Styler ids are numbered in the order they are met."""
    stylers: dict[str, str] = {}
    places = [(work, f"data/processed/{edition}"), (f"{root}/", ""), (root, "."), (sys.prefix, "<python>")]
    places = [(found, said) for found, said in places if found not in ("", "/")]

    def number(match: re.Match[str]) -> str:
        return stylers.setdefault(match[0], f"T_{len(stylers):05d}")

    def text(value: str) -> str:
        for found, said in places:
            value = value.replace(found, said)
        value = _CELL_FILE.sub(r"<cellule \1>", value)
        return redacted(_STYLER.sub(number, _ADDRESS.sub("0x…", value)), allowed)

    return text
