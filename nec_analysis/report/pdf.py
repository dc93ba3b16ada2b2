"""The document as PDF/UA-1 with PDF/A-3a: data for the fixed Typst template, then the marks that Typst cannot make."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from math import fsum
from pathlib import Path
from typing import Any

from nec_analysis.errors import FAILED, NecError
from nec_analysis.report import fonts, placing, tagging, vector, widths
from nec_analysis.report.document import Document, full_title
from nec_analysis.report.filled import filled
from nec_analysis.report.grouping import grouped, lines
from nec_analysis.report.labels import labels
from nec_analysis.report.markdown import Block, plain
from nec_analysis.report.parting import parts
from nec_analysis.report.text import account, broken, printable

REGIONS = {"fr": "FR", "en": "GB"}
HALF, TALLEST = 84.0, 215.0
"""Charts up to half a text width go two by two; none is taller than a page. In mm."""
ABREAST = 4
"""Tiles on a line, at most."""
GUTTER, TILE_SIDE, LABEL = 3.5, 4.5, 10.5
"""Between tiles, beside the text of one, in mm; type size of its label, in points."""
CAPTION, CAPTION_LINES = 10.5, 3
"""Type size of the caption of a table, in points; lines it may take over half a page."""
ROW, LINE, AROUND = 4.3, 4.6, 8.5
"""In mm: a row, a line of the caption, the rest of a table of chart data."""
WORDY = 400
"""Letters from which a tile may run over a page."""
AGEING = 5
"""Empty compilations after each report: memory stays under 300 MB over hundreds of them."""
SHORT, HIGH = 10, 24
"""Rows up to which a table stays on one page, unless they are so high, in lines, that it would leave another half empty."""
LINES, LONG, MANY, TOGETHER = 300, 30, 50, 12
"""Lines of printed output that are kept; rows from which a narrow table runs in two columns; rows up to which the
data of a chart are printed, longer ones being attached only; rows up to which they stay on one page."""
_VERBATIM_KEYS = frozenset({"svg", "csv", "kind", "t", "id", "url", "align", "role"})


def render_pdf(
    document: Document, *, timestamp: int | str | date, lang: str = "fr", notices: list[str] | None = None
) -> bytes:
    """The finished PDF; the same bytes for the same document and timestamp.

    `timestamp`: the date printed in the file's properties (ISO text, date, or Unix seconds); an edition's date, not now.
    What had to be replaced for want of a glyph is added to `notices`. Raises NecError if Typst refuses the document.
    """
    seen: Counter[str] = Counter()
    data = prepared(document, lang=lang, seen=seen)
    raw = _apart(_compiled, data, _seconds(timestamp))
    if notices is not None:
        notices.extend(filter(None, [account(seen)]))
    return tagging.finish(raw)


def _apart(work: Callable[[dict[str, Any], int], bytes], data: dict[str, Any], timestamp: int) -> bytes:
    """Done in a thread of its own, to which the C library gives memory of its own.

    What Typst remembers of a report would mingle there with the objects of Python: over hundreds of reports, each would
    take longer than the one before.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work, data, timestamp).result()


def _compiled(data: dict[str, Any], timestamp: int) -> bytes:
    import typst

    files: Any = {"main.typ": _template()}
    given = {"doc": json.dumps(data, ensure_ascii=False)}
    try:
        moves = placing.moves(data["blocks"], lambda moved: _places(files | _moved(moved), given))
        files |= _moved(moves)
        out: bytes = typst.compile(
            input=files,
            font_paths=fonts.typst_fonts(),
            ignore_system_fonts=True,
            sys_inputs=given,
            format="pdf",
            pdf_standards=["ua-1", "a-3a"],
            timestamp=timestamp,
        )
        _forget()
    except typst.TypstError as error:
        remedy = "relancer après avoir corrigé le bloc en cause ; le document reste exportable en HTML"
        raise NecError("pdf-refused", "bilan.pdf", str(error).strip(), remedy, exit_code=FAILED) from error
    return out


def _forget() -> None:
    """Age what Typst remembers: it keeps layouts for some ten compilations, 50 MB each for a long report."""
    import typst

    nothing = Path(__file__).parent / "typst" / "nothing.typ"
    compiler = typst.Compiler(str(nothing), font_paths=fonts.typst_fonts(), ignore_system_fonts=True)
    for _ in range(AGEING):
        compiler.compile(format="svg")


def _places(files: Any, given: dict[str, str]) -> str:
    """Where everything is, as the template tells it."""
    import typst

    compiler = typst.Compiler(files, font_paths=fonts.typst_fonts(), ignore_system_fonts=True, sys_inputs=given)
    return str(compiler.query("<places>", "value", one=True))


def _moved(moves: placing.Moves) -> dict[str, bytes]:
    known = {"floated": sorted(moves.floated), "tightened": sorted(moves.tightened), "until": moves.until}
    return {"moves.json": json.dumps(known).encode()}


@cache
def _template() -> bytes:
    return (Path(__file__).parent / "typst" / "report.typ").read_bytes()


def _seconds(timestamp: int | str | date) -> int:
    if isinstance(timestamp, int):
        return timestamp
    moment = datetime.fromisoformat(timestamp) if isinstance(timestamp, str) else timestamp
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp())


def prepared(document: Document, *, lang: str, seen: Counter[str]) -> dict[str, Any]:
    """The document as the template reads it: every text printable, every width known."""
    words = labels(lang)
    whole = [part for block in document.blocks for part in parts(_printable(block, seen, lang))]
    blocks = [_block(block, words) for block in whole]
    meta = _printable(_meta(document, lang), seen, lang)
    laid = _announced(_turned(_paired(_annexed(blocks))))
    # Turned pages at the end stay at the end: what comes before them fills its pages.
    before = len(laid) - 1 if laid and laid[-1]["kind"] == "turned" else len(laid)
    return {"meta": meta, "labels": words, "blocks": laid, "data": _data(document, blocks) | {"before": before}}


def _meta(document: Document, lang: str) -> dict[str, Any]:
    meta = document.meta
    title = str(meta.get("title") or labels(lang)["untitled"])
    full = full_title(meta, lang)
    edition, date_text = str(meta.get("edition", "")), str(meta.get("date", ""))
    author = str(meta.get("author", ""))
    return {
        "title": title,
        "full_title": full,
        "show_title": bool(meta.get("title")),
        "subtitle": str(meta.get("subtitle", "")),
        "edition": edition,
        "date": date_text if date_text not in edition else "",
        "note": str(meta.get("note", "")),
        "cover": bool(meta.get("cover")),
        "authors": [author] if author else [],
        "keywords": [str(word) for word in meta.get("keywords", [])],
        "description": str(meta.get("subtitle", "")) or full,
        "synthetic": document.synthetic,
        "running": _short(full),
        "foot": _short(edition),
        "lang": lang.split("-")[0],
        "region": REGIONS.get(lang.split("-")[0], "FR"),
    }


def _short(text: str, most: int = 60) -> str:
    """A running head short enough to be a head."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.(«–—-\u00a0\u202f") + "…"


def _printable(value: Any, seen: Counter[str], lang: str) -> Any:
    if isinstance(value, str):
        return printable(value, seen, lang)
    if isinstance(value, Mapping):
        return {
            k: v if k in _VERBATIM_KEYS and isinstance(v, str | list) else _printable(v, seen, lang)
            for k, v in value.items()
        }
    return [_printable(item, seen, lang) for item in value] if isinstance(value, list | tuple) else value


def _block(block: Block, words: Mapping[str, str]) -> Block:
    make = _MAKERS.get(block["kind"])
    if "blocks" in block:
        block = block | {"blocks": [_block(inner, words) for inner in block["blocks"]]}
    if "runs" in block:
        block = block | {"runs": _lines(block["runs"])}
    return make(block, words) if make else block


def _lines(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Line ends inside a text as breaks: a Typst string would print them as spaces."""
    found: list[dict[str, Any]] = []
    for run in runs:
        if run["t"] == "text" and "\n" in run["text"]:
            for i, line in enumerate(run["text"].split("\n")):
                found += [{"t": "break"}] * bool(i) + [{"t": "text", "text": line}]
        else:
            found.append(run | {"runs": _lines(run["runs"])} if "runs" in run else run)
    return found


def _list(block: Block, words: Mapping[str, str]) -> Block:
    return block | {"items": [[_block(inner, words) for inner in item] for item in block["items"]]}


def _tiles(block: Block, words: Mapping[str, str]) -> Block:
    """The tiles in lines of one to four, as even as can be, all in the type that suits the narrowest."""
    items = block["items"]
    lines = -(-len(items) // ABREAST)
    ends = [-(-len(items) * line // lines) for line in range(lines + 1)] if lines else []
    rows = [items[start:end] for start, end in pairwise(ends)]
    columns = max(map(len, rows), default=1)
    width = (widths.PORTRAIT - (columns - 1) * GUTTER) / columns - 2 * TILE_SIDE
    values = [item["value"] for item in items]
    size = widths.largest(values, width, (30, 26, 22, 18, 15, 13) if columns < ABREAST else (24, 20, 17, 15, 13))
    return {"kind": "tiles", "rows": [[_tile(item, width, size) for item in row] for row in rows]}


def _tile(item: Mapping[str, str], width: float, size: float) -> dict[str, Any]:
    """The tile with words short enough for it."""
    sizes = {name: size if name == "value" else LABEL for name in item}
    long = sum(map(len, item.values())) > WORDY
    return {"size": size, "long": long} | {
        name: text if widths.holds(text, width, sizes[name]) else broken([text], widths.letters(width, sizes[name]))[0]
        for name, text in item.items()
    }


def _table(block: Block, words: Mapping[str, str]) -> Block:
    block = grouped(block | {"headers": _named(block["headers"])})
    found: list[dict[str, Any]] = block.pop("groups")
    groups = [{"title": lines(group["title"]), "count": len(group["rows"])} for group in found]
    titled = any(group["title"] for group in found)
    folds = len(block["rows"]) > LONG and not titled
    half = widths.unfolded(block["headers"], block["rows"], HALF) if folds else None
    fit = half or widths.fit(block["headers"], block["rows"], wide=bool(block.get("wide")))
    fit = widths.filled(fit) if titled else fit
    if fit.letters:
        block["headers"] = broken(block["headers"], fit.letters)
        block["rows"] = [broken(row, fit.letters) for row in block["rows"]]
    return (
        block
        | _fitted(fit, block["rows"])
        | {"landscape": fit.landscape and bool(block["rows"]), "note_label": "", "twice": half is not None}
        | {"groups": groups}
    )


def _named(headers: list[str]) -> list[str]:
    """Typst would leave an empty head untagged text: a no-break space keeps the cell."""
    return [head or "\u00a0" for head in headers]


def _figure(block: Block, words: Mapping[str, str]) -> Block:
    seen: Counter[str] = Counter()
    width, height = vector.size(block["svg"])
    scale = min(1.0, widths.PORTRAIT / width, TALLEST / height)
    return {
        "kind": "figure",
        "svg": vector.rewritten(block["svg"], lambda text: printable(text, seen)),
        "alt": block["alt"],
        "legend": "" if block["legend_drawn"] else block["legend"],
        "legend_label": "",
        "csv": block.get("csv", ""),
        "file": f"{block['id']}.csv",
        "file_description": f"{words['chart_data']} {block['title'] or block['id']}",
        "width": round(width * scale, 2),
        "height": round(height * scale, 2),
        "data": _chart_data(block),
        "title": block["title"] or block["id"],
        "long": bool(block.get("csv") and block.get("table") and len(block["table"]["rows"]) > MANY),
        "asked_float": block.get("float"),
        "float": False,
    }


def _printed(block: Block, words: Mapping[str, str]) -> Block:
    printed = block["text"].split("\n")
    if len(printed) > LINES:
        cut = f"{len(printed) - LINES:,}".replace(",", words["thousands"])
        printed = [*printed[:LINES], f"… {words['more_lines']} {cut}"]
    role = block.get("role", "code")
    title = block.get("title", "") if role == "error" else words["warning"] if role == "stderr" else ""
    title = f"{words['error']} – {title}" if role == "error" else title
    return {"kind": "printed", "role": role, "title": title, "text": "\n".join(printed).rstrip()}


_MAKERS = {
    "list": _list,
    "tiles": _tiles,
    "table": _table,
    "figure": _figure,
    "printed": _printed,
    "code": _printed,
}


def _annexed(blocks: list[Block]) -> list[Block]:
    """The chapter that opens the annex says so: it wants more room than another, or a page of its own."""
    opened = [False, *(block["kind"] == "annex" for block in blocks)]
    return [
        block | {"annex": True} if after else block
        for block, after in zip(blocks, opened, strict=False)
        if block["kind"] != "annex"
    ]


def _paired(blocks: list[Block]) -> list[Block]:
    """Two narrow charts that follow each other stand side by side."""
    found: list[Block] = []
    for block in blocks:
        before = found[-1] if found else None
        if before and _narrow(before) and _narrow(block):
            found[-1] = {"kind": "pair", "figures": [before | {"float": False}, block | {"float": False}]}
        else:
            found.append(block)
    return found


def _announced(blocks: list[Block]) -> list[Block]:
    """Charts that stand alone under their heading say so: the heading will tell where they are if they move."""
    lone = {run[0] for run, alone in placing.runs(blocks) if alone}
    return [
        block | {"alone": rank in lone} if block["kind"] == "figure" else block for rank, block in enumerate(blocks)
    ]


def _turned(blocks: list[Block]) -> list[Block]:
    """Wide tables that follow each other, with the headings that announce them, on landscape pages of their own."""
    found: list[Block] = []
    for block in blocks:
        if not block.get("landscape"):
            found.append(block)
            continue
        announced: list[Block] = []
        while found and found[-1]["kind"] == "heading":
            announced.insert(0, found.pop())
        if found and found[-1]["kind"] == "turned":
            found[-1]["blocks"] += [*announced, block]
        else:
            found.append({"kind": "turned", "blocks": [*announced, block]})
    return found


def _data(document: Document, blocks: list[Block]) -> dict[str, Any]:
    """The table behind each chart: in two columns those that fit there, the others below at full width."""
    figures = [block for block in blocks if block["kind"] == "figure"]
    if not document.meta.get("chart_tables", True):
        figures = []
    tables = [block["data"] for block in figures if block["data"]]
    narrow = [table for table in tables if _goes_beside(table)]
    full = [table for table in tables if not _goes_beside(table)]
    long = [{"title": block["title"], "file": block["file"]} for block in figures if block["long"]]
    return {"columns": _halves(narrow), "full": full, "attached": long}


def _goes_beside(table: Block) -> bool:
    """Whether a table fits half a page, under a caption that is not a column of words."""
    return fsum(table["columns"]) <= HALF and widths.lines(table["caption"], HALF, CAPTION) <= CAPTION_LINES


def _halves(tables: list[Block]) -> list[list[Block]]:
    """Two columns about as long as each other: each table in its turn at the foot of the shorter."""
    halves: tuple[list[Block], list[Block]] = ([], [])
    for table in tables:
        min(halves, key=lambda half: fsum(map(_tall, half))).append(table)
    return [half for half in halves if half]


def _tall(table: Block) -> float:
    """How high the data of a chart stand in half a page, in mm, about."""
    return len(table["rows"]) * ROW + widths.lines(table["caption"], HALF, CAPTION) * LINE + AROUND


def _chart_data(block: Block) -> Block | None:
    table: Block | None = block.get("table")
    if not table or not 0 < len(table["rows"]) <= MANY:
        return None
    table = filled(table)
    fit = widths.fit(table["headers"], table["rows"], within=(HALF, widths.PORTRAIT, widths.LANDSCAPE))
    caption, whole = block["title"] or block["id"], len(table["rows"]) <= TOGETHER
    fitted = _fitted(fit, table["rows"])
    return (
        table
        | fitted
        | {"groups": [{"title": [""], "count": len(table["rows"])}]}
        | {"caption": caption, "note": "", "note_label": "", "tight": True}
        | {"whole": whole, "breaks": fitted["breaks"] and not whole}
    )


def _fitted(fit: widths.Fit, rows: list[list[str]]) -> dict[str, Any]:
    known = {"columns": fit.columns, "gap": fit.gap, "size": fit.size, "landscape": fit.landscape, "lines": fit.lines}
    breaks = len(rows) > SHORT or len(rows) * fit.lines > HIGH
    return known | {"flat": widths.flat(rows, fit), "breaks": breaks}


def _narrow(block: Block) -> bool:
    return bool(block["kind"] == "figure" and block["width"] <= HALF)


def words_of(document: Document) -> str:
    """All the words of the document, one block a line: what a reader reads, for checks."""
    return "\n".join(plain(block["runs"]) for block in document.blocks if "runs" in block)
