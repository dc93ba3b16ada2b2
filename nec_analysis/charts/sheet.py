"""The sheet a chart is drawn on: millimetres from its top left corner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Literal, TypeVar

from nec_analysis.charts import lettering, style
from nec_analysis.french.typography import typeset

Point = tuple[float, float]
Row = TypeVar("Row")
ROW_AT_MOST = 17.0
"""The height a row may take, in mm."""
NOTE_LINES = 3
"""Lines of the foot that the source does not know of yet."""
Align = Literal["left", "center", "right"]


class Sheet:
    """A figure of a known width that grows downwards; every text on it is set in the typography of its language.

    Vertical positions of texts are the middle of their capitals, so that lines sit level whatever letters they hold.
    """

    def __init__(self, width: float = style.PAGE, lang: str = "fr") -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        self.width, self.lang = width, lang
        self.left, self.right = style.MARGIN, width - style.MARGIN
        self.limit = style.TALLEST
        self.figure = Figure(figsize=(width / 25.4, 1), facecolor="white")
        FigureCanvasAgg(self.figure)
        self._place = Affine2D()
        self._transform = self._place + self.figure.dpi_scale_trans

    def set(self, text: str) -> str:
        """The text as it will be printed."""
        return _set(text, self.lang)

    def measure(self, text: str, size: float = style.LABEL, weight: int = style.REGULAR, italic: bool = False) -> float:
        """The width of a line as it will be printed, in mm."""
        return lettering.width(self.set(text), size, weight, italic)

    def wrap(
        self,
        text: str,
        limit: float,
        size: float = style.LABEL,
        weight: int = style.REGULAR,
        *,
        most: int = 3,
        italic: bool = False,
    ) -> list[str]:
        """The lines of a text no wider than `limit` mm."""
        return lettering.wrap(self.set(text), limit, size, weight, most=most, italic=italic)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = style.LABEL,
        weight: int = style.REGULAR,
        colour: str = style.INK,
        align: Align = "left",
        italic: bool = False,
        rotation: float = 0,
        above: float = 3,
    ) -> float:
        """One line of text with its capitals centred on `y`; its width comes back. A turned text reads upwards."""
        printed = self.set(text)
        if not printed.strip():
            return 0.0
        total = lettering.width(printed, size, weight, italic)
        runs, drop = lettering.runs(printed), lettering.cap_height(size) / 2
        at = 0.0 if len(runs) == 1 else -total * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        for run in runs:
            # SVG drops the space that a text begins with: it is left empty instead
            wide, word = lettering.width(run, size, weight, italic), run.lstrip(" ") if len(runs) > 1 else run
            start = at + wide - lettering.width(word, size, weight, italic)
            place = (x + drop, y - start) if rotation else (x + start, y + drop)
            self._write(place, word, size, weight, colour, align if len(runs) == 1 else "left", italic, rotation, above)
            at += wide
        return total

    def _write(
        self,
        place: Point,
        text: str,
        size: float,
        weight: int,
        colour: str,
        align: Align,
        italic: bool,
        rotation: float,
        above: float,
    ) -> None:
        """Letters of one font from a point of their base line."""
        from matplotlib.text import Text

        artist = Text(
            *place,
            text,
            color=colour,
            fontproperties=lettering.font_of(text, size, weight, italic),
            horizontalalignment=align,
            verticalalignment="baseline",
            rotation=rotation,
            rotation_mode="anchor",
            parse_math=False,
            zorder=above,
        )
        if hasattr(artist, "set_fontfeatures"):
            artist.set_fontfeatures(("-liga",))
        self._add(artist)

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        *,
        size: float = style.LABEL,
        weight: int = style.REGULAR,
        colour: str = style.INK,
        align: Align = "left",
        italic: bool = False,
    ) -> float:
        """A block of lines whose middle is `y`; its height comes back."""
        pitch = lettering.line_height(size)
        top = y - pitch * (len(lines) - 1) / 2
        for i, line in enumerate(lines):
            self.text(x, top + i * pitch, line, size=size, weight=weight, colour=colour, align=align, italic=italic)
        return pitch * len(lines)

    def rect(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        colour: str,
        *,
        edge: str = "",
        hatch: str = "",
        thickness: float = 0.8,
        above: float = 1,
    ) -> None:
        """A rectangle between two corners; `thickness` of its edge in points."""
        from matplotlib.patches import Rectangle

        patch = Rectangle(
            (min(x0, x1), min(y0, y1)),
            abs(x1 - x0),
            abs(y1 - y0),
            facecolor=colour,
            edgecolor=edge or "none",
            linewidth=thickness if edge else 0,
            hatch=hatch or None,
            zorder=above,
        )
        self._add(patch)

    def line(
        self,
        points: Sequence[Point],
        colour: str = style.INK,
        thickness: float = 0.8,
        *,
        dashes: tuple[float, float] | None = None,
        above: float = 1,
        round_ends: bool = False,
    ) -> None:
        """A line through points; `thickness` in points."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        cap = "round" if round_ends else "butt"
        artist = Line2D(
            xs, ys, color=colour, linewidth=thickness, zorder=above, solid_capstyle=cap, dash_capstyle="butt"
        )
        if dashes:
            artist.set_dashes(dashes)
        self._add(artist)

    def dot(
        self,
        x: float,
        y: float,
        radius: float,
        colour: str,
        *,
        edge: str = "",
        thickness: float = 0.9,
        above: float = 2,
        alpha: float | None = None,
    ) -> None:
        """A disc; `radius` in mm."""
        from nec_analysis.charts.disc import Disc

        patch = Disc(
            (x, y),
            radius,
            facecolor=colour,
            edgecolor=edge or "none",
            linewidth=thickness if edge else 0,
            zorder=above,
            alpha=alpha,
        )
        self._add(patch)

    def polygon(
        self, points: Sequence[Point], colour: str, *, edge: str = "", thickness: float = 1.2, above: float = 2
    ) -> None:
        """A closed shape through points."""
        from matplotlib.patches import Polygon

        patch = Polygon(
            points,
            closed=True,
            facecolor=colour,
            edgecolor=edge or "none",
            linewidth=thickness if edge else 0,
            joinstyle="miter",
            zorder=above,
        )
        self._add(patch)

    def diamond(self, x: float, y: float, radius: float, colour: str, *, edge: str, above: float = 2) -> None:
        """A square on its corner."""
        corners = [(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)]
        self.polygon(corners, colour, edge=edge, thickness=1.4, above=above)

    def triangle(self, x: float, y: float, size: float, colour: str, *, up: bool) -> None:
        """A mark of significance, `size` mm wide."""
        tip = -1 if up else 1
        half = size / 2
        self.polygon([(x - half, y - tip * half), (x + half, y - tip * half), (x, y + tip * half)], colour, above=3)

    def whisker(self, x0: float, x1: float, y: float) -> None:
        """An interval: a thin black line with a white halo, seen on any colour."""
        self.line([(x0, y), (x1, y)], "#FFFFFF", 2.8, above=2)
        self.line([(x0, y), (x1, y)], style.INK, 1.1, above=2.1)

    def path(self, path: Any, colour: str, *, edge: str = "", thickness: float = 0.4, above: float = 1) -> None:
        """A matplotlib path whose vertices are millimetres of this sheet."""
        from matplotlib.patches import PathPatch

        self._add(
            PathPatch(
                path, facecolor=colour, edgecolor=edge or "none", linewidth=thickness if edge else 0, zorder=above
            )
        )

    def head(self, title: str, subtitle: str) -> float:
        """The message with what is measured below it; where the drawing may begin comes back."""
        y = style.MARGIN
        y = self._paragraph(y, title, style.TITLE, style.BOLD, style.INK)
        y += 1.0 if title and subtitle else 0
        y = self._paragraph(y, subtitle, style.SUBTITLE, style.REGULAR, style.MUTED)
        return y + 4.5

    def keep_foot(self, source: str) -> None:
        """Set apart the height of the foot, for `stack` to stop in time."""
        lines = lettering.filled(self.set(source), self.right - self.left, style.SOURCE)
        self.limit = style.TALLEST - (len(lines) + NOTE_LINES) * lettering.line_height(style.SOURCE) - 8.0

    def stack(self, rows: Sequence[Row], y: float, draw: Callable[[Row, float], float]) -> tuple[float, int]:
        """Draw rows one under another while the page has room; where they end, how many are left, come back.

        `draw` is given a row with where it begins, says where it ends.
        """
        for rank, row in enumerate(rows):
            if rank and y > self.limit - ROW_AT_MOST:
                return y, len(rows) - rank
            y = draw(row, y)
        return y, 0

    def foot(self, y: float, source: str) -> None:
        """The source at the bottom; the sheet ends under it."""
        end = self._paragraph(y + 3.5, source, style.SOURCE, style.REGULAR, style.MUTED, even=False)
        self.finish(end + style.MARGIN)

    def _paragraph(self, y: float, text: str, size: float, weight: int, colour: str, even: bool = True) -> float:
        if not text:
            return y
        room, pitch = self.right - self.left, lettering.line_height(size)
        printed = self.set(text)
        lines = lettering.wrap(printed, room, size, weight) if even else lettering.filled(printed, room, size, weight)
        for line in lines:
            self.text(self.left, y + pitch / 2, line, size=size, weight=weight, colour=colour)
            y += pitch
        return y

    def finish(self, height: float) -> None:
        """Fix the height of the sheet, in mm."""
        self.figure.set_size_inches(self.width / 25.4, height / 25.4)
        self._place.clear().scale(1 / 25.4, -1 / 25.4).translate(0, height / 25.4)

    def _add(self, artist: Any) -> None:
        artist.set_transform(self._transform)
        self.figure.add_artist(artist)


@lru_cache(maxsize=4096)
def _set(text: str, lang: str) -> str:
    return lettering.printable(typeset(text, lang), lang)
