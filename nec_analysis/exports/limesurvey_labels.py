"""LimeSurvey without its structure: what the answer codes of an SPSS file mean, as the file itself says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nec_analysis.exports.limesurvey_types import OTHER
from nec_analysis.exports.statistical import Variable
from nec_analysis.exports.structure import Sheet, domain
from nec_analysis.french.matching import normal
from nec_analysis.model import Choice

_OTHER = "-oth-"
_KINDS = {"value": "single", "item": "grid", "choice_at_rank": "ranking"}


def labelled(made: Sheet, variables: Sequence[Variable]) -> None:
    """Give the questions of one answer, of rows and of ranks the choices their variables list.

    Only where these explain every code in the cells: LimeSurvey lists 1, 2, 3 for answers it writes Y, U, N.
    """
    for id, question in tuple(made.questions.items()):
        mine = [c for c in made.columns.values() if c.question == id and c.part in _KINDS]
        values = {code: label for c in mine for code, label in variables[c.index].values.items()}
        codes = {text for c in mine for text in domain(made.grid.cells[c.index])}
        if question.kind in ("other", "ranking") and values and codes <= {normal(v) for v in (*values, _OTHER)}:
            choices = _choices(values, other=normal(_OTHER) in codes)
            made.questions[id] = replace(question, kind=_KINDS[mine[0].part], choices=choices)


def _choices(values: Mapping[str, str], *, other: bool) -> tuple[Choice, ...]:
    told = [Choice(code, {"fr": label}, n) for n, (code, label) in enumerate(values.items(), 1) if code != _OTHER]
    return (*told, Choice("other", dict(OTHER), len(told) + 1, "other")) if other or _OTHER in values else tuple(told)
