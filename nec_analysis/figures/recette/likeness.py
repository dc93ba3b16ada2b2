"""A drawing shown in a finished file against the drawing it was made from: mark by mark, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from nec_analysis.figures.recette.direction import in_order, orderless
from nec_analysis.figures.recette.drawing import Word, words
from nec_analysis.figures.recette.fault import MISSING, SCALE, TEXT, Fault
from nec_analysis.figures.recette.marks import Colour, Mark, Point, marks, moved
from nec_analysis.figures.recette.painted import Box, Piece, Run
from nec_analysis.figures.recette.passage import bare, called

NEAR, SET = 0.03, 0.3
"""Points by which a mark may be off its place in a PDF, whose coordinates keep two decimals; letters, set one by one."""
TENTH = 0.1
"""Points: what the outlines of a heavy drawing are rounded to."""
EDGE = 1.0
"""Points of the edge of a sheet on which what stands beside may rest."""
TINT = 0.003
"""By which a share of a colour may be off: a PDF keeps three decimals."""
HEAVY = 60_000
"""Drawings of more characters are shown with outlines in tenths of a point."""
Text = tuple[str, str]
_DRESS = ("x", "y", "dx", "dy", "text-anchor", "font-size", "font-weight", "font-style", "fill", "fill-opacity")
MOST = 3
"""Faults told of one drawing: a scale that is off moves them all."""


@dataclass(frozen=True)
class Sketch:
    """A drawing of `charts/`, as a finished file shows it. `file`, `place`: where it is shown."""

    marks: tuple[Mark, ...]
    words: tuple[Word, ...]
    texts: tuple[Text, ...]
    sheet: tuple[str, str]
    source: str
    file: str = ""
    place: str = ""

    def fault(self, found: str, cause: str, nearest: str = "", code: str = SCALE) -> Fault:
        """A fault of the drawing shown."""
        return Fault(code, self.file, self.place, found, f"{cause} {self.source}.", nearest)


def sketch(root: Any, written: int, source: str) -> Sketch:
    """What a drawing of so many characters looks like in a finished file."""
    found = marks(root)
    shown = tuple(map(_tenths, found) if written > HEAVY else found)
    return Sketch(shown, tuple(words(root)), texts(root), _sheet(root), source)


def texts(root: Any) -> tuple[Text, ...]:
    """The letters of each text of an SVG with all that says where and how they are written."""
    return tuple((called("".join(text.itertext())), _dress(text)) for text in root.iter("{*}text"))


def _dress(text: Any) -> str:
    return " ".join([*(f"{name}={text.get(name)}" for name in _DRESS if text.get(name)), moved(text)])


def _sheet(root: Any) -> tuple[str, str]:
    """The part of the plane that a drawing shows, how it is made to fit; HTML knows no capitals."""
    said = {name.casefold(): str(value) for name, value in root.attrib.items()}
    return said.get("viewbox", ""), said.get("preserveaspectratio", "")


def _tenths(mark: Mark) -> Mark:
    return replace(mark, points=tuple((round(x, 1), round(y, 1)) for x, y in mark.points))


def unlike_shown(wanted: Sketch, root: Any) -> Iterator[Fault]:
    """What a page draws otherwise: its sheet, its marks, its words, their places."""
    if _sheet(root) != wanted.sheet:
        yield wanted.fault(" ".join(filter(None, _sheet(root))), "est le cadre, autre que dans", wanted.sheet[0])
    yield from _marks(wanted, marks(root), NEAR / 10)
    found = texts(root)
    pairs = zip_longest(found, wanted.texts, fillvalue=("", ""))
    other = next((pair for pair in pairs if pair[0] != pair[1]), None)
    if other:
        mine, theirs = (" ".join(filter(None, one)) for one in other)
        yield wanted.fault(mine, "n'est pas le mot qui est à ce rang dans", theirs, code=TEXT)


def unlike_painted(wanted: Sketch, piece: Piece, others: Sequence[Box]) -> Iterator[Fault]:
    """What a PDF draws otherwise, whatever the size it is shown in: one for its height and its width.

    `others`: what the page paints besides.
    """
    there = [mark for mark in piece.marks if mark.points]
    mine = [mark for mark in wanted.marks if mark.points]
    if not there or not mine:
        yield wanted.fault("", "n'est plus dessiné comme", code=MISSING)
        return
    frame = _frame(mine, there)
    if frame.uneven:
        yield wanted.fault(
            f"{frame.across:.4f} × {frame.down:.4f}", "est l'échelle, autre en largeur qu'en hauteur, de"
        )
        return
    yield from _marks(wanted, [frame.mark(mark) for mark in piece.marks], NEAR / min(frame.across, 1))
    yield from _words(wanted, piece.runs, frame)
    yield from _hidden(wanted, piece.windows, there[0].box)
    yield from _covered(wanted, others, there[0].box)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a drawing lies on a page: its left and upper edges there and in its file, what a point of it takes."""

    here: Point
    there: Point
    across: float
    down: float
    largest: float

    @property
    def uneven(self) -> bool:
        """Whether the drawing is squeezed."""
        return abs(self.across - self.down) * self.largest > 2 * NEAR or self.across <= 0

    def point(self, at: Point) -> Point:
        """A place of the page in the drawing, whose points go down."""
        (x, y), (left, top) = at, self.there
        return self.here[0] + (x - left) / self.across, self.here[1] + (top - y) / self.down

    def mark(self, mark: Mark) -> Mark:
        """A mark of the page in the drawing."""
        return replace(
            mark,
            points=tuple(map(self.point, mark.points)),
            width=mark.width / self.across,
            dashes=tuple(n / self.across for n in mark.dashes),
        )


def _frame(mine: Sequence[Mark], there: Sequence[Mark]) -> _Frame:
    """From the edges of all that is drawn: the sheet under it."""
    left, top, right, bottom = _edges(mine)
    page_left, page_bottom, page_right, page_top = _edges(there)
    wide, high = right - left, bottom - top
    across, down = (page_right - page_left) / (wide or 1), (page_top - page_bottom) / (high or 1)
    return _Frame((left, top), (page_left, page_top), across, down or across, max(wide, high))


def _edges(found: Sequence[Mark]) -> tuple[float, float, float, float]:
    boxes = [mark.box for mark in found]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _marks(wanted: Sketch, found: Sequence[Mark], near: float) -> Iterator[Fault]:
    if len(found) != len(wanted.marks):
        yield wanted.fault(str(len(found)), "est le nombre des tracés, autre que dans", str(len(wanted.marks)))
    pairs = zip(found, wanted.marks, strict=False)
    unlike = [(mine, theirs) for mine, theirs in pairs if not _alike(mine, theirs, near)]
    for mine, theirs in unlike[: MOST if len(found) == len(wanted.marks) else 1]:
        yield wanted.fault(_told(mine), "n'est pas le tracé qui est à ce rang dans", _told(theirs))


def _alike(mine: Mark, theirs: Mark, near: float) -> bool:
    return (
        (mine.steps, mine.moved) == (theirs.steps, theirs.moved)
        and _tinted(mine.colour, theirs.colour)
        and abs(mine.opacity - theirs.opacity) <= TINT
        and abs(mine.width - theirs.width) <= near
        and (mine.closed == theirs.closed or not theirs.width)
        and len(mine.dashes) == len(theirs.dashes)
        and all(abs(one - two) <= near for one, two in zip(mine.dashes, theirs.dashes, strict=True))
        and all(
            abs(x - u) <= near and abs(y - v) <= near for (x, y), (u, v) in zip(mine.points, theirs.points, strict=True)
        )
    )


def _tinted(one: Colour, two: Colour) -> bool:
    return len(one) == len(two) and all(abs(mine - theirs) <= TINT for mine, theirs in zip(one, two, strict=True))


def _told(mark: Mark) -> str:
    """A mark in words: its edges, its colour."""
    if not mark.points:
        return mark.steps
    left, top, right, bottom = mark.box
    colour = "#" + "".join(f"{round(share * 255):02x}" for share in mark.colour) if mark.colour else "motif"
    return f"x = {left:.2f} à {right:.2f}, y = {top:.2f} à {bottom:.2f}, {colour}"


def _words(wanted: Sketch, runs: Sequence[Run], frame: _Frame) -> Iterator[Fault]:
    """The first word that is another, elsewhere, of another size or colour."""
    at = 0
    for word in wanted.words:
        mine = _line(word, runs, at)
        at += len(mine)
        text = _said(mine)
        place = frame.point(_anchored(word, mine)) if mine else (0.0, 0.0)
        dressed = all(
            abs(run.size / frame.across - float(word.size.removesuffix("px"))) <= NEAR
            and _tinted(run.colour, _tint(word.fill))
            for run in mine
        )
        off = max(abs(place[0] - word.x), abs(place[1] - word.y))
        if called(text) != called(word.text) or off > SET / min(frame.across, 1) or not dressed:
            yield _misplaced(wanted, text, place, word)
            return
    if rest := "".join(run.text for run in runs[at:]).strip():
        yield wanted.fault(rest[:60], "est écrit en plus des mots de", code=TEXT)


def _line(word: Word, runs: Sequence[Run], at: int) -> Sequence[Run]:
    """The runs that write a word: more than one where letters are spaced, where a font lacks one of its signs."""
    reach = next((n for n in range(at, len(runs)) if not _beside(runs[at], runs[n])), len(runs))
    wanted, said = orderless(bare(word.text)), list[str]()
    for end in range(at + 1, reach + 1):
        said.append(orderless(bare(_said(runs[at:end]))))
        if said[-1] == wanted:
            blank = next((n for n in range(end, reach) if bare(runs[n].text)), reach)
            return runs[at:blank]
    return runs[at : at + 1 + next((n for n, text in enumerate(said) if len(text) >= len(wanted)), len(said))]


def _said(runs: Sequence[Run]) -> str:
    return in_order("".join(run.text for run in runs))


def _beside(first: Run, run: Run) -> bool:
    return any(abs(one - two) <= SET for one, two in zip(first.start, run.start, strict=True))


def _anchored(word: Word, runs: Sequence[Run]) -> Point:
    """The place of a line that its anchor names: where it begins, ends, or half-way."""
    first, last = runs[0], runs[-1]
    if last.end is None or word.anchor not in ("end", "middle"):
        return first.start
    (x, y), (u, v) = first.start, last.end
    return (u, v) if word.anchor == "end" else ((x + u) / 2, (y + v) / 2)


def _tint(fill: str) -> Colour:
    return tuple(int(fill[n : n + 2], 16) / 255 for n in (1, 3, 5)) if len(fill) == 7 else (0.0, 0.0, 0.0)


def _misplaced(wanted: Sketch, text: str, place: Point, theirs: Word) -> Fault:
    found = f"{text[:60]}, x = {place[0]:.2f}, y = {place[1]:.2f}"
    near = f"{theirs.text[:60]}, x = {theirs.x:g}, y = {theirs.y:g}"
    return wanted.fault(found, "n'est pas le mot qui est à ce rang dans", near, code=TEXT)


def _hidden(wanted: Sketch, windows: Iterable[Box], sheet: Box) -> Iterator[Fault]:
    """Whether all of the sheet shows."""
    left, bottom, right, top = sheet
    for x0, y0, x1, y1 in windows:
        if max(x0 - left, y0 - bottom, right - x1, top - y1) > TENTH:
            yield wanted.fault(f"{x1 - x0:.2f} × {y1 - y0:.2f}", "ne laisse voir qu'une part de")


def _covered(wanted: Sketch, others: Iterable[Box], sheet: Box) -> Iterator[Fault]:
    """What else is painted where the sheet is."""
    left, bottom, right, top = sheet
    for x0, y0, x1, y1 in others:
        if min(x1, right - EDGE) >= max(x0, left + EDGE) and min(y1, top - EDGE) >= max(y0, bottom + EDGE):
            yield wanted.fault(f"{x1 - x0:.2f} × {y1 - y0:.2f}", "est peint sur")
            return
