"""The tests of a report, corrected for their number a second time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nec_analysis.figures.recette import entry as fields
from nec_analysis.figures.recette.dossier import Dossier, table
from nec_analysis.figures.recette.entry import Entry, spelt
from nec_analysis.figures.recette.fault import FIGURE, Fault
from nec_analysis.figures.recette.quantity import COUNT, quantity
from nec_analysis.french.phrases import either

LEVEL = 0.05
CLOSE = 1e-4
"""What the tables round off a probability, relatively."""


@dataclass(frozen=True, slots=True)
class Tested:
    """One test as a table keeps it; `question`: those that Holm corrects together."""

    file: str
    id: str
    question: str
    raw: float
    p: float | None
    significant: bool | None
    family: int


def tested(dossier: Dossier) -> tuple[Tested, ...]:
    """Every test of `comparaisons.csv` but those of whole tables, then of `evolution.csv`."""
    return (*_read(dossier, "comparaisons.csv"), *_read(dossier, "evolution.csv"))


def _read(dossier: Dossier, file: str) -> Iterator[Tested]:
    for row in table(dossier.folder / "tables" / file):
        if row.get("kind") == "whole" or not row.get("p_raw"):
            continue
        p = float(row["p"]) if row["p"] else None
        verdict = {"true": True, "false": False}.get(row["significant"])
        asked = row.get("table") or f"change {row['id']}"
        yield Tested(f"tables/{file}", row["id"], asked, float(row["p_raw"]), p, verdict, int(row["family"] or 0))


def of_family(dossier: Dossier) -> Iterator[Entry]:
    """How many tests were made, as the method note says it."""
    size = len(tested(dossier))
    if size:
        yield Entry("tests du bilan", (spelt(*either("Comparaisons")),), {fields.RAW: (quantity(COUNT, size),)})


def miscorrected(dossier: Dossier) -> Iterator[Fault]:
    """Tests whose corrected probability, verdict or number of tests is not what a second correction gives."""
    found = tested(dossier)
    for one, p in zip(found, _corrected(found), strict=True):
        if one.family != len(found):
            cause = "n'est pas le nombre de tests du bilan."
            yield Fault(FIGURE, one.file, one.id, str(one.family), cause, str(len(found)))
        if one.p is None or abs(one.p - p) > CLOSE * p + 1e-12:
            cause = "n'est pas la probabilité corrigée une seconde fois."
            yield Fault(FIGURE, one.file, one.id, f"p = {one.p}", cause, f"p = {p:.6g}")
        elif one.significant != (p < LEVEL) and abs(p - LEVEL) > CLOSE * LEVEL:
            yield Fault(
                FIGURE, one.file, one.id, str(one.significant), "n'est pas ce que dit p corrigée.", f"p = {p:.6g}"
            )


def _corrected(found: Sequence[Tested]) -> list[float]:
    """Holm inside each question, then Benjamini-Hochberg over all of them. Holm (1979); Benjamini & Hochberg (1995)."""
    within = [0.0] * len(found)
    for question in dict.fromkeys(one.question for one in found):
        mine = sorted((one.raw, n) for n, one in enumerate(found) if one.question == question)
        least = 0.0
        for rank, (raw, n) in enumerate(mine):
            within[n] = least = max(least, min(1.0, raw * (len(mine) - rank)))
    done = [1.0] * len(found)
    most = 1.0
    for rank, n in enumerate(sorted(range(len(found)), key=lambda n: -within[n])):
        done[n] = most = min(most, within[n] * len(found) / (len(found) - rank))
    return done
