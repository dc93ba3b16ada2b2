"""The register: every figure of an edition with its base, its interval, its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from nec_analysis.figures.display import display
from nec_analysis.figures.flags import WITHOUT_OPINION
from nec_analysis.figures.provenance import Provenance, provenance
from nec_analysis.figures.published import agrees
from nec_analysis.figures.tablenames import short_name
from nec_analysis.french.numbers import number, plural
from nec_analysis.french.phrases import phrase
from nec_analysis.measures import Data
from nec_analysis.measures import estimate as measured
from nec_analysis.measures.breakdown import breakdown
from nec_analysis.measures.rows import holds
from nec_analysis.model import Estimate, Figure, Indicator

OPINION_MOVES = 0.02
"""A share is shown both ways when leaving "sans opinion" out of the base moves it by more than two points."""
Estimator = Callable[[Indicator, Data], Estimate]


def register(
    indicators: Iterable[Indicator], data: Data, estimate: Estimator, *, lang: str = "fr"
) -> tuple[Figure, ...]:
    """A figure for every indicator that the edition has the question or the table for, in the catalogue's order."""
    figures: list[Figure] = []
    for indicator in indicators:
        if not possible(indicator, data):
            continue
        if indicator.measure == "breakdown":
            figures.extend(_parts(indicator, data, lang))
        else:
            found = estimate(indicator, data)
            figures.append(figure(_read_as(indicator), found, data, lang=lang))
    return tuple(figures)


def _read_as(indicator: Indicator) -> Indicator:
    """A first choice is read, compared and masked as the share it is."""
    return replace(indicator, measure="share") if indicator.measure == "first_choice" else indicator


def possible(indicator: Indicator, data: Data) -> bool:
    """Whether the edition asked that question, or brought rows of that table that can meet the condition.

    An indicator that the card itself names, in [indicators] or [published], is always computed: its failure is said.
    """
    if indicator.options.get("needs_card") and indicator.id not in data.edition.indicators:
        return False
    named = indicator.id in data.edition.indicators or indicator.id in data.edition.published
    if indicator.question:
        asked = data.questionnaire is not None and data.questionnaire.question(indicator.question) is not None
        return asked or named
    if indicator.table not in data.tables:
        return named
    if named or not indicator.where:
        return True
    table = data.tables[indicator.table]
    return all(
        column in table.columns and bool(holds(table[column], value).any()) for column, value in indicator.where.items()
    )


def _parts(indicator: Indicator, data: Data, lang: str) -> list[Figure]:
    """One figure a value: the id is the indicator's with the value's code behind two underscores."""
    parts = []
    for code, label, found in breakdown(indicator, data, lang):
        part = replace(indicator, id=f"{indicator.id}__{slug(code)}", label={lang: label}, measure="share")
        parts.append(figure(part, found, data, lang=lang))
    return parts


def slug(text: str) -> str:
    """A code made of plain letters, digits, underscores.

    >>> slug("État & opérateurs")
    'etat_operateurs'
    """
    import re
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def figure(indicator: Indicator, estimate: Estimate, data: Data, *, lang: str = "fr") -> Figure:
    """The row of the register for one estimate."""
    source: Provenance = provenance(indicator, data, lang)
    printed = data.edition.published.get(indicator.id, "")
    label = said(indicator.label, lang) or indicator.id
    shown = display(indicator, estimate, lang)
    return Figure(
        id=indicator.id,
        label=label,
        display=shown,
        value=estimate.value,
        numerator=estimate.numerator,
        base=estimate.base,
        base_text=base_text(indicator, estimate, data, lang),
        population=estimate.population,
        low=estimate.low,
        high=estimate.high,
        level=estimate.level,
        method=phrase(estimate.method, lang),
        weight=data.weighed.told(lang) if estimate.weight and data.weighed else estimate.weight,
        design_effect=estimate.design_effect,
        question=source.question,
        columns=source.columns,
        files=source.files,
        excluded=source.excluded,
        published=printed,
        agrees=agrees(indicator, estimate, printed),
        flags=(
            *(phrase(flag, lang) for flag in (*estimate.flags, *_flags(estimate))),
            *_opinion(indicator, estimate, data, lang),
            *(phrase(doubt, lang) for doubt in source.doubts),
        ),
        unit=indicator.unit,
        section=indicator.section,
        sentence=said(indicator.sentence, lang),
        measure=indicator.measure,
        reference=indicator.reference,
    )


def said(labels: Mapping[str, str], lang: str) -> str:
    """The text in that language, else in French, else in the one it has."""
    return labels.get(lang) or labels.get("fr") or next(iter(labels.values()), "")


def base_text(indicator: Indicator, estimate: Estimate, data: Data, lang: str = "fr") -> str:
    """What the figure is out of, in words."""
    n = number(estimate.base, lang=lang)
    if estimate.state == "declared":
        return phrase("fait déclaré par l'équipe d'organisation, avec sa preuve", lang)
    if not indicator.question:
        lines = "{n}\u00a0lignes « {table} »" if estimate.base > 1 else "{n}\u00a0ligne « {table} »"
        return phrase(lines, lang, n=n, table=short_name(indicator.table, lang))
    population = data.edition.population if estimate.population else None
    people = PEOPLE[indicator.base == "answered", bool(indicator.where), population is not None]
    size, what = number(estimate.population, lang=lang), population.what if population else ""
    return phrase(people, lang, n=n, s=plural(estimate.base, lang), size=size, what=what)


PEOPLE = {
    (True, False, True): "{n}\u00a0réponse{s} à la question sur {size}\u00a0{what}",
    (True, False, False): "{n}\u00a0réponse{s} à la question, parmi les répondants",
    (True, True, True): "{n}\u00a0réponse{s} à la question de qui remplit la condition sur {size}\u00a0{what}",
    (True, True, False): "{n}\u00a0réponse{s} à la question de qui remplit la condition, parmi les répondants",
    (False, False, True): "{n}\u00a0personne{s} sur {size}\u00a0{what}",
    (False, False, False): "{n}\u00a0personne{s}, parmi les répondants",
    (False, True, True): "{n}\u00a0personne{s} de qui remplit la condition sur {size}\u00a0{what}",
    (False, True, False): "{n}\u00a0personne{s} de qui remplit la condition, parmi les répondants",
}
"""By whether the base is those who answered, whether a condition must hold, whether the list of people is known."""


def _opinion(indicator: Indicator, found: Estimate, data: Data, lang: str) -> tuple[str, ...]:
    """The share without "sans opinion" in its base, when that moves it by more than two points."""
    if (
        indicator.measure != "share"
        or found.value is None
        or indicator.options.get("exclude")
        or not indicator.question
    ):
        return ()
    question = data.questionnaire.question(indicator.question) if data.questionnaire else None
    if question is None or not any(choice.role == "no_opinion" for choice in question.choices):
        return ()
    without = replace(indicator, options={**indicator.options, "exclude": ["no_opinion"]})
    other = measured(without, data)
    if other.value is None or abs(other.value - found.value) <= OPINION_MOVES:
        return ()
    return (phrase(WITHOUT_OPINION, lang, share=display(without, other, lang)),)


def _flags(estimate: Estimate) -> tuple[str, ...]:
    states = {
        "small": "effectif faible",
        "masked": "masqué",
        "empty": "aucune réponse",
        "census": "",
        "declared": "déclaré",
    }
    flag = states.get(estimate.state, "")
    return (flag,) if flag else ()
