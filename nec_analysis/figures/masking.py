"""What of a figure, of a line of the topline, may be shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from nec_analysis.figures.display import MASKED
from nec_analysis.figures.flags import flagged, whole
from nec_analysis.french.phrases import phrase
from nec_analysis.measures.states import MASKED_BELOW
from nec_analysis.measures.topline import Line
from nec_analysis.model import Figure
from nec_analysis.stats.publication import nchs, restricted

MARK, FEW = "s", f"< {MASKED_BELOW}"
HIDDEN = -1
"""A count, or a base, that is not told."""
FLAG = "masqué"
BASE = {"fr": f"moins de {MASKED_BELOW} personnes", "en": f"fewer than {MASKED_BELOW} people"}
NCHS = {
    "suppress": "intervalle trop large pour conclure (norme NCHS)",
    "footnote": "part contraire peu précise (norme NCHS)",
    "review": "0 ou 100 % des réponses",
}
RESTRICTED = "moins de 5 réponses d'un côté"
EXTREMES = ("min", "max")


def publishable(figures: Iterable[Figure], hidden: Collection[str] = (), *, lang: str = "fr") -> tuple[Figure, ...]:
    """The register as it may be published: figures on under 11 answers, and those named `hidden`, told of nothing.

    The others get the flags of the NCHS presentation standards, and one where a count is from 1 to 4.
    """
    return tuple(_silent(f, lang) if _masked(f, hidden) else _flagged(f, lang) for f in figures)


def _masked(figure: Figure, hidden: Collection[str]) -> bool:
    few = bool(figure.question) and 0 < figure.base < MASKED_BELOW
    return few or flagged(figure, FLAG) or figure.id in hidden


def _silent(figure: Figure, lang: str) -> Figure:
    """The figure without what it says; a base under 11, or a count that is its own base, is not told either."""
    told = figure.base >= MASKED_BELOW and figure.measure == "share"
    return replace(
        figure,
        display=MASKED[lang],
        value=None,
        numerator=None,
        base=figure.base if told else 0,
        base_text=figure.base_text if told else BASE[lang],
        low=None,
        high=None,
        design_effect=None,
        excluded=figure.excluded if told else {},
        agrees=None,
        flags=(phrase(FLAG, lang),),
    )


def _flagged(figure: Figure, lang: str) -> Figure:
    if figure.measure != "share" or figure.value is None or whole(figure):
        return figure
    return replace(figure, flags=(*figure.flags, *(phrase(text, lang) for text in _reserves(figure))))


def _reserves(figure: Figure) -> tuple[str, ...]:
    """What the standards say of a share; a base under 30 has its own flag already."""
    n_eff = figure.base / figure.design_effect if figure.design_effect else float(figure.base)
    found = nchs(figure.value or 0.0, figure.base, n_eff, df=figure.base - 1)
    small = found.reasons == ("effective base under 30",)
    said = (NCHS[found.verdict],) if found.verdict in NCHS and not small else ()
    hits = round(figure.numerator or 0)
    return (*said, RESTRICTED) if restricted(hits, figure.base) else said


def masked(lines: Iterable[Line], classes: Mapping[str, Collection[str]] | None = None) -> tuple[Line, ...]:
    """The topline without the answers of bases under 11, without the small classes that are put together.

    `classes`: codes to hide, by question. The smallest and greatest number somebody gave are hidden too, unless it is a
    mark from 0 to 10: each is one person's answer.
    """
    given = tuple(lines)
    numeric = {line.question for line in given if line.choice == "sd"}
    numeric -= {line.question for line in given if line.choice == "nps"}
    hidden = classes or {}
    return tuple(
        _without(line)
        if 0 < line.base < MASKED_BELOW
        or line.choice in hidden.get(line.question, ())
        or (line.choice in EXTREMES and line.question in numeric)
        else line
        for line in given
    )


def _without(line: Line) -> Line:
    base = line.base if line.base >= MASKED_BELOW else HIDDEN
    return replace(line, count=HIDDEN, base=base, percent=MARK, low="", high="")


def cells(line: Line) -> list[str]:
    """The line as text, one cell a field."""
    told = {"count": {HIDDEN: MARK}, "base": {HIDDEN: FEW}}
    values = [(name, getattr(line, name)) for name in Line.__slots__]
    return [told.get(name, {}).get(value, str(value)) for name, value in values]


def line(row: Mapping[str, str]) -> Line:
    """The line of a row that `cells` gave."""
    count, base = row["count"], row["base"]
    numbers = {"count": HIDDEN if count == MARK else int(count), "base": HIDDEN if base == FEW else int(base)}
    return Line(**{**row, **numbers})  # type: ignore[arg-type]
