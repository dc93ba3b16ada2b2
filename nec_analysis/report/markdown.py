"""Markdown as the blocks of a document: our subset, where raw HTML is plain text, or all that a notebook writes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from nec_analysis.report import formula, mathline

Block = dict[str, Any]
Run = dict[str, Any]
Token = Mapping[str, Any]
BOXES = {True: "☑ ", False: "☐ "}
"""Before a task done, a task to do."""

_LINKS = re.compile(r"^(?:https?://|mailto:|#)", re.IGNORECASE)
_BREAK = re.compile(r"^<br\s*/?>$", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_SPANS = {
    "strong": "strong",
    "emphasis": "emph",
    "strikethrough": "strike",
    "superscript": "super",
    "subscript": "sub",
}


def blocks(markdown: str, *, notebook: bool = False) -> list[Block]:
    """The text as blocks: heading, paragraph, list, quote, code, table, rule; footnotes become runs in their place.

    Links keep http, https, mailto and # addresses only. HTML is shown as it was typed, `<br>` and comments excepted.
    With `notebook`, formulas are understood, and what the rest of the notebook explains is handed on: blocks `formula`
    (`latex`) and `html` (`html`), runs `tag` (`html`) and `image` (`alt`, `url`).
    """
    tokens = _parser(notebook)(_COMMENT.sub("", markdown))
    notes = {
        item["attrs"]["key"]: item["children"]
        for token in tokens
        if token["type"] == "footnotes"
        for item in token["children"]
    }
    return _Reader(notes, notebook).blocks(tokens)


def runs(markdown: str) -> list[Run]:
    """The text as one line of runs: what a caption or a cell may hold."""
    found: list[Run] = []
    for block in blocks(markdown):
        found += ([{"t": "text", "text": " "}] if found else []) + block.get("runs", [])
    return found


def plain(pieces: Iterable[Run]) -> str:
    """The words of some runs, without their dress or footnotes."""
    return "".join(
        " " if run["t"] == "break" else run.get("text", plain(run.get("runs", ())))
        for run in pieces
        if run["t"] != "note"
    )


@cache
def _parser(notebook: bool) -> Any:
    import mistune

    plugins: list[Any] = ["footnotes", "strikethrough", "table", "superscript", "subscript", "task_lists"]
    return mistune.create_markdown(renderer="ast", plugins=[*plugins, *[formula.rules] * notebook])


@dataclass(frozen=True, slots=True)
class _Reader:
    """Tokens of mistune as blocks and runs; `notes` are the footnotes that may still be cited."""

    notes: Mapping[str, list[Token]]
    notebook: bool

    def blocks(self, tokens: Iterable[Token]) -> list[Block]:
        return [block for token in tokens for block in self.block(token)]

    def block(self, token: Token) -> list[Block]:
        kind, children = token["type"], token.get("children", [])
        if kind in ("paragraph", "block_text"):
            found = self.runs(children)
            return [{"kind": "paragraph", "runs": found}] if plain(found).strip() or found else []
        if kind == "heading":
            return [{"kind": "heading", "level": token["attrs"]["level"], "runs": self.runs(children)}]
        if kind == "list":
            return [self.points(token)]
        if kind == "block_quote":
            return [{"kind": "quote", "blocks": self.blocks(children)}]
        if kind == "table":
            return [self.table(token)]
        if kind == "block_code":
            return [{"kind": "code", "text": token["raw"].rstrip("\n")}]
        if kind == "formula_block":
            return [{"kind": "formula", "latex": token["raw"]}]
        if kind == "block_html":
            return [self.typed(token["raw"].strip())]
        return [{"kind": "rule"}] if kind == "thematic_break" else []

    def typed(self, written: str) -> Block:
        return {"kind": "html", "html": written} if self.notebook else {"kind": "paragraph", "runs": [_text(written)]}

    def points(self, token: Token) -> Block:
        return {
            "kind": "list",
            "ordered": token["attrs"]["ordered"],
            "start": token["attrs"].get("start") or 1,
            "items": [self.item(item) for item in token["children"]],
        }

    def item(self, token: Token) -> list[Block]:
        found = self.blocks(token["children"])
        if token["type"] == "task_list_item" and found and "runs" in found[0]:
            box = _text(BOXES[token["attrs"]["checked"]])
            found[0] = found[0] | {"runs": [box, *found[0]["runs"]]}
        return found

    def table(self, token: Token) -> Block:
        head, *body = token["children"]
        rows = [row["children"] for part in body for row in part["children"]]
        return {
            "kind": "table",
            "headers": [self.cell(cell) for cell in head["children"]],
            "rows": [[self.cell(cell) for cell in row] for row in rows],
            "align": ["right" if cell["attrs"]["align"] == "right" else "left" for cell in head["children"]],
        }

    def cell(self, token: Token) -> str:
        return plain(self.runs(token["children"]))

    def runs(self, tokens: Iterable[Token]) -> list[Run]:
        return [run for token in tokens for run in self.run(token)]

    def run(self, token: Token) -> list[Run]:
        kind = token["type"]
        if kind in _SPANS:
            return [{"t": _SPANS[kind], "runs": self.runs(token["children"])}]
        if kind == "link":
            return link(token["attrs"]["url"], self.runs(token["children"]))
        if kind == "footnote_ref":
            return [{"t": "note", "runs": self.note(self.notes.get(token["raw"], []))}]
        if kind == "codespan":
            return [{"t": "code", "text": token["raw"]}]
        if kind == "formula":
            return [mathline.run(token["raw"])]
        if kind == "softbreak":
            return [_text(" ")]
        if kind == "linebreak" or (kind == "inline_html" and _BREAK.match(token["raw"])):
            return [{"t": "break"}]
        if kind == "image":
            return [self.image(token)]
        if kind == "inline_html":
            return [{"t": "tag", "html": token["raw"]} if self.notebook else _text(token["raw"])]
        return [_text(_ENTITY.sub(lambda found: html.unescape(found[0]), token["raw"]))] if token.get("raw") else []

    def image(self, token: Token) -> Run:
        alt = plain(self.runs(token["children"]))
        return {"t": "image", "alt": alt, "url": token["attrs"]["url"]} if self.notebook else _text(f"[{alt}]")

    def note(self, tokens: list[Token]) -> list[Run]:
        others = {
            key: value for key, value in self.notes.items() if value is not tokens
        }  # a note that cites itself would not end
        inner = replace(self, notes=others)
        return [run for block in inner.blocks(tokens) for run in block.get("runs", [])]


def link(url: str, inside: list[Run]) -> list[Run]:
    """The words as a link where the address is an ordinary one, else the words."""
    return [{"t": "link", "url": url, "runs": inside}] if _LINKS.match(url) and plain(inside).strip() else inside


def _text(text: str) -> Run:
    return {"t": "text", "text": text}
