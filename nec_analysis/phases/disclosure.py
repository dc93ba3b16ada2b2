"""Whether a report, all its files together, gives away a small group: if so it is not published."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import inf
from pathlib import Path
from typing import Any

from nec_analysis.cards import catalogue
from nec_analysis.cards import edition as card_of
from nec_analysis.errors import PRIVACY, NecError
from nec_analysis.figures.masking import FLAG, MARK
from nec_analysis.figures.tablenames import short_name
from nec_analysis.french.phrases import either
from nec_analysis.measures.states import MASKED_BELOW
from nec_analysis.phases import siblings
from nec_analysis.phases.charts import INDEX
from nec_analysis.phases.classes import PEOPLE
from nec_analysis.phases.mentions import Mention, Silent, mentions
from nec_analysis.phases.share import results
from nec_analysis.phases.silent import shown, silents
from nec_analysis.phases.told import Told, read, told
from nec_analysis.phases.written import files, lines
from nec_analysis.privacy.attack import Claim, Leak, bounds, leaks

ALONE = "Réunissez ses classes avec d'autres (recodes de la fiche), ou retirez le tableau, le graphique ou le chiffre."
BOTH = (
    "Les deux rapports parlent des mêmes réponses, chacun avec d'autres classes : retirez celui qui n'est plus bon "
    "(supprimez son dossier), puis refaites-le avec la fiche d'aujourd'hui."
)
SILENT = ("value", "numerator", "low", "high")
"""What a masked figure must not hold."""
TABLE = re.compile(r"[«“]\s?(.+?)\s?[»”]")
LISTS = frozenset(name for table in PEOPLE for name in (table, *(short_name(table, lang) for lang in ("fr", "en"))))
"""How a report calls the tables of people."""
HANDS = 4
"""Shares of the files that are not PDF, for processors to take one after the other."""


def check(folder: Path | str, edition: str, root: Path | str, internal: Path | str | None = None) -> None:
    """Attack the report of an edition. Raises NecError (exit 4) naming the files that give a group away.

    `internal`: the folder of its cleaned tables, where these are not published yet.
    """
    found = disclosed(Path(folder), edition, Path(root), Path(internal) if internal else None)
    if not found:
        return
    first = found[0]
    here = f"{siblings.home(Path(folder), Path(root)) or siblings.HOMES[0]}/{edition}"
    more = f" ({len(found)} groupes en tout)" if len(found) > 1 else ""
    there = sorted({place for place in first.places if place.startswith(siblings.HOMES)})
    raise NecError(
        "disclosure",
        ", ".join(place if place in there else f"{here}/{place}" for place in first.places) or here,
        f"un groupe de moins de {MASKED_BELOW} personnes peut être retrouvé : {first.group}{more}. Rien n'est publié.",
        BOTH if there else ALONE,
        exit_code=PRIVACY,
    )


def disclosed(folder: Path, edition: str, root: Path, internal: Path | None = None) -> tuple[Leak, ...]:
    """Every group under 11 that the files of a report give away: by themselves, then put together, then with the
    report of the same answers in the other language.

    The data of tables and charts are put together as they are; of all other files, whatever their format, what counts
    is each number beside the name of a group that is not to be counted.
    """
    if not (folder / "charts" / INDEX).is_file():
        return ()
    alone = (*_figures(folder), *_lines(folder))
    card = card_of(edition, root)
    found = siblings.joined(told(folder, card, catalogue()), root)
    silent = silents(found, internal or root / "data" / "processed" / edition)
    said, told_together = _attacked(found, silent, shown(found))
    return (*alone, *mentioned(said), *told_together, *_larger(found, said, {leak.group for leak in told_together}))


def _attacked(
    found: Told, silent: Sequence[Silent], told: Mapping[str, frozenset[Fraction]]
) -> tuple[tuple[Mention, ...], tuple[Leak, ...]]:
    """What every file mentions, what tables and charts give away together: on all processors where that is safe."""

    def read_in(paths: Sequence[Path]) -> Callable[[], tuple[Mention, ...]]:
        return lambda: tuple(mentions(lines(found.folder, paths), silent, told))

    paths = files(found.folder)
    portable = [path for path in paths if path.suffix == ".pdf"]
    others = [path for path in paths if path.suffix != ".pdf"]
    readings = [read_in(portable), *(read_in(others[hand::HANDS]) for hand in range(HANDS))]
    works: list[Callable[[], Any]] = [*readings, lambda: tuple(leaks(found.claims, found.targets.values()))]
    *said, together = results(works)
    return tuple(mention for each_said in said for mention in each_said), together


def mentioned(said: Iterable[Mention]) -> Iterator[Leak]:
    """The groups that one number gives away, with every file that holds it."""
    places: dict[tuple[str, int, int], set[str]] = {}
    for mention in said:
        if mention.few:
            places.setdefault((mention.silent.group, mention.low, mention.high), set()).add(mention.place)
    for (group, low, high), where in sorted(places.items()):
        yield Leak(group, low, high, tuple(sorted(where)))


def _larger(found: Told, said: Iterable[Mention], known: Collection[str]) -> Iterator[Leak]:
    """The groups that larger numbers give away with all the others: who was to hide a small class is counted.

    A number that the data of tables and charts rule out for a group is about something else.
    """
    possible = bounds(found.claims)
    larger = {(one.place, one.silent.group, one.low, one.high) for one in said if not one.few}
    claims = [
        Claim(place, {group: 1.0}, low, high)
        for place, group, low, high in sorted(larger)
        if _reaches(possible.get(group, (0, inf)), low, high)
    ]
    if claims:
        yield from (leak for leak in leaks([*found.claims, *claims], found.targets.values()) if leak.group not in known)


def _reaches(span: tuple[float, float], low: int, high: int) -> bool:
    return span[0] <= high and low <= span[1]


def _figures(folder: Path) -> Iterator[Leak]:
    """Figures on under 11 people that still say something."""
    for place in ("figures.json", "tables/evolution.json"):
        path = folder / place
        if path.is_file():
            for row in _rows(json.loads(path.read_text(encoding="utf-8"))):
                if leak := _speaking(row, place):
                    yield leak


def _rows(read: list[dict[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for row in read:
        sides = [row[side] for side in ("before", "after") if side in row]
        yield from sides or [row]


def _speaking(row: Mapping[str, Any], place: str) -> Leak | None:
    table = TABLE.search(row["base_text"])
    people = bool(row["question"]) or (table is not None and table[1] in LISTS and row["measure"] == "count")
    few = people and 0 < row["base"] < MASKED_BELOW and row["measure"] != "change"
    if (few or not either(FLAG).isdisjoint(row["flags"])) and any(row[name] is not None for name in SILENT):
        return Leak(f"chiffre « {row['id']} »", row["base"], row["base"], (place,))
    return None


def _lines(folder: Path) -> Iterator[Leak]:
    """Lines of the topline on under 11 answers that still say how many."""
    place = "tables/topline.csv"
    for row in read(folder / place):
        base = row["base"]
        if base.isdigit() and 0 < int(base) < MASKED_BELOW and (row["count"] != MARK or row["percent"] != MARK):
            yield Leak(f"question « {row['question']} »", int(base), int(base), (place,))
