"""What stands on every page, on the cover, in the contents: page numbers that are right, names that are the edition's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from nec_analysis.figures.recette.direction import turned
from nec_analysis.figures.recette.fault import NUMBER, Fault
from nec_analysis.figures.recette.library import Library
from nec_analysis.figures.recette.passage import CONTENTS, COVER, FURNITURE, HEADING, ROW, Passage, squeezed

_PAGE = re.compile(r"page\s+(\d+)\s+(?:sur|of|/)\s+(\d+)", re.IGNORECASE)
_RANK = re.compile(r"\d+\. ")
_WORDS = re.compile(r"\w+|[^\w\s]")
_LAST = re.compile(r"(.*?)[\s.…]*?(\d+)$", re.DOTALL)


def misplaced(passages: Sequence[Passage], library: Library) -> Iterator[Fault]:
    """Page numbers that are wrong, numbers on every page that are no name of the edition."""
    last = max((passage.page for passage in passages), default=0)
    heads = {(squeezed(p.text), p.page) for p in passages if p.kind == HEADING}
    again = {p.cells[0] for p in passages if p.kind == ROW and turned(p.cells[0])}
    for passage in passages:
        if passage.kind == FURNITURE:
            yield from _standing(passage, last, library, again)
        elif passage.kind == CONTENTS and passage.page:
            yield from _listed(passage, heads)


def misnumbered(passages: Sequence[Passage], library: Library) -> Iterator[Fault]:
    """Titles whose rank is not the one that the project's notebooks give them."""
    for passage in passages:
        if passage.kind in (HEADING, COVER) and _RANK.match(passage.text):
            for number in library.structural.loose(passage.text)[:1]:
                cause = "n'est pas le rang de ce titre."
                yield Fault(NUMBER, passage.file, passage.place, number.text, cause)


def _without(text: str, titles: Iterable[str]) -> str:
    """A text without the heads of tables that go on, words in any order."""
    words = _WORDS.findall(text)
    for title in titles:
        wanted = sorted(_WORDS.findall(title))
        for start in range(len(words) - len(wanted) + 1):
            if sorted(words[start : start + len(wanted)]) == wanted:
                return _without(" ".join([*words[:start], *words[start + len(wanted) :]]), titles)
    return text


def _standing(passage: Passage, last: int, library: Library, again: Collection[str]) -> Iterator[Fault]:
    rest = passage.text
    for found in _PAGE.finditer(passage.text):
        rest = rest.replace(found[0], " ")
        if (int(found[1]), int(found[2])) != (passage.page, last):
            yield Fault(
                NUMBER,
                passage.file,
                passage.place,
                found[0],
                "n'est pas le numéro de cette page.",
                f"page {passage.page} sur {last}",
            )
    for number in library.structural.loose(_without(rest, again)):
        yield Fault(
            NUMBER, passage.file, passage.place, number.text, "est en tête ou en pied de page, et n'est rien de connu."
        )


def _listed(passage: Passage, heads: set[tuple[str, int]]) -> Iterator[Fault]:
    """A line of the contents names a heading, and the page it stands on."""
    found = _LAST.fullmatch(passage.text)
    if not found:
        return
    title, page = squeezed(found[1]), int(found[2])
    pages = sorted(at for name, at in heads if name == title)
    if page not in pages:
        near = f"page {pages[0]}" if pages else ""
        yield Fault(NUMBER, passage.file, passage.place, passage.text, "n'est pas la page de ce titre.", near)
