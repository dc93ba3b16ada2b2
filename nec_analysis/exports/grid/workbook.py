"""A workbook made into columns: which sheet, where its header stands, what cannot be trusted."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from ... import model
from ...errors import NecError
from . import arrays, biff, opendocument, sheet
from .extent import within
from .fast import Irregular
from .finish import Draft, Terms
from .head import Head
from .lay import Scanned
from .limits import Limits
from .origin import Origin
from .package import open_package
from .pages import Pages
from .place import in_sheet
from .scan import scan
from .shape import Layout, Problem, layout_of
from .tokens import Record

FIRST = 60
_CAUSES = {
    "formula": ("formula-no-value", "une formule sans valeur calculée (formula without cached value)"),
    "error": ("error-cell", "une erreur de calcul (error cell)"),
    "long": ("long-number", "un nombre de plus de 15 chiffres, déjà arrondi par le tableur (digits lost)"),
    "unreadable": ("cell-unreadable", "un nombre illisible (unreadable)"),
    "misplaced": ("cell-misplaced", "une valeur qui n'est pas à sa place : ligne ou colonne écrite deux fois"),
}
_REMEDIES = {
    "formula": "Ouvrez le classeur dans Excel ou LibreOffice, enregistrez-le, ou exportez en CSV.",
    "error": "Corrigez la cellule ; dans la fiche, [export.options.read] quarantine = true met la ligne de côté.",
    "long": "Refaites l'export en CSV, ou mettez la colonne au format Texte avant de coller les identifiants.",
    "unreadable": "Corrigez la cellule dans le tableur.",
    "misplaced": "Le classeur est abîmé : refaites l'export.",
}


def pages_of(origin: Origin, *, limits: Limits, formulas: str = "refuse") -> Pages:
    """The sheets, whichever format the workbook has."""
    if origin.kind == "xls":
        return biff.pages(origin)
    if origin.kind == "ods":
        return opendocument.pages(origin, limits=limits)
    if origin.kind != "xlsx":
        cause = "les classeurs binaires .xlsb ne disent pas comment leurs nombres sont affichés (wrong format)."
        raise NecError("wrong-type", origin.name, cause, "Enregistrez-le au format .xlsx.")
    package = open_package(origin, limits=limits)
    parts = {part.name: part for part in package.sheets}
    return Pages(
        tuple(p.name for p in package.sheets if p.visible),
        tuple(p.name for p in package.sheets if not p.visible),
        lambda name: sheet.rows(package, parts[name], formulas=formulas),
        lambda name: scan(package, parts[name], limits=limits),
    )


def workbook_head(origin: Origin, *, sheet: str, limits: Limits, rows: int) -> Head:
    """The first look at a workbook: its sheets, the first rows of the one named or of the first that holds anything."""
    pages = pages_of(origin, limits=limits, formulas="text")
    filled = pages.filled() if not sheet else [_named(pages, sheet, origin.name)]
    first = list(islice((r for r in pages.rows(filled[0]) if hasattr(r, "cells")), rows)) if filled else []
    width = max((max(r.cells, default=0) for r in first), default=0)
    return Head(
        origin.name,
        origin.sha256,
        origin.size,
        origin.kind,
        sheets=pages.visible,
        hidden=pages.hidden,
        sheet=filled[0] if len(filled) == 1 else "",
        rows=tuple(tuple(r.cells.get(i, "") for i in range(1, width + 1)) for r in first),
        member=origin.member,
    )


def workbook_draft(
    origin: Origin, terms: Terms, *, sheet: str, header_rows: int, formulas: str, fast: bool = True
) -> Draft:
    """The sheet as columns, with every cell in doubt named. `fast` tries a scan of its bytes first."""
    pages = pages_of(origin, limits=terms.limits, formulas=formulas)
    name, skipped = _choose(pages, sheet, origin.name)
    source = model.Source(origin.name, origin.sha256, origin.size, sheet=name)
    draft = _scanned(source, pages.scan, name, header_rows) if fast and pages.scan else None
    draft = draft or _parsed(source, pages, name, header_rows, terms.limits)
    return replace(draft, notes=(*skipped, *draft.notes))


def _scanned(source: model.Source, scanning: Callable[[str], Scanned], name: str, header_rows: int) -> Draft | None:
    """The draft from a scan of the sheet's bytes, None when only its XML can say what it holds."""
    try:
        found = scanning(name)
    except Irregular:
        return None
    texts = [column.slice(0, FIRST).to_pylist() for column in found.columns]
    first = [Record(int(n), tuple(c[i] for c in texts)) for i, n in enumerate(found.numbers[:FIRST])]
    layout = layout_of(first, place=source.file, header_rows=header_rows, full_width=True)
    above = len(layout.preamble) + len(layout.header)
    cells = tuple(column.slice(above) for column in found.columns)
    return _draft(source, layout, cells, arrays.lines(found.numbers[above:]))


def _parsed(source: model.Source, pages: Pages, name: str, header_rows: int, limits: Limits) -> Draft:
    rows, merges = _split(within(pages.rows(name), in_sheet(source.file, name), limits))
    said = _name_merged(rows, merges)
    width = max((max(r.cells, default=0) for r in rows), default=0)
    first = [Record(r.number, tuple(r.cells.get(i) for i in range(1, width + 1))) for r in rows[:FIRST]]
    layout = layout_of(first, place=source.file, header_rows=header_rows, full_width=True)
    body = rows[len(layout.preamble) + len(layout.header) :]
    _no_merges(merges, layout, body, source.file, name)
    made = _draft(source, layout, _columns(body, width), array("q", [r.number for r in body]))
    return replace(made, problems=tuple(_problems(rows, body, width, source.file)), notes=(*_notes(name, body), *said))


def _name_merged(rows: Sequence[sheet.Row], merges: Sequence[sheet.Merge]) -> list[str]:
    """Write the name of a header cell merged over several columns on each of them; what was done."""
    said = []
    for merge in merges:
        row = rows[0] if rows and rows[0].number == merge.top == merge.bottom else None
        name = row.cells.get(merge.left, "") if row else ""
        if row and name and len(row.cells) > 1:
            row.cells.update(dict.fromkeys(range(merge.left + 1, merge.right + 1), name))
            said.append(f"en-tête fusionné : « {name} » nomme les colonnes {merge.left} à {merge.right}")
    return said


def _draft(source: model.Source, layout: Layout, cells: tuple[Any, ...], lines: Sequence[int]) -> Draft:
    said = replace(source, header_rows=len(layout.header), lines=len(lines))
    header = tuple(tuple(c or "" for c in r.cells) for r in layout.header)
    return Draft(said, header, cells, lines, ledger=tuple(_ledger(source.file, layout)), newlines=False)


def _named(pages: Pages, name: str, place: str) -> str:
    names = (*pages.visible, *pages.hidden)
    if name in names:
        return name
    from ...cards.suggest import did_you_mean

    raise NecError(
        "sheet-missing", place, f"aucune feuille (sheet) ne s'appelle « {name} ».", did_you_mean(name, names)
    )


def _choose(pages: Pages, name: str, place: str) -> tuple[str, list[str]]:
    if name:
        return _named(pages, name, place), []
    filled = pages.filled()
    if not filled:
        cause = "aucune feuille visible ne contient de données (empty, vide)."
        hidden = f" Feuilles masquées : {', '.join(pages.hidden)}." if pages.hidden else ""
        raise NecError("file-empty", place, cause + hidden, "Refaites l'export, ou nommez la feuille dans la carte.")
    if len(filled) > 1:
        names = ", ".join(f"« {n} »" for n in filled)
        cause = f"plusieurs feuilles (sheets) contiennent des données : {names}."
        raise NecError("sheet-choice", place, cause, f'Dites laquelle dans la carte : sheet = "{filled[0]}".')
    return filled[0], [f"feuille masquée non lue : « {n} »" for n in pages.hidden]


def _split(found: Iterable[Any]) -> tuple[list[sheet.Row], list[sheet.Merge]]:
    rows: list[sheet.Row] = []
    merges: list[sheet.Merge] = []
    for item in found:
        if isinstance(item, sheet.Row):
            rows.append(item)
        else:
            merges.append(item)
    return rows, merges


def _columns(body: Sequence[sheet.Row], width: int) -> tuple[Any, ...]:
    columns: list[list[str | None]] = [[None] * len(body) for _ in range(width)]
    for index, row in enumerate(body):
        for column, text in row.cells.items():
            columns[column - 1][index] = text
    return tuple(arrays.texts(column) for column in columns)


def _no_merges(merges: Sequence[sheet.Merge], layout: Layout, body: Sequence[sheet.Row], place: str, name: str) -> None:
    if not body:
        return
    first, last = body[0].number, body[-1].number
    inside = [m for m in merges if m.bottom >= first and m.top <= last and (m.top, m.left) != (m.bottom, m.right)]
    if not inside:
        return
    one = min(inside, key=lambda m: (m.top, m.left))
    ref = f"{sheet.letters(one.left)}{one.top}:{sheet.letters(one.right)}{one.bottom}"
    where = f"{in_sheet(place, name)}, ligne {one.top}, colonne {one.left} ({ref})"
    cause = f"{len(inside)} plage(s) de cellules fusionnées (merged cells) dans les réponses : à qui est la valeur ?"
    raise NecError(
        "merged-cells", where, cause, "Annulez la fusion dans le tableur et recopiez la valeur sur chaque ligne."
    )


def _problems(rows: Sequence[sheet.Row], body: Sequence[sheet.Row], width: int, place: str) -> list[Problem]:
    inside = {row.number for row in body}
    found = []
    for row in rows:
        for doubt in row.doubts:
            code, what = _CAUSES[doubt.cause]
            said = f" {doubt.text}" if doubt.cause == "error" else ""
            cause = f"la cellule {doubt.ref} contient {what}{said}."
            if row.number not in inside:
                raise NecError(code, f"{place}, ligne {row.number}", cause, _REMEDIES[doubt.cause])
            record = Record(row.number, tuple(row.cells.get(i) for i in range(1, width + 1)))
            found.append(Problem(code, row.number, doubt.column, cause, _REMEDIES[doubt.cause], record))
    return found


def _ledger(place: str, layout: Layout) -> list[model.Entry]:
    return [
        model.Entry(
            place,
            record.line,
            "",
            "",
            " | ".join(c for c in record.cells if c),
            "",
            "preamble_skipped",
            "titre au-dessus du tableau",
        )
        for record in layout.preamble
    ]


def _notes(name: str, body: Sequence[sheet.Row]) -> list[str]:
    hidden = sum(1 for r in body if r.hidden)
    computed = sum(r.formulas for r in body)
    notes = []
    if hidden:
        notes.append(f"{hidden} ligne(s) masquée(s) (filtre ?) de la feuille « {name} » sont lues comme les autres")
    if computed:
        notes.append(f"{computed} cellule(s) calculée(s) par une formule : la dernière valeur enregistrée est lue")
    return notes
