"""The cells of a notebook as raw blocks: ours through their metadata, a stranger's as well as can be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nec_analysis.french.typography import typeset
from nec_analysis.report import formula, markdown, markup, pictures
from nec_analysis.report.labels import labels
from nec_analysis.report.markdown import Block, Run
from nec_analysis.report.outputs import KEY
from nec_analysis.report.pictures import joined
from nec_analysis.report.spoken import spoken
from nec_analysis.report.tags import settled

HIDDEN = frozenset({"no-export", "remove-cell", "remove_cell", "hide-cell"})
MUTED = frozenset({"remove-output", "remove_output", "hide-output"})
SHOW_CODE = "show-code"
_FORMATS = {"application/javascript": ("script", "")}
_SAID = frozenset(("text/plain", "text/html"))
"""Formats that say nothing more once they gave no text."""
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_ADDRESS = re.compile(r"^[<\[(].*\bat 0x[0-9a-fA-F]+|^<IPython\.core\.display\.\w+ object>$", re.DOTALL)
"""`<matplotlib.axes… at 0x7f…>`: says nothing to a reader, changes at each run."""


def blocks(notebook: Mapping[str, Any], *, lang: str = "fr") -> Iterator[Block]:
    """Markdown, outputs, tagged code, in the order of the notebook."""
    for cell in notebook.get("cells", []):
        tags = frozenset(cell.get("metadata", {}).get("tags", []))
        if tags & HIDDEN:
            continue
        if cell.get("cell_type") == "markdown":
            yield from _markdown(spoken(joined(cell.get("source", "")), lang), cell.get("attachments", {}), lang)
        elif cell.get("cell_type") == "raw":
            yield from _raw(cell, lang)
        elif cell.get("cell_type") == "code":
            yield from _code(cell, tags, lang)


def _markdown(source: str, attached: Mapping[str, Any], lang: str) -> list[Block]:
    """The text; formulas and pictures are drawn, HTML is read, what cannot be shown is said."""
    found = markdown.blocks(source, notebook=True)
    return typeset_blocks([one for block in found for one in _settled(block, attached, lang)], lang)


def _settled(block: Block, attached: Mapping[str, Any], lang: str) -> list[Block]:
    """A block of Markdown with what only the notebook explains."""
    if block["kind"] == "formula":
        return formula.drawn(block["latex"], lang)
    if block["kind"] == "html":
        return markup.blocks(block["html"], attached)
    below: list[Block] = []
    if "runs" in block:
        line, below = settled(block["runs"], attached)
        block = block | {"runs": markup.trimmed(line)}
    for name in ("blocks", "items"):
        if name in block:
            block = block | {name: [_inner(inner, attached, lang) for inner in block[name]]}
    if "blocks" in block:
        block = block | {"blocks": [one for inner in block["blocks"] for one in inner]}
    return [block, *below]


def _inner(found: Block | list[Block], attached: Mapping[str, Any], lang: str) -> list[Block]:
    inside = found if isinstance(found, list) else [found]
    return [one for block in inside for one in _settled(block, attached, lang)]


def _raw(cell: Mapping[str, Any], lang: str) -> list[Block]:
    """A raw cell, as typed; one written for another format, as LaTeX, is left to it."""
    text = joined(cell.get("source", ""))
    metadata = cell.get("metadata", {})
    target = metadata.get("raw_mimetype") or metadata.get("format") or ""
    if target == "text/html":
        return markup.blocks(text)
    if target == "text/markdown":
        return _markdown(text, {}, lang)
    return [{"kind": "code", "text": text}] if not target and text.strip() else []


def _code(cell: Mapping[str, Any], tags: frozenset[str], lang: str) -> Iterator[Block]:
    source = joined(cell.get("source", ""))
    if SHOW_CODE in tags and source.strip():
        yield {"kind": "code", "text": source}
    if not tags & MUTED:
        for output in _merged(cell.get("outputs", [])):
            yield from _output(output, cell.get("metadata", {}), lang)


def _merged(outputs: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Pieces of one stream that follow each other, as one."""
    waiting: dict[str, Any] | None = None
    for output in outputs:
        if waiting and output.get("output_type") == "stream" and output.get("name") == waiting["name"]:
            waiting["text"] += joined(output.get("text", ""))
            continue
        if waiting:
            yield waiting
        waiting = (
            dict(output) | {"text": joined(output.get("text", ""))} if output.get("output_type") == "stream" else None
        )
        if waiting is None:
            yield output
    if waiting:
        yield waiting


def _output(output: Mapping[str, Any], cell: Mapping[str, Any], lang: str) -> list[Block]:
    kind = output.get("output_type")
    if kind == "stream":
        text = _terminal(output["text"])
        return [{"kind": "printed", "role": output.get("name", "stdout"), "text": text}] if text.strip() else []
    if kind == "error":
        trace = _terminal("\n".join(map(str, output.get("traceback", []))))
        title = f"{output.get('ename', '')} : {output.get('evalue', '')}"
        return [{"kind": "printed", "role": "error", "title": title, "text": trace}]
    if kind in ("display_data", "execute_result"):
        return _displayed(output.get("data", {}), output.get("metadata", {}), cell, lang)
    return []


def _terminal(text: str) -> str:
    """What a terminal would show in the end: no colours, a line rewritten after a return once."""
    return "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in _ANSI.sub("", text).split("\n"))


def _displayed(data: Mapping[str, Any], metadata: Mapping[str, Any], cell: Mapping[str, Any], lang: str) -> list[Block]:
    ours = metadata.get(KEY)
    if isinstance(ours, Mapping) and "kind" in ours:
        return _ours(ours, data, lang)
    for mime in pictures.KINDS:
        if mime in data:
            return [pictures.figure(mime, joined(data[mime]), _alt(metadata.get(mime), metadata, cell))]
    if "text/markdown" in data:
        return _markdown(joined(data["text/markdown"]), {}, lang)
    if "text/latex" in data and "text/html" not in data:
        return formula.drawn(joined(data["text/latex"]), lang)
    if "application/json" in data and "text/html" not in data:
        return [{"kind": "code", "text": json.dumps(data["application/json"], ensure_ascii=False, indent=2)}]
    found = markup.blocks(joined(data["text/html"])) if "text/html" in data else []
    text = joined(data.get("text/plain", ""))
    if not found and text.strip() and not _ADDRESS.match(text):
        return [{"kind": "printed", "role": "stdout", "text": text}]
    return found or [pictures.left_out(*_FORMATS.get(mime, ("format", mime))) for mime in data if mime not in _SAID]


def _alt(said: object, metadata: Mapping[str, Any], cell: Mapping[str, Any]) -> str:
    """The description of a picture, where notebooks keep it."""
    own = said.get("alt") if isinstance(said, Mapping) else ""
    return str(own or cell.get("alt") or metadata.get("alt") or "")


def _ours(payload: Mapping[str, Any], data: Mapping[str, Any], lang: str) -> list[Block]:
    block = {key: value for key, value in payload.items() if key != "version"}
    if block["kind"] == "prose":
        return typeset_blocks(block["blocks"], lang)
    if block["kind"] == "figure":
        block["svg"] = joined(data.get("image/svg+xml", ""))
    if block["kind"] == "callout":
        block["title"] = block.get("title") or labels(lang)[block["role"]]
        block["blocks"] = typeset_blocks(block["blocks"], lang)
    return [block]


def typeset_blocks(found: list[Block], lang: str) -> list[Block]:
    """The blocks with the spaces that French wants; code stays as it is."""
    return [_typeset(block, lang) for block in found]


def _typeset(block: Block, lang: str) -> Block:
    new = dict(block)
    if "runs" in new:
        new["runs"] = [_typeset_run(run, lang) for run in new["runs"]]
    if "blocks" in new:
        new["blocks"] = typeset_blocks(new["blocks"], lang)
    if new["kind"] == "list":
        new["items"] = [typeset_blocks(item, lang) for item in new["items"]]
    if new["kind"] == "table":
        new["headers"] = [typeset(cell, lang) for cell in new["headers"]]
        new["rows"] = [[typeset(cell, lang) for cell in row] for row in new["rows"]]
    return new


def _typeset_run(run: Run, lang: str) -> Run:
    if run["t"] == "formula":
        return run
    if run["t"] == "text":
        return run | {"text": typeset(run["text"], lang)}
    return run | {"runs": [_typeset_run(inner, lang) for inner in run["runs"]]} if "runs" in run else run
