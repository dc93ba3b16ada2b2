"""Kobo and ODK: the columns that say where somebody stood, and those of the photos and sounds they sent."""

from __future__ import annotations

import re

from nec_analysis.exports.structure import Sheet, domain

_POINT = re.compile(
    r"(?:(?P<group>.*/)?_(?P<kobo>[^/]+)_|(?P<odk>.+)-)(?P<axis>latitude|longitude|altitude|precision|accuracy)", re.I
)
_AXES = {"latitude", "longitude"}
_URL = "_URL"
_FILE = re.compile(
    r".+\.(?:jpe?g|png|gif|webp|heic|mp3|m4a|amr|wav|ogg|mp4|3gpp?|mov|webm|pdf|docx?|xlsx?|csv|zip)", re.I
)


def claim(made: Sheet) -> None:
    """Positions and files are personal: a point on a map names a home, a photo shows a face."""
    _points(made)
    for index, name in enumerate(made.headers):
        if not made.free(index):
            continue
        held = domain(made.grid.cells[index])
        beside = name.removesuffix(_URL) in made.headers if name.endswith(_URL) else f"{name}{_URL}" in made.headers
        if beside or (held and all(_FILE.fullmatch(text) for text in held)):
            made.meta(index, "personal", "file")


def _points(made: Sheet) -> None:
    found: dict[str, dict[str, int]] = {}
    for index, name in enumerate(made.headers):
        if point := _POINT.fullmatch(name):
            base = point["odk"] or f"{point['group'] or ''}{point['kobo']}"
            found.setdefault(base, {})[point["axis"].lower()] = index
    for base, axes in found.items():
        if axes.keys() < _AXES:
            continue
        whole = [i for i, name in enumerate(made.headers) if name == base]
        for index in (*axes.values(), *whole):
            if made.free(index):
                made.meta(index, "personal", "place")
