"""The register with its tables as an Excel workbook: text that stays text, heads that stay in sight."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from nec_analysis.french.typography import typeset
from nec_analysis.model import Figure
from nec_analysis.report import archive
from nec_analysis.report.text import clean

Cell = str | int | float | bool | None
LONGEST, NAME = 32_767, 31
"""Characters of a cell, of the name of a sheet: limits of the format."""
NARROWEST, WIDEST = 9, 60
NAVY = "#171DAE"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the register: its head by language, what it takes of a figure, what it says to a reader."""

    head: Mapping[str, str]
    take: Mapping[str, Callable[[Figure], Cell]]
    about: Mapping[str, str]


def _column(
    fr: str,
    en: str,
    take: Callable[[Figure], Cell],
    about_fr: str,
    about_en: str,
    english: Callable[[Figure], Cell] | None = None,
) -> Column:
    return Column({"fr": fr, "en": en}, {"fr": take, "en": english or take}, {"fr": about_fr, "en": about_en})


COLUMNS = (
    _column("identifiant", "id", lambda f: f.id, "nom stable du chiffre", "stable name of the figure"),
    _column("libellé", "label", lambda f: f.label, "ce que le chiffre dit", "what the figure says"),
    _column("affiché", "shown", lambda f: f.display, "tel qu'il est imprimé dans le bilan", "as the report prints it"),
    _column("valeur", "value", lambda f: f.value, "non arrondie ; part entre 0 et 1", "unrounded; shares from 0 to 1"),
    _column("unité", "unit", lambda f: f.unit, "de la valeur", "of the value"),
    _column(
        "numérateur", "numerator", lambda f: f.numerator, "réponses ou unités comptées", "answers or units counted"
    ),
    _column("base", "base", lambda f: f.base, "effectif sur lequel il porte", "number it stands on"),
    _column("base en clair", "base in words", lambda f: f.base_text, "qui est dans la base", "who is in the base"),
    _column(
        "population", "population", lambda f: f.population or None, "taille de la liste connue", "size of the list"
    ),
    _column("borne basse", "low", lambda f: f.low, "de l'intervalle de confiance", "of the confidence interval"),
    _column("borne haute", "high", lambda f: f.high, "de l'intervalle de confiance", "of the confidence interval"),
    _column("niveau", "level", lambda f: f.level if f.low is not None else None, "de confiance", "of confidence"),
    _column("méthode", "method", lambda f: f.method, "du calcul de l'intervalle", "of the interval"),
    _column("pondération", "weights", lambda f: f.weight, "vide : aucune", "empty: none"),
    _column("effet de plan", "design effect", lambda f: f.design_effect, "des pondérations", "of the weights"),
    _column("question", "question", lambda f: f.question, "du questionnaire", "of the questionnaire"),
    _column("colonnes", "columns", lambda f: ", ".join(f.columns), "lues dans les exports", "read from the exports"),
    _column(
        "fichiers",
        "files",
        lambda f: ", ".join(f"{file.name} ({file.sha256[:8]})" for file in f.files),
        "exports, début de leur empreinte SHA-256",
        "exports, start of their SHA-256",
    ),
    _column(
        "écartés",
        "set aside",
        lambda f: ", ".join(f"{reason} : {n}" for reason, n in sorted(f.excluded.items())),
        "réponses hors de la base, par raison",
        "answers outside the base, by reason",
        lambda f: ", ".join(f"{reason}: {n}" for reason, n in sorted(f.excluded.items())),
    ),
    _column(
        "imprimé", "published", lambda f: f.published, "dans le bilan déjà publié", "in the report already published"
    ),
    _column(
        "concorde",
        "agrees",
        lambda f: {None: "", True: "oui", False: "non"}[f.agrees],
        "avec ce qui est imprimé",
        "with what is published",
        lambda f: {None: "", True: "yes", False: "no"}[f.agrees],
    ),
    _column("signalements", "flags", lambda f: ", ".join(f.flags), "réserves à connaître", "reservations to know"),
)


def write_workbook(
    figures: Sequence[Figure],
    tables: Mapping[str, Any],
    path: Path | str,
    *,
    title: str = "",
    edition: str = "",
    date: str = "1980-01-01",
    synthetic: str = "",
    lang: str = "fr",
) -> Path:
    """Write the workbook: a sheet to read first, the register, then one sheet for each table (name → table).

    A table is a DataFrame, (headers, rows) or a chart's own. `date` (ISO day) is the file's date, never today's, so
    the same figures give the same bytes; `synthetic` is printed at the head of every sheet.
    """
    import xlsxwriter

    out, path = BytesIO(), Path(path)
    still = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, still) as book:
        moment = datetime.fromisoformat(date)
        book.set_properties({"title": _words(title or edition), "subject": _words(edition), "created": moment})
        sheets = _Sheets(book, _words(synthetic or title or edition), lang)
        sheets.read_first(title or edition, synthetic, list(tables))
        heads = [column.head[lang] for column in COLUMNS]
        sheets.add(FIGURES[lang], heads, [[column.take[lang](figure) for column in COLUMNS] for figure in figures])
        for name, table in tables.items():
            sheets.add(name, *_grid(table))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(archive.fixed(out.getvalue(), date))
    return path


FIGURES = {"fr": "Chiffres", "en": "Figures"}
FIRST = {"fr": "À lire", "en": "Read me"}
HEADS = {"fr": ("colonne", "ce qu'elle contient"), "en": ("column", "what it holds")}
SHEETS = {"fr": "Feuilles de ce classeur", "en": "Sheets of this workbook"}


def _grid(table: Any) -> tuple[list[str], list[list[Cell]]]:
    """Headers with rows of cells: numbers stay numbers where the table has them."""
    if hasattr(table, "itertuples"):
        frame = table if type(table.index).__name__ == "RangeIndex" else table.reset_index()
        return [str(name) for name in frame.columns], [list(row) for row in frame.itertuples(index=False, name=None)]
    if hasattr(table, "raws"):
        return list(table.headers), [list(row) for row in table.raws]
    headers, rows = table
    return [str(head) for head in headers], [list(row) for row in rows]


def _words(value: object) -> str:
    """Text as the format takes it: no control character, no longer than a cell."""
    text = clean(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


class _Sheets:
    """The sheets of one workbook: names that the format accepts, one look for all."""

    def __init__(self, book: Any, banner: str, lang: str) -> None:
        self.book, self.banner, self.lang = book, banner, lang
        self.names: set[str] = set()
        face = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        self.plain = book.add_format(face | {"text_wrap": True})
        self.number = book.add_format(face | {"num_format": "#,##0.####"})
        self.head = book.add_format(face | {"bold": True, "font_color": NAVY, "text_wrap": True, "bottom": 2})
        self.title = book.add_format(face | {"bold": True, "font_size": 16, "font_color": NAVY})
        self.warning = book.add_format(face | {"bold": True, "font_color": "#9A5200"})

    def read_first(self, title: str, synthetic: str, names: Iterable[str]) -> None:
        """What the workbook holds, before anything else."""
        sheet = self._sheet(FIRST[self.lang])
        sheet.set_column(0, 0, 26, self.plain)
        sheet.set_column(1, 1, 70, self.plain)
        sheet.write_string(0, 0, _words(title), self.title)
        sheet.write_string(1, 0, _words(synthetic), self.warning)
        for column, head in enumerate(HEADS[self.lang]):
            sheet.write_string(3, column, typeset(head, self.lang), self.head)
        for row, described in enumerate(COLUMNS, 4):
            sheet.write_string(row, 0, described.head[self.lang], self.plain)
            sheet.write_string(row, 1, typeset(described.about[self.lang], self.lang), self.plain)
        after = 5 + len(COLUMNS)
        sheet.write_string(after, 0, SHEETS[self.lang], self.head)
        for row, name in enumerate((FIGURES[self.lang], *names), after + 1):
            sheet.write_string(row, 0, _words(name), self.plain)
        sheet.print_area(0, 0, after + 1 + len(list(names)), 1)

    def add(self, name: str, headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """One table: heads frozen and repeated in print, filters, columns as wide as what they hold."""
        sheet, last = self._sheet(name), max(1, len(rows))
        for column, head in enumerate(_unique(headers)):
            cells = [row[column] for row in rows]
            sheet.set_column(column, column, _width(head, cells), self.plain)
            sheet.write_string(0, column, head, self.head)
            for row, cell in enumerate(cells, 1):
                self._write(sheet, row, column, cell)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, last, max(0, len(headers) - 1))
        sheet.print_area(0, 0, last, max(0, len(headers) - 1))

    def _write(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        number = isinstance(cell, int | float) and not isinstance(cell, bool)
        if cell is None or cell != cell:
            sheet.write_blank(row, column, None, self.plain)
        elif number and abs(float(cell)) != float("inf"):
            sheet.write_number(row, column, cell, self.number)
        else:
            sheet.write_string(row, column, _words(cell), self.plain)

    def _sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(self._name(name))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        if self.banner:
            sheet.set_header("&L" + self.banner.replace("&", "&&")[:200])
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def _name(self, wanted: str) -> str:
        base = _FORBIDDEN.sub(" ", _words(wanted)).strip(" '")[:NAME] or "Feuille"
        name, again = base, 2
        while name.casefold() in self.names:
            name = f"{base[: NAME - len(str(again)) - 1]} {again}"
            again += 1
        self.names.add(name.casefold())
        return name


def _unique(headers: Sequence[str]) -> list[str]:
    """Heads none of which is empty or the same as another: filters need it."""
    found: list[str] = []
    for column, head in enumerate(map(_words, headers), 1):
        name = head.strip() or f"({column})"
        found.append(name if name not in found else f"{name} ({column})")
    return found


def _width(head: str, cells: Sequence[Cell]) -> float:
    longest = max((len(line) for cell in (head, *cells) for line in _words(cell or "").split("\n")), default=0)
    return max(NARROWEST, min(WIDEST, longest + 2))
