"""A file read whole into a trusted grid, or refused."""

from __future__ import annotations

from pathlib import Path

from ... import model
from ...errors import NecError
from . import delimited
from .encoding import decode
from .finish import Draft, Terms, finish
from .head import Head
from .limits import LIMITS, Limits
from .origin import Origin, origin_of
from .shape import AUTO, Layout
from .table import Grid

_NO_GRID = {
    "sav": "un fichier SPSS",
    "zsav": "un fichier SPSS",
    "dta": "un fichier Stata",
    "xml": "un fichier XML",
}


def read(
    path: str | Path,
    *,
    head: Head | None = None,
    sheet: str = "",
    header_rows: int = AUTO,
    delimiter: str = "",
    encoding: str = "",
    quarantine: bool = False,
    expected_rows: int | None = None,
    damage: str = "refuse",
    formulas: str = "refuse",
    limits: Limits = LIMITS,
) -> Grid:
    """The file as text, cell for cell, with the line of each row.

    `header_rows` 0 finds the header by itself (one row, below title lines; three for Qualtrics). `quarantine` sets
    aside lines that cannot be trusted instead of refusing the file. `expected_rows` is the declared number of rows.
    `damage`: what to do with text damaged before us: refuse | keep | repair. `formulas`: refuse | text, for cells
    that hold a formula without its value. `head` spares the choice of sheet and separator when the file was looked at.
    """
    sheet = sheet or (head.sheet if head else "")
    origin = origin_of(path, limits=limits, member=(head.member if head else "") or sheet)
    terms = Terms(limits, quarantine, expected_rows, damage)
    if origin.kind == "csv":
        return finish(_delimited(origin, terms, header_rows, delimiter, encoding), terms)
    if origin.kind in ("xlsx", "xlsb", "xls", "ods"):
        from .workbook import workbook_draft

        return finish(workbook_draft(origin, terms, sheet=sheet, header_rows=header_rows, formulas=formulas), terms)
    raise _no_grid(origin)


def _delimited(origin: Origin, terms: Terms, header_rows: int, delimiter: str, encoding: str) -> Draft:
    place = origin.name
    decoded = decode(origin.data, place=place, encoding=encoding)
    text = decoded.text
    _no_null(text, place)
    dialect = delimited.dialect_of(text, place=place, delimiter=delimiter)
    layout = delimited.layout(text, dialect, place=place, header_rows=header_rows)
    body = delimited.strict(text, dialect, layout, place=place, quarantine=terms.quarantine, limits=terms.limits)
    source = model.Source(
        place,
        origin.sha256,
        origin.size,
        encoding=decoded.encoding,
        delimiter=dialect.delimiter,
        header_rows=len(layout.header),
        lines=len(body.lines),
    )
    ledger = _ledger(place, decoded.fallback, layout, body.blank)
    return Draft(source, layout.names, body.cells, body.lines, body.problems, tuple(ledger))


def _ledger(place: str, fallback: str, layout: Layout, blank: tuple[int, ...]) -> list[model.Entry]:
    entries = []
    if fallback:
        entries.append(model.Entry(place, 0, "", "", "", "", "decoded_with_fallback", fallback))
    for record in layout.preamble:
        raw = " | ".join(c for c in record.cells if c)
        entries.append(
            model.Entry(place, record.line, "", "", raw, "", "preamble_skipped", "titre au-dessus du tableau")
        )
    if blank:
        reason = f"{len(blank)} ligne(s) vide(s)"
        entries.append(model.Entry(place, blank[0], "", "", "", "", "blank_line_skipped", reason))
    return entries


def _no_null(text: str, place: str) -> None:
    at = text.find("\0")
    if at >= 0:
        where = f"{place}, ligne {text.count(chr(10), 0, at) + 1}"
        cause = "octets nuls (NUL, null bytes) dans le texte : fichier binaire, abîmé ou tronqué."
        raise NecError("null-bytes", where, cause, "Téléchargez de nouveau l'export.")


def _no_grid(origin: Origin) -> NecError:
    if origin.kind == "zip":
        names = ", ".join(origin.members[:8]) + ("…" if len(origin.members) > 8 else "")
        cause = f"cette archive zip contient {len(origin.members)} fichiers : {names}."
        return NecError(
            "archive-choice", origin.name, cause, 'Nommez-en un dans la carte : sheet = "…", ou extrayez-le.'
        )
    cause = f"c'est {_NO_GRID.get(origin.kind, origin.kind)}, pas un tableau de texte."
    return NecError("wrong-type", origin.name, cause, "Choisissez l'outil qui l'a écrit dans la carte.")
