"""Groups and options that a report compares, tested a second time from the raw answers."""

from __future__ import annotations

import math
from collections import Counter as Tally
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from nec_analysis.figures.recette import crossing, laws, spread
from nec_analysis.figures.recette.recount import LEVEL, Counter
from nec_analysis.figures.recette.spread import Interval
from nec_analysis.figures.recette.tally import Survey, Unknown
from nec_analysis.privacy.regrouping import together

HIDDEN_UNDER, TESTED_FROM, EXACT_UNDER = 11, 30, 25
"""People under whom a group is not told of, from whom it is tested; who ticked one option only, for the binomial law."""
ALPHA = 1 - LEVEL
REST = "\0"
"""The code of the groups put together."""


@dataclass(frozen=True, slots=True)
class Contest:
    """One test made again; `p` is None where the bases do not allow one."""

    p: float | None
    difference: float | None = None
    ends: Interval | None = None
    bases: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of two shares compared: `size` is the base that it is as sure as, without end of the population."""

    share: float
    base: int
    size: float


def against(one: Side, two: Side) -> Contest:
    """Two independent shares: Newcombe's interval, the z test of their pooled share."""
    ends = spread.newcombe((one.share * one.size, one.size), (two.share * two.size, two.size), LEVEL)
    pooled = (one.size * one.share + two.size * two.share) / (one.size + two.size)
    spreads = pooled * (1 - pooled) * (1 / one.size + 1 / two.size)
    z = (one.share - two.share) / math.sqrt(spreads) if spreads > 1e-30 else 0.0
    p = laws.normal(z) if min(one.size, two.size) >= TESTED_FROM else None
    return Contest(p, one.share - two.share, ends, (one.base, two.base))


def crossed(counter: Counter, table: str) -> Iterator[tuple[str, Contest]]:
    """The whole of a crosstab, then each pair of its groups, answer by answer, where the whole passes."""
    asked, stanza = _survey(counter), counter.catalogue.charts[table]
    first, second = asked.codes(stanza["rows"]), asked.codes(stanza["columns"])
    sizes = Tally(r for r, c in zip(first, second, strict=True) if r and c)
    hidden = together(sizes, also=together(Tally(code for code in first if code)))
    rows = [REST if code in hidden else code for code in first]
    alone = [code for code, n in sizes.items() if code not in hidden and n >= HIDDEN_UNDER]
    large = [code for code in alone if sizes[code] >= TESTED_FROM]
    if len(large) < 2:
        return
    p = crossing.probability(rows, second, counter.weighed)
    yield table, Contest(p)
    if p >= ALPHA:
        return
    roles = asked.spelling(stanza["columns"]).roles
    for answer in sorted({code for code in second if code and roles.get(code, "valid") == "valid"}):
        for a, b in combinations(large, 2):
            one, two = (_side(counter, rows, second, group, answer) for group in (a, b))
            yield f"{table}:{answer}:{a}:{b}", against(one, two)
            yield f"{table}:{answer}:{b}:{a}", against(two, one)


def _side(counter: Counter, rows: Sequence[str], answers: Sequence[str], group: str, answer: str) -> Side:
    inside = [r == group and c != "" for r, c in zip(rows, answers, strict=True)]
    return side(counter, [c == answer for c in answers], inside)


def side(counter: Counter, hits: Sequence[bool], inside: Sequence[bool]) -> Side:
    """A share of people, weighted when the survey is."""
    base = sum(inside)
    if counter.weighed is None:
        return Side(sum(h and i for h, i in zip(hits, inside, strict=True)) / base, base, float(base))
    share = counter.weighed.shares([[hit] for hit in hits], inside)[0][0]
    return Side(float(share), base, counter.weighed.size(hits, inside))


def options(counter: Counter, question: str) -> Iterator[tuple[str, Contest]]:
    """Each option of a multi-select against the one just under it; options ticked as often may stand either way."""
    asked = _survey(counter)
    people = [ticked for ticked in asked.ticks(question) if ticked is not None]
    put, roles = asked.put(question), asked.spelling(question).roles
    counts = {
        code: n
        for code in (put if put is not None else roles)
        if roles.get(code, "valid") == "valid"
        and HIDDEN_UNDER <= (n := sum(code in ticked for ticked in people)) <= len(people) - HIDDEN_UNDER
    }
    if len(people) < TESTED_FROM:
        return
    levels = sorted(set(counts.values()), reverse=True)
    for a, b in combinations(counts, 2):
        for one, two in ((a, b), (b, a)):
            apart = levels.index(counts[two]) - levels.index(counts[one])
            if apart in (0, 1):
                yield f"{question}:{one}:{two}", _paired(people, one, two)


def _paired(people: Sequence[frozenset[str]], one: str, two: str) -> Contest:
    """McNemar (1947), with the binomial law for few people; Newcombe (1998), method 10 for paired shares."""
    n = len(people)
    both, first, second = (
        sum(one in t and two in t for t in people),
        sum(one in t and two not in t for t in people),
        sum(two in t and one not in t for t in people),
    )
    apart = first + second
    if apart < EXACT_UNDER:
        p = laws.coin(min(first, second), apart) if apart else 1.0
    else:
        p = laws.chi2(max(abs(first - second) - 1, 0) ** 2 / apart, 1)
    gap, ends = (first - second) / n, spread.paired(both, first, second, n - both - apart, LEVEL)
    return Contest(p, gap, ends, (n, n))


def contests(counter: Counter) -> tuple[Mapping[str, Contest], Mapping[str, str]]:
    """Every test of groups and options by its id, then the tables that cannot be tested again, with the reason."""
    found: dict[str, Contest] = {}
    not_again: dict[str, str] = {}
    for table, made in _tables(counter):
        try:
            found.update(made)
        except Unknown as why:
            not_again[table] = str(why)
    return found, not_again


def _tables(counter: Counter) -> Iterator[tuple[str, Iterator[tuple[str, Contest]]]]:
    survey = counter.survey
    if survey is None:
        return
    for id, stanza in counter.catalogue.charts.items():
        if stanza.get("shape") == "heatmap" and {stanza["rows"], stanza["columns"]} <= {*survey.local}:
            yield id, crossed(counter, id)
    for id in survey.local:
        if survey.stanza_kind(id) == "multiple" and id in counter.catalogue.stanzas:
            yield id, options(counter, id)


def _survey(counter: Counter) -> Survey:
    if counter.survey is None:
        raise Unknown("l'édition n'a pas d'enquête")
    return counter.survey
