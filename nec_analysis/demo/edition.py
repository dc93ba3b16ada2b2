"""A whole edition, written as its tools, its organisers would have left it in `data/raw`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from nec_analysis.demo import card, comments, fieldwork, survey, tickets
from nec_analysis.demo.card import Made
from nec_analysis.demo.draw import stream
from nec_analysis.demo.tools import BOX_OFFICES, SURVEYS, others
from nec_analysis.errors import USAGE, NecError

SEED = 2022
CARD = "edition.toml"
QUOTES = "quotes"
PROSE = ("recit.md", "LISEZMOI.md")
PARTS = ("attendance", "programme", "media", "contacts", "social", "facts")
"""What a scenario may hold beside its survey, its tickets: one TOML file each."""
NOTICE = """# Édition engendrée : données synthétiques

**Tout est inventé** (`python -m nec_analysis.demo --generated`) : cette édition n'a jamais eu lieu.
"""
LARGE = 50_000
"""Above this number of answers only the survey is written: benches need no box office of four million tickets."""


@dataclass(frozen=True, slots=True)
class Request:
    """Which scenario, how many kept answers (None: as many as the scenario says; 0: nobody answered yet), which seed.

    With a `label`, the edition is one that never was: its answers are moved at random, its card prints no figure.
    """

    scenario: str
    n: int | None = None
    seed: int = SEED
    label: str = ""


def slugs() -> tuple[str, ...]:
    """The committed demonstration editions."""
    return tuple(sorted(folder.name for folder in _scenarios().iterdir() if folder.joinpath(CARD).is_file()))


def build(request: Request) -> dict[str, Made]:
    """Every file of the edition, by name: exports, card, prose. Same request, same bytes."""
    folder = _folder(request.scenario)
    asked = survey.load(_table(folder, "survey"))
    n = asked.kept if request.n is None else request.n
    # people register before anybody answers
    scale = max(n, 1) / asked.kept
    moved = asked.moved(stream(request.seed, asked.id, "moved")) if request.label else asked
    rows = fieldwork.collect(moved.sized(n), request.seed)
    made = dict(_survey(rows, request.seed))
    text = folder.joinpath(CARD).read_text(encoding="utf-8")
    text = card.unprinted(text) if n != asked.kept or request.label else text
    text = card.anonymous(text, request.label) if request.label else text
    if request.label:
        made["LISEZMOI.md"] = Made(NOTICE.encode())
    if n > LARGE:
        return made | {CARD: Made(card.filled(card.survey_alone(text), made, 0).encode())}
    office = tickets.load(_table(folder, "tickets"))
    office = office.sized(round(office.valid * scale))
    sold = tickets.sell(office, request.seed)
    made[office.file] = BOX_OFFICES[office.tool](sold, request.seed)
    made |= others({part: _table(folder, part) for part in PARTS}, sold, scale, request.seed)
    if n < asked.kept:
        wordings = {question.id: question.text for question in asked.questions}
        text = card.without_unmet(text, made, wordings, {asked.file: rows.kind == fieldwork.KEPT})
    made[CARD] = Made(card.filled(text, made, office.valid).encode())
    if n == asked.kept and not request.label and (said := _table(folder, QUOTES)):
        made |= {name: Made(read) for name, read in comments.reread(rows, comments.Approval(**said)).items()}
    prose = () if request.label else PROSE
    return made | {name: Made(folder.joinpath(name).read_bytes()) for name in prose}


def generated(k: int, *, n: int | None = None, seed: int = SEED) -> Iterator[tuple[str, Request]]:
    """`k` further editions, `demo-001` on: the scenarios in turn, each with its own tools, moved answers, a seed."""
    for place in range(1, k + 1):
        label = f"Édition engendrée n° {place}"
        yield f"demo-{place:03d}", Request(slugs()[(place - 1) % len(slugs())], n, seed + 1000 * place, label)


def write(request: Request, into: Path) -> tuple[Path, ...]:
    """The edition's files in the folder `into`; returns their paths."""
    into.mkdir(parents=True, exist_ok=True)
    made = build(request)
    for name, file in made.items():
        (into / name).write_bytes(file.content)
    return tuple(into / name for name in made)


def _survey(rows: fieldwork.Collected, seed: int) -> Iterator[tuple[str, Made]]:
    """The survey's export, with its structure file where its tool has one."""
    asked = rows.survey
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
