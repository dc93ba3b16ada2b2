"""The edition's own prose: `recit.md` beside the card, with placeholders instead of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from nec_analysis.cards.suggest import nearest
from nec_analysis.errors import NecError
from nec_analysis.figures.placeholders import PLACEHOLDER, filled, names
from nec_analysis.figures.wording import unbacked
from nec_analysis.french.matching import normal
from nec_analysis.french.typography import typeset
from nec_analysis.model import Figure

HEADING = re.compile(r"^#{1,3}\s+(.*?)\s*(?:\{#([a-z0-9_]+)\})?\s*$")
NUMBER = re.compile(r"\d+(?:[\s\u00a0\u202f]\d{3})*(?:[.,]\d+)?")
BRACE = re.compile(r"[{}]\s*\w*\s*\}?|\w+\}")
NAME = re.compile(r"\w+")
FREE = re.compile(r"n°[\s\u00a0\u202f]?\d+|\b(?:19|20)\d{2}\b|\[\^[^\]]+\]|\]\([^)]*\)|https?://\S+")
"""Numbers that are names: "n° 1", a year, a footnote, an address."""


def file(lang: str = "fr") -> str:
    """The name of the prose in that language."""
    return "recit.md" if lang == "fr" else f"recit.{lang}.md"


def read(folder: Path, sections: Mapping[str, Mapping[str, object]], lang: str = "fr") -> dict[str, str]:
    """The prose of each section, by its id; {} without a recit. `recit.en.md` is the English one.

    A heading names its section by its id, `## Titre {#reussite_1}`, or by the section's title.
    Raises NecError for a heading that no section answers to.
    """
    path = folder / file(lang)
    if not path.is_file():
        return {}
    parts: dict[str, list[str]] = {}
    current = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        heading = HEADING.match(line)
        if heading:
            current = _section(heading, sections, f"{path.name}, ligne {number}")
            parts.setdefault(current, [])
        elif current:
            parts[current].append(line)
    return {id: "\n".join(lines).strip() for id, lines in parts.items() if any(line.strip() for line in lines)}


def _section(heading: re.Match[str], sections: Mapping[str, Mapping[str, object]], place: str) -> str:
    title, id = heading[1], heading[2]
    if id in sections:
        return str(id)
    wanted = normal(title)
    for known, stanza in sections.items():
        titles = stanza.get("title", {})
        names = [normal(str(text)) for text in titles.values()] if isinstance(titles, Mapping) else []
        if wanted in names or any(name.startswith(wanted) or wanted.startswith(name) for name in names):
            return known
    raise NecError(
        "recit-section",
        place,
        f"« {title} » n'est le titre d'aucune partie du bilan.",
        "Écrivez son identifiant derrière le titre : {#" + "} ou {#".join(sections) + "}",
    )


def said(text: str, figures: Iterable[Figure], place: str, lang: str = "fr") -> str:
    """The prose with its figures, in the typography of its language. Raises NecError for a number typed by hand, in figures or in
    words."""
    register = tuple(figures)
    _no_typed_number(text, register, place)
    _no_amount_in_words(text, register, place, lang)
    _no_open_brace(text, register, place)
    return typeset(filled(text, register, place), lang)


def _no_typed_number(text: str, figures: tuple[Figure, ...], place: str) -> None:
    known = {_digits(figure.display) for figure in figures}
    for number, line in enumerate(text.splitlines(), 1):
        bare = FREE.sub(" ", PLACEHOLDER.sub(" ", line))
        for found in NUMBER.finditer(bare):
            if _digits(found[0]) not in known:
                raise NecError(
                    "recit-number",
                    f"{place}, ligne {number}",
                    f"« {found[0]} » est tapé à la main et n'est pas un chiffre du registre.",
                    "Remplacez-le par {identifiant_du_chiffre} ; jusqu'à dix, un nombre peut être écrit en lettres.",
                )


def _no_amount_in_words(text: str, figures: tuple[Figure, ...], place: str, lang: str) -> None:
    """« Trois quarts », « a doublé », « en hausse » need a figure of the register beside them that says so."""
    bare = FREE.sub(lambda found: " " * len(found[0]), text)
    for sentence, amount in unbacked(bare, figures, lambda said: _beside(said, figures), lang):
        line = bare[: bare.index(sentence) + amount.start].count("\n") + 1
        raise NecError(
            "recit-words",
            f"{place}, ligne {line}",
            f"« {' '.join(amount.text.split())} » n'est pas ce que dit un chiffre du registre dans la même phrase.",
            "Remplacez-le par {identifiant_du_chiffre}, ou ajoutez à la phrase le chiffre qui le dit. "
            "« nec explain » donne la liste des chiffres.",
        )


def _beside(sentence: str, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures that a sentence prints: by their placeholder, or typed as the register prints them."""
    asked = names(sentence)
    typed = {_digits(found[0]) for found in NUMBER.finditer(PLACEHOLDER.sub(" ", sentence))}
    return tuple(figure for figure in figures if figure.id in asked or _digits(figure.display) in typed)


def _no_open_brace(text: str, figures: tuple[Figure, ...], place: str) -> None:
    """A brace that is no placeholder is a misspelt one: it must not be printed."""
    for number, line in enumerate(text.splitlines(), 1):
        found = BRACE.search(FREE.sub(" ", PLACEHOLDER.sub(" ", line)))
        if found:
            name = NAME.search(found[0])
            near = nearest(name[0].lower(), [figure.id for figure in figures]) if name else ""
            wanted = near or "identifiant_du_chiffre"
            raise NecError(
                "recit-brace",
                f"{place}, ligne {number}",
                f"« {found[0].strip()} » n'est pas un renvoi à un chiffre.",
                f"Écrivez-le entre deux accolades, en minuscules : {{{wanted}}}",
            )


def _digits(text: str) -> str:
    return re.sub(r"[^\d,]", "", text.replace(".", ","))
