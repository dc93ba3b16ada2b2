"""The classes of people that a report tells apart, small ones put together the same way everywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from dataclasses import replace

from nec_analysis.cards import Catalogue
from nec_analysis.figures.register import slug
from nec_analysis.french.matching import normal
from nec_analysis.measures import Data
from nec_analysis.measures.answers import answers
from nec_analysis.measures.cross import Cross, cross
from nec_analysis.measures.selection import responses_by_class
from nec_analysis.measures.states import MASKED_BELOW
from nec_analysis.measures.weighing import UNKNOWN, called, registered_classes
from nec_analysis.model import Edition, Figure, Indicator, Question
from nec_analysis.privacy.regrouping import together
from nec_analysis.stats.sensitivity import Response

SINGLE = ("single", "scale", "yes_no")
PEOPLE = ("registrations", "attendance", "contacts", "responses")
"""Tables with a line, or a total, of people; speakers are public by the programme."""
TOGETHER = {"fr": "Autres classes, réunies", "en": "Other classes, together"}


def classing(edition: Edition, catalogue: Catalogue) -> tuple[str, ...]:
    """The questions, or columns of the registrations, that a report divides people by."""
    margins = edition.population.margins if edition.population else ()
    drawn = (str(stanza.get("rows") or stanza.get("by") or "") for stanza in catalogue.charts.values())
    return tuple(dict.fromkeys(name for name in (*margins, *drawn) if name))


def answered(data: Data, name: str) -> frozenset[str]:
    """The codes of a question whose respondents are put together; nothing for a question that was not asked."""
    question = _asked(data, name)
    if question is None or data.responses is None:
        return frozenset()
    given = answers(data.responses, name)
    return together({choice.code: given.count([choice.code]) for choice in question.choices})


def registered(data: Data, name: str) -> frozenset[str]:
    """The values of a column of the registrations whose people are put together; those nobody knows are no class."""
    table = data.tables.get("registrations")
    if table is None or name not in table.columns:
        return frozenset()
    return together({label: n for label, n in registered_classes(table, name).items() if label != UNKNOWN})


def response_rates(data: Data, margin: str, lang: str = "fr") -> tuple[Response, ...]:
    """Responses by class, the largest first, small ones of the registered or of those who answered put together, unknown last."""
    parts = responses_by_class(data, margin)
    known = [part for part in parts if part.name != UNKNOWN]
    hidden = together(
        {part.name: part.registered for part in known},
        {part.name: part.answered for part in known},
        also={*registered(data, margin), *labels(data, margin, answered(data, margin))},
    )
    alone = sorted((part for part in known if part.name not in hidden), key=lambda part: (-part.registered, part.name))
    rest = [part for part in known if part.name in hidden]
    if rest:
        people = sum(part.answered for part in rest), sum(part.registered for part in rest)
        alone.append(Response(TOGETHER[lang], *people))
    every = (*alone, *(part for part in parts if part.name == UNKNOWN))
    return tuple(replace(part, name=called(data, margin, part.name, lang)) for part in every)


def crossed(data: Data, rows: str, columns: str, lang: str = "fr") -> Cross:
    """Two questions crossed, small rows put together: those of the question, those that the crossing makes small."""
    assert data.responses is not None
    found = cross(data.responses, rows, columns, weighed=data.weighed)
    sizes = {choice.code: int(n) for choice, n in zip(found.rows, found.counts.sum(1), strict=True)}
    hidden = together(sizes, also=answered(data, rows))
    if not hidden:
        return found
    groups = {rows: dict.fromkeys(sorted(hidden), TOGETHER[lang])}
    return cross(data.responses, rows, columns, groups=groups, weighed=data.weighed)


def labels(data: Data, name: str, codes: Collection[str]) -> frozenset[str]:
    """How the registrations write the classes of these codes."""
    question = _asked(data, name)
    if question is None:
        return frozenset()
    return frozenset(choice.label.get("fr", choice.code) for choice in question.choices if choice.code in codes)


def unpublishable(
    figures: Iterable[Figure], indicators: Iterable[Indicator], data: Data, names: Collection[str]
) -> frozenset[str]:
    """The ids of figures that tell of a small class, or of the classes put together to hide one, alone."""
    found: set[str] = set()
    by_id = {figure.id: figure for figure in figures}
    for indicator in indicators:
        hidden = _parts_together(indicator, data, names)
        found |= {f"{indicator.id}__{slug(code)}" for code in hidden}
        figure = by_id.get(indicator.id)
        if figure is not None and (_few(indicator, figure) or _singled_out(indicator, data, names)):
            found.add(figure.id)
    return frozenset(found)


def _few(indicator: Indicator, figure: Figure) -> bool:
    """Whether a figure of a list of people stands on fewer than 11."""
    if indicator.table not in PEOPLE or figure.value is None:
        return False
    if indicator.measure in ("count", "snapshot"):
        return 0 < figure.value < MASKED_BELOW
    return indicator.measure in ("sum", "mean", "median") and 0 < figure.base < MASKED_BELOW


def _singled_out(indicator: Indicator, data: Data, names: Collection[str]) -> bool:
    """Whether an indicator counts some classes that are put together, without the others."""
    if indicator.question in names and indicator.measure == "share":
        return _parted(set(indicator.counts), answered(data, indicator.question))
    if indicator.table == "registrations":
        asked = {*indicator.where} & {*names}
        return any(_parted(_values(indicator.where[name]), {*map(normal, registered(data, name))}) for name in asked)
    return False


def _parts_together(indicator: Indicator, data: Data, names: Collection[str]) -> frozenset[str]:
    """The values of a breakdown that are put together."""
    if indicator.measure != "breakdown":
        return frozenset()
    if indicator.question:
        return answered(data, indicator.question) if indicator.question in names else frozenset()
    return registered(data, str(indicator.options.get("by", ""))) if indicator.table == "registrations" else frozenset()


def _parted(counted: Set[str], hidden: Set[str]) -> bool:
    return bool(counted & hidden) and not counted >= hidden


def _values(wanted: object) -> set[str]:
    return {normal(str(value)) for value in (wanted if isinstance(wanted, (list, tuple)) else [wanted])}


def _asked(data: Data, name: str) -> Question | None:
    question = data.questionnaire.question(name) if data.questionnaire else None
    return question if question is not None and question.kind in SINGLE else None
