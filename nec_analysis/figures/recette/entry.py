"""What may be printed of one thing: its names, its values by what they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nec_analysis.figures.recette.numbers import NAME, Number
from nec_analysis.figures.recette.passage import called, squeezed
from nec_analysis.figures.recette.quantity import Quantity, prints
from nec_analysis.french.phrases import either

Value = Quantity | Number
"""A value known exactly, or a number that must be printed as it stands."""

VALUE, NUMERATOR, BASE, ENDS, BEFORE, CHANGE, CHANGE_ENDS, PRINTED, NOTE, RAW, READ, KEPT, ASIDE, REASONS, JOURNAL = (
    "value",
    "numerator",
    "base",
    "ends",
    "before",
    "change",
    "change_ends",
    "printed",
    "note",
    "raw",
    "read",
    "kept",
    "aside",
    "reasons",
    "journal",
)
"""Fields of an entry. `printed`: what the paper bilan says; `note`: what stands beside; `raw`: the value unformatted;
`journal`: how often the cleaning did it."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "valeur": (VALUE, RAW),
    "imprimé": (PRINTED,),
    "recalculé": (VALUE,),
    "effectif": (NUMERATOR,),
    "part": (VALUE,),
    "intervalle à 95 %": (ENDS,),
    "base": (BASE, NOTE),
    "avant": (BEFORE,),
    "maintenant": (VALUE,),
    "écart": (CHANGE,),
    "intervalle de l'écart": (CHANGE_ENDS,),
    "base et exclusions": (BASE, NOTE),
    "de … à …": (NOTE,),
    "réserves": (NOTE,),
    "lignes lues": (READ,),
    "gardées": (KEPT,),
    "écartées": (ASIDE,),
    "raisons": (REASONS,),
    "inscriptions": ("registered",),
    "réponses": ("answered",),
    "taux de réponse": ("rate",),
    "observé": ("observed",),
    "redressé": ("weighted",),
    "bornes": ("bounds",),
    "bascule": ("tipping",),
    "premiers − derniers": ("late",),
    "value": (VALUE, RAW),
    "count": (NUMERATOR,),
    "share": (VALUE,),
    "before": (BEFORE,),
    "now": (VALUE,),
    "change": (CHANGE,),
}
"""What the columns of a table may hold, by their header; a header that is not here may hold anything of the entry."""

_ROLES = {squeezed(said): fields for header, fields in COLUMNS.items() for said in either(header)}


@dataclass(frozen=True)
class Entry:
    """One known thing. `names`: each must be read in the passage, in one of its spellings (squeezed)."""

    source: str
    names: tuple[frozenset[str], ...]
    fields: Mapping[str, tuple[Value, ...]]
    figures: tuple[str, ...] = field(default=())
    said: str = ""
    """What the words beside the value begin with, word for word (squeezed)."""

    def holds(self, number: Number, allowed: Iterable[str] | None = None) -> bool:
        """Whether a number is one of the values, of the fields allowed (all by default)."""
        wanted = self.fields if allowed is None else [name for name in allowed if name in self.fields]
        return any(same(number, value) for name in wanted for value in self.fields[name])

    def named_in(self, texts: frozenset[str]) -> bool:
        """Whether every name is one of the texts."""
        return all(spellings & texts for spellings in self.names)


def same(number: Number, value: Value) -> bool:
    """Whether a printed number is a value."""
    if isinstance(value, Quantity):
        return prints(number, value)
    if number.kind == NAME or value.kind == NAME:
        return number.text == value.text
    return (number.kind, number.value, number.decimals) == (value.kind, value.value, value.decimals)


def role(header: str) -> tuple[str, ...] | None:
    """The fields a column may hold, by its header; None where it may hold any."""
    return _ROLES.get(squeezed(header))


WORDED = (*either("base et exclusions"), *either("base en clair"), *either("de … à …"))
"""Columns whose text is known word for word."""


def spelt(*texts: str) -> frozenset[str]:
    """The spellings of a name."""
    return frozenset(name for text in texts if (name := called(text)))
