"""Amounts said in words in the finished files that no figure printed in their sentence gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from nec_analysis.figures.recette.dossier import Dossier
from nec_analysis.figures.recette.fault import NUMBER, Fault
from nec_analysis.figures.recette.passage import ITEM, PROSE, Passage, squeezed
from nec_analysis.figures.wording import unbacked
from nec_analysis.french.phrases import english
from nec_analysis.model import Figure

WRITTEN = ("bilan.pdf", "bilan.html", "bilan.docx", "bilan.pptx")
"""Files whose sentences are read: the others hold tables, and the words of participants and of questionnaires."""
CAUSE = "est une quantité en lettres que nul chiffre de sa phrase ne dit."


def unsaid(passages: Iterable[Passage], dossier: Dossier, texts: Iterable[str], lang: str) -> Iterator[Fault]:
    """The faults of sentences. `texts`: words known beforehand, of questionnaires and of the catalogue."""
    known = {squeezed(text) for text in (*texts, *english(), *english().values(), *_labels(dossier)) if text}
    for passage in passages:
        if passage.kind not in (PROSE, ITEM) or passage.file not in WRITTEN:
            continue
        letters = squeezed(passage.text)
        for _, amount in unbacked(passage.text, dossier.figures, lambda said: _printed(said, dossier.figures), lang):
            said = squeezed(amount.text)
            if not any(said in text and text in letters for text in known):
                yield Fault(NUMBER, passage.file, passage.place, amount.text, CAUSE)


def _labels(dossier: Dossier) -> Iterator[str]:
    """The words of questionnaires and of the register."""
    for line in dossier.lines:
        yield from (line[name] for name in ("question_label", "item_label", "choice_label"))
    for figure in dossier.figures:
        yield from (figure.label, figure.question, *figure.flags)
    for drawn in dossier.charts:
        yield from (drawn.title, *drawn.told)


def _printed(sentence: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures whose print stands in a sentence."""
    letters = _plain(sentence)
    return [
        figure
        for figure in figures
        if figure.display and re.search(rf"(?<![\w,.]){re.escape(_plain(figure.display))}(?![\w%])", letters)
    ]


def _plain(text: str) -> str:
    """The text without the spaces that stand within numbers."""
    return re.sub("[\u00a0\u202f\u2009]", "", text)
