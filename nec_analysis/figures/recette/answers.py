"""The published topline against the second count, answer by answer."""

from __future__ import annotations

import math
from collections import Counter as Tally
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nec_analysis.figures.recette import spread
from nec_analysis.figures.recette.dossier import Line
from nec_analysis.figures.recette.fault import FIGURE, Fault
from nec_analysis.figures.recette.recount import LEVEL, Counter
from nec_analysis.figures.recette.tally import Survey, Unknown, counted
from nec_analysis.privacy.typed import CODE

NOT_PUT = "not_put"
"""An option that the questionnaire did not hold: nobody can have ticked it."""
FILE = "tables/topline.csv"
SINGLE = ("single", "scale", "yes_no")


@dataclass(frozen=True, slots=True)
class Answered:
    """How many lines a second count gives, questions that cannot be counted again, faults."""

    agreed: int
    not_again: Mapping[str, str]
    faults: tuple[Fault, ...]


def answered(lines: Sequence[Line], counter: Counter) -> Answered:
    """Every line of the topline counted again."""
    survey = counter.survey
    agreed, not_again, faults = 0, dict[str, str](), list[Fault]()
    by_question: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line["count"].isdigit():
            by_question.setdefault((line["question"], line["item"]), []).append(line)
    for (question, item), mine in by_question.items():
        try:
            if survey is None:
                raise Unknown("l'édition n'a pas d'enquête")
            found = list(_question(survey, question, item, mine, counter.population))
        except Unknown as why:
            not_again[question] = str(why)
            continue
        agreed += len(mine) - len({fault.place for fault in found})
        faults += found
    return Answered(agreed, not_again, tuple(faults))


def _question(survey: Survey, id: str, item: str, lines: Sequence[Line], population: int) -> Iterator[Fault]:
    if id == "language":
        spoken = counted([text for c in survey.ballots.columns("language") for text in survey.cells(c)])
        yield from _counts(lines, spoken, sum(spoken.values()), 0)
        return
    kind = survey.stanza_kind(id)
    if kind in SINGLE or (kind == "grid" and item):
        chosen = [code for code in survey.codes(id, item) if code]
        votes = counted(chosen)
        listed = {line["choice"] for line in lines}
        votes[CODE] = sum(n for code, n in votes.items() if code not in listed)
        yield from _counts(lines, votes, len(chosen), population)
    elif kind == "multiple":
        ticks = [ticked for ticked in survey.ticks(id) if ticked is not None]
        yield from _counts(lines, Tally(code for ticked in ticks for code in ticked), len(ticks), population)
    elif kind == "ranking":
        given = [ranks for ranks in survey.ranks(id) if ranks]
        places = Tally(str(ranks[item]) for ranks in given if item in ranks)
        yield from _counts(lines, places, len(given), 0)
    elif kind in ("nps", "numeric"):
        yield from _summary(lines, [v for v in survey.numbers(id) if v is not None])
    else:
        raise Unknown(f"le genre « {kind or 'inconnu du catalogue'} » n'est pas recompté")


def _counts(lines: Sequence[Line], votes: Mapping[str, int], base: int, population: int) -> Iterator[Fault]:
    for line in lines:
        hits = votes.get(line["choice"], 0)
        yield from _off(line, "count", hits)
        if line["base_kind"] == NOT_PUT:
            yield from _off(line, "base", 0)
            continue
        yield from _off(line, "base", base)
        if base:
            yield from _off(line, "percent", 100 * hits / base)
            if line["low"]:
                for name, end in zip(("low", "high"), spread.wilson(hits, base, population, LEVEL), strict=True):
                    yield from _off(line, name, 100 * end)


def _summary(lines: Sequence[Line], values: Sequence[float]) -> Iterator[Fault]:
    n = len(values)
    up, down = sum(v >= 9 for v in values), sum(v <= 6 for v in values)
    middle = sorted(values)
    mean = sum(values) / n if n else 0.0
    known = (
        {
            "nps": 100 * (up - down) / n,
            "promoters": 100 * up / n,
            "passives": 100 * (n - up - down) / n,
            "detractors": 100 * down / n,
            "mean": mean,
            "median": (middle[(n - 1) // 2] + middle[n // 2]) / 2,
            "min": middle[0],
            "max": middle[-1],
            "sd": math.sqrt(sum((v - mean) ** 2 for v in values) / (n - 1)) if n > 1 else 0.0,
        }
        if n
        else {}
    )
    for line in lines:
        yield from _off(line, "base", n)
        if line["choice"] in known and line["percent"]:
            yield from _off(line, "percent", known[line["choice"]])


def _off(line: Line, name: str, wanted: float) -> Iterator[Fault]:
    """A fault where a cell is not the value, to the decimals kept."""
    text = line[name]
    try:
        close = abs(float(text) - wanted) <= (6e-5 if name in ("low", "high") else 6e-7)
    except ValueError:
        close = False
    if not close:
        place = f"{line['question']}, {line['item'] or ''} {line['choice']}, {name}".replace("  ", " ")
        yield Fault(FIGURE, FILE, place, text, "n'est pas ce que donne un second comptage.", f"{wanted:.6g}")
