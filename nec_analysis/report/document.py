"""The report between the notebook and the page: blocks of plain data that both the PDF and the web page draw."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nec_analysis.errors import NecError
from nec_analysis.french.typography import typeset
from nec_analysis.report import cells, csvtext, markup, vector
from nec_analysis.report.labels import labels
from nec_analysis.report.markdown import Block, plain
from nec_analysis.report.pictures import joined
from nec_analysis.report.text import account, blank, clean

VERSION = 1
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Document:
    """A report as data: `meta` (title, subtitle, edition, date, author, keywords, lang, synthetic), then `blocks`.

    `notices` says what an analyst should know: heading levels changed, pictures without description, signs dropped.
    """

    meta: dict[str, Any]
    blocks: tuple[Block, ...]
    notices: tuple[str, ...] = ()

    def with_meta(self, **meta: Any) -> Document:
        """The same document with some facts about it changed."""
        return replace(self, meta=self.meta | meta)

    def to_json(self) -> str:
        """The document as JSON, the same bytes for the same document."""
        whole = {"version": VERSION, "meta": self.meta, "blocks": self.blocks}
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1)

    @property
    def synthetic(self) -> str:
        """The banner of invented data, empty when they are real."""
        said = self.meta.get("synthetic") or ""
        return said if isinstance(said, str) else labels(self.meta.get("lang", "fr"))["synthetic"]


def full_title(meta: Mapping[str, Any], lang: str = "fr") -> str:
    """The title a file is known by: a word or two, as « Bilan », are followed by the subtitle or the edition."""
    title = str(meta.get("title") or labels(lang)["untitled"])
    more = str(meta.get("subtitle") or meta.get("edition") or "")
    return f"{title} – {more}" if more and len(title.split()) < 3 else title


def language(notebook: Mapping[str, Any]) -> str:
    """The language a notebook was run in: its parameter `lang`, the one given from outside last; French without."""
    found = "fr"
    for cell in notebook.get("cells", ()):
        if {"parameters", "injected-parameters"} & set(cell.get("metadata", {}).get("tags", ())):
            given = _LANG.findall(joined(cell.get("source", "")))
            found = given[-1] if given else found
    return found


_LANG = re.compile(r"""^lang = ["'](fr|en)["']""", re.MULTILINE)


def from_notebook(
    notebook: Mapping[str, Any], *, lang: str = "fr", meta: Mapping[str, Any] | None = None, strict: bool = False
) -> Document:
    """The executed notebook as a document: what its cells say and show, in order; code only where tagged `show-code`.

    `meta` overrides what the cover and the notebook's own metadata say. With `strict`, a picture without description
    raises NecError instead of a notice.
    """
    found = list(cells.blocks(notebook, lang=lang))
    described = _meta(notebook, found, lang) | {k: v for k, v in (meta or {}).items() if v is not None}
    found = [block for block in found if block["kind"] != "cover"]
    if not described.get("cover"):
        found = _without_title(found, described)
    maker = _Maker(lang)
    blocks = tuple(maker.blocks(found))
    if strict and maker.undescribed:
        cause = f"{maker.undescribed} image(s) sans texte de remplacement"
        raise NecError("alt-missing", "carnet", cause, "afficher les graphiques avec outputs.figure(…)")
    return Document(maker.tidy(described | {"lang": lang}), blocks, maker.all_notices())


def _meta(notebook: Mapping[str, Any], found: Iterable[Block], lang: str) -> dict[str, Any]:
    own = notebook.get("metadata", {})
    authors = [str(a.get("name", "")) if isinstance(a, Mapping) else str(a) for a in own.get("authors", [])]
    meta: dict[str, Any] = {
        "title": str(own.get("title", "")),
        "subtitle": "",
        "edition": "",
        "date": "",
        "note": "",
        "author": ", ".join(filter(None, authors)),
        "keywords": list(map(str, own.get("keywords", []))),
        "synthetic": False,
        "timestamp": "",
        "cover": False,
    }
    meta |= {k: v for k, v in dict(own.get("nec", {})).items() if k in meta}
    for block in found:
        if block["kind"] == "cover":
            meta |= {k: v for k, v in block.items() if k in meta and (v or k == "note")} | {"cover": True}
    return meta


def _without_title(found: list[Block], meta: dict[str, Any]) -> list[Block]:
    """A notebook without cover: its one first-level heading, if it opens the notebook, is the title."""
    tops = [block for block in found if block["kind"] == "heading" and block["level"] == 1]
    if len(tops) == 1 and found[0] is tops[0]:
        meta["title"] = meta["title"] or plain(tops[0]["runs"])
        found = [block | _raised(block) for block in found[1:]]
    return found


def _raised(block: Block) -> Block:
    return {"level": block["level"] - 1} if block["kind"] == "heading" else {}


def _together(found: Iterable[Block]) -> list[Block]:
    """The blocks, those that say what was left out as one where they follow each other, each thing once."""
    told: list[Block] = []
    for block in found:
        if told and block["kind"] == told[-1]["kind"] == "left_out":
            more = [item for item in block["items"] if item not in told[-1]["items"]]
            told[-1] = told[-1] | {"items": [*told[-1]["items"], *more]}
        else:
            told.append(block)
    return told


class _Maker:
    """Turns what notebooks hold into what pages can draw: levels without gaps, unique ids, safe drawings, clean text."""

    def __init__(self, lang: str) -> None:
        self.lang, self.labels = lang, labels(lang)
        self.level, self.clamped, self.undescribed, self.left = 0, 0, 0, 0
        self.ids: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()
        self.notices: list[str] = []

    def tidy(self, value: Any) -> Any:
        """All text in the value without what no page may hold."""
        if isinstance(value, str):
            return clean(value, self.seen)
        if isinstance(value, Mapping):
            return {str(k): self.tidy(v) for k, v in value.items()}
        return [self.tidy(v) for v in value] if isinstance(value, list | tuple) else value

    def blocks(self, found: Iterable[Block]) -> list[Block]:
        """The blocks made, but those that say nothing."""
        made = [self.block(block) for block in _together(found)]
        return [block for block in made if "runs" not in block or not blank(plain(block["runs"]))]

    def block(self, block: Block) -> Block:
        make = getattr(self, f"_{block['kind']}", None)
        svg = block.get("svg")
        block = self.tidy({k: v for k, v in block.items() if k != "svg"})
        if svg is not None:
            block["svg"] = svg
        if "blocks" in block:
            block["blocks"] = self.blocks(block["blocks"])
        return make(block) if make else block

    def _heading(self, block: Block) -> Block:
        if blank(plain(block["runs"])):
            return block
        level = max(1, min(block["level"], self.level + 1, DEEPEST))
        self.clamped += level != block["level"]
        self.level = level
        return block | {"level": level, "id": self._id(plain(block["runs"]))}

    def _id(self, text: str) -> str:
        ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        slug = re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")[:60] or "x"
        self.ids[slug] += 1
        return slug if self.ids[slug] == 1 else f"{slug}-{self.ids[slug]}"

    def _list(self, block: Block) -> Block:
        return block | {"items": [self.blocks(item) for item in block["items"]]}

    def _callout(self, block: Block) -> Block:
        return block | {"title": block["title"] or self.labels[block["role"]]}

    def _left_out(self, block: Block) -> Block:
        """What no page can show, said where it stood."""
        self.left += len(block["items"])
        lines = [self._missing(item["what"], item["which"]) for item in block["items"]]
        return {"kind": "callout", "role": "info", "title": self.labels["left_out"], "blocks": lines}

    def _missing(self, what: str, which: str) -> Block:
        name = self.labels[f"left_{what}"]
        # an address is text here: nobody vouches for where it leads
        said = f"{typeset(f'{name} : ', self.lang)}{which}" if which else name
        return {"kind": "paragraph", "runs": [{"t": "text", "text": said}]}

    def _table(self, block: Block) -> Block:
        width = max([len(block["headers"]), *map(len, block["rows"])], default=0)
        rows = [[*row, *[""] * (width - len(row))] for row in block["rows"]]
        heads = [*block["headers"], *[""] * (width - len(block["headers"]))]
        align = block.get("align") or markup.alignments(rows, width)
        plain_table = {"caption": "", "note": "", "wide": False} | block
        return plain_table | {
            "headers": heads,
            "rows": rows,
            "align": align,
            "id": self._id(f"t {block.get('caption', '')}"),
        }

    def _figure(self, block: Block) -> Block:
        identifier = self._id(block["id"] or "image")
        more = any(block.get(name) for name in ("table", "subtitle", "source", "legend"))
        said = block.get("said", "data" if more else "described" if block["alt"] else "")
        if not block["alt"]:
            self.undescribed += 1
            block["alt"] = self.labels["undescribed"]
        table = block.get("table")
        if table:
            table = table | {"align": markup.alignments(table["rows"], len(table["headers"]))}
        svg = vector.sanitise(block["svg"], prefix=identifier, write=self.tidy)
        csv = (table.pop("csv", "") or csvtext.write(table["headers"], table["rows"])) if table else ""
        drawn = vector.says(svg, block["legend"])
        made = {"id": identifier, "svg": svg, "table": table, "csv": csv, "legend_drawn": drawn, "said": said}
        return block | made

    def all_notices(self) -> tuple[str, ...]:
        if self.clamped:
            self.notices.append(f"{self.clamped} titre(s) remontés pour ne sauter aucun niveau")
        if self.undescribed:
            self.notices.append(f"{self.undescribed} image(s) sans texte de remplacement")
        if self.left:
            self.notices.append(f"{self.left} contenu(s) que la page ne peut pas montrer, signalés à leur place")
        return tuple(filter(None, [*self.notices, account(self.seen)]))
