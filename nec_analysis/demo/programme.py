"""The programme of an invented edition, as a table kept in Airtable."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from nec_analysis.demo.cells import file_bytes, when_needed
from nec_analysis.demo.draw import stream
from nec_analysis.demo.people import people

HEADERS = (
    "Code", "Titre", "Format", "Thème", "Jour", "Début", "Fin", "Salle", "Intervenant·es", "Statut", "Partenaire",
)  # fmt: skip
HELD, CANCELLED = "Confirmé", "Annulé"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of session: how many were held, called off; how many speakers each; where and when they can be."""

    name: str
    sessions: int
    titles: tuple[str, ...]
    speakers: tuple[int, ...]
    minutes: int
    rooms: tuple[str, ...]
    days: tuple[str, ...]
    starts: tuple[str, ...]
    cancelled: int = 0
    themed: bool = True
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """What a `programme.toml` says. `speakers`: different people who really spoke."""

    id: str
    file: str
    speakers: int
    formats: tuple[Format, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """One row of the programme."""

    title: str
    format: str
    theme: str
    day: str
    start: str
    end: str
    room: str
    speakers: tuple[str, ...]
    status: str
    partner: str


def load(table: Mapping[str, Any]) -> Programme:
    """The programme a `programme.toml` describes."""
    return Programme(table["id"], table["file"], table["speakers"], tuple(_format(f) for f in table["format"]))


def _format(table: Mapping[str, Any]) -> Format:
    known: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
    return Format(**known)


@cache
def _subjects() -> dict[str, list[str]]:
    text = files("nec_analysis.demo").joinpath("subjects.toml").read_text(encoding="utf-8")
    subjects: dict[str, list[str]] = tomllib.loads(text)["subjects"]
    return subjects


def sessions(programme: Programme, seed: int) -> tuple[Session, ...]:
    """Every session of the programme, called off ones included."""
    rng = stream(seed, programme.id, "programme")
    held = _Speakers(programme.speakers, rng)
    absent = _Speakers(6, stream(seed, programme.id, "absent"), first=programme.speakers)
    planned: list[Session] = []
    for format_ in programme.formats:
        planned += _held(format_, held, rng)
        planned += _called_off(format_, absent, rng)
    return tuple(sorted(planned, key=lambda s: (s.day, s.start, s.room, s.title)))


class _Speakers:
    """Names handed out in turn: everybody speaks once before anybody speaks twice."""

    def __init__(self, n: int, rng: np.random.Generator, *, first: int = 0) -> None:
        crowd = people(np.random.default_rng(7), first + n)
        self.names = [f"{a} {b}" for a, b in zip(crowd.first[first:], crowd.last[first:], strict=True)]
        self.rng, self.given = rng, 0

    def next(self, k: int) -> tuple[str, ...]:
        """`k` different people; somebody met again may be written another way."""
        places = range(self.given, self.given + k)
        self.given += k
        return tuple(self._spelt(self.names[p % len(self.names)], again=p >= len(self.names)) for p in places)

    def _spelt(self, name: str, *, again: bool) -> str:
        return SPELLINGS[int(self.rng.integers(len(SPELLINGS)))](name) if again else name


def _reversed(name: str) -> str:
    first, _, last = name.partition(" ")
    return f"{last.upper()} {first}"


def _bare(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


SPELLINGS = (
    str,
    str,
    str.upper,
    _reversed,
    _bare,
    lambda name: unicodedata.normalize("NFD", name),
    lambda name: name.replace(" ", "\u00a0", 1),
    lambda name: name.replace("-", " ") + " ",
    lambda name: name.replace(" ", "  ", 1),
)
"""How the same name comes back in a shared table."""


def _held(format_: Format, speakers: _Speakers, rng: np.random.Generator) -> Iterator[Session]:
    for place in range(format_.sessions):
        k = format_.speakers[place % len(format_.speakers)]
        yield _session(format_, place, speakers.next(k), HELD, rng)


def _called_off(format_: Format, absent: _Speakers, rng: np.random.Generator) -> Iterator[Session]:
    for place in range(format_.cancelled):
        yield _session(format_, format_.sessions + place, absent.next(format_.speakers[0]), CANCELLED, rng)


def _session(format_: Format, place: int, who: tuple[str, ...], status: str, rng: np.random.Generator) -> Session:
    themes = list(_subjects())
    theme = themes[place % len(themes)]
    subject = _subjects()[theme][place // len(themes) % len(_subjects()[theme])]
    start = format_.starts[place % len(format_.starts)]
    return Session(
        title=format_.titles[place % len(format_.titles)].format(
            subject=subject, Subject=subject[:1].upper() + subject[1:]
        ),
        format=format_.name,
        theme=theme if format_.themed else "",
        day=format_.days[place // len(format_.starts) % len(format_.days)],
        start=start,
        end=_later(start, format_.minutes),
        room=format_.rooms[int(rng.integers(len(format_.rooms)))],
        speakers=who,
        status=status,
        partner=format_.partner,
    )


def _later(start: str, minutes: int) -> str:
    total = int(start[:2]) * 60 + int(start[3:]) + minutes
    return f"{total // 60 % 24:02d}:{total % 60:02d}"


def export(planned: Sequence[Session]) -> bytes:
    """`programme.csv` as Airtable writes a view: `,`, UTF-8, LF, quotes where needed, names joined by "; "."""
    quote = when_needed(",")
    rows = [
        ",".join(quote(cell) for cell in (f"S{place:03d}", s.title, s.format, s.theme, s.day, s.start, s.end, s.room,
                                          "; ".join(s.speakers), s.status, s.partner))
        for place, s in enumerate(planned, 1)
    ]  # fmt: skip
    return file_bytes([",".join(quote(h) for h in HEADERS), *rows], end="\n")
