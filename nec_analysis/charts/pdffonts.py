"""Fonts for PDF files: Lato, DejaVu Sans without the tables that make embedding slow.

matplotlib cuts each font down to the letters of a figure; nine tenths of that time goes into layout tables (GSUB, GPOS)
that a PDF does not hold. Copies without them, kept in matplotlib's cache: 0.4 → 0.08 CPU-seconds a chart.
All stand in one folder: matplotlib writes fonts in the order of their paths, which must not depend on whose home it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from nec_analysis.charts import style

LIGHT = {style.FAMILY: "Lato for PDF", style.FALLBACK: "DejaVu Sans for PDF"}
"""The names that matplotlib knows the copies by; the embedded font keeps its own."""
LAYOUT = ("GSUB", "GPOS", "GDEF", "FFTM")
LETTERS = frozenset(
    (*range(0x20, 0x180), *range(0x2000, 0x2070), 0x20AC, 0x2122, *range(0x2190, 0x2270), *range(0x25A0, 0x2600))
)
"""Latin letters, punctuation, arrows, signs of calculation, shapes: a text with another character keeps the whole font."""
FACES = (
    (style.FAMILY, "Lato-Regular", 400, "normal"),
    (style.FAMILY, "Lato-Italic", 400, "italic"),
    (style.FAMILY, "Lato-SemiBold", 600, "normal"),
    (style.FAMILY, "Lato-SemiBoldItalic", 600, "italic"),
    (style.FAMILY, "Lato-Bold", 700, "normal"),
    (style.FAMILY, "Lato-BoldItalic", 700, "italic"),
    (style.FALLBACK, "DejaVuSans", 400, "normal"),
    (style.FALLBACK, "DejaVuSans-Oblique", 400, "italic"),
    (style.FALLBACK, "DejaVuSans-Bold", 700, "normal"),
    (style.FALLBACK, "DejaVuSans-BoldOblique", 700, "italic"),
)


@contextmanager
def lighter(figure: Any) -> Iterator[None]:
    """While inside, the texts of a figure are set in the light copies."""
    from matplotlib.text import Text

    _register()
    changed = [text for text in figure.findobj(Text) if text.get_fontfamily()[0] in LIGHT and _plain(text)]
    kept = [text.get_fontproperties() for text in changed]
    for text, properties in zip(changed, kept, strict=True):
        light = properties.copy()
        light.set_family([LIGHT[text.get_fontfamily()[0]]])
        text.set_fontproperties(light)
    try:
        yield
    finally:
        for text, properties in zip(changed, kept, strict=True):
            text.set_fontproperties(properties)


def _plain(text: Any) -> bool:
    return LETTERS.issuperset(map(ord, text.get_text()))


@cache
def _register() -> None:
    import matplotlib
    from matplotlib.font_manager import FontEntry, fontManager

    folder = Path(matplotlib.get_cachedir()) / f"nec-latin-{version('fontpkg-lato')}"
    folder.mkdir(parents=True, exist_ok=True)
    places = {style.FAMILY: style.register(), style.FALLBACK: Path(matplotlib.get_data_path(), "fonts", "ttf")}
    for family, name, weight, slant in FACES:
        light = _stripped(places[family] / f"{name}.ttf", folder)
        entry = FontEntry(str(light), name=LIGHT[family], style=slant, weight=weight, stretch="normal", size="scalable")
        fontManager.ttflist.append(entry)


def _stripped(file: Path, folder: Path) -> Path:
    """The light copy of a font, written once; two processes may write it at a time."""
    from fontTools import subset

    light = folder / file.name
    if not light.exists():
        options = subset.Options(glyph_names=True, notdef_outline=True, hinting=False, recalc_timestamp=False)
        options.drop_tables += LAYOUT
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=LETTERS)
        with subset.load_font(file, options) as font:
            cutter.subset(font)
            half = folder / f"{file.name}.{os.getpid()}"
            font.save(half)
        half.replace(light)
    return light
