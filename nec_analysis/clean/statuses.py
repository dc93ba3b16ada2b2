"""Status of a row: complete, partial, draft, screened out, or somebody's trial."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from nec_analysis.clean.cells import Cells, lacking, mask, trimmed
from nec_analysis.clean.dates import PARIS
from nec_analysis.exports.grid.coded import asked
from nec_analysis.french.matching import normal
from nec_analysis.model import Export

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HINTS = ("test", "essai")
_TEST = re.compile(
    r"(?:ceci est un |c'est un |this is a )?(?:test|essai)(?: (?:formulaire|test|\d+))?"
    r"(?:\W+(?:ne pas (?:prendre en compte|tenir compte)|(?:a|merci de) (?:supprimer|ignorer)|please ignore)\b.*)?"
)
WORDS = {
    **dict.fromkeys(("complete", "completed", "complet", "termine", "finished", "submitted", "fertig"), "complete"),
    **dict.fromkeys(("partial", "incomplete", "started", "en cours", "in progress", "partiel", "abandonne"), "partial"),
    **dict.fromkeys(("draft", "brouillon"), "draft"),
    **dict.fromkeys(("survey preview", "preview", "survey test", "test", "spam", "spam preview"), "test"),
    **dict.fromkeys(("apercu de l'enquete", "apercu du sondage", "apercu", "umfragevorschau", "vorschau"), "test"),
    **dict.fromkeys(("vista previa de la encuesta", "vista previa", "anteprima del sondaggio", "anteprima"), "test"),
    **dict.fromkeys(("visualizacao da pesquisa", "voorbeeld van enquete", "enquetevoorbeeld"), "test"),
    **dict.fromkeys(
        ("disqualified", "screenout", "screened out", "quotafull", "over quota", "hors cible"), "screened_out"
    ),
    **dict.fromkeys(("deleted", "rejected"), "draft"),
}
"""Status words of the tools, in normal form."""
PREVIEWS = frozenset(("1", "2", "8", "9", "12", "17", "40"))
"""Qualtrics' Status in numbers: preview, test, spam and their sums; 0, 4, 16, 32, 48 are answers."""
TRUE = frozenset(("1", "true", "vrai", "oui", "yes", "x", "o", "y", "wahr", "verdadero", "vero", "verdadeiro", "waar"))
FALSE = frozenset(("0", "false", "faux", "non", "no", "n", "", "falsch", "falso", "onwaar"))


def statuses(
    export: Export, cells: Mapping[int, Cells], submitted: NDArray[np.datetime64], n: int
) -> NDArray[np.object_]:
    """The status of each row, None where the tool does not say whether the person finished."""
    status: NDArray[np.object_] = np.full(n, None, dtype=object)
    ends = [c for c in export.columns if c.part == "submitted_at" and c.code != "end"]
    if ends:
        status[:] = np.where(np.isnat(submitted), "partial", "complete")
    for column in [c for c in export.columns if c.part == "status"]:
        found = cells[column.index].each(partial(_sense, sense=column.code), _sense("", column.code), object)
        told = ~lacking(found)
        settled = np.isin(status.astype(str), ("test", "draft", "screened_out"))
        status = np.where(told & ~settled, found, status)
    return status


def _sense(text: str, sense: str) -> str | None:
    """What a status cell says. `sense`: draft | finished (a yes means that), preview (Qualtrics), "" (a word of the tool)."""
    word = normal(trimmed(text)) if trimmed(text) else ""
    if sense == "preview":
        return "test" if word in PREVIEWS else WORDS.get(word)
    if sense == "draft":
        return "draft" if word in TRUE else None
    if sense == "finished":
        return "complete" if word in TRUE else "partial" if word in FALSE else WORDS.get(word)
    return WORDS.get(word)


def early(submitted: NDArray[np.datetime64], options: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Rows given before the survey opened (`opened`, a TOML date)."""
    opened = options.get("opened")
    if not opened:
        return np.zeros(len(submitted), dtype=bool)
    if isinstance(opened, dt.datetime) and opened.tzinfo is not None:
        opened = opened.astimezone(ZoneInfo(PARIS)).replace(tzinfo=None)
    early: NDArray[np.bool_] = submitted < np.datetime64(str(opened))
    return early


def worded(export: Export, cells: Mapping[int, Cells], n: int) -> NDArray[np.bool_]:
    """Rows with open text, all of it a way of saying "this is a test"."""
    kinds = {q.id: q.kind for q in export.questionnaire.questions}
    said, other = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    for column in export.columns:
        if column.part in ("other", "comment") or (
            column.part == "value" and kinds.get(column.question) in ("text", "other")
        ):
            held = cells[column.index]
            trials = _trials(held)
            said |= trials
            other |= held.filled & ~trials
    return said & ~other


def _trials(held: Cells) -> NDArray[np.bool_]:
    """The rows of a column whose text says that it is a trial."""
    import pyarrow.compute as pc

    hinted = mask(asked(held.array, lambda said: _hinted(pc.utf8_lower(said)))).copy()
    for row in np.flatnonzero(hinted):
        hinted[row] = is_test(held.text(int(row)))
    return hinted


def _hinted(lowered: Any) -> Any:
    import pyarrow.compute as pc

    return pc.or_(*(pc.match_substring(lowered, word) for word in _HINTS))


def is_test(text: str) -> bool:
    """Whether a text says that its row is a trial.

    >>> is_test("TEST 2"), is_test("test – ne pas prendre en compte"), is_test("Testing"), is_test("tests unitaires")
    (True, True, False, False)
    """
    return len(text) < 80 and bool(_TEST.fullmatch(normal(text)))
