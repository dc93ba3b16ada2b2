"""A comparison of two groups, or of two options, told in words."""

from __future__ import annotations

from collections.abc import Sequence

from nec_analysis.cards import Catalogue
from nec_analysis.french.numbers import NARROW, interval, number, points
from nec_analysis.model import FileHash
from nec_analysis.phases.contrasts import OPTIONS, WHOLE, Contrast

LEAST = 0.0001
"""Probabilities under it are told as smaller than it."""
VERDICTS = {True: "significatif", False: "non significatif", None: "non testé"}


def told(one: Contrast, catalogue: Catalogue, files: Sequence[FileHash]) -> str:
    """The story of a comparison, one fact a line. `files`: those of the survey."""
    lines = [f"{title(one)}  [{one.id}]"]
    lines += [f"  {name} : {text}" for name, text in _facts(one, catalogue) if text]
    lines += [f"  Empreinte de {file.name} : {file.sha256}" for file in files]
    return "\n".join(lines)


def title(one: Contrast) -> str:
    """What is compared, in one line."""
    if one.kind == WHOLE:
        return f"Tous les groupes à la fois : {one.question}"
    sides = f"«{NARROW}{one.first}{NARROW}» / «{NARROW}{one.second}{NARROW}»"
    answer = f"{one.answer} : " if one.answer else ""
    return f"{gap(one)} — {answer}{sides}"


def gap(one: Contrast) -> str:
    """The difference, in points."""
    return "" if one.difference is None else points(100 * one.difference)


def _facts(one: Contrast, catalogue: Catalogue) -> list[tuple[str, str]]:
    asked = catalogue.charts.get(one.table, {}).get("rows", "") if one.kind != OPTIONS else ""
    groups = catalogue.question(str(asked)) if asked else None
    ends = interval(one.low, one.high, 1, scale=100) if one.low is not None and one.high is not None else ""
    return [
        ("Question", f"« {one.question} »"),
        ("Réponse comparée", one.answer),
        ("Groupes formés par", f"« {groups.text.get('fr', groups.id)} »" if groups else ""),
        ("Comparés", " et ".join(_side(name, n) for name, n in _sides(one) if name)),
        ("Mêmes personnes", "oui" if one.kind == OPTIONS else ""),
        ("Écart", gap(one)),
        (f"Intervalle de l'écart à 95{NARROW}%", ends),
        ("Test", one.method),
        ("p du test", probability(one.p_raw)),
        ("p corrigée", f"{probability(one.p)}, parmi les {number(one.family)} tests du bilan" if one.family else ""),
        ("Verdict", VERDICTS[one.significant]),
        ("Effectifs faibles, non comparés" if one.kind == WHOLE else "Remarque", one.note),
        ("Table", "tables/comparaisons.csv"),
    ]


def _sides(one: Contrast) -> tuple[tuple[str, int | None], ...]:
    return (one.first, one.first_base), (one.second, one.second_base)


def _side(name: str, base: int | None) -> str:
    return f"«{NARROW}{name}{NARROW}»" + (f" (base{NARROW}: {number(base)})" if base is not None else "")


def probability(p: float | None) -> str:
    """A probability with four decimals.

    >>> [probability(p) for p in (0.04481, 0.00000012, None)]
    ['0,0448', '< 0,0001', '']
    """
    if p is None:
        return ""
    return number(p, 4) if p >= LEAST else f"< {number(LEAST, 4)}"
