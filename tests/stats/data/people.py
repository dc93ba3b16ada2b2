"""Invented respondents in the shape of the oracle's, other sizes and seeds: `python people.py FOLDER [--seed …]`."""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SECTORS = ("collectivite", "association", "etat", "entreprise", "mediation", "recherche", "autre")
REGIONS = ("idf", "hdf", "ara", "paca", "ouest", "autre_region")
MODES = ("presentiel", "en_ligne")
AGES = ("moins_30", "30_44", "45_59", "60_plus")
THEMES = ("donnees", "culture", "accessibilite", "territoires", "communs", "inclusion")
SESSIONS = ("ateliers", "masterclass", "plenieres", "retex")
Row = dict[str, object]


@dataclass(frozen=True)
class Wave:
    """How many registered, how many of them answered, how skewed: 0 gives even classes, 1 rare ones."""

    registered: int
    answering: int
    skew: float
    rare: float


def population(wave: Wave, draw: random.Random) -> list[Row]:
    """Everybody registered, one class of each margin a person; every class holds somebody who can answer."""
    people: list[Row] = []
    for k in range(wave.registered):
        sector = _class(SECTORS, k, wave.skew, draw)
        people.append(
            {
                "sector": sector,
                "region": _class(REGIONS, k, wave.skew, draw),
                "mode": _class(MODES, k, wave.skew, draw),
                "age": _class(AGES, k, wave.skew, draw),
                "org": f"{sector[:3]}{draw.randrange(max(4, wave.registered // 25)):03d}",
            }
        )
    return people


def _class(names: Sequence[str], k: int, skew: float, draw: random.Random) -> str:
    if k < 4 * len(names):
        return names[k % len(names)]
    return draw.choices(names, [(1 - skew * 0.75) ** place + 0.02 for place in range(len(names))])[0]


def answering(people: list[Row], wave: Wave, draw: random.Random) -> list[Row]:
    """Who answered: the first two of each class, then by luck, more readily in some sectors; weights by class."""
    first = list(range(2 * max(len(SECTORS), len(REGIONS))))
    rest = sorted(
        range(len(first), len(people)),
        key=lambda k: draw.random() * (1.6 if people[k]["sector"] in SECTORS[2:4] else 1),
    )
    chosen = sorted(first + rest[: wave.answering - len(first)])
    draw.shuffle(chosen)
    kept = [people[k] for k in chosen]
    listed = Counter((p["sector"], p["mode"]) for p in people)
    heard = Counter((p["sector"], p["mode"]) for p in kept)
    sizes = Counter(p["sector"] for p in people)
    return [
        {
            "id": number,
            **person,
            "N": len(people),
            "Nh": sizes[person["sector"]],
            "w": repr(
                listed[person["sector"], person["mode"]]
                / heard[person["sector"], person["mode"]]
                * draw.choice((0.5, 1, 1, 2.25))
            ),
            **answers(person, wave, draw),
        }
        for number, person in enumerate(kept, 1)
    ]


def answers(person: Row, wave: Wave, draw: random.Random) -> Row:
    """What one person says; some leave questions empty, some are not asked the themes."""
    warm = draw.gauss(0.25 if person["mode"] == "presentiel" else -0.35, 1) - 0.2 * (person["sector"] == "etat")
    asked = draw.random() < 0.95
    taste = {
        name: int(draw.random() < (wave.rare if name == "communs" else 0.25 + 0.08 * place))
        for place, name in enumerate(THEMES)
    }
    mark = min(10, max(0, round(7.4 + 1.7 * warm + draw.gauss(0, 0.8))))
    order = draw.sample(SESSIONS, len(SESSIONS))
    return {
        "ref_event": _maybe(
            draw, 0.04, "nsp" if draw.random() < 0.08 else "oui" if warm + draw.gauss(0, 1) > -0.8 else "non"
        ),
        "first_time": _maybe(
            draw, 0.03, "oui" if draw.random() < 0.4 + 0.25 * (person["age"] == "moins_30") else "non"
        ),
        "venue": _maybe(draw, 0.06, "NSP" if draw.random() < 0.03 else _five(warm, wave.rare, draw)),
        "programme": _maybe(draw, 0.05, _five(warm + 0.4, wave.rare, draw)),
        "overall": _maybe(draw, 0.05, mark),
        "nps": _maybe(draw, 0.04, min(10, max(0, mark + draw.choice((-1, 0, 0, 1))))),
        "themes_asked": int(asked),
        **{f"theme_{name}": ticked if asked else "" for name, ticked in taste.items()},
        "rank": _maybe(draw, 0.1, "|".join(order)),
        "n_sessions": min(11, max(0, round(draw.gauss(3.4, 1.9)))),
        "hours": _maybe(draw, 0.07, f"{abs(draw.gauss(8.5, 3.8)):.1f}"),
    }


def _maybe(draw: random.Random, empty: float, said: object) -> object:
    return "" if draw.random() < empty else said


def _five(warm: float, rare: float, draw: random.Random) -> int:
    if draw.random() < rare:
        return 1
    return min(5, max(2, round(3.6 + warm + draw.gauss(0, 0.6))))


def edge(draw: random.Random) -> list[Row]:
    """Groups that break formulas: all or none, everybody seen, one person, no weight, one huge, one unit, no answer."""
    groups = (
        ("all_yes", "A", 90, 31, 2.5, 1.0),
        ("all_no", "A", 90, 14, 2.5, 0.0),
        ("census", "B", 19, 19, 1.0, 0.6),
        ("single", "C", 44, 1, 3.0, 1.0),
        ("two", "C", 44, 2, 3.0, 0.5),
        ("rare", "D", 700, 120, 5.0, 0.01),
        ("zero_w", "D", 700, 9, 0.0, 0.5),
        ("big_w", "D", 700, 7, 1.0, 0.4),
        ("lonely", "E", 8, 1, 4.0, 1.0),
        ("all_na", "F", 35, 10, 2.0, -1.0),
    )
    rows: list[Row] = []
    for name, stratum, size, people, weight, yes in groups:
        for k in range(people):
            y: object = "" if yes < 0 else int(k < max(1, round(yes * people))) if yes else 0
            heavy = 150.0 if name == "big_w" and k == 0 else weight
            w = 0.0 if name == "zero_w" and k % 2 == 0 else heavy or draw.choice((1.5, 4.0))
            row: Row = {"id": len(rows) + 1, "group": name, "stratum": stratum, "Nh": size}
            rows.append({**row, "psu": f"p{len(rows)}", "y": y, "w": w})
    return rows


def write(folder: Path, seed: int, now: Wave, before: Wave) -> None:
    """The four files R reads."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(seed)
    people = population(now, draw)
    _csv(folder / "respondents.csv", answering(people, now, draw))
    _csv(folder / "wave_prev.csv", answering(population(before, draw), before, draw))
    counts = {
        (name, level): sum(p[name] == level for p in people)
        for name, levels in (("sector", SECTORS), ("region", REGIONS), ("mode", MODES), ("age", AGES))
        for level in levels
    }
    _csv(folder / "frame.csv", [{"variable": v, "level": level, "count": n} for (v, level), n in counts.items()])
    _csv(folder / "edge.csv", edge(draw))


def _csv(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--now", type=int, nargs=2, default=(640, 260), metavar=("REGISTERED", "ANSWERING"))
    asked.add_argument("--before", type=int, nargs=2, default=(520, 150), metavar=("REGISTERED", "ANSWERING"))
    asked.add_argument("--skew", type=float, default=0.5)
    asked.add_argument("--rare", type=float, default=0.02)
    said = asked.parse_args()
    write(
        said.folder, said.seed, Wave(*said.now, said.skew, said.rare), Wave(*said.before, said.skew / 2, said.rare * 2)
    )
