"""The phases of an edition, as data: their notebook, what they wait for, where their files are published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Where the files of a phase that match `patterns` (in `base` of its work folder) are published.

    They go to `folder`/<edition>/`under`; `folder`: processed (internal) | reports (may be shown).
    """

    folder: str
    under: str = ""
    base: str = ""
    patterns: tuple[str, ...] = ("**/*",)


@dataclass(frozen=True, slots=True)
class Phase:
    """One notebook of an edition: it reads the raw folder and the work folders of `after`, and writes its own.

    `raw`: patterns of the files of data/raw/<edition>/ it reads; `exports`: files of the report made from the executed
    notebook, each by the nbconvert exporter of that name; `libraries`: what the warm process imports for it.
    """

    id: str
    notebook: str
    after: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    exports: tuple[tuple[str, str], ...] = ()
    libraries: tuple[str, ...] = field(default=(), repr=False)


TABLES = ("numpy", "pandas", "pyarrow.parquet", "scipy.special")
DRAWING = tuple(f"matplotlib.{name}" for name in ("figure", "backends.backend_agg", "backends.backend_svg"))
PAGES = ("matplotlib.backends.backend_pdf", "fontTools.ttLib", "fontTools.subset")
EXPORT = ("nbconvert.exporters", "typst", "pikepdf", "scipy.optimize")

SHOWN = "publiable"
"""Where a notebook opened by hand finds what may be shown, under data/processed/<edition>/."""

PHASES: tuple[Phase, ...] = (
    Phase(
        "01_clean",
        "01_clean.ipynb",
        raw=("**/*", "!recit*.md", "!verbatims_publies.csv", "!themes_commentaires.csv"),
        places=(Place("processed"),),
        exports=(("quality.html", "nec_html"),),
        libraries=(*TABLES, "nbconvert.exporters"),
    ),
    Phase(
        "02_indicators",
        "02_indicators.ipynb",
        after=("01_clean",),
        raw=("edition.toml",),
        places=(
            Place("processed", base="internal"),
            Place("processed", SHOWN, patterns=("**/*", "!internal/**/*")),
            Place("reports", patterns=("**/*", "!internal/**/*")),
        ),
        libraries=TABLES,
    ),
    Phase(
        "03_charts",
        "03_charts.ipynb",
        after=("01_clean", "02_indicators"),
        raw=("edition.toml", "verbatims_publies.csv", "themes_commentaires.csv"),
        places=(Place("processed", f"{SHOWN}/charts"), Place("reports", "charts")),
        libraries=(*TABLES, *DRAWING, *PAGES),
    ),
    Phase(
        "04_bilan",
        "04_bilan.ipynb",
        after=("01_clean", "02_indicators", "03_charts"),
        raw=("edition.toml", "recit*.md", "verbatims_publies.csv"),
        places=(Place("reports"),),
        exports=(("bilan.html", "nec_html"), ("bilan.pdf", "nec_pdf")),
        libraries=(*TABLES, *EXPORT),
    ),
)


def ready(phases: tuple[Phase, ...], done: frozenset[str], begun: frozenset[str]) -> tuple[Phase, ...]:
    """The phases that may start now, in the order they are listed."""
    return tuple(p for p in phases if p.id not in begun and set(p.after) <= done)


def libraries(phases: Iterable[Phase]) -> tuple[str, ...]:
    """What the phases need, each once, in the order they come."""
    return tuple(dict.fromkeys(name for phase in phases for name in phase.libraries))
