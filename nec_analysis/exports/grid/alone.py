"""A text in which no separator was found: a table of one column, or no table as it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...errors import NecError
from .tokens import Record, records

_SEPARATORS = ("^", "~", "\x1f", "\x01", "¦", "§", "¬", "!", "#", ":", "/")
"""What some tools write between cells, never tried by itself."""
_LEAST = 3
"""Separators a line must have to be cut there, records that must have them."""
_MESSAGE = 10_000
"""Characters of the longest message of one line."""
_BLANKS = re.compile(r"\S {2,}(?=\S)")


def check_alone(first: Sequence[Record], *, place: str) -> None:
    """Refuse a message of one line, a table under another separator, lines put whole into quotes, aligned columns."""
    texts = [r.cells[0] or "" for r in first if len(r.cells) == 1]
    if len(texts) < len(first) or not texts:
        return
    if len(texts) == 1 and len(texts[0]) < _MESSAGE:
        cause = "une seule ligne, d'une seule cellule : un message d'erreur ou un export sans réponses, pas un tableau."
        raise NecError(
            "wrong-type", f"{place}, ligne 1", cause, "Ouvrez-le dans un éditeur de texte ; refaites l'export."
        )
    if len(texts) < _LEAST:
        return
    where = f"{place}, ligne {first[0].line}"
    quoted = all(r.quoted for r in first)
    wrapped = next((d for d in (",", ";", "\t") if _wrapped(texts, d, sure=quoted)), "")
    if sign := next((s for s in _SEPARATORS if _cut_by(s, texts)), "" if quoted else wrapped):
        cause = f"une seule colonne : le séparateur (separator) semble être {sign!r}."
        raise NecError(
            "separator-unclear",
            where,
            cause,
            f"Dites-le dans la fiche : [export.options.read] delimiter = {_toml(sign)}",
        )
    if wrapped:
        cause = "chaque ligne entière est entre guillemets (quote) : toutes les colonnes n'en font qu'une."
        raise NecError(
            "quote-lines", where, cause, "Refaites l'export ; sinon retirez ces guillemets dans un éditeur de texte."
        )
    if _aligned(texts):
        cause = "des colonnes alignées par des espaces (fixed width), sans séparateur."
        raise NecError("separator-unclear", where, cause, "Refaites l'export en CSV, avec un séparateur.")


def _toml(sign: str) -> str:
    return f'"{sign}"' if sign.isprintable() else f'"\\u{ord(sign):04x}"'


def _cut_by(sign: str, texts: Sequence[str]) -> bool:
    counts = {text.count(sign) for text in texts}
    return len(counts) == 1 and counts.pop() >= _LEAST


def _wrapped(texts: Sequence[str], delimiter: str, *, sure: bool) -> bool:
    """Whether all texts are cut into the same number of cells; most of them is enough where all stand in quotes."""
    widths = []
    for text in texts:
        cut = next(iter(records(text, delimiter)), None)
        widths.append(len(cut.cells) if isinstance(cut, Record) else 0)
    alike = widths.count(widths[0])
    return widths[0] > _LEAST and (2 * alike > len(widths) if sure else alike == len(widths))


def _aligned(texts: Sequence[str]) -> bool:
    """Whether some columns begin at the same place of every line, after two blanks or more."""
    starts = [{found.end() for found in _BLANKS.finditer(text)} for text in texts]
    return len(set.intersection(*starts)) >= _LEAST - 1
