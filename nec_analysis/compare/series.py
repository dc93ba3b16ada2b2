"""One indicator over several editions, where they can be compared."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nec_analysis.compare.difference import difference, free_base
from nec_analysis.errors import NecError
from nec_analysis.model import Comparison, Estimate
from nec_analysis.stats.publication import MASKED_UNDER
from nec_analysis.stats.trend import cochran_armitage


@dataclass(frozen=True, slots=True)
class Series:
    """`kept` editions from the oldest; those before a change of wording, scale or base are `broken` off.

    `steps` compare each edition with the one before; `trend` all of them, None with fewer than three.
    """

    kept: tuple[str, ...]
    broken: tuple[str, ...]
    steps: tuple[Comparison, ...]
    trend: Comparison | None


def series(
    estimates: Mapping[str, Estimate],
    *,
    id: str,
    kind: str = "share",
    comparable_since: str = "",
    scores: Sequence[float] | None = None,
    level: float = 0.95,
) -> Series:
    """Editions in the order of `estimates`, oldest first; `scores` are their dates when they are not evenly spaced.

    `comparable_since` names the first edition that asked the question as it is asked now: raises `series-unknown` when
    no edition is called so.
    """
    names = list(estimates)
    if comparable_since and comparable_since not in names:
        raise NecError(
            "series-unknown",
            f"indicateur « {id} »",
            f"comparable_since nomme une édition absente : « {comparable_since} ».",
            f"Éditions : {', '.join(names)}.",
        )
    start = names.index(comparable_since) if comparable_since else 0
    kept = names[start:]
    steps = tuple(
        difference(estimates[b], estimates[a], id=f"{id}:{a}:{b}", kind=kind, level=level)
        for a, b in itertools.pairwise(kept)
    )
    dates = None if scores is None else list(scores)[start:]
    trend = _trend([estimates[name] for name in kept], id, dates, level) if kind == "share" else None
    return Series(tuple(kept), tuple(names[:start]), steps, trend)


def _trend(estimates: Sequence[Estimate], id: str, scores: Sequence[float] | None, level: float) -> Comparison | None:
    """Cochran-Armitage over the editions whose base may be shown; None with fewer than three."""
    places = [k for k, e in enumerate(estimates) if e.value is not None and e.base >= MASKED_UNDER]
    if len(places) < 3:
        return None
    seen = [estimates[k] for k in places]
    x = [float(k) for k in places] if scores is None else [scores[k] for k in places]
    found = cochran_armitage(
        [(e.value or 0.0) * e.base for e in seen],
        [e.base for e in seen],
        x,
        [free_base(e) for e in seen],
        level,
    )
    note = "" if found.departure is None or found.departure >= 1 - level else "l'évolution n'est pas régulière"
    return Comparison(id, found.slope, *found.interval, found.p, found.p < 1 - level, "Cochran-Armitage", note)
