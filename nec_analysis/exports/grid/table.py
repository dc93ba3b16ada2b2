"""A trusted grid of text: the header rows, the columns, the lines they stood on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ... import model
from ...errors import NecError
from ...french.matching import normal
from .coded import to_list


@dataclass(frozen=True, slots=True)
class Grid:
    """A file as it was written: nothing typed, nothing trimmed.

    `header` has one tuple a header row, verbatim. `cells` has one Arrow column of text each (a big file keeps a column
    of few different texts coded, as an Arrow dictionary): null where the file writes nothing, "" where it writes an
    empty text. `rows` gives the 1-based line or sheet row each record starts on.
    `ledger` says what was set aside or had to be decided; `notes` are sentences for the reader of the report.
    """

    source: model.Source
    header: tuple[tuple[str, ...], ...]
    cells: tuple[Any, ...]
    rows: Sequence[int]
    ledger: tuple[model.Entry, ...] = ()
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def names(self) -> tuple[str, ...]:
        """The first header row."""
        return self.header[0] if self.header else ()

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.cells)

    def find(self, name: str) -> int:
        """Index of the column of that name (exact, else the same in normal form), or -1; a doubt is refused."""
        if name in self.names:
            return self._only(name, [i for i, n in enumerate(self.names) if n == name])
        return self._only(name, [i for i, n in enumerate(self.names) if normal(n) == normal(name)])

    def column(self, name: str) -> list[str | None]:
        """The cells of the column of that name, as Python text; a missing column is refused."""
        index = self.find(name)
        if index < 0:
            from ...cards.suggest import did_you_mean

            cause = f"aucune colonne ne s'appelle « {name} »."
            raise NecError("column-missing", self.source.file, cause, did_you_mean(name, self.names))
        return self.text(index)

    def text(self, index: int) -> list[str | None]:
        """The cells of a column as Python text, None where nothing is written."""
        return to_list(self.cells[index])

    def records(self) -> list[tuple[str | None, ...]]:
        """The rows as tuples of text: for small tables."""
        return list(zip(*(self.text(i) for i in range(self.width)), strict=True)) if self.cells else []

    def _only(self, name: str, found: list[int]) -> int:
        if len(found) > 1:
            where = ", ".join(str(i + 1) for i in found)
            raise NecError(
                "column-ambiguous",
                self.source.file,
                f"{len(found)} colonnes s'appellent « {name} » (colonnes {where}).",
                "Renommez-les dans le fichier, ou désignez la colonne par son numéro.",
            )
        return found[0] if found else -1
