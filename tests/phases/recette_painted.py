"""Altering what a finished PDF paints for one chart: an edge, a colour, a word, a window; all of it squeezed, gone, another's."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

Painting = bytes
"""The content between the marks of a figure, as the stream writes it."""
_NUMBER = rb"-?[\d.]+"
FILLED = re.compile(rb"cm(?:/\w+ gs)?/\w+ cs [\d. ]+scn (?P<x>N) N m (?P<right>N) ".replace(b"N", _NUMBER))
_LINE = re.compile(rb" w 4 M[^m]*? (?P<x>N) (?P<y>N) m (?P<right>N) ".replace(b"N", _NUMBER))
_TEXT = re.compile(
    rb"q 1 0 0 -1 (?P<x>N) (?P<y>N) cm[^\n]*\nBT[^\n]*?(?P<said>\[.*?\]TJ|\(.*?\)Tj)\nET".replace(b"N", _NUMBER),
    re.DOTALL,
)


def altered(path: Path, chart: str, change: Callable[[Painting], Painting]) -> None:
    """The PDF with what it paints for the chart described so, changed."""
    import pikepdf

    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            content = page.Contents.read_bytes()
            if found := _painting(chart).search(content):
                new = change(found["painted"])
                assert new != found["painted"], "nothing is altered"
                page.Contents = pdf.make_stream(
                    content[: found.start("painted")] + new + content[found.end("painted") :]
                )
                pdf.save(path)
                return
    raise AssertionError(f"no page draws {chart[:40]!r}")


def painting(path: Path, chart: str) -> Painting:
    """What the PDF paints for the chart described so."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        found = [_painting(chart).search(page.Contents.read_bytes()) for page in pdf.pages]
        return next(each["painted"] for each in found if each)


def _painting(alt: str) -> re.Pattern[bytes]:
    written = alt.encode("utf-16-be").hex().upper().encode()
    return re.compile(rb"/Alt<FEFF" + written + rb">>>BDC(?P<painted>.*?)EMC", re.DOTALL)


def tree(path: Path, change: Callable[[list[Any]], None]) -> None:
    """The PDF with its figures, as the tags name them, changed."""
    import pikepdf

    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        figures = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"]
        change(figures)
        pdf.save(path)


def longer(painted: Painting, by: float = 0.1, rank: int = 2) -> Painting:
    """A filling longer by a tenth of a point; the first is the sheet."""
    return _moved(painted, [*FILLED.finditer(painted)][rank], "right", by)


def bent(painted: Painting) -> Painting:
    """A line with one end elsewhere."""
    return _moved(painted, [*_LINE.finditer(painted)][-1], "right", 0.1)


def sideways(painted: Painting) -> Painting:
    """A word elsewhere on its line."""
    return _moved(painted, [*_TEXT.finditer(painted)][-3], "x", 1.0)


def lower(painted: Painting) -> Painting:
    """A word lower down."""
    return _moved(painted, [*_TEXT.finditer(painted)][-3], "y", -1.0)


def exchanged(painted: Painting) -> Painting:
    """Two words in each other's place."""
    one, two = [*_TEXT.finditer(painted)][-4:-2]
    parts = painted[: one.start("said")], two["said"], painted[one.end("said") : two.start("said")], one["said"]
    return b"".join(parts) + painted[two.end("said") :]


def apart(painted: Painting) -> Painting:
    """Two words painted where the other was, each in its turn."""
    one, two = [*_TEXT.finditer(painted)][-4:-2]
    places = [b"%b %b cm" % (each["x"], each["y"]) for each in (one, two)]
    return painted.replace(places[0], b"@").replace(places[1], places[0]).replace(b"@", places[1])


def unseen(painted: Painting) -> Painting:
    """A word that is there and is not rendered."""
    at = painted.rindex(b"BT 0 Tr")
    return painted[:at] + b"BT 3 Tr" + painted[at + 7 :]


def larger(painted: Painting) -> Painting:
    """A word in larger letters."""
    return re.sub(rb" 11.5 Tf", b" 12 Tf", painted, count=1)


def tinted(painted: Painting) -> Painting:
    """A filling of another blue."""
    return re.sub(rb"0\.541 0\.561 0\.788 scn", b"0.551 0.561 0.788 scn", painted, count=1)


def thicker(painted: Painting) -> Painting:
    """A line that is thicker."""
    return re.sub(rb" 1\.1 w", b" 1.4 w", painted, count=1)


def covered(painted: Painting) -> Painting:
    """A white box over half of it."""
    return painted + b"q 1 g 51 300 250 400 re f Q\n"


def overlaid(painted: Painting) -> Painting:
    """A white box over half of it, that is no part of it."""
    return painted + b"EMC /Artifact BMC q 1 g 51 300 250 400 re f Q\n"


def stamped(painted: Painting) -> Painting:
    """A word written over it, that is no part of it."""
    font = re.search(rb"/\w+ [\d.]+ Tf", painted)
    assert font
    return painted + b"EMC /Artifact BMC q BT %b 200 700 Td <00010002> Tj ET Q\n" % font[0]


def narrowed(painted: Painting) -> Painting:
    """A window that shows half of it."""
    return b"\nq 51 200 250 600 re W n\n" + painted + b"Q\n"


def squeezed(painted: Painting) -> Painting:
    """All of it, words too, narrower by a hundredth."""
    return b"\nq 0.99 0 0 1 0 0 cm\n" + painted + b"Q\n"


def shrunk(painted: Painting) -> Painting:
    """All of it at three quarters of its size: nothing wrong is shown."""
    return b"\nq 0.75 0 0 0.75 12.75 191.25 cm\n" + painted + b"Q\n"


def shorter(painted: Painting) -> Painting:
    """Without its last filling."""
    found = [*FILLED.finditer(painted)][-1]
    end = painted.index(b"Q\n", found.end())
    return painted[: painted.rindex(b"q ", 0, found.start())] + painted[end + 2 :]


def gone(_: Painting) -> Painting:
    """Nothing painted."""
    return b"\n"


def _moved(painted: Painting, found: re.Match[bytes], name: str, by: float) -> Painting:
    new = b"%.2f" % (float(found[name]) + by)
    return painted[: found.start(name)] + new + painted[found.end(name) :]
