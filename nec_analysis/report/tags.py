"""HTML tags and pictures inside a line of Markdown: tags become the dress of the words between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nec_analysis.report import markup, pictures
from nec_analysis.report.markdown import Block, Run, plain

_UNSPOKEN = frozenset(("script", "style", "iframe", "object", "video", "audio"))
"""What stands between these tags is no text of the page."""
_VOID = frozenset(("br", "embed", "img", "input", "wbr"))


def settled(runs: Iterable[Run], attached: pictures.Attached) -> tuple[list[Run], list[Block]]:
    """The line without tags; beside it the pictures of the line and what had to be left out, to stand below it."""
    line = _Line(attached)
    for run in runs:
        line.take(run)
    found = line.end()
    words = [run for run in found if "picture" not in run]
    alone = not plain(words).strip() and any(block["kind"] == "figure" for block in line.below)
    return words if alone else found, line.below


@dataclass(slots=True)
class _Open:
    """A tag that waits to be closed, with what came since."""

    name: str
    element: Any
    runs: list[Run] = field(default_factory=list)

    def closed(self) -> list[Run]:
        return [] if self.name in _UNSPOKEN else markup.dressed(self.element, self.runs)


class _Line:
    """Reads a line of runs from left to right."""

    def __init__(self, attached: pictures.Attached) -> None:
        self.attached = attached
        self.below: list[Block] = []
        self.open = [_Open("", None)]

    def take(self, run: Run) -> None:
        if run["t"] == "tag":
            self._tag(run["html"])
        elif run["t"] == "image":
            self._image(run["url"], run["alt"])
        elif "runs" in run and run["t"] != "formula":
            inside, below = settled(run["runs"], self.attached)
            self.below += below
            self.open[-1].runs += [run | {"runs": inside}] if inside else []
        else:
            self.open[-1].runs.append(run)

    def _tag(self, html: str) -> None:
        name, closing, element = markup.line(html)
        if closing:
            self._close(name)
        elif element is None:
            self.open[-1].runs.append({"t": "text", "text": html})
        elif name == "br":
            self.open[-1].runs.append({"t": "break"})
        elif name == "img":
            self._image(element.get("src", ""), element.get("alt", ""))
        else:
            self.below += markup.missed(element)
            self.open += [_Open(name, element)] * (name not in _VOID)

    def _close(self, name: str) -> None:
        if any(tag.name == name for tag in self.open[1:]):
            while (tag := self.open.pop()).name != name:
                self.open[-1].runs += tag.closed()
            self.open[-1].runs += tag.closed()

    def _image(self, url: str, alt: str) -> None:
        """A picture goes below its line, where its words stay."""
        self.below += pictures.addressed(url, alt, self.attached)
        if alt:
            self.open[-1].runs.append({"t": "text", "text": f"[{alt}]", "picture": True})

    def end(self) -> list[Run]:
        """The whole line; what a tag never closed holds is kept, whatever the tag."""
        while len(self.open) > 1:
            tag = self.open.pop()
            self.open[-1].runs += tag.runs if tag.name in _UNSPOKEN else tag.closed()
        return self.open[0].runs
