"""The typefaces of a report: Lato for everything read, DejaVu for the signs that Lato lacks."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

FAMILY = "Lato"
FALLBACK = "DejaVu Sans"
MONO = "DejaVu Sans Mono"

_LATO = ("Regular", "Italic", "SemiBold", "Bold", "BoldItalic")
_DEJAVU = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold")


def lato(face: str) -> Path:
    """The file of one face of Lato: Regular, Italic, SemiBold, Bold, BoldItalic."""
    import fontpkg_lato

    return Path(fontpkg_lato.__file__).parent / "files" / f"Lato-{face}.ttf"


def dejavu(name: str) -> Path:
    """The file of one face of DejaVu, which matplotlib carries."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"{name}.ttf"


@cache
def covered() -> frozenset[int]:
    """Every code point that the typefaces can draw in any of their faces.

    A character is counted only when all text faces of its family have it, so bold never loses what regular shows.
    """
    families = ([lato(face) for face in _LATO], [dejavu(name) for name in _DEJAVU[:2]])
    return frozenset().union(*(frozenset.intersection(*map(_characters, files)) for files in families))


def _characters(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def typst_fonts() -> Any:
    """The faces as Typst wants them: one folder that holds nothing else, read once a process.

    Given matplotlib's whole folder, Typst would set a line of a chart in STIX as soon as one sign is missing in Lato.
    """
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_folder())])


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="nec-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for file in [*map(lato, _LATO), *map(dejavu, _DEJAVU)]:
        shutil.copyfile(file, folder / file.name)
    return folder


def woff2(face: str, characters: frozenset[int]) -> bytes:
    """One face of Lato cut down to some characters, as WOFF2; the same bytes for the same characters."""
    return _woff2(face, tuple(sorted(characters & _characters_of(face))))


@cache
def _characters_of(face: str) -> frozenset[int]:
    return _characters(lato(face))


@cache
def _woff2(face: str, characters: tuple[int, ...]) -> bytes:
    from io import BytesIO

    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=["kern", "tnum", "mark", "mkmk", "ccmp"])
    options.hinting, options.notdef_outline, options.recalc_timestamp = False, True, False
    cutter, out = subset.Subsetter(options), BytesIO()
    cutter.populate(unicodes=characters)
    with subset.load_font(lato(face), options) as font:
        cutter.subset(font)
        font.save(out)
    return out.getvalue()
