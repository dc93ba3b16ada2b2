"""The shape of a table: where its header stands, which lines do not belong to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...errors import NecError
from .tokens import Cell, Record

_STAMP = re.compile(r"(?:\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4})[ T]\d{1,2}:\d\d.*")
MANY = 1_000
"""Problems told one by one: a file that has more is refused for the first, and what follows is not looked at."""
AUTO = 0
"""Number of header rows when nobody says it: one, or the three of Qualtrics."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`preamble` are the titles above the table, `header` its header rows; `width` its columns."""

    preamble: tuple[Record, ...]
    header: tuple[Record, ...]
    width: int

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The header rows as text, all of the same width."""
        return tuple(tuple(c or "" for c in r.cells) + ("",) * (self.width - len(r.cells)) for r in self.header)


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that cannot be trusted. `column` 0 stands for the line as a whole."""

    code: str
    line: int
    column: int
    cause: str
    remedy: str
    record: Record


def layout_of(first: Sequence[Record], *, place: str, header_rows: int, full_width: bool = False) -> Layout:
    """The layout told by the first records. `full_width` when every record has all the columns (a workbook)."""
    if not first:
        raise NecError(
            "file-empty", place, "le fichier est vide : aucune ligne, aucun en-tête (empty).", "Refaites l'export."
        )
    skip = 0 if header_rows > 1 else _preamble(first, full_width)
    count = header_rows or _header_rows(first[skip:])
    header = tuple(first[skip : skip + count])
    width = max(_used(r.cells) if full_width else len(r.cells) for r in header)
    _check_header(header, place)
    _check_drawn(first[skip:], place)
    _check_numbered(first[skip + count :], place)
    if not header_rows and count == 1:
        for below in range(1, _TITLES):
            _check_double([*header, *first[skip + below : skip + below + 2]], place)
    return Layout(tuple(first[:skip]), header, width)


def _used(cells: Sequence[Cell]) -> int:
    return max((i + 1 for i, c in enumerate(cells) if c), default=0)


def _preamble(first: Sequence[Record], full_width: bool) -> int:
    """How many title lines stand above the header: lines of one field over a table of several columns."""
    if not full_width:
        widths = [len(r.cells) for r in first]
        width = Counter(widths).most_common(1)[0][0]
        narrow = next((i for i, w in enumerate(widths) if w > 1), 0) if width > 1 else 0
        if narrow or len(set(widths)) > 1:
            return narrow
    filled = [sum(1 for c in r.cells if c and c.strip()) for r in first]
    usual = max(filled)
    start = next((i for i, n in enumerate(filled) if n > 1), 0)
    titles = all(_used(r.cells) <= 1 for r in first[:start])
    return start if usual > (2 if full_width else 3) and titles and filled[start] >= usual - 1 else 0


def _header_rows(first: Sequence[Record]) -> int:
    for index, record in enumerate(first[1:4], start=1):
        if any(c and c.lstrip().startswith(("{", "[")) and "ImportId" in c for c in record.cells):
            return index + 1
    return 1


def _check_header(header: Sequence[Record], place: str) -> None:
    cells = [c for r in header for c in r.cells if c and c.strip()]
    if not cells:
        where = f"{place}, ligne {header[0].line}"
        raise NecError(
            "header-missing", where, "l'en-tête (header) est vide.", "Ajoutez une ligne de noms de colonnes."
        )
    first = [c for c in header[0].cells if c]
    data = any(_STAMP.fullmatch(c.strip()) for c in first) and any(c.strip().isdigit() for c in first)
    if data and len(header) == 1:
        where = f"{place}, ligne {header[0].line}"
        cause = "la première ligne est une réponse, avec sa date : il manque l'en-tête (header, noms de colonnes)."
        raise NecError("header-missing", where, cause, "Refaites l'export avec la ligne d'en-tête.")
    if not any(c.isalpha() for text in cells for c in text):
        where = f"{place}, ligne {header[0].line}"
        cause = "la première ligne ne contient que des nombres : il manque l'en-tête (header, noms de colonnes)."
        raise NecError("header-missing", where, cause, "Refaites l'export avec la ligne d'en-tête.")


_RULE = re.compile(r"\s*:?[-=+]{3,}:?\s*")


def _check_drawn(first: Sequence[Record], place: str) -> None:
    """Refuse a table drawn with signs: a line of dashes under the header, apostrophes around every cell."""
    rules = [r for r in first[1:3] if len(said := [c for c in r.cells if c and c.strip()]) > 1 and _all_ruled(said)]
    if rules:
        cause = "une ligne de tirets sous l'en-tête (header) : tableau dessiné (Markdown, console), pas un export."
        raise NecError("table-drawn", f"{place}, ligne {rules[0].line}", cause, "Refaites l'export en CSV.")
    cells = [c for r in first for c in r.cells if c]
    if len(first) > 1 and len(cells) > 3 and all(len(c) > 1 and c[0] + c[-1] in _PAIRS for c in cells):
        cause = (
            "chaque cellule est entre apostrophes, guillemets typographiques ou doublés (quote) au lieu de guillemets "
            "droits : ce n'est pas du CSV."
        )
        raise NecError(
            "quote-single", f"{place}, ligne {first[0].line}", cause, "Refaites l'export avec des guillemets droits."
        )


def _check_numbered(below: Sequence[Record], place: str) -> None:
    """Refuse a row of the numbers of the columns under the header."""
    numbers = [c.cells for c in below[:1]]
    if not numbers or len(numbers[0]) < _NUMBERED or any(c != str(i) for i, c in enumerate(numbers[0], start=1)):
        return
    answers = [[c for c in column if c] for column in zip(*(r.cells for r in below[1:]), strict=False)]
    if any(cells and not any(c.isdigit() for c in cells) for cells in answers):
        cause = "sous l'en-tête (header), une ligne ne contient que les numéros des colonnes : pas une réponse."
        raise NecError("header-double", f"{place}, ligne {below[0].line}", cause, "Supprimez cette ligne du fichier.")


_NUMBERED = 5
"""Columns from which their numbers in a row are no answers."""
_PAIRS = ('""', "''", "``", "“”", "„“", "‘’", "«»", "‹›", "””")


def check_doubled(first: Sequence[Record], delimiter: str, *, place: str) -> None:
    """Refuse a table whose every second column has neither name nor value: its separator is written twice."""
    width = len(first[0].cells) if first else 0
    if width < 3 or not width % 2 or any(len(r.cells) != width or any(r.cells[1::2]) for r in first):
        return
    if all(any(r.cells[i] for r in first) for i in range(0, width, 2)):
        cause = f"une colonne sur deux est vide : le séparateur (separator) semble être « {delimiter * 2} »."
        remedy = "Refaites l'export avec un séparateur d'un seul signe."
        raise NecError("separator-unclear", f"{place}, ligne {first[0].line}", cause, remedy)


def check_ends(first: Sequence[Record], delimiter: str, *, place: str) -> None:
    """Refuse a table whose every line ends with another separator: a table of one separator saved under another."""
    ends = {_END.search(r.cells[-1] or "") for r in first}
    signs = {found.group() if found else "" for found in ends} if len(first) > 2 else {""}
    if len(signs) == 1 and (sign := signs.pop()) and sign[0] != delimiter:
        cause = f"chaque ligne finit par « {sign} » (separator) : tableau enregistré sous un autre séparateur."
        where = f"{place}, ligne {first[0].line}"
        raise NecError("separator-unclear", where, cause, "Refaites l'export sans l'ouvrir dans un tableur.")


_END = re.compile(r"[;,\t|]+$")


def _all_ruled(cells: Sequence[str]) -> bool:
    return all(_RULE.fullmatch(c) for c in cells)


_TITLES = 10
"""Rows of titles, one more, that may stand above the row of names."""


def _check_double(first: Sequence[Record], place: str) -> None:
    """Refuse a header that names a few of its columns over a row that names nearly all: two header rows."""
    if len(first) < 3:
        return
    top, below, answers = ([c for c in r.cells if c and c.strip()] for r in first)
    words = [c for c in below if any(sign.isalpha() for sign in c)]
    # An "Other" under each question repeats a name or two.
    own = len(set(below)) >= (1 if len(below) < 10 else 0.8) * len(below)
    named = own and len(words) >= 0.9 * len(below) and len(words) > len(_lettered(answers))
    if 2 * len(set(top)) < len(below) and len(below) > 3 and named:
        cause = (
            f"l'en-tête (header) ne nomme que {len(set(top))} colonne(s) ou bloc(s), la ligne {first[1].line} en nomme "
            f"{len(below)} : titres au-dessus du tableau, en-tête sur deux lignes ?"
        )
        remedy = "Supprimez les lignes de titres ; un en-tête sur deux lignes se dit dans la fiche : [export.options.read] header_rows = 2."
        raise NecError("header-double", f"{place}, ligne {first[0].line}", cause, remedy)


def _lettered(cells: Sequence[str]) -> list[str]:
    return [c for c in cells if not any(sign.isdigit() for sign in c)]


def width_problem(record: Record, width: int, *, last: bool, place: str, names: Sequence[str]) -> Problem:
    """Why a record that has not the width of the header is refused."""
    count = len(record.cells)
    if last and count < width:
        cause = (
            f"la dernière ligne n'a que {count} champs sur {width} colonnes : fichier tronqué (truncated), "
            "ou pied de page ajouté sous le tableau."
        )
        return Problem("truncated", record.line, count, cause, "Téléchargez de nouveau l'export entier.", record)
    many = "s" if abs(count - width) > 1 else ""
    lost = f"champ{many} manquant{many}."
    extra = f"champ{many} en trop : un séparateur dans un texte sans guillemets ?" if count > width else lost
    cause = f"{count} champs (fields) au lieu de {width} colonnes (columns) : {abs(count - width)} {extra}"
    remedy = (
        "Refaites l'export avec tous les textes entre guillemets, ou corrigez la ligne ; "
        "dans la fiche, [export.options.read] quarantine = true la met de côté."
    )
    return Problem("ragged", record.line, min(count, width), cause, remedy, record)


def settle(
    problems: Sequence[Problem], *, place: str, quarantine: bool, total: int, names: Sequence[str]
) -> Callable[[int], bool]:
    """Refuse with the first problem, or say which lines are set aside. More than half set aside is refused anyway."""
    if problems and (not quarantine or 2 * len(problems) > total):
        raise refusal(problems, place=place, names=names)
    lines = {p.line for p in problems}
    return lambda line: line in lines


def refusal(problems: Sequence[Problem], *, place: str, names: Sequence[str]) -> NecError:
    """The error for these problems: the first one, and how many follow."""
    first = problems[0]
    where = f"{place}, ligne {first.line}"
    if first.column:
        name = names[first.column - 1] if first.column <= len(names) else ""
        where += f", colonne {first.column}" + (f" ({name[:60]})" if name else "")
    more = len(problems) - 1
    least = "Au moins " if len(problems) >= MANY else ""
    also = f" {least}{more} autre{'s' if more > 1 else ''} ligne{'s' if more > 1 else ''} aussi." if more else ""
    return NecError(first.code, where, first.cause + also, first.remedy)
