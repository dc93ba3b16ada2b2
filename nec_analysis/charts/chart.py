"""A chart: a figure with its alt text, its table of data, its source."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nec_analysis.charts import pdffonts, style, svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PNG_DPI = 200
"""Twice what a screen shows."""
NO_DATE = {"Date": None, "Creator": None, "Format": None, "Type": None}
Raw = str | int | float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a reader sees beside what a machine reads: "87 %" and 0.8702."""

    text: str
    raw: Raw


@dataclass(frozen=True, slots=True)
class Table:
    """The data of a chart: one header a column, one tuple of cells a row."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The rows as a reader sees them."""
        return tuple(tuple(cell.text for cell in row) for row in self.rows)

    @property
    def raws(self) -> tuple[tuple[Raw, ...], ...]:
        """The rows as a machine reads them."""
        return tuple(tuple(cell.raw for cell in row) for row in self.rows)

    def csv(self) -> str:
        """UTF-8 text, commas, everything quoted, raw values; text that a spreadsheet would run gets an apostrophe."""
        out = io.StringIO()
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow([_inert(header) for header in self.headers])
        writer.writerows([_inert(raw) for raw in row] for row in self.raws)
        return out.getvalue()


def _inert(raw: Raw) -> Raw:
    if isinstance(raw, float):
        return round(raw, 6)
    return f"'{raw}" if isinstance(raw, str) and raw[:1] in ("=", "+", "-", "@", "\t", "\r") else raw


def table(headers: Sequence[str], rows: Iterable[Sequence[Cell | str]]) -> Table:
    """A table from cells, or plain texts that are their own value."""
    return Table(tuple(headers), tuple(tuple(c if isinstance(c, Cell) else Cell(c, c) for c in row) for row in rows))


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart of a report; `figure` is a matplotlib figure with its final layout, `legend` how to read it."""

    id: str
    figure: Figure
    alt: str
    table: Table
    title: str
    subtitle: str
    source: str
    legend: str
    lang: str = "fr"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z][\w-]*", self.id):
            raise ValueError(f"the id of a chart names its files: letters, digits, - and _ only, not {self.id!r}")
        if len(self.alt) < 40:
            raise ValueError(f"chart {self.id}: its alt text must say what the eye would learn, not {self.alt!r}")

    def svg(self) -> str:
        """Live text, no date, ids of its own, named by its title with the alt text as description."""
        drawn = io.StringIO()
        with style.context():
            self.figure.savefig(drawn, format="svg", metadata=NO_DATE)
        return svg.finish(
            drawn.getvalue(), id=self.id, title=self.title or self.id, description=self.alt, lang=self.lang
        )

    def pdf(self) -> bytes:
        """One page with embedded fonts, no date."""
        drawn = io.BytesIO()
        with style.context():
            metadata: dict[str, Any] = {"CreationDate": None, "Creator": None, "Producer": None, "Title": self.title}
            with pdffonts.lighter(self.figure):
                self.figure.savefig(drawn, format="pdf", metadata=metadata)
        return drawn.getvalue()

    def png(self, dpi: int = PNG_DPI) -> bytes:
        """Pixels, twice as many as a screen shows."""
        drawn = io.BytesIO()
        with style.context():
            self.figure.savefig(
                drawn, format="png", dpi=dpi, metadata={"Software": None}, pil_kwargs={"compress_level": 2}
            )
        return drawn.getvalue()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        """What a notebook shows: the SVG, its alt text beside."""
        data = {"image/svg+xml": self.svg(), "text/plain": self.alt}
        return data, {"image/svg+xml": {"alt": self.alt}}


def save(chart: Chart, folder: Path | str, formats: Sequence[str] = ("svg", "pdf", "png")) -> tuple[Path, ...]:
    """Write `<id>/<id>.svg .pdf .png .csv`, `alt.txt` and `legende.txt` under a folder; their paths come back."""
    home = Path(folder) / chart.id
    home.mkdir(parents=True, exist_ok=True)
    pictures: dict[str, Callable[[], str | bytes]] = {"svg": chart.svg, "pdf": chart.pdf, "png": chart.png}
    contents: dict[str, str | bytes] = {f"{chart.id}.{name}": pictures[name]() for name in formats}
    contents |= {
        f"{chart.id}.csv": chart.table.csv(),
        "alt.txt": chart.alt + "\n",
        "legende.txt": "\n".join(t for t in (chart.title, chart.subtitle, chart.legend, chart.source) if t) + "\n",
    }
    return tuple(_write(home / name, content) for name, content in contents.items())


def _write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path
