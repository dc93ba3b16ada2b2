"""What is written down while cells are coded: the ledger lines, the answers nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from nec_analysis.errors import NecError
from nec_analysis.model import Column, Entry, Export

SHOWN = 20
"""How many unknown answers one message lists."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """An answer that the questionnaire does not hold. `known`: the choices as `code = label`."""

    column: str
    question: str
    text: str
    count: int
    near: str
    known: tuple[str, ...]
    date: bool = False


class UnknownAnswers(NecError):
    """The refusal of answers that nobody knows, with all of them for whoever can ask a person."""

    def __init__(self, code: str, place: str, cause: str, remedy: str, unknown: Sequence[Unknown]) -> None:
        super().__init__(code, place, cause, remedy)
        self.unknown = tuple(unknown)

    def lines(self, questions: Sequence[str]) -> str:
        """The lines to add to the card for some of the questions."""
        return "\n".join(_lines([each for each in self.unknown if each.question in questions]))


@dataclass
class Book:
    """The ledger being written, with the doubts that stop the cleaning once all are known."""

    file: str
    rows: Sequence[int]
    names: tuple[str, ...]
    entries: list[Entry] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    recodes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def name(self, column: Column) -> str:
        """The name by which the ledger calls a column: its header, told apart when several share it."""
        return self.names[column.index]

    def cell(self, row: int, column: str, question: str, raw: str, value: str, action: str, reason: str) -> None:
        """Write down what was done to the cell of one row (counted from 0 among the rows kept)."""
        self.entries.append(Entry(self.file, self.rows[row], column, question, raw, value, action, reason))

    def whole(self, column: str, question: str, raw: str, value: str, action: str, reason: str) -> None:
        """Write down what was done to a whole column, or to every cell holding one text."""
        self.entries.append(Entry(self.file, 0, column, question, raw, value, action, reason))

    def settle(self) -> None:
        """Raise NecError when an answer is unknown: all of them at once, with the lines to add."""
        if not self.unknown:
            return
        listed = self.unknown[:SHOWN]
        places = sorted({u.column for u in self.unknown})
        more = len(self.unknown) - len(listed)
        raise UnknownAnswers(
            "label-unknown",
            f"{self.file}, colonne « {places[0]} »" + (f" et {len(places) - 1} autres" if places[1:] else ""),
            "réponses inconnues du questionnaire : "
            + " ; ".join(_said(u, several=len(places) > 1) for u in listed)
            + (f" ; et {more} autres" if more else ""),
            "Choisissez ce qu'elles veulent dire dans a_completer.xlsx, feuille « Réponses », si elle les montre ; sinon "
            "ajoutez à edition.toml, sous l'export, en choisissant le code :\n" + "\n".join(_lines(listed)),
            self.unknown,
        )


def _said(unknown: Unknown, *, several: bool) -> str:
    where = f" (colonne « {unknown.column} »)" if several else ""
    times = f"{unknown.count} réponse" + ("s" if unknown.count > 1 else "")
    date = " — une plage comme « 1-10 » changée en date par un tableur ?" if unknown.date else ""
    return f"« {unknown.text} », {times}{where}{date}"


def _lines(unknown: Sequence[Unknown]) -> list[str]:
    lines: list[str] = []
    unknown = list({(u.question, u.text): u for u in reversed(unknown)}.values())[::-1]
    for question in dict.fromkeys(u.question for u in unknown):
        of = [u for u in unknown if u.question == question]
        lines.append(f"[export.recodes.{toml_key(question)}]   # codes : {', '.join(of[0].known[:12])}")
        lines += [f"{toml_text(u.text)} = {toml_text(u.near or '…')}" for u in of]
    return lines


def toml_text(text: str) -> str:
    """The text as a basic string of TOML."""
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    )
    return f'"{escaped}"'


def toml_key(key: str) -> str:
    """The key bare where TOML allows it, else quoted."""
    return key if key and key.isascii() and key.replace("_", "").replace("-", "").isalnum() else toml_text(key)


def column_names(export: Export) -> tuple[str, ...]:
    """A name for each column that the ledger can tell apart: the header, with its letter where headers repeat or lack."""
    seen = Counter(column.header for column in export.columns)
    return tuple(
        column.header
        if column.header and seen[column.header] == 1
        else f"{column.header} [{letter(column.index)}]".strip()
        for column in export.columns
    )


def letter(index: int) -> str:
    """The letter a spreadsheet gives a column counted from 0.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    head, last = divmod(index, 26)
    return (letter(head - 1) if head else "") + chr(ord("A") + last)
