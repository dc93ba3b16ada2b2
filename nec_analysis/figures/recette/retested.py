"""The tests of a report against those made again: statistic, interval, bases, probability, verdict."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from nec_analysis.figures.recette.contests import ALPHA, Contest, contests
from nec_analysis.figures.recette.dossier import Dossier, Line, table
from nec_analysis.figures.recette.family import CLOSE
from nec_analysis.figures.recette.fault import FIGURE, MISSING, Fault
from nec_analysis.figures.recette.moved import moved
from nec_analysis.figures.recette.recount import Counter

GROUPS, CHANGES = "tables/comparaisons.csv", "tables/evolution.csv"
DECIMALS = 0.51e-4
"""What four decimals of a difference leave out."""
AGAIN = "n'est pas ce que donne un second test des réponses brutes."


def mistested(dossier: Dossier, counter: Counter, before: Counter | None) -> tuple[list[Fault], dict[str, str]]:
    """What a second test of every comparison does not give, then what cannot be tested again, with the reason."""
    found, not_again = contests(counter)
    rows = table(dossier.folder / "tables" / "comparaisons.csv")
    changes, unknown = moved(dossier, counter, before)
    faults = [*_groups(rows, found, not_again), *_absent(rows, found), *_changes(dossier, changes)]
    asked = {row["table"] for row in rows}
    return faults, {**{id: why for id, why in not_again.items() if id in asked}, **unknown}


def _groups(rows: list[dict[str, str]], found: Mapping[str, Contest], not_again: Mapping[str, str]) -> Iterator[Fault]:
    for row in rows:
        again = found.get(row["id"])
        if again is not None:
            yield from _unlike(GROUPS, row, again, "first_base", "second_base")
            if row["kind"] == "whole" and row["significant"] != str(again.p is not None and again.p < ALPHA).lower():
                yield Fault(FIGURE, GROUPS, f"{row['id']}, significant", row["significant"], AGAIN, _shown(again.p))
        elif row["table"] not in not_again:
            yield Fault(FIGURE, GROUPS, row["id"], row["p_raw"], "n'est pas une comparaison que la méthode fait.")


def _absent(rows: list[dict[str, str]], found: Mapping[str, Contest]) -> Iterator[Fault]:
    """Tests that the method asks for and no row holds; a pair stands once, either way round."""
    there = {frozenset(row["id"].split(":")) for row in rows}
    tables = {row["table"] for row in rows}
    for id, again in found.items():
        parts = id.split(":")
        tied = len(parts) == 3 and parts[0] in tables  # options ticked as often are not all neighbours
        if frozenset(parts) not in there and not (tied and again.difference is not None):
            yield Fault(MISSING, GROUPS, id, _shown(again.p), "est un test que la méthode demande, et n'y est pas.")


def _changes(dossier: Dossier, found: Mapping[str, Contest]) -> Iterator[Fault]:
    for row in table(dossier.folder / "tables" / "evolution.csv"):
        if row["id"] in found:
            yield from _unlike(CHANGES, row, found[row["id"]])
    rows = {row["id"]: row["significant"] for row in table(dossier.folder / "tables" / "evolution.csv")}
    for change in dossier.changes:
        said = "" if change.significant is None else str(change.significant).lower()
        if rows.get(change.id, said) != said:
            cause = "n'est pas le verdict de tables/evolution.csv."
            yield Fault(FIGURE, "tables/evolution.json", f"{change.id}, significant", said, cause, rows[change.id])


def _unlike(file: str, row: Line, again: Contest, *bases: str) -> Iterator[Fault]:
    """Cells of a row that the second test does not give."""
    p = float(row["p_raw"]) if row["p_raw"] else None
    if (p is None) != (again.p is None) or (p is not None and again.p is not None and not _close(p, again.p)):
        yield Fault(FIGURE, file, f"{row['id']}, p_raw", _shown(p), AGAIN, _shown(again.p))
    ends = again.ends or (None, None)
    for name, now in (("difference", again.difference), ("low", ends[0]), ("high", ends[1])):
        if row.get(name) and now is not None and abs(float(row[name]) - now) > DECIMALS:
            yield Fault(FIGURE, file, f"{row['id']}, {name}", row[name], AGAIN, f"{now:.4f}")
    for name, people in zip(bases, again.bases or (), strict=False):
        if row[name] != str(people):
            yield Fault(FIGURE, file, f"{row['id']}, {name}", row[name], AGAIN, str(people))


def _close(p: float, again: float) -> bool:
    """Within what six digits of a probability leave out."""
    return math.isclose(p, again, rel_tol=CLOSE / 10, abs_tol=1e-15)


def _shown(p: float | None) -> str:
    return "aucun test" if p is None else f"p = {p:.6g}"
