"""The look of every chart: sizes, colours, matplotlib settings."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

PAGE, HALF = 174.0, 84.0
"""Widths in mm: the text width of a report page, a half of it."""
TALLEST = 215.0
"""What a page of the report holds under a heading, in mm: no chart is taller, none has to be shrunk."""
MARGIN = 2.0
"""Left empty on every side, in mm."""
MM = 72 / 25.4
"""Points in a millimetre."""

TITLE, SUBTITLE, LABEL, VALUE, SMALL, SOURCE = 13.5, 9.6, 9.8, 11.5, 9.0, 9.0
"""Sizes of letters in points; nothing is smaller than SMALL."""
REGULAR, SEMIBOLD, BOLD = 400, 600, 700

INK, MUTED = "#1C1C28", "#5B5B6B"
NAVY, BAR, BAND, PALE = "#171DAE", "#8A8FC9", "#C2C4EA", "#F4F4F8"
ORANGE, ORANGE_TEXT, MINT = "#D47A21", "#9A5200", "#24A194"
RULE, NEUTRAL, EDGE = "#D9D9E3", "#CFCFD8", "#9A9AA8"

NEC6 = ("#171DAE", "#D47A21", "#4E0A37", "#B067FA", "#24A194", "#4E4E0F")
"""Six categories one tells apart with any colour vision; each at least 3:1 on white."""
NEC6_TEXT = ("#171DAE", "#9A5200", "#4E0A37", "#7A2FD0", "#0F6B62", "#4E4E0F")
"""The same six, dark enough for letters (4.5:1 on white)."""
LIKERT = ("#A84300", "#EDAE73", "#CFCFD8", "#9AA3EE", "#171DAE")
SEQUENTIAL = ("#E9EAF8", "#BFC3F0", "#8F96E4", "#555DCD", "#171DAE")

FAMILY = "Lato"
FALLBACK = "DejaVu Sans"

RC: dict[str, Any] = {
    "font.family": FAMILY,
    "text.hinting": "none",
    "text.antialiased": True,
    "text.usetex": False,
    "text.parse_math": False,
    "text.color": INK,
    "svg.fonttype": "none",
    "svg.hashsalt": "nec_analysis",
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "figure.facecolor": "white",
    "figure.dpi": 100,
    "figure.autolayout": False,
    "figure.constrained_layout.use": False,
    "savefig.facecolor": "white",
    "savefig.bbox": None,
    "savefig.dpi": "figure",
    "axes.edgecolor": EDGE,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "axes.prop_cycle": "cycler('color', ['#171DAE', '#D47A21', '#4E0A37', '#B067FA', '#24A194', '#4E4E0F'])",
    "path.simplify": True,
    "path.sketch": None,
    "patch.linewidth": 0,
    "hatch.linewidth": 0.8,
}
"""Settings for one layout that is the same in SVG, PDF and PNG, and gives the same bytes twice."""

_DRAWING = threading.RLock()


@contextmanager
def context() -> Iterator[None]:
    """Draw or save in our style; outside, matplotlib is as it was. One thread at a time: its settings are global."""
    import matplotlib

    with _DRAWING, matplotlib.rc_context():
        matplotlib.rcdefaults()  # a reader's own matplotlibrc must not change our bytes
        matplotlib.rcParams.update(RC)
        register()
        yield


@cache
def register() -> Path:
    """Make Lato known to matplotlib, once; the folder of its files comes back."""
    import fontpkg_lato
    from matplotlib import font_manager

    folder = Path(fontpkg_lato.__file__).parent / "files"
    for file in sorted(folder.glob("Lato-*.ttf")):
        font_manager.fontManager.addfont(str(file))
    return folder


def shades(low: str, high: str, count: int) -> tuple[str, ...]:
    """`count` colours from one to another, both included."""
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (low, high)]
    steps = [i / (count - 1) if count > 1 else 1.0 for i in range(count)]
    return tuple("#" + "".join(f"{round(a + (b - a) * t):02X}" for a, b in zip(*ends, strict=True)) for t in steps)


def letters_on(colour: str) -> str:
    """White or ink: whichever reads best on a colour."""
    return "#FFFFFF" if contrast(colour, "#FFFFFF") >= contrast(colour, INK) else INK


def contrast(a: str, b: str) -> float:
    """The contrast of two colours, from 1 to 21. WCAG 2.2, 1.4.3."""
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
