"""Where a label covers least: beside its mark, clear of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, hypot, radians, sin

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in mm."""
Leader = tuple[tuple[float, float], tuple[float, float]]

HALF = 2.2
"""Half the height of a label, in mm."""
POINTS = 16
"""Where a line is looked at to know what it runs over."""
TURNS = (0, -37, 37, -90, 90, -17, 17, -60, 60, -27, 27, -48, 48)
"""Where to look for room at each side, in degrees below the horizontal: beside a mark first, then askew."""
DIRECTIONS = tuple((side * round(cos(radians(t)), 3), round(sin(radians(t)), 3)) for t in TURNS for side in (1, -1))
REACHES = (1.6, 3.0, 4.5, 6.0, 8.0, 10.5, 13.0, 15.0, 17.0, 19.0, 21.0, 23.0, 25.5, 28.0, 31.0, 34.0)
CLASH, CROSSING, OUTSIDE, CROSSED_MARK = 1000.0, 300.0, 700.0, 2.0
"""What it costs to touch another label, to cross another leader, to leave the field, each mm run over another mark."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label begins, the middle of its height, the line that ties it to its mark."""

    x: float
    y: float
    box: Box
    leader: Leader

    @property
    def far(self) -> bool:
        """Whether the label stands so far that its line is needed."""
        (x0, y0), (x1, y1) = self.leader
        return hypot(x1 - x0, y1 - y0) > 4.0


class Placer:
    """Labels placed one after another inside a field, the most important first."""

    def __init__(self, field: Box) -> None:
        self.field = field
        self._marks: list[tuple[Box, float]] = []
        self._placed: list[Placed] = []

    def avoid(self, box: Box, cost: float) -> None:
        """Something a label had better not cover."""
        self._marks.append((box, cost))

    def place(self, x: float, y: float, radius: float, width: float) -> Placed:
        """The best place for a label `width` mm wide beside a mark."""
        own = around(x, y, radius)
        tried = [(self._cost(p, own) + distance, i, p) for i, (p, distance) in enumerate(_places(x, y, radius, width))]
        best = min(tried)[2]
        self._placed.append(best)
        return best

    def _cost(self, placed: Placed, own: Box) -> float:
        cost = 0.0 if _inside(placed.box, self.field) else OUTSIDE
        cost += sum(CLASH for other in self._placed if meet(placed.box, other.box))
        cost += sum(CROSSING for other in self._placed if _cross(placed.leader, other.leader))
        cost += sum(CLASH / 2 for other in self._placed if _runs_through(placed.leader, other.box))
        cost += sum(price for box, price in self._marks if meet(placed.box, box))
        return cost + sum(CROSSED_MARK * _over(placed.leader, box) for box, _ in self._marks if box != own)


def around(x: float, y: float, radius: float) -> Box:
    """The box of a disc."""
    return x - radius, y - radius, x + radius, y + radius


def meet(a: Box, b: Box) -> bool:
    """Whether two boxes share some surface."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _places(x: float, y: float, radius: float, width: float) -> Iterator[tuple[Placed, float]]:
    """Candidates, each with what its distance costs."""
    for reach in REACHES:
        for rank, (dx, dy) in enumerate(DIRECTIONS):
            end = (x + dx * (radius + reach), y + dy * (radius + reach))
            start = (x + dx * radius * 0.85, y + dy * radius * 0.85)
            left = end[0] + 0.8 if dx > 0 else end[0] - width - 0.8 if dx < 0 else end[0] - width / 2
            middle = end[1] + (HALF if dy == 1 else -HALF if dy == -1 else 0.0)
            box = (left - 0.4, middle - HALF, left + width + 0.4, middle + HALF)
            yield Placed(left, middle, box, (start, end)), 0.5 * reach + 0.1 * rank


def _inside(box: Box, field: Box) -> bool:
    return box[0] >= field[0] and box[1] >= field[1] and box[2] <= field[2] and box[3] <= field[3]


def _cross(a: Leader, b: Leader) -> bool:
    def turn(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(*a, b[0]) * turn(*a, b[1]) < 0 and turn(*b, a[0]) * turn(*b, a[1]) < 0


def _over(leader: Leader, box: Box) -> float:
    """How many mm of a line run over a mark: in the midst of another circle nobody knows which one it means."""
    (x0, y0), (x1, y1) = leader
    held = sum(_within(box, point) for point in _along(leader))
    return hypot(x1 - x0, y1 - y0) * held / POINTS


def _runs_through(leader: Leader, box: Box) -> bool:
    return any(_holds(box, point) for point in _along(leader))


def _along(leader: Leader) -> Iterator[tuple[float, float]]:
    (x0, y0), (x1, y1) = leader
    return ((x0 + (x1 - x0) * i / POINTS, y0 + (y1 - y0) * i / POINTS) for i in range(1, POINTS + 1))


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _within(box: Box, point: tuple[float, float]) -> bool:
    """Whether a point is in the disc, drawn out where its box is, that a box holds."""
    across, down = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    return hypot((point[0] - box[0] - across) / across, (point[1] - box[1] - down) / down) <= 1.0
