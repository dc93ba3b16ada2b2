"""The typefaces of a report: Lato for everything read, DejaVu for the signs that Lato lacks."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nec_analysis.report import lightfonts

FAMILY = "Lato"
FALLBACK = "DejaVu Sans"

_LATO = ("Regular", "Italic", "SemiBold", "Bold", "BoldItalic")
_DEJAVU = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold")


def lato(face: str) -> Path:
    """The file of one face of Lato: Regular, Italic, SemiBold, Bold, BoldItalic."""
    return _package("fontpkg_lato") / "files" / f"Lato-{face}.ttf"


def dejavu(name: str) -> Path:
    """The file of one face of DejaVu, which matplotlib carries."""
    return _package("matplotlib") / "mpl-data" / "fonts" / "ttf" / f"{name}.ttf"


@cache
def _package(name: str) -> Path:
    """Where a package stands, without importing it."""
    found = find_spec(name)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def _faces() -> list[Path]:
    return [*map(lato, _LATO), *map(dejavu, _DEJAVU)]


@cache
def _widths() -> dict[str, dict[int, float]]:
    return lightfonts.widths(_faces())


@cache
def covered() -> frozenset[int]:
    """Every code point that the typefaces can draw in any of their faces.

    A character is counted only when all text faces of its family have it, so bold never loses what regular shows.
    """
    families = ([lato(face) for face in _LATO], [dejavu(name) for name in _DEJAVU[:2]])
    known = ([frozenset(_widths()[file.name]) for file in files] for files in families)
    return frozenset().union(*(frozenset.intersection(*faces) for faces in known))


@cache
def advances() -> dict[str, float]:
    """Advance of each character in em, in the wider of the faces of tables: Lato Bold, or Regular for its space or É."""
    regular, bold = (_widths()[lato(face).name] for face in ("Regular", "Bold"))
    return {chr(code): max(advance, regular.get(code, 0.0)) for code, advance in bold.items()}


@cache
def typst_fonts() -> Any:
    """The faces as Typst wants them: one folder that holds nothing else, read once a process.

    Given matplotlib's whole folder, Typst would set a line of a chart in STIX as soon as one sign is missing in Lato.
    """
    import typst

    folder = lightfonts.folder(_faces())
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def woff2(face: str, characters: frozenset[int], usual: frozenset[int] = frozenset()) -> bytes:
    """One face of Lato cut down to some characters, as WOFF2; the same bytes for the same characters.

    Cut once a machine when it is down to the `usual` ones, those of most pages.
    """
    wanted = tuple(sorted(characters & _characters_of(face)))
    if not usual.issuperset(wanted):
        return _woff2(face, wanted)
    said = f"{wanted} {lato(face).stat().st_size} {version('fonttools')} {version('brotli')}".encode()
    name = f"Lato-{face}-{hashlib.sha256(said + Path(__file__).read_bytes()).hexdigest()[:16]}.woff2"
    return lightfonts.kept(name, lambda: _woff2(face, wanted))


@cache
def _characters_of(face: str) -> frozenset[int]:
    return frozenset(_widths()[lato(face).name])


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
