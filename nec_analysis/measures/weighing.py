"""Weights of the respondents: what is known of everybody registered makes up for who did not answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import NecError
from nec_analysis.french.phrases import phrase
from nec_analysis.measures.answers import answers
from nec_analysis.model import Responses
from nec_analysis.stats.calibration import calibrate
from nec_analysis.stats.collapse import Group, collapse
from nec_analysis.stats.design import Design, design
from nec_analysis.stats.margins import Margin, check
from nec_analysis.stats.poststratification import poststratify
from nec_analysis.stats.raking import rake
from nec_analysis.stats.refusals import (
    DidNotConverge,
    LevelWithoutPopulation,
    LevelWithoutRespondent,
    MarginsDisagree,
    PopulationTooSmall,
    Refusal,
)
from nec_analysis.stats.weighting import Spread, Weighting, spread

if TYPE_CHECKING:
    import pandas as pd

    from nec_analysis.measures.data import Data

UNKNOWN = "inconnu"
"""The class of those whose class nobody knows: never guessed."""
SCHEMES = ("none", "poststratify", "rake", "calibrate")
NAMES = {"poststratify": "post-stratification", "rake": "calage sur marges (raking ratio)", "calibrate": "calage borné"}
BOUNDS = (0.3, 3.0)
CAUSES: Mapping[type[Refusal], str] = {
    LevelWithoutRespondent: "une classe des inscriptions n'a aucun répondant",
    LevelWithoutPopulation: "des répondants sont d'une classe où personne ne s'est inscrit",
    MarginsDisagree: "les marges n'ont pas le même total d'inscriptions",
    DidNotConverge: "aucun poids, entre les bornes, ne rend toutes les marges à la fois",
    PopulationTooSmall: "la population est plus petite que le nombre de répondants",
}


@dataclass(frozen=True)
class Weighed:
    """A weighted survey: its design, how it was fitted, the classes that were put together."""

    design: Design
    scheme: str
    margins: tuple[str, ...]
    groups: Mapping[str, tuple[Group, ...]]
    spread: Spread
    error: float

    @property
    def said(self) -> str:
        """The scheme in French: "calage sur marges (raking ratio) : structure, region"."""
        return self.told("fr")

    def told(self, lang: str) -> str:
        """The scheme in words."""
        scheme = phrase(NAMES[self.scheme], lang)
        return phrase("{scheme}\u202f: {margins}", lang, scheme=scheme, margins=", ".join(self.margins))


def weigh(
    responses: Responses,
    registered: pd.DataFrame | None,
    *,
    scheme: str,
    margins: Sequence[str],
    population: int,
    bounds: tuple[float, float] = BOUNDS,
    place: str = "[weights]",
) -> Weighed:
    """Weights by what the registrations know of everybody; classes of fewer than 30 respondents are put together.

    `margins` are questions that the registrations answer too. Raises NecError for an unknown scheme or margin, a class
    of respondents nobody registered in, margins no weight can meet.
    """
    _checked(responses, registered, scheme, margins, place)
    fitted: list[Margin] = []
    groups: dict[str, tuple[Group, ...]] = {}
    try:
        for name in margins:
            made, groups[name] = _margin(name, responses, registered, place)
            fitted.append(made)
        weighting = _fit(scheme, fitted, bounds)
    except Refusal as refusal:
        cause = f"{CAUSES.get(type(refusal), str(refusal))} ({', '.join(margins)})."
        raise NecError("weights-refused", place, cause, 'Changez les marges, ou : scheme = "none".') from None
    sample = design(
        weighting.weights, population=[population] if population else (), calibration=weighting.calibration()
    )
    return Weighed(sample, scheme, tuple(margins), groups, spread(weighting.weights), weighting.error)


def classes(responses: Responses, name: str) -> list[str]:
    """The class of each respondent, as the registrations write it; "inconnu" where there is no answer."""
    given = answers(responses, name)
    labels = {choice.code: choice.label.get("fr", choice.code) for choice in given.question.choices}
    return [labels.get(code, UNKNOWN) if code else UNKNOWN for code in given.codes]


def called(data: Data, name: str, label: str, lang: str) -> str:
    """A class that the registrations write so, in the language of the report, where the survey asks the same thing."""
    question = data.questionnaire.question(name) if data.questionnaire else None
    for choice in question.choices if question else ():
        if choice.label.get("fr") == label:
            return choice.label.get(lang) or label
    return phrase(label, lang) if label == UNKNOWN else label


def registered_classes(registered: pd.DataFrame, name: str) -> dict[str, int]:
    """How many people registered in each class, "inconnu" included, in the order of their names."""
    # counted as they stand first: a text for each of millions would not fit in memory
    values = registered[name].value_counts(dropna=False)
    values = values[values > 0]
    labels = values.index.astype("string").fillna("").to_series().replace("", UNKNOWN)
    found: Counter[str] = Counter()
    for label, n in zip(labels, values, strict=True):
        found[str(label)] += int(n)
    return dict(sorted(found.items()))


def _margin(
    name: str, responses: Responses, registered: pd.DataFrame | None, place: str
) -> tuple[Margin, tuple[Group, ...]]:
    counts = registered_classes(registered, name) if registered is not None else {}
    labels = classes(responses, name)
    answered = dict(Counter(labels))
    unheard = [label for label in answered if label not in counts]
    if UNKNOWN in unheard:
        n = answered[UNKNOWN]
        raise NecError(
            "weights-unknown",
            f"{place} margins « {name} »",
            f"{n} des {len(labels)} réponses gardées ne disent pas leur classe, et personne n'est inscrit sans classe.",
            "Retirez cette marge : aucune classe n'est devinée.",
        )
    if unheard:
        raise NecError(
            "weights-class",
            f"{place} margins « {name} »",
            f"des répondants sont de classes que les inscriptions ne connaissent pas : {', '.join(unheard)}.",
            f"Ajoutez aux inscriptions : [export.recodes.{name}], ou retirez cette marge.",
        )
    groups = collapse(answered, counts)
    group_of = {level: " + ".join(group.levels) for group in groups for level in group.levels}
    sizes = {" + ".join(group.levels): float(group.registered) for group in groups}
    at = {level: list(sizes).index(group) for level, group in group_of.items()}
    codes = np.fromiter((at[label] for label in labels), np.int32, len(labels))
    made = Margin(name, codes, np.array(list(sizes.values())), tuple(sizes))
    check((made,))
    return made, groups


def _fit(scheme: str, margins: Sequence[Margin], bounds: tuple[float, float]) -> Weighting:
    if scheme == "poststratify":
        return poststratify(margins[0])
    if scheme == "rake":
        return rake(margins)
    size = float(margins[0].targets.sum()) / margins[0].codes.size
    return calibrate(margins, size, method="logit", lower=bounds[0], upper=bounds[1])


def _checked(
    responses: Responses, registered: pd.DataFrame | None, scheme: str, margins: Sequence[str], place: str
) -> None:
    if scheme not in SCHEMES[1:]:
        raise NecError(
            "weights-scheme", place, f"le redressement « {scheme} » est inconnu.", did_you_mean(scheme, SCHEMES)
        )
    if not margins or (scheme == "poststratify" and len(margins) > 1):
        cause = "post-stratifier demande une marge, une seule." if margins else "aucune marge n'est donnée."
        raise NecError("weights-margins", place, cause, 'Par exemple : [population] margins = ["structure"]')
    columns = [] if registered is None else [str(column) for column in registered.columns]
    asked = [question.id for question in responses.questionnaire.questions]
    for name in margins:
        known, where = (asked, "l'enquête") if name not in asked else (columns, "les inscriptions")
        if name not in known:
            raise NecError(
                "weights-margins",
                f"{place} margins",
                f"« {name} » n'est pas connu dans {where}.",
                did_you_mean(name, known),
            )
