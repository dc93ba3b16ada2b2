"""French typography: the spaces, minus signs, ordinals a reader expects, with the lint that watches over them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from nec_analysis.french.numbers import MINUS, NARROW

SPACES = " \u00a0\u2009\u202f"
"""Spaces that a keyboard or a library leaves where French wants U+202F."""

_KEPT = re.compile(r"(?:https?://|mailto:|www\.)[^\s«»]+|[\w.+-]+@[\w-]+\.[\w.]+|\{[^{}\s]*\}")
"""Addresses, e-mails, placeholders: never touched."""

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"[{SPACES}]+(?=[;:!?%»])"), NARROW),
    (re.compile(r"(?<=[\w)\]»…\"’°²])(?=[;!?])(?![;!?]\w)"), NARROW),
    (re.compile(r"(?<=[\w)\]»…\"’°²])(?=:(?:\s|$))"), NARROW),
    (re.compile(r"(?<=\d)(?=%)"), NARROW),
    (re.compile(rf"«[{SPACES}]*"), f"«{NARROW}"),
    (re.compile(rf"(?<=[^\s{SPACES}])(?=»)"), NARROW),
    (re.compile(rf"(?<![\d,.])\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\d)"), ""),
    (re.compile(rf"(?<![\w)\]{MINUS}-])-(?=\d)"), MINUS),
    (re.compile(r"\b1er\b"), "1ᵉʳ"),
    (re.compile(r"\b1(?:re|ère)\b"), "1ʳᵉ"),
    (re.compile(r"\b(\d+)(?:e|ème)\b"), "\\1ᵉ"),
    (re.compile(rf"\bn°[{SPACES}]*(?=\d)"), f"n°{NARROW}"),
    (re.compile(r"\bn = (?=\d)"), f"n{NARROW}={NARROW}"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=[^\W\d_])'(?=[\w«“(\[])"), "’"),
)
_INSIDE, _POSSESSIVE = re.compile(r"(?<=[^\W\d_])'(?=\w)"), re.compile(r"(?<=s)'(?!\w)")
_OPENED = re.compile(r"(?<!\w)'(?=\w)")
"""A quote opened by the same sign: nobody knows then whether the sign after an s closes it."""


PASSES = 4
"""A space set by one rule may call for another: "1:»" needs two passes."""


def typeset(text: str, lang: str = "fr") -> str:
    """The text with French spaces, signs, apostrophes; dashes, inclusive writing, single quotes stay as typed.

    Doing it twice changes nothing. English text gets its apostrophes, nothing else.

    >>> typeset('Pour 87 % des gens : "oui" !')
    'Pour 87\u202f% des gens\u202f: "oui"\u202f!'
    """
    if lang != "fr":
        return _outside(_KEPT, text, _english)
    for _ in range(PASSES):
        before, text = text, _outside(_KEPT, text, _typeset)
        if text == before:
            break
    return text


Cell = TypeVar("Cell", str, str | int)


def typeset_rows(rows: Iterable[Sequence[Cell]], lang: str = "fr") -> list[list[Cell]]:
    """The rows of a table with their texts typeset, numbers as they are.

    >>> typeset_rows([["Oui :", 12]])
    [['Oui\u202f:', 12]]
    """
    return [[typeset(cell, lang) if isinstance(cell, str) else cell for cell in row] for row in rows]


def quoted(text: str, lang: str = "fr") -> str:
    """What somebody said, in the quotation marks of the language.

    >>> quoted("Bravo"), quoted("Well done", "en")
    ('«\u202fBravo\u202f»', '“Well done”')
    """
    return f"«{NARROW}{text}{NARROW}»" if lang == "fr" else f"“{text}”"


def _typeset(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement or _grouped, text)
    return text


def _english(text: str) -> str:
    text = _INSIDE.sub("’", text)
    return text if _OPENED.search(text) else _POSSESSIVE.sub("’", text)


def _grouped(match: re.Match[str]) -> str:
    return re.sub(f"[{SPACES}]", NARROW, match.group())


def _outside(kept: re.Pattern[str], text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to the text between what is kept."""
    parts, at = [], 0
    for match in kept.finditer(text):
        parts += [change(text[at : match.start()]), match.group()]
        at = match.end()
    return "".join([*parts, change(text[at:])])


_FAULTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:[^\u202f])%"), "espace fine insécable (U+202F) avant « % »"),
    (re.compile(r"[\w)\]»…\"’°²][;!?](?![;!?]*\w)|[ \u00a0\u2009][;!?]"), "espace fine insécable avant « ; ! ? »"),
    (re.compile(r"[\w)\]»…\"’°²]:(?=\s|$)|[ \u00a0\u2009]:(?=\s|$)"), "espace fine avant « : »"),
    (re.compile(r"«(?!\u202f)|(?<!\u202f)»"), "espace fine insécable à l'intérieur de « »"),
    (re.compile(r"(?<![\w)\]\u2212-])-\d"), "signe moins (U+2212), pas un trait d'union"),
    (re.compile(r"(?<![\w.])\d+\.\d+[ \u00a0\u202f]?(?:%|pts?\b|points?\b)"), "virgule décimale"),
    (re.compile(r"(?<![\d,.])\d{1,3}[ \u00a0\u2009]\d{3}(?!\d)"), "espace fine insécable entre les milliers"),
    (re.compile(r"(?<![\w'’-])(?:nan|NaN|None|NaT|inf)(?![\w'’-])"), "valeur technique imprimée"),
    (re.compile(r"\{[A-Za-z_][\w.]*\}"), "renvoi qui n'a pas été remplacé"),
    (re.compile(r"\.\.\."), "points de suspension en un seul signe"),
    (re.compile(r"(?<=\S)  +(?=\S)"), "espace doublée"),
    (re.compile(r"\b(?:1er|1re|1ère|\d+(?:e|ème))\b"), "exposant de l'ordinal (1ᵉʳ, 5ᵉ)"),
    (
        re.compile(
            r"\b(?:Etats?|Evénements?|Editions?|Evolution|Ecarts?|Echelle|Economie|Ecoles?|Education|Egalité"
            r"|Etablissements?|Etudiant\w*|Etudes?|Equipes?|Elus?|Elues)\b"
        ),
        "capitale accentuée",
    ),
)
_WATCHED_IN_ENGLISH = ("valeur technique imprimée", "renvoi qui n'a pas été remplacé", "espace doublée")


def lint(text: str, lang: str = "fr") -> list[str]:
    """The faults of a text about to be printed, each as « what is seen : what is expected »; empty when clean."""
    bare = re.sub(r"(?:https?://|mailto:|www\.)[^\s«»]+|[\w.+-]+@[\w-]+\.[\w.]+", "x", text)
    return [
        f"« {_around(bare, match)} » : {expected}"
        for pattern, expected in _FAULTS
        if lang == "fr" or expected in _WATCHED_IN_ENGLISH
        for match in pattern.finditer(bare)
    ]


def _around(text: str, match: re.Match[str], reach: int = 12) -> str:
    return text[max(0, match.start() - reach) : match.end() + reach].strip()
