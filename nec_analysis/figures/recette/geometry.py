"""Every mark of a chart against the data beside it, by the shape that the header of the data tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from nec_analysis.figures.recette.barred import audience, bars, families
from nec_analysis.figures.recette.circled import circles
from nec_analysis.figures.recette.columned import combinations, marks
from nec_analysis.figures.recette.dossier import Drawn
from nec_analysis.figures.recette.dotted import growth, indicators, slopes
from nec_analysis.figures.recette.drawing import Word
from nec_analysis.figures.recette.entry import Value
from nec_analysis.figures.recette.fault import Fault
from nec_analysis.figures.recette.filled import shaded, squares
from nec_analysis.figures.recette.passage import called
from nec_analysis.figures.recette.placed import placed
from nec_analysis.figures.recette.seen import Seen
from nec_analysis.figures.recette.shapes import Shapes
from nec_analysis.figures.recette.sided import funnel, opposed
from nec_analysis.figures.recette.stacked import stacked

Check = Callable[[Seen], Iterator[Fault]]
CHECKS: Mapping[tuple[str, ...], Check] = {
    ("Catégorie", "Category"): partial(bars, column=1, ends=(2, 3)),
    ("Famille", "Family"): partial(families, column=3, names=1),
    ("Public", "Audience"): partial(audience, column=3, names=1, key=2),
    ("Étape ou catégorie", "Step or category"): partial(funnel, people=1, points=4),
    ("Thème", "Theme"): partial(opposed, left=1, right=2),
    ("Affirmation", "Statement"): stacked,
    ("Note", "Mark"): marks,
    ("Réponses", "Answers"): combinations,
    ("Indicateur", "Indicator"): indicators,
    ("Date",): growth,
    ("Mesure", "Measure"): slopes,
    ("Format",): squares,
    ("Groupe", "Group"): shaded,
    ("Code",): circles,
}
"""The check of each shape, by the first column of its data in either language."""


NAMED: Mapping[tuple[str, ...], int] = {
    ("Catégorie", "Category", "Thème", "Theme", "Affirmation", "Statement", "Indicateur", "Indicator"): 0,
    ("Format", "Groupe", "Group"): 0,
    ("Famille", "Family", "Public", "Audience"): 1,
}
"""The column whose words the drawing writes beside each row, of the shapes that leave out the rows a page cannot hold."""


def begins_rows(drawn: Drawn) -> bool:
    """Whether the drawing writes the first cell of each row beside it: `unwritten` then tells every row without."""
    return any(drawn.header[:1] == (name,) for names, column in NAMED.items() if column == 0 for name in names)


def unwritten(drawn: Drawn, words: Sequence[Word]) -> tuple[str, ...]:
    """The names of the rows that the drawing does not write: they stand in the data alone."""
    first = drawn.header[0] if drawn.header else ""
    column = next((each for names, each in NAMED.items() if first in names), None)
    if column is None or not any(map(_told, drawn.rows)):
        return ()
    names = [cells[column] if column < len(cells) else "" for cells in drawn.rows]
    found = placed(names, words)
    return tuple(name for n, name in enumerate(names) if n not in found and called(name))


def misdrawn(
    drawn: Drawn,
    words: tuple[Word, ...],
    shown: Shapes,
    lang: str,
    file: str,
    known: tuple[tuple[Value, ...], ...] = (),
) -> Iterator[Fault]:
    """Marks that are not where their value puts them, that are not there, that nothing of the data asks for.

    `known`: the values of the figures that the chart draws.
    """
    first = drawn.header[0] if drawn.header else ""
    check = next((each for names, each in CHECKS.items() if first in names), None)
    if check is not None and any(_told(cells) for cells in drawn.rows):
        yield from check(Seen(drawn, words, shown, lang, file, known))


def _told(cells: tuple[str, ...]) -> bool:
    """Whether a row has a number beside its name."""
    return any(any(c.isdigit() for c in cell) for cell in cells[1:])
