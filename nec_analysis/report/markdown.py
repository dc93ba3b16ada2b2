"""Markdown as the blocks of a document: our subset, where raw HTML is plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

Block = dict[str, Any]
Run = dict[str, Any]
Token = Mapping[str, Any]

_LINKS = re.compile(r"^(?:https?://|mailto:|#)", re.IGNORECASE)
_BREAK = re.compile(r"^<br\s*/?>$", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SPANS = {
    "strong": "strong",
    "emphasis": "emph",
    "strikethrough": "strike",
    "superscript": "super",
    "subscript": "sub",
}


def blocks(markdown: str) -> list[Block]:
    """The text as blocks: heading, paragraph, list, quote, code, table, rule; footnotes become runs in their place.

    Links keep http, https, mailto and # addresses only. HTML is shown as it was typed, `<br>` and comments excepted.
    """
    tokens = _parser()(_COMMENT.sub("", markdown))
    notes = {
        item["attrs"]["key"]: item["children"]
        for token in tokens
        if token["type"] == "footnotes"
        for item in token["children"]
    }
    return [block for token in tokens for block in _block(token, notes)]


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
def _parser() -> Any:
    import mistune

    names = ["footnotes", "strikethrough", "table", "superscript", "subscript"]
    return mistune.create_markdown(renderer="ast", plugins=names)


def _block(token: Token, notes: Mapping[str, list[Token]]) -> list[Block]:
    kind, children = token["type"], token.get("children", [])
    if kind in ("paragraph", "block_text"):
        found = _runs(children, notes)
        return [{"kind": "paragraph", "runs": found}] if plain(found).strip() or found else []
    if kind == "heading":
        return [{"kind": "heading", "level": token["attrs"]["level"], "runs": _runs(children, notes)}]
    if kind == "list":
        return [_list(token, notes)]
    if kind == "block_quote":
        return [{"kind": "quote", "blocks": _nested(children, notes)}]
    if kind == "table":
        return [_table(token, notes)]
    if kind == "block_code":
        return [{"kind": "code", "text": token["raw"].rstrip("\n")}]
    if kind == "block_html":
        return [{"kind": "paragraph", "runs": [_text(token["raw"].strip())]}]
    return [{"kind": "rule"}] if kind == "thematic_break" else []


def _nested(tokens: Iterable[Token], notes: Mapping[str, list[Token]]) -> list[Block]:
    return [block for token in tokens for block in _block(token, notes)]


def _list(token: Token, notes: Mapping[str, list[Token]]) -> Block:
    return {
        "kind": "list",
        "ordered": token["attrs"]["ordered"],
        "start": token["attrs"].get("start") or 1,
        "items": [_nested(item["children"], notes) for item in token["children"]],
    }


def _table(token: Token, notes: Mapping[str, list[Token]]) -> Block:
    head, *body = token["children"]
    rows = [row["children"] for part in body for row in part["children"]]
    return {
        "kind": "table",
        "headers": [plain(_runs(cell["children"], notes)) for cell in head["children"]],
        "rows": [[plain(_runs(cell["children"], notes)) for cell in row] for row in rows],
        "align": ["right" if cell["attrs"]["align"] == "right" else "left" for cell in head["children"]],
    }


def _runs(tokens: Iterable[Token], notes: Mapping[str, list[Token]]) -> list[Run]:
    return [run for token in tokens for run in _run(token, notes)]


def _run(token: Token, notes: Mapping[str, list[Token]]) -> list[Run]:
    kind = token["type"]
    if kind in _SPANS:
        return [{"t": _SPANS[kind], "runs": _runs(token["children"], notes)}]
    if kind == "link":
        return _link(token, notes)
    if kind == "footnote_ref":
        return [{"t": "note", "runs": _note(notes.get(token["raw"], []), notes)}]
    if kind == "codespan":
        return [{"t": "code", "text": token["raw"]}]
    if kind == "softbreak":
        return [_text(" ")]
    if kind == "linebreak" or (kind == "inline_html" and _BREAK.match(token["raw"])):
        return [{"t": "break"}]
    if kind == "image":
        return [_text(f"[{plain(_runs(token['children'], notes))}]")]
    return [_text(token["raw"])] if token.get("raw") else []


def _link(token: Token, notes: Mapping[str, list[Token]]) -> list[Run]:
    inside = _runs(token["children"], notes)
    url = token["attrs"]["url"]
    return [{"t": "link", "url": url, "runs": inside}] if _LINKS.match(url) and plain(inside).strip() else inside


def _note(tokens: Iterable[Token], notes: Mapping[str, list[Token]]) -> list[Run]:
    others = {
        key: value for key, value in notes.items() if value is not tokens
    }  # a note that cites itself would not end
    return [run for block in _nested(tokens, others) for run in block.get("runs", [])]


def _text(text: str) -> Run:
    return {"t": "text", "text": text}
