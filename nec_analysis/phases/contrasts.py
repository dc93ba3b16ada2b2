"""Which groups, which options of a question, differ by more than chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from nec_analysis.cards import Catalogue
from nec_analysis.compare.difference import difference
from nec_analysis.compare.options import neighbours
from nec_analysis.figures.files import read_table, write_table
from nec_analysis.french.numbers import interval, points
from nec_analysis.french.phrases import phrase
from nec_analysis.measures import Data
from nec_analysis.measures.answers import answers, ticks
from nec_analysis.measures.cross import LEVEL, Cross
from nec_analysis.measures.states import MASKED_BELOW, SMALL_BELOW, estimated
from nec_analysis.model import Comparison, Estimate, Labels, Question
from nec_analysis.phases.classes import TOGETHER, crossed

FILE = "comparaisons.csv"
TABLE = ("question", "réponse", "premier", "second", "écart", "intervalle de l'écart")
WHOLE, GROUPS, OPTIONS = "whole", "groups", "options"
UNWEIGHTED = "sans redressement"
"""Of options: the same people ticked both, and each counts for one."""
SAID_AT_MOST = 4
NONE = "Pas d'écart significatif entre les groupes (test d'indépendance)."
NO_PAIR = "Les groupes diffèrent dans leur ensemble, mais aucun écart entre deux d'entre eux n'est significatif."
FOUND = "Écarts significatifs après correction\u202f: {found}."
ITEM = "«\u202f{answer}\u202f», plus souvent la réponse de «\u202f{first}\u202f» que de «\u202f{second}\u202f»"
MORE = "la suite en annexe"
SMALL = "Effectif faible, non comparés\u202f: {names}."
NOTE = (
    "Écarts en points qui restent significatifs après correction (Holm à l'intérieur d'une question, puis "
    "Benjamini-Hochberg sur tous les tests du bilan, évolutions comprises). Groupes : intervalle de Newcombe, là où le test d'ensemble est significatif (Rao et Scott quand "
    "les réponses sont redressées), sans les groupes à effectif faible. Options d'une question : mêmes personnes comptées une pour une, test de "
    "McNemar. Tous les tests sont dans tables/comparaisons.csv."
)


@dataclass(frozen=True)
class Contrast:
    """One comparison of a table (`whole`: all its groups at once): shares in [-1, 1], bases in people.

    `p_raw`: of the test itself; `p`: after correction among the `family` tests of the report (0: not in it).
    """

    id: str
    table: str
    kind: str
    question: str
    answer: str
    first: str
    second: str
    difference: float | None
    low: float | None
    high: float | None
    p_raw: float | None
    p: float | None
    significant: bool | None
    method: str
    note: str
    first_base: int | None = None
    second_base: int | None = None
    family: int = 0


FIELDS = tuple(field.name for field in fields(Contrast))
PROBABILITIES = ("p_raw", "p")
MEASURED = ("difference", "low", "high", *PROBABILITIES)
COUNTED = ("first_base", "second_base", "family")


def contrasts(data: Data, catalogue: Catalogue, lang: str = "fr") -> tuple[Contrast, ...]:
    """Every comparison of the crosstabs that the catalogue draws, and of the options of its multi-selects.

    Groups are compared two by two where the crosstab's own test passes; those of fewer than 30 are named, not tested.
    Their probabilities are not corrected yet: that is for all the tests of a report together.
    """
    found: list[Contrast] = []
    for id, stanza in catalogue.charts.items():
        if stanza.get("shape") == "heatmap" and _asked(data, stanza["rows"], stanza["columns"]):
            found.extend(_crosstab(data, id, stanza, lang))
    known = {question.id for question in catalogue.questions()}
    for question in data.questionnaire.questions if data.questionnaire else ():
        if question.kind == "multiple" and question.id in known:
            found.extend(_options(data, question, lang))
    return tuple(found)


def _asked(data: Data, *names: str) -> bool:
    asked = {q.id for q in data.questionnaire.questions} if data.questionnaire else set()
    return all(name in asked for name in names)


def _crosstab(data: Data, id: str, stanza: Mapping[str, Any], lang: str) -> list[Contrast]:
    found = crossed(data, stanza["rows"], stanza["columns"], lang)
    assert data.questionnaire is not None
    question = data.questionnaire.question(stanza["columns"])
    assert question is not None
    asked = _said(question.text, lang, question.id)
    sizes = {choice.code: int(n) for choice, n in zip(found.rows, found.counts.sum(1), strict=True)}
    alone = [c for c in found.rows if c.code not in TOGETHER.values() and sizes[c.code] >= MASKED_BELOW]
    names = {choice.code: _said(choice.label, lang, choice.code) for choice in alone}
    if sum(sizes[code] >= SMALL_BELOW for code in names) < 2:
        return []
    small = "; ".join(name for code, name in names.items() if sizes[code] < SMALL_BELOW)
    whole = Comparison(
        id, None, None, None, found.p, found.p < LEVEL, "Rao-Scott" if data.weighed else "Pearson", small
    )
    rows = [_row(id, WHOLE, asked, "", "", "", whole)]
    if found.p >= LEVEL:
        return rows
    tested = [code for code in names if sizes[code] >= SMALL_BELOW]
    for choice in found.columns:
        if choice.role != "valid":
            continue
        each = _shares(data, stanza, found, tested, choice.code)
        label = _said(choice.label, lang, choice.code)
        rows += [
            _row(id, GROUPS, asked, label, names[a], names[b], one, (each[a].base, each[b].base))
            for (a, b), one in _pairs(each, f"{id}:{choice.code}").items()
        ]
    return rows


def _shares(
    data: Data, stanza: Mapping[str, Any], found: Cross, groups: Iterable[str], counted: str
) -> dict[str, Estimate]:
    """The share of one answer in each group, among those who answered both questions."""
    assert data.responses is not None
    rows, columns = (answers(data.responses, stanza[side]) for side in ("rows", "columns"))
    hits = np.asarray(columns.codes == counted, dtype=bool)
    both = np.asarray((rows.codes != "") & (columns.codes != ""), dtype=bool)
    return {code: estimated(hits, both & np.asarray(rows.codes == code), 0, data.weighed) for code in groups}


def _pairs(each: Mapping[str, Estimate], id: str) -> dict[tuple[str, str], Comparison]:
    """Each pair with its own test: the question's correction comes over all its answers at once."""
    return {(a, b): difference(each[a], each[b], id=f"{id}:{a}:{b}") for a, b in combinations(each, 2)}


def _options(data: Data, question: Question, lang: str) -> list[Contrast]:
    assert data.responses is not None
    frame, shown = ticks(data.responses, question)
    ticked = {
        choice.code: np.asarray(frame[f"{question.id}__{choice.code}"].fillna(False), dtype=bool)[shown]
        for choice in question.choices
        if choice.role == "valid" and f"{question.id}__{choice.code}" in frame
    }
    # An option, or what is left of one, that under 11 people ticked is told by no test.
    large = {k: t for k, t in ticked.items() if MASKED_BELOW <= int(t.sum()) <= t.size - MASKED_BELOW}
    labels = {choice.code: _said(choice.label, lang, choice.code) for choice in question.choices}
    asked = _said(question.text, lang, question.id)
    found = neighbours(large, id=question.id)
    if data.weighed:
        found = {pair: replace(one, method=f"{one.method}, {UNWEIGHTED}") for pair, one in found.items()}
    return [
        _row(question.id, OPTIONS, asked, "", labels[a], labels[b], one, (large[a].size, large[b].size))
        for (a, b), one in found.items()
    ]


def _row(
    table: str,
    kind: str,
    question: str,
    answer: str,
    first: str,
    second: str,
    one: Comparison,
    bases: tuple[int, int] | tuple[None, None] = (None, None),
) -> Contrast:
    told = (one.difference, one.low, one.high, one.p, one.p, one.significant, one.method, one.note)
    return Contrast(one.id, table, kind, question, answer, first, second, *told, *bases)


def _said(labels: Labels, lang: str, fallback: str) -> str:
    return labels.get(lang) or labels.get("fr") or next(iter(labels.values()), "") or fallback


def write(found: Iterable[Contrast], folder: Path) -> None:
    """The comparisons as a table; differences with four decimals, probabilities with six digits."""
    write_table(FIELDS, ([_cell(value, name) for name, value in asdict(one).items()] for one in found), folder / FILE)


def _cell(value: object, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.6g}" if name in PROBABILITIES else f"{value:.4f}"
    return str(value)


def read(folder: Path) -> tuple[Contrast, ...]:
    """What `write` wrote; nothing where there is no such table."""
    path = folder / FILE
    if not path.is_file():
        return ()
    return tuple(map(_read, read_table(path)))


def _read(row: Mapping[str, str]) -> Contrast:
    numbers = {name: float(row[name]) if row[name] else None for name in MEASURED}
    counts = {name: int(row[name]) if row[name] else None for name in COUNTED}
    tested = {"true": True, "false": False}.get(row["significant"])
    words = {name: row[name] for name in FIELDS if name not in {*numbers, *counts, "significant"}}
    return Contrast(**words, **numbers, **counts, significant=tested)  # type: ignore[arg-type]


def rows(found: Iterable[Contrast], lang: str = "fr") -> list[list[str]]:
    """The comparisons that stay significant, the larger share first."""
    shown = []
    for one in found:
        if one.kind == WHOLE or not one.significant or one.difference is None:
            continue
        up = _upward(one)
        assert up.difference is not None
        assert up.low is not None
        assert up.high is not None
        ends = interval(up.low, up.high, 0, scale=100, lang=lang)
        answer = up.answer or phrase("options comparées", lang)
        shown.append([up.question, answer, up.first, up.second, points(100 * up.difference, lang=lang), ends])
    return shown


def _upward(one: Contrast) -> Contrast:
    if (one.difference or 0) >= 0 or one.low is None or one.high is None:
        return one
    return replace(
        one, first=one.second, second=one.first, difference=-(one.difference or 0), low=-one.high, high=-one.low
    )


def sentence(found: Iterable[Contrast], table: str, lang: str = "fr") -> str:
    """Which groups of a crosstab differ, in words; "" for a table that compares none."""
    mine = [one for one in found if one.table == table]
    whole = next((one for one in mine if one.kind == WHOLE), None)
    if whole is None:
        return ""
    differing = [_upward(one) for one in mine if one.kind == GROUPS and one.significant]
    items = [phrase(ITEM, lang, answer=o.answer, first=o.first, second=o.second) for o in differing[:SAID_AT_MOST]]
    if len(differing) > SAID_AT_MOST:
        items.append(phrase(MORE, lang))
    told = NO_PAIR if whole.significant else NONE
    first = phrase(FOUND, lang, found="\u202f; ".join(items) if lang == "fr" else "; ".join(items)) if items else ""
    small = phrase(SMALL, lang, names=whole.note.replace("; ", ", ")) if whole.note else ""
    return " ".join(part for part in (first or phrase(told, lang), small) if part)
