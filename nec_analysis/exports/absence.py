"""« NA » as R and pandas write what is absent: taken out when the card says so, asked about when a file shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nec_analysis.errors import NecError
from nec_analysis.exports.grid import coded
from nec_analysis.french.matching import normal
from nec_analysis.model import Entry

if TYPE_CHECKING:
    from nec_analysis.exports.grid import Grid

NA = "NA"
_VOCABULARIES = 3
"""Columns that say NA and share no other answer: with fewer, "NA" may be an answer that a form offered."""
_COMPARED = 1_000
"""Above so many different texts a column has a vocabulary of its own."""


def settled(table: Grid, mark: str | None, *, reason: str = "absence déclarée dans la fiche") -> Grid:
    """The grid without the cells that hold the mark, one ledger line a column; "" keeps all.

    Raises NecError when nobody said what NA means (`mark` None) and no cell of the file is empty.
    """
    if mark is None and _alone(table.cells):
        cause = (
            f"aucune cellule vide, mais « {NA} » dans des colonnes qui n'ont rien d'autre en commun : "
            "R et pandas écrivent ainsi une absence."
        )
        remedy = (
            f'Dites-le dans la fiche : [export.options.read] absent = "{NA}" (pas de réponse), '
            f'ou absent = "" si « {NA} » est une réponse.'
        )
        raise NecError("absence-unsaid", table.source.file, cause, remedy)
    return _without(table, mark, reason) if mark else table


def holds(table: Grid, mark: str) -> bool:
    """Whether a cell of the grid is the mark."""
    return any(_marked(column, mark) for column in table.cells)


def _marked(column: Any, mark: str) -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(pc.equal(coded.texts_of(column), mark)).as_py())


def _without(table: Grid, mark: str, reason: str) -> Grid:
    import pyarrow as pa
    import pyarrow.compute as pc

    cells, entries = list(table.cells), []
    for index, column in enumerate(table.cells):
        if not _marked(column, mark):
            continue
        found = pc.fill_null(coded.asked(column, lambda texts: pc.equal(texts, mark)), False)
        cells[index] = pc.if_else(found, pa.scalar(None, pa.string()), coded.plain(column))
        said = f"{reason} ; {pc.sum(found).as_py()} cellules"
        entries.append(Entry(table.source.file, 0, table.names[index], "", mark, "", "set_missing", said))
    return replace(table, cells=tuple(cells), ledger=(*table.ledger, *entries))


def _alone(cells: Sequence[Any]) -> bool:
    """Whether NA stands where other files leave a cell empty: nothing is empty, and NA belongs to no list of answers."""
    # asked of all columns before any is compared: most files have an empty cell somewhere
    if not cells or any(_holes(column) for column in cells):
        return False
    held = [words for column in cells if NA in (words := _words(column))]
    return _apart([frozenset(normal(word) for word in words) - {normal(NA)} for words in held]) >= _VOCABULARIES


def _holes(column: Any) -> bool:
    import pyarrow.compute as pc

    return bool(column.null_count or pc.any(pc.equal(pc.utf8_trim_whitespace(coded.texts_of(column)), "")).as_py())


def _words(column: Any) -> Sequence[str]:
    import pyarrow.compute as pc

    texts = pc.unique(coded.texts_of(column))
    if len(texts) > _COMPARED and pc.any(pc.equal(texts, NA)).as_py():
        return [NA, *texts[:_COMPARED].to_pylist()]
    found: Sequence[str] = texts.to_pylist() if len(texts) <= _COMPARED else []
    return found


def _apart(vocabularies: Sequence[frozenset[str]]) -> int:
    """How many groups the vocabularies make, two with a word in common being of one group."""
    groups: list[frozenset[str]] = []
    for words in vocabularies:
        near = [group for group in groups if group & words]
        groups = [group for group in groups if not group & words] + [words.union(*near)]
    return len(groups)
