"""The document as one web page: alone in its file, without script, without a request to anybody."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from nec_analysis.report import fonts, vector, widths
from nec_analysis.report.document import Document, full_title
from nec_analysis.report.filled import filled
from nec_analysis.report.grouping import grouped
from nec_analysis.report.labels import labels, tag
from nec_analysis.report.markdown import Block, Run, plain
from nec_analysis.report.markup import alignments

FACES = {"Regular": 400, "SemiBold": 600, "Bold": 700}
ALWAYS = frozenset(map(chr, range(0x20, 0x7F))) | frozenset(
    "àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛÜŒÆ«»“”‘’–—…·€°±×≤≥≈−²³ᵉʳ\u00a0\u202f←→↩▲▼"
)
"""Characters that the embedded typeface holds whatever the text."""
PHONE = 320 * 25.4 / 96
"""Width of a text on a small phone, in mm of CSS."""
LETTERS, SIDES = 11.8, 3.5
"""Of a table on a phone: letters in points of 1/96 inch × 3/4, both sides of a cell in mm."""
SMALL, TINY = 100.0, 60.0
"""Charts up to this width, in mm, keep their size on a large screen."""


def render_html(document: Document, *, lang: str = "fr") -> str:
    """The finished page; the same text for the same document.

    Its policy forbids everything but its own style sheet (by hash), embedded pictures and typefaces.
    """
    notes: list[list[Run]] = []
    blocks = [_prepared(block, notes) for block in document.blocks]
    words = labels(lang)
    titled = _titled(document, words)
    return styled(
        "page.jinja",
        {
            "lang": tag(lang),
            "words": words,
            "title": titled["full"],
            "meta": {"subtitle": "", "edition": "", "date": "", "note": ""} | titled,
            "synthetic": document.synthetic,
            "entries": entries(document),
            "blocks": blocks,
            "notes": notes,
        },
    )


def styled(template: str, context: Mapping[str, Any]) -> str:
    """A page of that body; its style sheet, allowed by its hash alone, holds the letters that the body uses."""
    from markupsafe import Markup

    # its own texts were escaped as it was rendered
    body = Markup(_environment().get_template(template).render(context))
    css = _stylesheet(frozenset(body))
    frame = {**context, "body": body, "css": Markup(css), "policy": _policy(css)}
    return f"{_environment().get_template('frame.jinja').render(frame)}\n"


def fragment(block: Mapping[str, Any], *, lang: str = "fr") -> str:
    """One block as HTML for the notebook's own screen."""
    environment = _environment()
    macros = environment.get_template("blocks.jinja").make_module({"words": labels(lang), "in_notebook": True})
    css = _file("notebook.css").strip()
    return f'<div class="nec"><style>{css}</style>{macros.block(_prepared(dict(block), None))}</div>'


def entries(document: Document) -> list[dict[str, Any]]:
    """The headings of the first two levels, as the contents list them."""
    return [
        {"level": block["level"], "id": block["id"], "text": plain(block["runs"])}
        for block in document.blocks
        if block["kind"] == "heading" and block["level"] <= 2
    ]


def _titled(document: Document, words: Mapping[str, str]) -> dict[str, Any]:
    lang = document.meta.get("lang", "fr")
    return document.meta | {
        "title": document.meta.get("title") or words["untitled"],
        "full": full_title(document.meta, lang),
    }


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader

    loader = FileSystemLoader(Path(__file__).parent / "html")
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / "html" / name).read_text(encoding="utf-8")


def _prepared(block: Block, notes: list[list[Run]] | None) -> Block:
    """The block with its footnotes numbered, its drawing and data ready to stand in a page."""
    new = dict(block)
    if notes is not None and "runs" in new:
        new["runs"] = _numbered(new["runs"], notes)
    if "blocks" in new:
        new["blocks"] = [_prepared(inner, notes) for inner in new["blocks"]]
    if new["kind"] == "list":
        new["items"] = [[_prepared(inner, notes) for inner in item] for item in new["items"]]
    if new["kind"] == "table":
        new = _table(new)
    if new["kind"] == "figure" and "svg" in new:
        new |= _drawing(new)
    return new


def _numbered(runs: Iterable[Run], notes: list[list[Run]]) -> list[Run]:
    found = []
    for run in runs:
        if run["t"] == "note":
            notes.append(run["runs"])
            run = run | {"number": len(notes)}
        elif "runs" in run:
            run = run | {"runs": _numbered(run["runs"], notes)}
        found.append(run)
    return found


def _table(block: Block) -> Block:
    block = grouped(block)
    align = block.get("align") or alignments(block["rows"], len(block["headers"]))
    least = widths.least(block["headers"], block["rows"], size=LETTERS, sides=SIDES)
    return {"caption": "", "note": ""} | block | {"align": align, "scrolls": least > PHONE}


def _drawing(block: Block) -> Block:
    from markupsafe import Markup

    width, _ = vector.size(block["svg"])
    svg = vector.described(block["svg"], block["alt"])
    table = _table(filled(block["table"])) if block.get("table") else None
    # The drawing went through the allow-list of `vector`: it is the one text that enters the page as markup.
    drawn = {"drawing": Markup(svg), "small": _small(width), "said": block.get("said", "data")}
    return drawn | {"table": table, "csv_link": _link(block.get("csv", ""))}


def _small(width: float) -> str:
    """How a drawing of that width, in mm, is shown: a tiny one, as a formula, at its own size; "" for a large one."""
    return "small tiny" if width <= TINY else "small" if width <= SMALL else ""


def _link(csv: str) -> str:
    encoded = base64.b64encode(("\ufeff" + csv).encode()).decode("ascii")  # the mark tells Excel that it is UTF-8
    return f"data:text/csv;charset=utf-8;base64,{encoded}"


@cache
def _stylesheet(characters: frozenset[str]) -> str:
    faces = "".join(_face(name, weight, characters | ALWAYS) for name, weight in FACES.items())
    return faces + _file("page.css")


def _face(name: str, weight: int, characters: frozenset[str]) -> str:
    letters, usual = frozenset(map(ord, characters)), frozenset(map(ord, ALWAYS))
    data = base64.b64encode(fonts.woff2(name, letters, usual)).decode("ascii")
    return (
        f"@font-face{{font-family:Lato;font-weight:{weight};font-display:swap;"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}\n"
    )


def _policy(css: str) -> str:
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
