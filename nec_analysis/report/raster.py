"""A drawing as PNG, for office files that take no SVG."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from typing import Any

from nec_analysis.report import fonts, vector
from nec_analysis.report.text import printable

PPI = 200.0
_PAGE = b"""#let drawing = json("drawing.json")
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(drawing.svg), format: "svg", width: drawing.width * 1mm)
"""


@lru_cache(maxsize=64)
def png(svg: str, ppi: float = PPI) -> bytes:
    """The drawing, already sanitised, at its own size; the same bytes each time."""
    import typst

    width, _ = vector.size(svg)
    drawn = vector.rewritten(svg, lambda text: printable(text, Counter()))
    files: Any = {"main.typ": _PAGE, "drawing.json": json.dumps({"svg": drawn, "width": width}).encode()}
    out = typst.compile(files, font_paths=fonts.typst_fonts(), ignore_system_fonts=True, format="png", ppi=ppi)
    return bytes(out)
