"""What a page of a PDF paints inside each of its marked pieces: its outlines, its letters, in points of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import hypot
from typing import Any

from nec_analysis.figures.recette.glyphs import LOOSE, Fonts, decoded, piece_of
from nec_analysis.figures.recette.marks import Colour, Mark, Point

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
WHOLE: Matrix = (1, 0, 0, 1, 0, 0)
ENDLESS: Box = (-1e6, -1e6, 1e6, 1e6)
UNSEEN = 3
"""How letters are rendered that nobody sees (ISO 32000-1, table 106)."""
_FILLED, _STROKED = frozenset(("f", "F", "f*", "B", "B*", "b", "b*")), frozenset(("S", "s", "B", "B*", "b", "b*"))
_CLOSED = frozenset(("s", "b", "b*"))
_PAINTS = _FILLED | _STROKED | {"n"}


@dataclass(frozen=True, slots=True)
class Run:
    """Letters written at once: where their line begins and ends, their size, their colour. `end`: None if not known."""

    text: str
    start: Point
    end: Point | None
    size: float
    colour: Colour


@dataclass(slots=True)
class Piece:
    """What is painted inside a marked piece. `windows`: what of the page it may show through."""

    marks: list[Mark] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    windows: set[Box] = field(default_factory=set)

    def boxes(self) -> Iterator[Box]:
        """The edges of each mark, of each line of letters."""
        yield from (mark.box for mark in self.marks if mark.points)
        for run in self.runs:
            (x, y), (u, v) = run.start, run.end or run.start
            yield min(x, u), min(y, v), max(x, u), max(y, v)


def joined(pieces: Sequence[Piece]) -> Piece:
    """Pieces as one."""
    return Piece(
        [mark for piece in pieces for mark in piece.marks],
        [run for piece in pieces for run in piece.runs],
        {window for piece in pieces for window in piece.windows},
    )


@dataclass(frozen=True, slots=True)
class _State:
    """The graphics state, as `q` keeps it (ISO 32000-1, 8.4)."""

    matrix: Matrix = WHOLE
    fill: Colour = (0, 0, 0)
    stroke: Colour = (0, 0, 0)
    fill_opacity: float = 1.0
    stroke_opacity: float = 1.0
    width: float = 1.0
    dashes: tuple[float, ...] = ()
    window: Box | None = None
    font: Any = None
    size: float = 0.0
    rendering: int = 0


def painted(page: Any, fonts: Fonts) -> dict[int, Piece]:
    """The pieces of a page by their mark (MCID); LOOSE for what is an artifact or not marked at all."""
    reading = _Reading(fonts)
    reading.read(page, page.get("/Resources", {}))
    return reading.pieces


class _Reading:
    """A content stream being followed."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self.pieces: dict[int, Piece] = {}
        self.within = [LOOSE]
        self.state, self.kept = _State(), list[_State]()
        self.steps, self.points, self.closed, self.clips = list[str](), list[Point](), False, False
        self.line = self.pen = WHOLE

    @property
    def piece(self) -> Piece:
        return self.pieces.setdefault(self.within[-1], Piece())

    def read(self, stream: Any, resources: Any) -> None:
        import pikepdf

        for operands, operator in pikepdf.parse_content_stream(stream):
            name = str(operator)
            if name in _PAINTS:
                self.paint(name)
            elif (act := _ACTS.get(name)) is not None:
                act(self, operands, resources)
            elif name in _STEPS:
                self.step(name, [float(n) for n in operands])
            elif name == "INLINE IMAGE":
                self.picture("image")

    def set(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)

    def step(self, name: str, numbers: Sequence[float]) -> None:
        places = [_at(self.state.matrix, *numbers[n : n + 2]) for n in range(0, len(numbers), 2)]
        if name == "h":
            self.closed = True
        elif name == "re":
            x, y, wide, high = numbers
            corners = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))
            places = [_at(self.state.matrix, *corner) for corner in corners]
            self.closed = True
        elif name == "v":
            places.insert(0, self.points[-1])
        elif name == "y":
            places.append(places[-1])
        self.points += places
        self.steps.append(_STEPS[name])

    def paint(self, name: str) -> None:
        steps, points, state = "".join(self.steps), tuple(self.points), self.state
        if points and name != "n" and state.window:
            self.piece.windows.add(state.window)
        if points and name in _FILLED:
            self.piece.marks.append(Mark(steps, points, state.fill, state.fill_opacity))
        if points and name in _STROKED:
            unit = _unit(state.matrix)
            dashes = tuple(n * unit for n in state.dashes)
            closed = self.closed or name in _CLOSED
            width = state.width * unit
            self.piece.marks.append(Mark(steps, points, state.stroke, state.stroke_opacity, width, closed, dashes))
        if self.clips:
            self.set(window=_through(state.window, points))
        self.steps, self.points, self.closed, self.clips = [], [], False, False

    def picture(self, name: str) -> None:
        """A picture fills the unit square (ISO 32000-1, 8.9.5), a shading all that it may show through."""
        square = tuple(_at(self.state.matrix, *corner) for corner in ((0, 0), (1, 0), (1, 1), (0, 1)))
        left, bottom, right, top = self.state.window or ENDLESS
        points = square if name == "image" else ((left, bottom), (right, top))
        self.piece.marks.append(Mark(name, points, ()))

    def show(self, parts: Sequence[Any]) -> None:
        """Write letters; what stands between them moves the pen: a label may begin there."""
        import pikepdf

        for part in parts:
            if isinstance(part, pikepdf.String):
                self.write(bytes(part))
            else:
                self.go(-float(part))

    def write(self, raw: bytes) -> None:
        state = self.state
        width, codes = self.fonts.of(state.font)
        known = self.fonts.advances(state.font)
        place = _times(self.pen, state.matrix)
        self.go(sum(known.of(raw[n : n + width]) for n in range(0, len(raw), width)) if known else 0.0)
        if state.rendering == UNSEEN or not state.fill_opacity:
            return
        end = _at(_times(self.pen, state.matrix), 0, 0) if known else None
        size = state.size * hypot(place[2], place[3])
        self.piece.runs.append(Run(decoded(raw, width, codes), _at(place, 0, 0), end, size, state.fill))
        self.piece.windows |= {state.window} if state.window else set()

    def go(self, thousandths: float) -> None:
        self.pen = _times((1, 0, 0, 1, thousandths * self.state.size / 1000, 0), self.pen)


_STEPS: Mapping[str, str] = {"m": "M", "l": "L", "c": "C", "v": "C", "y": "C", "re": "MLLL", "h": ""}


def _keep(reading: _Reading, _: Any, __: Any) -> None:
    reading.kept.append(reading.state)


def _restore(reading: _Reading, _: Any, __: Any) -> None:
    reading.state = reading.kept.pop() if reading.kept else reading.state


def _turn(reading: _Reading, operands: Any, _: Any) -> None:
    reading.set(matrix=_times(_matrix(operands), reading.state.matrix))


def _fill(reading: _Reading, operands: Any, _: Any) -> None:
    reading.set(fill=_colour(operands))


def _stroke(reading: _Reading, operands: Any, _: Any) -> None:
    reading.set(stroke=_colour(operands))


def _width(reading: _Reading, operands: Any, _: Any) -> None:
    reading.set(width=float(operands[0]))


def _dash(reading: _Reading, operands: Any, _: Any) -> None:
    reading.set(dashes=tuple(float(n) for n in operands[0]))


def _dress(reading: _Reading, operands: Any, resources: Any) -> None:
    """A state of its own name: how much what follows covers."""
    named = resources.get("/ExtGState", {}).get(operands[0], {})
    reading.set(
        fill_opacity=float(named.get("/ca", reading.state.fill_opacity)),
        stroke_opacity=float(named.get("/CA", reading.state.stroke_opacity)),
    )


def _clip(reading: _Reading, _: Any, __: Any) -> None:
    reading.clips = True


def _begin(reading: _Reading, _: Any, __: Any) -> None:
    reading.line = reading.pen = WHOLE


def _font(reading: _Reading, operands: Any, resources: Any) -> None:
    reading.set(font=resources["/Font"][operands[0]], size=float(operands[1]))


def _rendering(reading: _Reading, operands: Any, _: Any) -> None:
    reading.set(rendering=int(operands[0]))


def _place(reading: _Reading, operands: Any, _: Any) -> None:
    reading.line = reading.pen = _matrix(operands)


def _move(reading: _Reading, operands: Any, _: Any) -> None:
    reading.line = reading.pen = _times((1, 0, 0, 1, float(operands[0]), float(operands[1])), reading.line)


def _show(reading: _Reading, operands: Any, _: Any) -> None:
    reading.show([operands[-1]])


def _show_spaced(reading: _Reading, operands: Any, _: Any) -> None:
    reading.show(list(operands[0]))


def _enter(reading: _Reading, operands: Any, resources: Any) -> None:
    reading.within.append(piece_of(operands, resources, reading.within[-1]))


def _leave(reading: _Reading, _: Any, __: Any) -> None:
    if len(reading.within) > 1:
        reading.within.pop()


def _shade(reading: _Reading, _: Any, __: Any) -> None:
    reading.picture("shading")


def _draw(reading: _Reading, operands: Any, resources: Any) -> None:
    """A drawing or a picture kept apart."""
    form = resources.get("/XObject", {}).get(operands[0], {})
    if form.get("/Subtype") != "/Form":
        reading.picture("image")
        return
    before, kept = reading.state, reading.kept
    reading.kept = []
    reading.set(matrix=_times(_matrix(form.get("/Matrix", WHOLE)), before.matrix))
    reading.read(form, form.get("/Resources", resources))
    reading.state, reading.kept = before, kept


_ACTS: Mapping[str, Callable[[_Reading, Any, Any], None]] = {
    "q": _keep,
    "Q": _restore,
    "cm": _turn,
    **dict.fromkeys(("sc", "scn", "g", "rg", "k"), _fill),
    **dict.fromkeys(("SC", "SCN", "G", "RG", "K"), _stroke),
    "w": _width,
    "d": _dash,
    "gs": _dress,
    **dict.fromkeys(("W", "W*"), _clip),
    "BT": _begin,
    "Tf": _font,
    "Tr": _rendering,
    "Tm": _place,
    **dict.fromkeys(("Td", "TD"), _move),
    **dict.fromkeys(("Tj", "'", '"'), _show),
    "TJ": _show_spaced,
    **dict.fromkeys(("BDC", "BMC"), _enter),
    "EMC": _leave,
    "sh": _shade,
    "Do": _draw,
}


def _colour(operands: Any) -> Colour:
    """Shares of red, green, blue of a colour written in as many numbers as its space has; a pattern has none."""
    import pikepdf

    shares = [float(n) for n in operands if not isinstance(n, pikepdf.Name)]
    if len(shares) == 4:
        return tuple((1 - share) * (1 - shares[3]) for share in shares[:3])
    return tuple(shares * 3 if len(shares) == 1 else shares) if len(shares) == len(operands) else ()


def _matrix(numbers: Any) -> Matrix:
    a, b, c, d, e, f = (float(n) for n in numbers)
    return a, b, c, d, e, f


def _times(one: Matrix, two: Matrix) -> Matrix:
    """The first, then the second."""
    a, b, c, d, e, f = one
    (x, y), (u, v) = _at(two, e, f), two[4:]
    across, down = _at(two, a, b), _at(two, c, d)
    return across[0] - u, across[1] - v, down[0] - u, down[1] - v, x, y


def _at(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _unit(matrix: Matrix) -> float:
    return hypot(matrix[0], matrix[1])


def _through(window: Box | None, points: Sequence[Point]) -> Box:
    """What shows through a window behind another; nothing through one that is no upright rectangle."""
    across, down = sorted({x for x, _ in points}), sorted({y for _, y in points})
    if len(across) != 2 or len(down) != 2:
        return 0.0, 0.0, 0.0, 0.0
    left, top, right, bottom = window or (across[0], down[0], across[1], down[1])
    return max(left, across[0]), max(top, down[0]), min(right, across[1]), min(bottom, down[1])
