"""A whole edition written as its tools, its organisers would have left it in `data/raw`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from nec_analysis.demo import fieldwork, helloasso, limesurvey, lss, survey, tickets
from nec_analysis.demo.card import Made, filled
from nec_analysis.demo.draw import stream
from nec_analysis.errors import USAGE, NecError

SEED = 2022
PROSE = ("recit.md", "LISEZMOI.md")


@dataclass(frozen=True, slots=True)
class Request:
    """Which scenario, how many kept answers (None: as many as the scenario says), which seed."""

    scenario: str
    n: int | None = None
    seed: int = SEED


def slugs() -> tuple[str, ...]:
    """The committed demonstration editions."""
    return tuple(sorted(folder.name for folder in _scenarios().iterdir() if folder.joinpath("edition.toml").is_file()))


def build(request: Request) -> dict[str, Made]:
    """Every file of the edition, by name: exports, card, prose. Same request, same bytes."""
    folder = _folder(request.scenario)
    made: dict[str, Made] = {}
    for part, maker in MAKERS.items():
        if folder.joinpath(part).is_file():
            made |= maker(folder.joinpath(part), request)
    population = _population(folder, request)
    card = filled(folder.joinpath("edition.toml").read_text(encoding="utf-8"), made, population)
    made["edition.toml"] = Made(card.encode())
    for name in PROSE:
        if folder.joinpath(name).is_file():
            made[name] = Made(folder.joinpath(name).read_bytes())
    return made


def write(request: Request, into: Path) -> tuple[Path, ...]:
    """The edition's files in the folder `into`; returns their paths."""
    into.mkdir(parents=True, exist_ok=True)
    made = build(request)
    for name, file in made.items():
        (into / name).write_bytes(file.content)
    return tuple(into / name for name in made)


def _scenarios() -> Traversable:
    return files("nec_analysis.demo").joinpath("scenarios")


def _folder(slug: str) -> Traversable:
    folder = _scenarios().joinpath(slug)
    if folder.joinpath("edition.toml").is_file():
        return folder
    known = ", ".join(slugs())
    raise NecError(
        "demo-unknown", slug, "aucun scénario de démonstration ne porte ce nom.", f"Connus : {known}.", exit_code=USAGE
    )


def _population(folder: Traversable, request: Request) -> int:
    if not folder.joinpath("tickets.toml").is_file():
        return 0
    return _office(folder.joinpath("tickets.toml"), folder, request).valid


def _scale(folder: Traversable, request: Request) -> float:
    return 1.0 if request.n is None else request.n / survey.load(folder.joinpath("survey.toml")).kept


def _office(source: Traversable, folder: Traversable, request: Request) -> tickets.BoxOffice:
    office = tickets.load(source)
    return office.sized(round(office.valid * _scale(folder, request)))


def _survey(source: Traversable, request: Request) -> dict[str, Made]:
    asked = survey.load(source)
    rows = fieldwork.collect(asked.sized(asked.kept if request.n is None else request.n), request.seed)
    return {
        f"results-survey{asked.id}.csv": Made(limesurvey.results(rows), len(rows)),
        f"limesurvey_survey_{asked.id}.lss": Made(lss.structure(asked)),
    }


def _tickets(source: Traversable, request: Request) -> dict[str, Made]:
    sold = tickets.sell(_office(source, _folder(request.scenario), request), request.seed)
    content = helloasso.export(sold, stream(request.seed, sold.office.id, "helloasso"))
    return {f"export-{sold.office.id}.csv": Made(content, len(sold))}


Maker = Callable[[Traversable, Request], dict[str, Made]]

MAKERS: Mapping[str, Maker] = {"survey.toml": _survey, "tickets.toml": _tickets}
"""What each file of a scenario gives."""
