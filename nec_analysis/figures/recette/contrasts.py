"""Groups and options compared, their gaps counted a second time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nec_analysis.figures.recette.dossier import Dossier, table
from nec_analysis.figures.recette.entry import CHANGE, CHANGE_ENDS, Entry, Value, spelt
from nec_analysis.figures.recette.numbers import numbers
from nec_analysis.figures.recette.quantity import GAP, quantity
from nec_analysis.figures.recette.recount import Counter
from nec_analysis.figures.recette.tally import Survey, Unknown
from nec_analysis.french.numbers import interval
from nec_analysis.french.phrases import either

Row = Mapping[str, str]


def of_contrasts(dossier: Dossier, counter: Counter, lang: str) -> Iterator[Entry]:
    """Each comparison of `comparaisons.csv`: the gap from the raw answers, its interval as that table has it."""
    survey = counter.survey
    if survey is None:
        return
    for row in table(dossier.folder / "tables" / "comparaisons.csv"):
        if row["kind"] == "whole" or not row["low"]:
            continue
        try:
            gap = abs(_gap(row, counter, survey))
        except Unknown:
            continue
        ends = numbers(interval(*_ends(row), 0, scale=100, lang=lang), lang)
        stanza = counter.catalogue.charts.get(row["table"], {})
        asked, groups = stanza.get("columns", row["table"]), stanza.get("rows", row["table"])
        said = counter.catalogue.question(asked)
        answer = _labels(counter, asked, row["answer"]) if row["answer"] else either("options comparées")
        names = (
            spelt(row["question"], *(said.text.values() if said else ())),
            spelt(*answer),
            *(spelt(*_labels(counter, groups, row[side])) for side in ("first", "second")),
        )
        values: dict[str, tuple[Value, ...]] = {CHANGE: (quantity(GAP, gap),), CHANGE_ENDS: ends}
        yield Entry(f"comparaison, {row['first']}, {row['second']}", names, values)


def _ends(row: Row) -> tuple[float, float]:
    """The interval of the larger share minus the smaller."""
    low, high = float(row["low"]), float(row["high"])
    return (low, high) if float(row["difference"]) >= 0 else (-high, -low)


def _gap(row: Row, counter: Counter, survey: Survey) -> float:
    weights = counter.weights or [1.0] * len(survey.people.kept)
    if row["kind"] == "options":
        given = survey.ticks(row["table"])
        one, two = (_code(counter, survey, row["table"], row[side]) for side in ("first", "second"))
        asked = [ticked for ticked in given if ticked is not None]
        return sum((one in ticked) - (two in ticked) for ticked in asked) / len(asked)
    stanza = counter.catalogue.charts[row["table"]]
    groups, answers = survey.codes(stanza["rows"]), survey.codes(stanza["columns"])
    counted = _code(counter, survey, stanza["columns"], row["answer"])
    shares = [
        _share(groups, answers, weights, _code(counter, survey, stanza["rows"], row[side]), counted)
        for side in ("first", "second")
    ]
    return shares[0] - shares[1]


def _share(groups: Sequence[str], answers: Sequence[str], weights: Sequence[float], group: str, counted: str) -> float:
    """Of one answer, among the people of a group who answered."""
    mine = [(w, a == counted) for g, a, w in zip(groups, answers, weights, strict=True) if g == group and a]
    return sum(w for w, hit in mine if hit) / sum(w for w, _ in mine)


def _labels(counter: Counter, question: str, label: str) -> tuple[str, ...]:
    """A choice's label in every language."""
    stanza = counter.catalogue.question(question)
    found = (choice.label for choice in (stanza.choices if stanza else ()) if label in choice.label.values())
    return (label, *(text for labels in found for text in labels.values()))


def _code(counter: Counter, survey: Survey, question: str, label: str) -> str:
    """The code of a choice by its label in either language, or as the file writes it."""
    stanza = counter.catalogue.question(question)
    for choice in stanza.choices if stanza else ():
        if label in choice.label.values():
            return choice.code
    if found := survey.spelling(question).code(label):
        return found
    raise Unknown(f"« {label} » n'est pas une réponse de « {question} »")
