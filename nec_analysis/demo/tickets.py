"""The tickets of an invented box office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from nec_analysis.demo.cells import Text
from nec_analysis.demo.draw import Ints, apportion, deal, stream
from nec_analysis.demo.people import People, organisations, people
from nec_analysis.demo.places import Place, gazetteer, settle

VALID, CANCELLED, REFUNDED, PENDING, TEST = "valid", "cancelled", "refunded", "pending", "test"
MESS = (CANCELLED, REFUNDED, PENDING, TEST)


@dataclass(frozen=True, slots=True)
class BoxOffice:
    """What a `tickets.toml` says: how many valid tickets, what lies around them, who buys.

    `structures`: the kind of organisation, its label and its count; `spellings`: how some people wrote a label;
    `home`: weights of the départements around the event; `came`: valid tickets checked in at the door.
    """

    id: str
    tool: str
    file: str
    valid: int
    mess: Mapping[str, int]
    opened: str
    closed: str
    tariffs: Mapping[str, int]
    structures: tuple[tuple[str, str, int], ...]
    spellings: Mapping[str, tuple[str, ...]]
    legacy: Mapping[str, int]
    home: Mapping[str, float]
    no_place: int
    came: int
    came_on: str
    price: str = "0,00"

    def sized(self, n: int) -> BoxOffice:
        """The same box office with `n` valid tickets, every count in proportion."""
        if n == self.valid:
            return self
        scale = n / self.valid
        counts = apportion(n, [c for *_, c in self.structures]).tolist()
        return replace(
            self,
            valid=n,
            mess={k: round(v * scale) for k, v in self.mess.items()},
            structures=tuple((k, label, c) for (k, label, _), c in zip(self.structures, counts, strict=True)),
            legacy={k: round(v * scale) for k, v in self.legacy.items()},
            no_place=round(self.no_place * scale),
            came=round(self.came * scale),
        )


@dataclass(frozen=True, slots=True)
class Tickets:
    """Rows as the tool lists them, oldest order first; a repeated ticket comes back at the end."""

    office: BoxOffice
    order: Ints
    number: Ints
    ordered: npt.NDArray[np.datetime64]
    status: npt.NDArray[np.str_]
    tariff: Text
    holder: Ints
    buyer: Ints
    organisation: Text
    structure: Text
    place: Ints
    checked: npt.NDArray[np.datetime64]
    people: People
    places: tuple[Place, ...]

    def __len__(self) -> int:
        return len(self.number)

    def take(self, rows: Ints) -> Tickets:
        """These rows, in this order."""
        names = ("order", "number", "ordered", "status", "tariff", "holder", "buyer", "organisation", "structure")
        return replace(self, **{k: getattr(self, k)[rows] for k in (*names, "place", "checked")})

    def where(self, name: str) -> Text:
        """A detail of the place of each row, empty where none was given."""
        known = [*(getattr(place, name) for place in self.places), ""]
        return np.array(known, dtype=object)[self.place]


def load(table: Mapping[str, Any]) -> BoxOffice:
    """The box office a `tickets.toml` describes."""
    structures = tuple((kind, label, count) for kind, label, count in table["structures"])
    spellings = {label: tuple(forms) for label, forms in table.get("spellings", {}).items()}
    return BoxOffice(**{"legacy": {}, **table, "structures": structures, "spellings": spellings})


def sell(office: BoxOffice, seed: int) -> Tickets:
    """Every ticket row of the box office."""
    rng = stream(seed, office.id, "tickets")
    n = office.valid + sum(office.mess.get(kind, 0) for kind in MESS)
    status = np.repeat([VALID, *MESS], [office.valid, *(office.mess.get(kind, 0) for kind in MESS)])
    kinds, labels = _structures(office, n, rng)
    crowd = people(rng, n)
    places, weights = gazetteer(office.home)
    tariff = np.array(list(office.tariffs), dtype=object)
    rows = Tickets(
        office=office,
        order=np.zeros(n, dtype=np.int64),
        number=np.zeros(n, dtype=np.int64),
        ordered=_moments(office, n, rng),
        status=status,
        tariff=tariff[deal(rng, apportion(n, list(office.tariffs.values())))],
        holder=np.arange(n),
        buyer=np.arange(n),
        organisation=_declared(organisations(rng, kinds, tuple(k for k, *_ in office.structures)), rng),
        structure=labels,
        place=settle(rng, weights, n, min(office.no_place, n)),
        checked=_checked(office, status, rng),
        people=crowd,
        places=places,
    )
    return _listed(_grouped(rows, rng), rng)


def _structures(office: BoxOffice, n: int, rng: np.random.Generator) -> tuple[Ints, Text]:
    """The kind and the label of each organisation: valid tickets have the exact counts, the others follow them."""
    counts = np.array([c for *_, c in office.structures])
    extra = n - office.valid
    kinds = np.concatenate([deal(rng, counts), deal(rng, apportion(extra, counts))])
    labels = np.array([label for _, label, _ in office.structures], dtype=object)[kinds]
    for label, forms in sorted(office.spellings.items()):
        who = rng.permutation(np.flatnonzero(labels == label))
        for place, form in enumerate(forms):
            labels[who[place :: 12 * len(forms)]] = form
    for form, count in sorted(office.legacy.items()):
        who = np.flatnonzero(kinds == 0)
        labels[rng.permutation(who)[:count]] = form
    return kinds, labels


def _declared(names: Text, rng: np.random.Generator) -> Text:
    """Three people in four say where they work."""
    return np.where(rng.random(len(names)) < 0.75, names, np.array("", dtype=object))


def _moments(office: BoxOffice, n: int, rng: np.random.Generator) -> npt.NDArray[np.datetime64]:
    """When tickets were ordered: few at first, a rush before the event, by day."""
    opened, closed = np.datetime64(office.opened, "s"), np.datetime64(office.closed, "s")
    span = int((closed - opened).astype(np.int64))
    second = np.clip(rng.normal(13.5, 3.5, n) * 3600, 6.5 * 3600, 23.9 * 3600).astype(np.int64)
    day = (rng.beta(2.2, 1.4, n) * span).astype(np.int64) // 86_400 * 86_400
    return np.asarray(opened.astype("datetime64[D]").astype("datetime64[s]") + day + second)


def _checked(office: BoxOffice, status: npt.NDArray[np.str_], rng: np.random.Generator) -> npt.NDArray[np.datetime64]:
    """When the valid tickets of people who came were scanned, in the hours of the first day."""
    checked = np.full(len(status), np.datetime64("NaT", "s"), dtype="datetime64[s]")
    if office.came_on:
        who = rng.permutation(np.flatnonzero(status == VALID))[: office.came]
        checked[who] = np.datetime64(office.came_on, "s") + rng.integers(8 * 3600, 17 * 3600, len(who))
    return checked


def _grouped(rows: Tickets, rng: np.random.Generator) -> Tickets:
    """Orders: most of one ticket, some of two to five bought by one person at once; tests by the organiser."""
    by_time = rows.take(np.argsort(rows.ordered, kind="stable"))
    alone = (rng.random(len(rows)) > 0.09) | (by_time.status != VALID)
    alone[:1] = True
    first = np.maximum.accumulate(np.where(alone, np.arange(len(rows)), 0))
    status = by_time.status
    same = (status[first] == VALID) & (status == VALID)
    first = np.where(same, first, np.arange(len(rows)))
    return replace(
        by_time,
        order=first,
        number=np.arange(len(rows)),
        buyer=by_time.holder[first],
        ordered=by_time.ordered[first],
    )


def _listed(rows: Tickets, rng: np.random.Generator) -> Tickets:
    """As exported twice and pasted: some valid rows come back at the end."""
    again = rng.permutation(np.flatnonzero(rows.status == VALID))[: rows.office.mess.get("duplicate", 0)]
    order = np.argsort(rows.ordered, kind="stable")
    return rows.take(np.concatenate([order, np.sort(again)]))
