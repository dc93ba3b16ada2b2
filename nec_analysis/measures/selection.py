"""Who chose to answer: response by class, and how far those who did not could move a figure."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nec_analysis.errors import NecError
from nec_analysis.measures import estimate
from nec_analysis.measures.data import Data
from nec_analysis.measures.weighing import classes, registered_classes, weigh
from nec_analysis.model import Estimate, Indicator, Responses
from nec_analysis.stats.differences import Difference
from nec_analysis.stats.sensitivity import Response, Sensitivity, early_late, sensitivity

TARGET = 0.05
"""The tipping point asked for: the true share five points lower."""


@dataclass(frozen=True, slots=True)
class Selected:
    """A share of those who answered, with what self-selection could do to it.

    `weighted`: by the classes known for everybody, None where there are none; `late`: early minus late respondents.
    """

    indicator: Indicator
    plain: Estimate
    weighted: Estimate | None
    could_be: Sensitivity
    late: Difference | None


def responses_by_class(data: Data, margin: str) -> tuple[Response, ...]:
    """Responses by a class that registrations and answers share; () when one of them does not know it.

    A class may have more answers than registered people, who did not all say the same thing twice: it then has no rate.
    """
    registered = data.tables.get("registrations")
    asked = data.questionnaire.question(margin) if data.questionnaire else None
    if registered is None or margin not in registered.columns or asked is None or data.responses is None:
        return ()
    given = classes(data.responses, margin)
    counts = registered_classes(registered, margin)
    return tuple(Response(label, given.count(label), size) for label, size in counts.items())


def selected(indicator: Indicator, data: Data) -> Selected | None:
    """What self-selection could do to a share; None without a known population, or without answers."""
    if indicator.measure != "share" or not data.population or data.responses is None:
        return None
    plain = estimate(indicator, replace(data, weighed=None))
    if plain.value is None or plain.base >= data.population:
        return None
    could_be = sensitivity(plain.value, plain.base, data.population, max(plain.value - TARGET, 0.0))
    return Selected(indicator, plain, _weighted(indicator, data), could_be, _late(indicator, data))


def _weighted(indicator: Indicator, data: Data) -> Estimate | None:
    population = data.edition.population
    if data.weighed is not None:
        return estimate(indicator, data)
    registered = data.tables.get("registrations")
    margins = [
        m for m in (population.margins if population else ()) if registered is not None and m in registered.columns
    ]
    if not margins or data.responses is None:
        return None
    try:
        weighed = weigh(data.responses, registered, scheme="rake", margins=margins, population=data.population)
    except NecError:
        return None
    return estimate(indicator, replace(data, weighed=weighed))


def _late(indicator: Indicator, data: Data) -> Difference | None:
    """The first half of those who answered against the second, by the time they did."""
    if data.responses is None or "submitted_at" not in data.responses.frame:
        return None
    frame = data.responses.frame
    sent = frame["submitted_at"]
    order = np.argsort(sent.to_numpy(), kind="stable")[: int(sent.notna().sum())]
    if len(order) < 2:
        return None
    halves = np.array_split(order, 2)
    parts = [_of(indicator, data, data.responses, half) for half in halves]
    if any(part.base == 0 for part in parts):
        return None
    return early_late([int(part.numerator or 0) for part in parts], [part.base for part in parts])


def _of(indicator: Indicator, data: Data, responses: Responses, at: NDArray[np.intp]) -> Estimate:
    """The estimate among some of the respondents."""
    frame = responses.frame.iloc[np.sort(at)].reset_index(drop=True)
    return estimate(indicator, replace(data, weighed=None, responses=replace(responses, frame=frame)))
