"""Invented people: names of mixed lists, addresses and numbers that can reach nobody."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from nec_analysis.demo.cells import Text
from nec_analysis.demo.draw import Ints

DOMAIN = "example.org"
"""Reserved by RFC 2606: no mail sent there arrives."""

FICTION = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")
"""Numbers Arcep keeps for works of fiction (decision 2018-0881)."""


@dataclass(frozen=True, slots=True)
class People:
    """First and last names, e-mail addresses; one element a person, all different."""

    first: Text
    last: Text
    email: Text


@cache
def words() -> dict[str, Any]:
    """The lists names are mixed from."""
    return tomllib.loads(files("nec_analysis.demo").joinpath("people.toml").read_text(encoding="utf-8"))


def people(rng: np.random.Generator, n: int) -> People:
    """`n` different people; beyond the number of mixtures, namesakes get a number in their address."""
    first, last = np.array(words()["first"], dtype=object), np.array(words()["last"], dtype=object)
    order = rng.permutation(len(first) * len(last))
    turn, place = np.divmod(np.arange(n), len(order))
    names, surnames = first[order[place] % len(first)], last[order[place] // len(first)]
    email = [
        f"{plain(a)}.{plain(b)}{t + 1 if t else ''}@{DOMAIN}" for a, b, t in zip(names, surnames, turn, strict=True)
    ]
    return People(names, surnames, np.array(email, dtype=object))


@cache
def plain(name: str) -> str:
    """A name as it is written in an address: letters and dashes."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("’", "").replace(" ", "-"))
    return "".join(c for c in letters if c.isalpha() or c == "-")


def phones(rng: np.random.Generator, n: int) -> Text:
    """Numbers of the ranges kept for fiction, written in several ways."""
    ranges, digits = rng.integers(len(FICTION), size=n), rng.integers(10_000, size=n)
    style = rng.integers(3, size=n)
    return np.array([_phone(FICTION[r], d, s) for r, d, s in zip(ranges, digits, style, strict=True)], dtype=object)


def _phone(range_: str, digits: int, style: int) -> str:
    spaced = f"{range_} {digits // 100:02d} {digits % 100:02d}"
    return (spaced, spaced.replace(" ", ""), "+33 " + spaced[1:])[style]


def organisations(rng: np.random.Generator, kinds: Ints, names: tuple[str, ...]) -> Text:
    """An invented organisation of the kind each code stands for; `names`: the kinds, by code."""
    table = words()["organisations"]
    heads = [table[name] for name in names]
    a, b = rng.integers(1 << 30, size=len(kinds)), rng.integers(len(table["nouns"]), size=len(kinds))
    return np.array(
        [f"{heads[k][x % len(heads[k])]} {table['nouns'][y]}" for k, x, y in zip(kinds.tolist(), a, b, strict=True)],
        dtype=object,
    )
