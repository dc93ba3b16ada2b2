"""Typefaces without what a report never uses, with the widths of their letters, kept in the user's cache."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.metadata import version
from math import ceil
from pathlib import Path
from typing import Any

KEPT = frozenset(("pnum", "tnum", "sups", "subs"))
"""Substitutions that a report asks for. Ligatures go: nothing else turns them off in the words of a drawing."""
HINTS = ("fpgm", "prep", "cvt ", "gasp", "hdmx", "VDMX", "LTSH")
"""Tables that fit letters to the dots of old screens: a quarter of what a PDF embeds."""
NAMES = frozenset((0, 1, 2, 4, 6, 14))
"""Copyright, family, style, full name, PostScript name, address of the licence."""


FACES, WIDTHS = "faces", "widths.json"


def folder(files: Sequence[Path]) -> Path:
    """A folder that holds light copies of these faces, nothing else; made once a machine, the same bytes each time."""
    return _folder(tuple(files)) / FACES


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes that `make` gives, kept under a name that says what they depend on."""
    places = [home / "nec-analysis" / name for home in _homes()]
    for place in places:
        with contextlib.suppress(OSError):
            return place.read_bytes()
    made = make()
    for place in places:
        half = place.with_name(f"{name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(made)
            half.replace(place)
            break
    return made


def widths(files: Sequence[Path]) -> dict[str, dict[int, float]]:
    """The advance of each character in em, rounded up to a thousandth, by name of the face's file."""
    read = json.loads((_folder(tuple(files)) / WIDTHS).read_text("utf-8"))
    return {name: {int(code): advance for code, advance in advances.items()} for name, advances in read.items()}


@cache
def _folder(files: tuple[Path, ...]) -> Path:
    for home in _homes():
        place = home / "nec-analysis" / f"fonts-{_key(files)}"
        if place.is_dir():
            return place
        try:
            return _made(files, place)
        except OSError:
            continue
    aside = Path(tempfile.mkdtemp(prefix="nec-fonts-"))
    atexit.register(shutil.rmtree, aside, ignore_errors=True)
    return _made(files, aside / "fonts")


def _homes() -> Iterable[Path]:
    """Where a user's programs keep what they can make again."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        if os.environ.get(name):
            yield Path(os.environ[name])
    yield Path.home() / ".cache"


def _key(files: Iterable[Path]) -> str:
    """Changes with the typefaces, with the library that writes the copies, with this module."""
    told = [f"{file.name} {file.stat().st_size}" for file in files]
    told += [version("fonttools"), hashlib.sha256(Path(__file__).read_bytes()).hexdigest()]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _made(files: Iterable[Path], place: Path) -> Path:
    """The folder written beside, then named at once: two processes may make it at a time."""
    place.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f"{place.name}-", dir=place.parent))
    (half / FACES).mkdir()
    advances = {file.name: _lightened(file, half / FACES / file.name) for file in files}
    (half / WIDTHS).write_text(json.dumps(advances, separators=(",", ":")), "utf-8")
    try:
        half.replace(place)
    except OSError:
        shutil.rmtree(half, ignore_errors=True)
        if not place.is_dir():
            raise
    return place


def _lightened(file: Path, light: Path) -> dict[int, float]:
    """Write the light copy; the widths of its letters come back."""
    from fontTools.ttLib import TTFont

    with TTFont(file, recalcTimestamp=False) as font:
        for table in HINTS:
            if table in font:
                del font[table]
        glyphs = font["glyf"]
        for name in glyphs.keys():  # noqa: SIM118 - a table of glyphs, not a dict
            glyphs[name].removeHinting()
        if "GSUB" in font:
            _only(font["GSUB"].table)
        font["name"].names = [one for one in font["name"].names if one.nameID in NAMES and one.platformID == 3]
        font.save(light)
        metrics, unit = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: ceil(metrics[name][0] / unit * 1000) / 1000 for code, name in font.getBestCmap().items()}


def _only(substitutions: Any) -> None:
    """No feature but those kept, in any script."""
    tags = [record.FeatureTag for record in substitutions.FeatureList.FeatureRecord]
    for script in (record.Script for record in substitutions.ScriptList.ScriptRecord):
        for system in (script.DefaultLangSys, *(record.LangSys for record in script.LangSysRecord)):
            if system is not None:
                system.FeatureIndex = [i for i in system.FeatureIndex if tags[i] in KEPT]
                system.FeatureCount = len(system.FeatureIndex)
