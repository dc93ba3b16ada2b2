"""What is wrong with the layout of a figure: texts off the page, texts over texts, letters too small or too pale."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.text import Text

from nec_analysis.charts import style

TOUCH = 0.6
"""Boxes may share so many pixels at 100 dpi: a box is larger than its letters."""


def faults(figure: Figure) -> list[str]:
    """Every fault in words; none on a good figure."""
    with style.context():
        return [*_outside(figure), *_overlaps(figure), *_small(figure), *_pale(figure)]


def texts(figure: Figure) -> list[Text]:
    """Every text that is drawn."""
    return [text for text in figure.findobj(Text) if text.get_text().strip()]


def _boxes(figure: Figure) -> list[tuple[str, tuple[float, float, float, float]]]:
    renderer = figure.canvas.get_renderer()
    return [(text.get_text(), text.get_window_extent(renderer).extents) for text in texts(figure)]


def _outside(figure: Figure) -> Iterator[str]:
    width, height = figure.bbox.size
    for text, (x0, y0, x1, y1) in _boxes(figure):
        if x0 < 0 or y0 < 0 or x1 > width or y1 > height:
            yield f"off the page: {text!r}"


def _overlaps(figure: Figure) -> Iterator[str]:
    for (a, one), (b, other) in combinations(_boxes(figure), 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        if across > TOUCH and down > TOUCH:
            yield f"over each other by {across:.1f} x {down:.1f}: {a!r}, {b!r}"


def _small(figure: Figure) -> Iterator[str]:
    for text in texts(figure):
        if text.get_fontsize() < style.SMALL:
            yield f"{text.get_fontsize()} points: {text.get_text()!r}"


def _pale(figure: Figure) -> Iterator[str]:
    """Letters on the page; those on a bar choose their colour by contrast, which has its own test."""
    for text in texts(figure):
        colour = str(text.get_color())
        if colour != "#FFFFFF" and style.contrast(colour, "#FFFFFF") < 4.5:
            yield f"contrast {style.contrast(colour, '#FFFFFF'):.1f}: {text.get_text()!r}"
