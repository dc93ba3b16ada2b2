"""What a notebook shows a reader: each helper gives an object that Jupyter displays, the exporters understand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from nec_analysis.errors import NecError
from nec_analysis.french.phrases import english, phrase
from nec_analysis.french.typography import typeset
from nec_analysis.report import markdown

KEY, VERSION = "nec", 1
"""Where the meaning of an output stands in its metadata: papermill keeps it, other tools ignore it.

A MIME type ending in +json would be printed as text by pandoc or MyST.
"""
ALT_AT_LEAST = 40
CALLOUTS = ("info", "key", "caution")


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure: `value` as printed, `interval` as printed, `change` since the last edition, `note` below."""

    label: str
    value: str
    interval: str = ""
    change: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An output with its meaning: `block` goes to the output's metadata, `data` to the screen."""

    block: Mapping[str, Any]
    data: Mapping[str, str] = field(default_factory=dict)
    alt: str = ""

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        metadata: dict[str, Any] = {KEY: {"version": VERSION, **self.block}}
        if self.alt:
            # where nbconvert's own templates look for the description of a picture
            metadata["image/svg+xml"] = {"alt": self.alt}
        return dict(self.data), metadata


def cover(
    title: str,
    subtitle: str,
    edition: str,
    date: str,
    note: str = "",
    *,
    synthetic: bool | str = False,
    author: str = "",
    keywords: Sequence[str] = (),
    timestamp: str = "",
) -> Shown:
    """The first page. `synthetic` (or its words) is printed on every page of the report.

    `date` is what a reader sees; `timestamp` the same day as ISO text, for the properties of the file.
    """
    block: dict[str, Any] = {
        "kind": "cover",
        "title": title,
        "subtitle": subtitle,
        "edition": edition,
        "date": date,
        "note": note,
    }
    block |= {"synthetic": synthetic, "author": author, "keywords": list(keywords), "timestamp": timestamp}
    return _shown(block, f"{title} – {subtitle} ({edition}, {date})")


def contents() -> Shown:
    """The table of contents, made from the headings when the report is exported."""
    return _shown({"kind": "contents"}, "Sommaire (composé à l'export)")


def heading(text: str, level: int = 1) -> Shown:
    """A heading; `level` counts from 1."""
    return _shown({"kind": "heading", "level": level, "runs": [{"t": "text", "text": text}]}, f"{'#' * level} {text}")


def prose(text: str) -> Shown:
    """Markdown: paragraphs, lists, tables, footnotes; HTML in it is shown as typed."""
    return _shown({"kind": "prose", "blocks": markdown.blocks(text)}, text)


def callout(kind: str, text: str, title: str = "") -> Shown:
    """A framed remark in Markdown; `kind`: info | key | caution. Raises NecError for another kind."""
    if kind not in CALLOUTS:
        raise NecError(
            "callout-unknown", "callout", f"« {kind} » n'est pas un encadré", f"choisir : {', '.join(CALLOUTS)}"
        )
    return _shown({"kind": "callout", "role": kind, "title": title, "blocks": markdown.blocks(text)}, text)


def tiles(items: Iterable[Tile]) -> Shown:
    """Key figures side by side."""
    rows = [asdict(item) for item in items]
    words = "\n".join(
        " – ".join(filter(None, (r["value"], r["label"], r["interval"], r["change"], r["note"]))) for r in rows
    )
    return _shown({"kind": "tiles", "items": rows}, words)


def verbatims(items: Iterable[str | tuple[str, str] | Mapping[str, str]]) -> Shown:
    """Quotations, plain text for ever: a text, a (text, who) pair, or {"text", "who", "lang"}."""
    rows = [_verbatim(item) for item in items]
    return _shown({"kind": "verbatims", "items": rows}, "\n".join(f"« {row['text']} »" for row in rows))


def _verbatim(item: str | tuple[str, str] | Mapping[str, str]) -> dict[str, str]:
    if isinstance(item, str):
        return {"text": item, "who": "", "lang": ""}
    if isinstance(item, Mapping):
        return {"text": str(item["text"]), "who": str(item.get("who", "")), "lang": str(item.get("lang", ""))}
    return {"text": item[0], "who": item[1], "lang": ""}


def table(
    headers: Sequence[str] | Any,
    rows: Iterable[Sequence[object]] | None = None,
    *,
    caption: str = "",
    note: str = "",
    wide: bool = False,
    align: Sequence[str] = (),
    grouped: bool = False,
    lang: str = "fr",
) -> Shown:
    """Rows of text under `headers`, or a DataFrame alone; `wide` asks for a landscape page.

    `grouped`: the first column, written once for rows that follow each other, heads them, on each page they reach.

    `lang` puts headers and caption into the language, where the house has words for them; rows are shown as given.
    `align` holds left | right a column; columns of numbers go right when it is not given.
    Raises NecError when a row has not as many cells as there are headers.
    """
    heads, lines = _from_frame(headers) if rows is None else ([str(h) for h in headers], [_texts(row) for row in rows])
    for number, line in enumerate(lines, 1):
        if len(line) != len(heads):
            cause = f"la ligne {number} a {len(line)} cellules pour {len(heads)} colonnes"
            raise NecError(
                "table-ragged", f"tableau « {caption} »" if caption else "tableau", cause, "compléter la ligne"
            )
    heads, caption = [_printed(head, lang) for head in heads], _printed(caption, lang)
    block = {"kind": "table", "headers": heads, "rows": lines, "caption": caption, "note": note, "wide": wide}
    block |= {"grouped": True} if grouped else {}
    words = "\n".join("\t".join(line) for line in [heads, *lines])
    return _shown(block | {"align": list(align)}, words)


def _printed(text: str, lang: str) -> str:
    """A text of the house in the language, in its typography; another one as it was written."""
    return typeset(phrase(text, lang), lang) if text in english() else text


def _from_frame(frame: Any) -> tuple[list[str], list[list[str]]]:
    if type(frame.index).__name__ != "RangeIndex":
        frame = frame.reset_index()
    heads = [" · ".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in frame.columns]
    return heads, [_texts(row) for row in frame.itertuples(index=False, name=None)]


def _texts(row: Sequence[object]) -> list[str]:
    return [_text(cell) for cell in row]


def _text(cell: object) -> str:
    """A missing cell is empty; a float has a decimal comma and no more digits than it needs."""
    if cell is None or cell != cell or str(cell) in ("<NA>", "NaT"):
        return ""
    return format(cell, ".10g").replace(".", ",").replace("-", "\u2212") if isinstance(cell, float) else str(cell)


def figure(chart: Any, *, float: bool | None = None) -> Shown:
    """A chart: id, figure (matplotlib) or svg text, alt, table, title, subtitle, source, legend.

    `table` is a chart's own, a DataFrame, (headers, rows) or None; its CSV is what a reader downloads. Raises NecError when the alternative text is under 40 characters:
    who cannot see the chart must learn what it says.
    """
    identifier, alt = str(getattr(chart, "id", "") or "graphique"), str(getattr(chart, "alt", "") or "").strip()
    if len(alt) < ALT_AT_LEAST:
        cause = f"le texte de remplacement n'a que {len(alt)} caractères sur {ALT_AT_LEAST}"
        raise NecError(
            "alt-short", f"graphique {identifier}", cause, "dire ce que le graphique montre : mesure, extrêmes, base"
        )
    words = {name: str(getattr(chart, name, "") or "") for name in ("title", "subtitle", "source", "legend")}
    block = {
        "kind": "figure",
        "id": identifier,
        "alt": alt,
        **words,
        "table": _chart_table(getattr(chart, "table", None)),
    }
    return Shown(block | {"float": float}, {"text/plain": alt, "image/svg+xml": drawing(chart)}, alt)


def _chart_table(given: Any) -> dict[str, Any] | None:
    if given is None:
        return None
    if hasattr(given, "itertuples"):
        heads, rows = _from_frame(given)
    elif hasattr(given, "texts"):
        heads, rows = list(given.headers), [list(row) for row in given.texts]
    else:
        heads, rows = list(given[0]), [_texts(row) for row in given[1]]
    return {"headers": heads, "rows": rows, "csv": given.csv() if hasattr(given, "csv") else ""}


def drawing(chart: Any) -> str:
    """The chart as SVG with live text; the same bytes each time."""
    svg = getattr(chart, "svg", None)
    if svg:
        return str(svg() if callable(svg) else svg)
    from io import StringIO

    from matplotlib import rc_context

    out = StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": str(getattr(chart, "id", "nec"))}):
        chart.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    _close(chart.figure)
    return out.getvalue()


def _close(figure: Any) -> None:
    """Take the figure from pyplot's hands, or the inline backend would show it a second time."""
    from matplotlib import pyplot

    pyplot.close(figure)


def annex_break() -> Shown:
    """From here on the report is annex: smaller headings in the contents, a page of its own."""
    return _shown({"kind": "annex"}, "Annexes")


def _shown(block: Mapping[str, Any], words: str) -> Shown:
    from nec_analysis.report import page

    return Shown(block, {"text/plain": words, "text/html": page.fragment(block)})
