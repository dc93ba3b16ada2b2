"""Pictures that came with a notebook: as output, attached to a cell, or written out in an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from nec_analysis.report import vector

Block = dict[str, Any]
Attached = Mapping[str, Mapping[str, Any]]
KINDS = ("image/svg+xml", "image/png", "image/jpeg")
ATTACHMENT = "attachment:"
_WRITTEN = re.compile(r"^data:(?P<mime>image/(?:png|jpeg));base64,(?P<data>[A-Za-z0-9+/=\s%]+)$")


def figure(mime: str, data: str, alt: str) -> Block:
    """A picture as a figure without a message of its own."""
    svg = data if mime == "image/svg+xml" else vector.picture(data, mime)
    words = {"title": "", "subtitle": "", "source": "", "legend": ""}
    return {"kind": "figure", "id": "image", "alt": alt, "svg": svg, **words}


def addressed(url: str, alt: str, attached: Attached) -> list[Block]:
    """The picture at an address where the notebook holds it; else what the reader misses, said by `left_out`."""
    name = unquote(url.removeprefix(ATTACHMENT))
    if url.startswith(ATTACHMENT):
        mime = next((mime for mime in KINDS if mime in attached.get(name, {})), "")
        return [figure(mime, joined(attached[name][mime]), alt)] if mime else []
    written = _WRITTEN.match(url)
    if written:
        return [figure(written["mime"], unquote(written["data"]), alt)]
    return [left_out("picture", alt if url.startswith("data:") else url)]


def left_out(what: str, which: str = "") -> Block:
    """What no page can show, in its place; `what`: frame | media | script | picture | format."""
    return {"kind": "left_out", "items": [{"what": what, "which": which}]}


def joined(text: Any) -> str:
    """A notebook's text, which may be stored as a list of lines."""
    return "".join(map(str, text)) if isinstance(text, list | tuple) else str(text)
