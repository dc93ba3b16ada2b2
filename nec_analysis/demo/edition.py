"""A whole edition, written as its tools, its organisers would have left it in `data/raw`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from nec_analysis.demo import fieldwork, survey, tickets
from nec_analysis.demo.card import Made, filled
from nec_analysis.demo.tools import BOX_OFFICES, SURVEYS, others
from nec_analysis.errors import USAGE, NecError

SEED = 2022
CARD = "edition.toml"
PROSE = ("recit.md", "LISEZMOI.md")


@dataclass(frozen=True, slots=True)
class Request:
    """Which scenario, how many kept answers (None: as many as the scenario says), which seed."""

    scenario: str
    n: int | None = None
    seed: int = SEED


def slugs() -> tuple[str, ...]:
    """The committed demonstration editions."""
    return tuple(sorted(folder.name for folder in _scenarios().iterdir() if folder.joinpath(CARD).is_file()))


def build(request: Request) -> dict[str, Made]:
    """Every file of the edition, by name: exports, card, prose. Same request, same bytes."""
    folder = _folder(request.scenario)
    asked = survey.load(_table(folder, "survey"))
    n = asked.kept if request.n is None else request.n
    office = tickets.load(_table(folder, "tickets"))
    office = office.sized(round(office.valid * n / asked.kept))
    sold = tickets.sell(office, request.seed)
    made = dict(_survey(asked.sized(n), request.seed))
    made[office.file] = BOX_OFFICES[office.tool](sold, request.seed)
    made |= others({part: _table(folder, part) for part in PARTS}, sold, n / asked.kept, request.seed)
    card = folder.joinpath(CARD).read_text(encoding="utf-8")
    made[CARD] = Made(filled(card, made, office.valid).encode())
    return made | {name: Made(folder.joinpath(name).read_bytes()) for name in PROSE if folder.joinpath(name).is_file()}


PARTS = ("attendance", "programme", "media", "contacts", "social", "facts")
"""What a scenario may hold beside its survey, its tickets: one TOML file each."""


def write(request: Request, into: Path) -> tuple[Path, ...]:
    """The edition's files in the folder `into`; returns their paths."""
    into.mkdir(parents=True, exist_ok=True)
    made = build(request)
    for name, file in made.items():
        (into / name).write_bytes(file.content)
    return tuple(into / name for name in made)


def _survey(asked: survey.Survey, seed: int) -> Iterator[tuple[str, Made]]:
    """The survey's export, with its structure file where its tool has one."""
    rows = fieldwork.collect(asked, seed)
    yield from zip((asked.file, asked.structure), SURVEYS[asked.tool](rows, seed), strict=False)


def _scenarios() -> Traversable:
    return files("nec_analysis.demo").joinpath("scenarios")


def _folder(slug: str) -> Traversable:
    folder = _scenarios().joinpath(slug)
    if slug in slugs():
        return folder
    known = ", ".join(slugs())
    raise NecError(
        "demo-unknown", slug, "aucun scénario de démonstration ne porte ce nom.", f"Connus : {known}.", exit_code=USAGE
    )


def _table(folder: Traversable, part: str) -> dict[str, Any]:
    file = folder.joinpath(f"{part}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
