"""Two header rows: the question over its first column only, what each column adds below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nec_analysis.exports import blocks, composed, exploded
from nec_analysis.exports.structure import Sheet, choices, domain, filled, slug
from nec_analysis.french.matching import normal
from nec_analysis.model import Question

SINGLE = frozenset(
    normal(t)
    for t in (
        *(
            "Response",
            "Réponse",
            "Open-Ended Response",
            "Réponse ouverte",
            "Réponse libre",
            "Antwort",
            "Offene Antwort",
        ),
        *("Beliebige Antwort", "Respuesta", "Respuesta abierta", "Risposta", "Risposta aperta"),
    )
)
_OTHER = re.compile(
    r"^(?:other|autre)s?\b.*(?:specify|precise|describe|veuillez|comment)|^(?:other|autre)$"
    r"|^(?:sonstiges?|andere|otro|altro)\b.*(?:angeben|especifi|specifi)"
)
_UNNAMED = re.compile(r"\s*|Unnamed: \d+(?:_level_\d+)?")
"""A blank name, as pandas writes it."""


def unnamed(name: str) -> bool:
    """Whether a column has no name of its own, blank or as pandas numbers it."""
    return bool(_UNNAMED.fullmatch(name))


def is_double(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the second row of a file is no answer: it names the columns that the first leaves without a name.

    Under a question of one column it writes nothing, or the word for an answer.
    """
    if len(rows) < 3:
        return False
    top, below = rows[0], [*rows[1], *[""] * (len(rows[0]) - len(rows[1]))]
    bare = [i for i, name in enumerate(top) if i and unnamed(name)]
    if len(bare) < 2 or not all(_worded(below[i]) for i in bare):
        return False
    # The column of numbers that pandas writes before the others has no name either.
    first = 1 if unnamed(top[0]) else 0
    alone = [i for i in range(first, len(top)) if i not in bare and i + 1 not in bare]
    return bool(alone) and all(normal(below[i]) in SINGLE | {""} for i in alone)


def _worded(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def carried(top: Sequence[str]) -> list[str]:
    """The first row with each question written over all its columns."""
    filled: list[str] = []
    for text in top:
        filled.append(" ".join(text.split()) if text.strip() or not filled else filled[-1])
    return filled


def heading(top: str, below: str) -> str:
    """The name of a column: its question, with what the column adds in brackets."""
    if not top or not below or normal(below) in SINGLE:
        return top or below
    return f"{top} [{below}]"


def questions(made: Sheet, top: Sequence[str], below: Sequence[str], *, unticked: Sequence[str] = ()) -> None:
    """Claim the columns: a question runs from its heading to the next one."""
    starts = [i for i in range(len(top)) if made.free(i) and top[i].strip()]
    for n, start in enumerate(starts):
        stop = starts[n + 1] if n + 1 < len(starts) else len(top)
        run = [i for i in range(start, stop) if made.free(i) and (i == start or not top[i].strip())]
        for i in run[1:]:
            # A column that neither row names and nobody filled belongs to no question.
            if not below[i].strip() and not filled(made.grid.cells[i]):
                made.meta(i, "blank")
        run = [i for i in run if made.free(i)]
        _question(made, " ".join(top[start].split()), run, below, unticked)


def _question(made: Sheet, text: str, run: list[int], below: Sequence[str], unticked: Sequence[str]) -> None:
    other = _words_of_other(made, run, below)
    main = [i for i in run if i != other]
    if not main:
        made.alone(run[0], text, kind="text")
    elif len(main) == 1 and normal(below[main[0]]) in SINGLE | {""}:
        id = _one(made, main[0], text, other)
        if other >= 0:
            made.answer(other, "other", id, "other")
    else:
        members = [blocks.Member(i, below[i].strip() or f"colonne {i + 1}") for i in main]
        if not exploded.claim(made, text, members, other=other):
            blocks.claim(made, text, members, unticked=unticked, other=other)


def _one(made: Sheet, index: int, text: str, other: int) -> str:
    """A question of one column: of several answers where these show that they are joined in a cell."""
    found = composed.parts(made.grid.cells[index], ", ")
    if not found:
        return made.alone(index, text, has_other=other >= 0)
    options = choices([*found, *(["Autre"] if other >= 0 else [])], other="Autre")
    asked = Question(slug(text) or f"colonne_{index + 1}", "multiple", {"fr": text}, choices=options)
    id = made.ask(replace(asked, has_other=other >= 0, doubts=("options_deduced",)))
    made.answer(index, "joined", id)
    return id


def _words_of_other(made: Sheet, run: Sequence[int], below: Sequence[str]) -> int:
    """The column of the words of "other", -1 without one. A box of its own before it only repeats its label."""
    named = [i for i in run if _OTHER.match(normal(below[i]))]
    if len(named) == 2 and domain(made.grid.cells[named[0]]) <= {normal(below[named[0]])}:
        return named[1]
    return named[0] if named else -1
