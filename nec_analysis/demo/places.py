"""Where invented people live: French départements by weight, a few addresses that postal codes make hard."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from nec_analysis.demo.draw import Ints, apportion

FRANCE = "France"


@dataclass(frozen=True, slots=True)
class Place:
    """A postal code as people wrote it, its town, its country."""

    code: str
    town: str
    country: str = FRANCE


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("nec_analysis.demo").joinpath("places.toml").read_text(encoding="utf-8"))


def gazetteer(home: Mapping[str, float]) -> tuple[tuple[Place, ...], tuple[float, ...]]:
    """Every place with its weight. `home`: what the départements around the event weigh beside one of the others."""
    table = _table()
    known: list[tuple[Place, float]] = []
    for department, (code, town) in table["departments"].items():
        weight = float(home.get(department, table["large"].get(department, 1)))
        near = table["near"].get(department, [[code, town]]) if department in home else [[code, town]]
        known += [(Place(c, t), weight / len(near)) for c, t in near]
    known += [(Place(code, town), 0.15) for code, town in table["island"]["places"]]
    for code, town in table["cedex"]["places"]:
        known += [(Place(code, town), 0.7), (Place(f"{code} {town.upper()}", town), 0.35)]
    known += [(Place(code, town, country), 0.5) for code, town, country in table["abroad"]["places"]]
    return tuple(p for p, _ in known), tuple(w for _, w in known)


def settle(rng: np.random.Generator, weights: tuple[float, ...], n: int, unknown: int) -> Ints:
    """A place for each of `n` people, in proportion to the weights; `unknown` of them give none (-1)."""
    counts = apportion(n - unknown, weights)
    codes = np.concatenate([np.repeat(np.arange(len(weights)), counts), np.full(unknown, -1)])
    return rng.permutation(codes)
