"""Sentences that are known before they are printed: templates with their figures in place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nec_analysis.cards import Catalogue
from nec_analysis.figures.placeholders import PLACEHOLDER, filled, names
from nec_analysis.figures.recette.numbers import Number, numbers
from nec_analysis.figures.recette.passage import squeezed
from nec_analysis.model import Edition, Figure

MARK = "0"
"""What stands for a number in a skeleton: no other digit is left there."""
VERBS = {"fr": ("en hausse", "en baisse"), "en": ("up", "down")}
LONG = 10
"""Skeletons shorter than this say too little to be recognised."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence as it must be printed. `skeleton`: its letters with a mark where its numbers stand."""

    skeleton: str
    numbers: tuple[Number, ...]
    source: str
    figures: tuple[str, ...] = ()


def skeleton(text: str, lang: str) -> str:
    """The letters of a text, a mark where a number stands."""
    parts, at = [], 0
    for found in numbers(text, lang):
        parts += [text[at : found.start], f" {MARK} "]
        at = found.end
    return squeezed("".join([*parts, text[at:]]))


def phrase(text: str, source: str, figures: Iterable[str], lang: str) -> Phrase:
    """The phrase of a finished text."""
    return Phrase(skeleton(text, lang), numbers(text, lang), source, tuple(figures))


def phrases(edition: Edition, catalogue: Catalogue, figures: Mapping[str, Figure], lang: str) -> tuple[Phrase, ...]:
    """The recit's paragraphs, the catalogue's sentences, the messages of the charts, with the figures in place."""
    found = [
        *_recit(edition, figures, lang),
        *_sentences(edition, figures, lang),
        *_titles(catalogue, figures, lang),
        *_moves(figures, lang),
    ]
    return tuple(one for one in found if one.numbers and len(one.skeleton) >= LONG)


def _recit(edition: Edition, figures: Mapping[str, Figure], lang: str) -> Iterator[Phrase]:
    path = Path(edition.folder) / ("recit.md" if lang == "fr" else f"recit.{lang}.md")
    if not path.is_file():
        return
    text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.S)
    for paragraph in re.split(r"\n\s*\n", text):
        if not paragraph.lstrip().startswith("#") and _known(paragraph, figures):
            said = _plain(filled(paragraph, figures.values()))
            yield phrase(said, "recit.md", names(paragraph), lang)


def _plain(markdown: str) -> str:
    """The words of a paragraph, its marks of emphasis, links, lists taken off."""
    linked = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", markdown)
    return re.sub(r"^\s*[-*>]\s+|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", "", linked, flags=re.M)


def _known(text: str, figures: Mapping[str, Figure]) -> bool:
    return all(id in figures for id in names(text))


def _sentences(edition: Edition, figures: Mapping[str, Figure], lang: str) -> Iterator[Phrase]:
    for figure in figures.values():
        if figure.sentence:
            said = figure.sentence.replace("{value}", figure.display).replace("{label_edition}", edition.label)
            yield phrase(said, f"phrase de « {figure.id} »", (figure.id,), lang)


def _titles(catalogue: Catalogue, figures: Mapping[str, Figure], lang: str) -> Iterator[Phrase]:
    for id, stanza in catalogue.charts.items():
        for part in ("title", "subtitle", "neutral"):
            text = str((stanza.get(part) or {}).get(lang, ""))
            if PLACEHOLDER.search(text) and _known(text, figures):
                yield phrase(filled(text, figures.values()), f"message du graphique « {id} »", names(text), lang)


def _moves(figures: Mapping[str, Figure], lang: str) -> Iterator[Phrase]:
    """ "… : en hausse de 83 % à 87 % (+4 pts, …)": what is said of a change is its own row of the register."""
    for figure in figures.values():
        if figure.measure == "change" and (after := figures.get(figure.id.removesuffix("__change"))):
            for verb in VERBS[lang]:
                said = f"{after.label} : {verb} {figure.base_text} ({figure.display}"
                yield phrase(said, f"phrase de « {figure.id} »", (figure.id, after.id), lang)
