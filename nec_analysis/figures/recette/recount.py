"""A figure counted a second time from the raw rows, without the package's tables, estimates, statistics."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from nec_analysis.cards import Catalogue
from nec_analysis.figures.recette import several, spread, weights
from nec_analysis.figures.recette.linear import Weighed
from nec_analysis.figures.recette.lists import Lists, lists
from nec_analysis.figures.recette.tally import Survey, Unknown, survey
from nec_analysis.french.matching import normal
from nec_analysis.model import Edition, Indicator

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Recount:
    """What the second count gives. None where the figure has no such part, or nobody answered."""

    value: float | None
    numerator: float | None
    base: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Counter:
    """The raw material of one edition, read once."""

    edition: Edition
    catalogue: Catalogue

    @cached_property
    def survey(self) -> Survey | None:
        """The survey, None without one."""
        return survey(self.edition, self.catalogue)

    @cached_property
    def lists(self) -> Lists:
        """The audience tables."""
        return lists(self.edition, self.catalogue)

    @cached_property
    def population(self) -> int:
        """How many people could have answered, counted where the card says so."""
        told = self.edition.population
        if told is None:
            return 0
        counted = len(self.lists.tables.get("registrations", ()))
        return counted if told.source == "registrations" and counted else told.size

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """The definitions, by their id."""
        return {indicator.id: indicator for indicator in self.catalogue.indicators(self.edition)}

    @cached_property
    def weights(self) -> list[float] | None:
        """The weights that the card asks for, None where people count one each."""
        return None if self.weighed is None else list(self.weighed.weights)

    @cached_property
    def weighed(self) -> Weighed | None:
        """Those weights with the classes they come from."""
        scheme = str(self.edition.weights.get("scheme", "none"))
        if scheme == "none" or self.survey is None or not self.survey.people.kept:
            return None
        margins = self.edition.weights.get(
            "margins", self.edition.population.margins if self.edition.population else ()
        )
        bounds = self.edition.weights.get("bounds", weights.BOUNDS)
        return weights.weighed(self.survey, self.lists, margins, scheme, bounds)

    def figure(self, id: str) -> Recount:
        """The figure of that id. Raises Unknown where it cannot be counted again."""
        if id in self.indicators:
            return self._count(self.indicators[id])
        for indicator in self.indicators.values():
            if indicator.measure == "breakdown" and id.startswith(f"{indicator.id}__"):
                return self._part(indicator, id)
        raise Unknown("ni le catalogue ni la fiche ne définissent ce chiffre")

    def _count(self, indicator: Indicator) -> Recount:
        if indicator.measure == "share":
            return self.share(indicator)
        if indicator.measure in ("nps", "average"):
            return self._marks(indicator)
        if indicator.measure in several.MEASURES or (indicator.question and indicator.measure in several.ANSWERED):
            return self._several(indicator)
        if indicator.measure not in LISTED:
            raise Unknown(f"la mesure « {indicator.measure} » n'est pas refaite")
        return LISTED[indicator.measure](indicator, self._rows(indicator))

    def _several(self, indicator: Indicator) -> Recount:
        asked, question = self._asked(), self.catalogue.question(indicator.question)
        own = next((q for q in self.catalogue.own_questions(self.edition) if q.id == indicator.question), question)
        items = len(own.choices) if own else 0
        return Recount(*several.several(indicator, asked, self._among(indicator), self.weights, items))

    def _asked(self) -> Survey:
        if self.survey is None:
            raise Unknown("l'édition n'a pas d'enquête")
        return self.survey

    def share(self, indicator: Indicator, weighting: Sequence[float] | None = None) -> Recount:
        """Hits over base, by the definition's base, codes counted, codes left out."""
        hits, in_base = self.votes(indicator)
        base, n = sum(in_base), sum(h and b for h, b in zip(hits, in_base, strict=True))
        if not base:
            return Recount(None, 0, 0)
        given = weighting if weighting is not None else self.weights
        if given is not None:
            whole = sum(w for w, b in zip(given, in_base, strict=True) if b)
            part = sum(w for w, h, b in zip(given, hits, in_base, strict=True) if h and b)
            free = self.weighed.free(hits, in_base) if self.weighed and weighting is None else None
            ends = (None, None) if free is None else spread.weighted(part / whole, free, base, self.population, LEVEL)
            return Recount(part / whole, n, base, *ends)
        return Recount(n / base, n, base, *spread.wilson(n, base, self.population, LEVEL))

    def votes(self, indicator: Indicator) -> tuple[list[bool], list[bool]]:
        """For each person kept: whether the answer counts, whether the person is in the base."""
        hits, inside = self._votes(indicator)
        return hits, [i and m for i, m in zip(inside, self._among(indicator), strict=True)]

    def _among(self, indicator: Indicator) -> list[bool]:
        """For each person kept: whether the other answers are those that the definition wants."""
        asked = self._asked()
        told = {name: asked.told(name) for name in indicator.where}
        people = range(len(asked.people.kept))
        return [_meets({name: all[n] for name, all in told.items()}, indicator.where) for n in people]

    def _votes(self, indicator: Indicator) -> tuple[list[bool], list[bool]]:
        asked, id = self._asked(), indicator.question
        left_out = set(indicator.options.get("exclude", ()))
        if asked.stanza_kind(id) == "multiple":
            ticks = asked.ticks(id)
            there = asked.put(id)
            if there is not None and not there & set(indicator.counts):
                return [False] * len(ticks), [False] * len(ticks)
            return [bool(t and t & set(indicator.counts)) for t in ticks], [t is not None for t in ticks]
        item = str(indicator.options.get("item", ""))
        codes, roles = asked.codes(id, item), asked.spelling(id).roles
        put = asked.left_empty(id, item) if indicator.base == "shown" else [indicator.base == "all"] * len(codes)
        said = zip(codes, put, strict=True)
        inside = [(bool(c) or shown) and not {c, roles.get(c, "")} & left_out for c, shown in said]
        return [c in indicator.counts for c in codes], inside

    def _marks(self, indicator: Indicator) -> Recount:
        said = zip(self._asked().numbers(indicator.question), self._among(indicator), strict=True)
        values = [value if meant else None for value, meant in said]
        given = [v for v in values if v is not None]
        if not given:
            return Recount(None, None, 0)
        people = self.weights or [1.0] * len(values)
        whole = sum(w for w, v in zip(people, values, strict=True) if v is not None)
        if indicator.measure == "average":
            mean = sum(w * v for w, v in zip(people, values, strict=True) if v is not None) / whole
            return Recount(mean, sum(given), len(given), *self._mean_ends(mean, values))
        up, down = (
            sum(w for w, v in zip(people, values, strict=True) if v is not None and chosen(v))
            for chosen in (_likes, _not)
        )
        count = sum(_likes(v) for v in given) - sum(_not(v) for v in given)
        ends = spread.net_score(up, down, whole, self._sure(values), LEVEL)
        return Recount(100 * (up - down) / whole, count, len(given), *ends)

    def _mean_ends(self, mean: float, values: Sequence[float | None]) -> tuple[float | None, float | None]:
        given = [v for v in values if v is not None]
        variance = spread.variance(given) if self.weighed is None else self.weighed.mean(values)[1]
        drawn = len(given) if self.weighed is None else len(values)
        return spread.mean(mean, variance * self._open(drawn), len(given), LEVEL)

    def _sure(self, values: Sequence[float | None]) -> float:
        """The effective base of a net score: of those who like, when the survey is weighted."""
        inside = [v is not None for v in values]
        if self.weighed is None:
            return spread.effective(sum(inside), self.population)
        left = self._open(len(values))
        return self.weighed.free([v is not None and _likes(v) for v in values], inside) / left if left else math.inf

    def _open(self, drawn: int) -> float:
        """What is left of the population."""
        return max(1 - drawn / self.population, 0.0) if self.population else 1.0

    def _rows(self, indicator: Indicator) -> list[Mapping[str, Any]]:
        """The rows of a list that the definition looks at."""
        if indicator.table == "responses":
            return [{} for meant in self._among(indicator) if meant]
        if indicator.table not in self.lists.tables:
            raise Unknown(f"l'édition n'a pas de table « {indicator.table} »")
        return [row for row in self.lists.tables[indicator.table] if _meets(row, indicator.where)]

    def _part(self, indicator: Indicator, id: str) -> Recount:
        """One value of a breakdown, among the rows or answers that are filled."""
        from nec_analysis.figures.register import slug

        if indicator.question:
            roles = self._asked().spelling(indicator.question).roles
            code = next((code for code in roles if f"{indicator.id}__{slug(code)}" == id), None)
            if code is None:
                raise Unknown(f"« {id} » n'est pas une réponse de « {indicator.question} »")
            return self.share(replace(indicator, counts=(code,)))
        name = str(indicator.options.get("by", ""))
        codes = [str(row[name]) for row in self._rows(indicator) if row.get(name)]
        population = len(codes)
        hits = sum(f"{indicator.id}__{slug(code)}" == id for code in codes)
        if not codes:
            return Recount(None, 0, 0)
        return Recount(hits / len(codes), hits, len(codes), *spread.wilson(hits, len(codes), population, LEVEL))


def _likes(mark: float) -> bool:
    return mark >= 9


def _not(mark: float) -> bool:
    return mark <= 6


def _meets(row: Mapping[str, Any], where: Mapping[str, Any]) -> bool:
    for name, wanted in where.items():
        names = {normal(str(value)) for value in (wanted if isinstance(wanted, list) else [wanted])}
        if normal(str(row.get(name))) not in names or row.get(name) is None:
            return False
    return True


Rows = list[Mapping[str, Any]]


def _counted(indicator: Indicator, rows: Rows) -> Recount:
    distinct, split = str(indicator.options.get("distinct", "")), str(indicator.options.get("split", ""))
    if not distinct:
        return Recount(len(rows), len(rows), len(rows))
    values = [str(row[distinct]) for row in rows if row.get(distinct) is not None]
    parts = [part.strip() for value in values for part in (value.split(split) if split else [value])]
    found = {normal(part) if distinct.endswith("_id") else part for part in parts if part}
    return Recount(len(found), len(found), len(rows))


def _values(indicator: Indicator, rows: Rows, name: str = "value") -> list[float]:
    return [float(row[str(indicator.options.get(name, name))]) for row in rows]


def _sum(indicator: Indicator, rows: Rows) -> Recount:
    total = sum(_values(indicator, rows))
    return Recount(total, total, len(rows))


def _mean(indicator: Indicator, rows: Rows) -> Recount:
    total = sum(_values(indicator, rows))
    return Recount(total / len(rows) if rows else None, total, len(rows))


def _median(indicator: Indicator, rows: Rows) -> Recount:
    values = sorted(_values(indicator, rows))
    middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2 if values else None
    return Recount(middle, None, len(values))


def _ratio(indicator: Indicator, rows: Rows) -> Recount:
    above, below = sum(_values(indicator, rows)), sum(_values(indicator, rows, "per"))
    return Recount(above / below if below else None, above, len(rows))


def _totals(rows: Rows) -> dict[str, float]:
    """Totals by day: as noted, or counted from the day each contact was created."""
    if rows and "total" not in rows[0]:
        days = sorted(str(row["created_at"])[:10] for row in rows if row.get("created_at"))
        return {day: float(n) for n, day in enumerate(days, 1)}
    return {str(row["at"])[:10]: float(row["total"]) for row in rows}


def _at(totals: Mapping[str, float], date: str, otherwise: str) -> float:
    days = [day for day in totals if day.startswith(date or otherwise)]
    if not days:
        raise Unknown(f"aucun relevé à la date {date}")
    return totals[max(days)]


def _snapshot(indicator: Indicator, rows: Rows) -> Recount:
    totals = _totals(rows)
    value = _at(totals, str(indicator.options.get("at", "")), max(totals))
    return Recount(value, value, 1)


def _growth(indicator: Indicator, rows: Rows) -> Recount:
    totals = _totals(rows)
    since, to = (str(indicator.options.get(name, "")) for name in ("since", "to"))
    value = _at(totals, to, max(totals)) - _at(totals, since, min(totals))
    return Recount(value, value, 2)


def _growth_rate(indicator: Indicator, rows: Rows) -> Recount:
    totals = _totals(rows)
    since, to = (str(indicator.options.get(name, "")) for name in ("since", "to"))
    after, before = _at(totals, to, max(totals)), _at(totals, since, min(totals))
    return Recount(after / before - 1 if before else None, after - before, 2)


def _fact(indicator: Indicator, rows: Rows) -> Recount:
    values = {float(row["value"]) for row in rows}
    if len(values) != 1:
        raise Unknown("plusieurs lignes de saisie donnent des valeurs différentes")
    value = values.pop()
    return Recount(value, value, 1)


LISTED = {
    "count": _counted,
    "sum": _sum,
    "mean": _mean,
    "median": _median,
    "ratio": _ratio,
    "snapshot": _snapshot,
    "growth": _growth,
    "growth_rate": _growth_rate,
    "fact": _fact,
}
"""Measures of the audience tables, counted on plain rows."""


def accounts(counter: Counter) -> Iterator[tuple[int, int, Mapping[str, int]]]:
    """Rows read, kept, set aside by reason: the survey, then each table (its exports together)."""
    if counter.survey is not None:
        people = counter.survey.people
        yield people.read, len(people.kept), people.set_aside
    for account in counter.lists.accounts:
        yield account.read, account.kept, account.set_aside
