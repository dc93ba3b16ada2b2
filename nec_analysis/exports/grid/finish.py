"""The last checks of a table, the same whichever way it was read; then the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc

from ... import model
from ...errors import NecError
from . import arrays, coded, content, damage
from .escapes import escapes
from .limits import Limits, too_big
from .misread import misread
from .misshapen import misshapen
from .overwritten import overwritten
from .shape import MANY, Problem, settle
from .sideways import sideways
from .strangers import strangers
from .table import Grid


@dataclass(frozen=True, slots=True)
class Draft:
    """A table as it was cut from its file, not yet trusted."""

    source: model.Source
    header: tuple[tuple[str, ...], ...]
    cells: tuple[Any, ...]
    lines: Sequence[int]
    problems: tuple[Problem, ...] = ()
    ledger: tuple[model.Entry, ...] = ()
    notes: tuple[str, ...] = ()
    newlines: bool = True
    """Whether a cell may hold a line end."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a table is accepted. `damage`: refuse | keep | repair; `repeats`: refuse | keep."""

    limits: Limits
    quarantine: bool = False
    expected_rows: int | None = None
    damage: str = "refuse"
    repeats: str = "refuse"


def finish(draft: Draft, terms: Terms) -> Grid:
    """The grid, or the refusal of the first thing that cannot be trusted."""
    place = draft.source.file
    _check_sizes(draft, terms.limits)
    cells, lines, empty = _without_empty_rows(draft)
    key = content.identifiers(cells, len(lines))
    problems = _problems(draft, cells, lines, key, terms)
    notes = (*draft.notes, *_doubts(cells, lines, draft.header[0], key))
    aside = settle(
        problems, place=place, quarantine=terms.quarantine, total=len(lines) + len(problems), names=draft.header[0]
    )
    ledger = [*draft.ledger, *empty, *(_set_aside(place, p) for p in problems)]
    if problems:
        cells, lines = _keep(cells, lines, np.array([not aside(line) for line in lines], dtype=bool))
    cells, header, said = _damage(draft, cells, lines, terms)
    _check_count(place, len(lines), terms)
    return Grid(draft.source, header, cells, lines, (*ledger, *said), notes)


def _doubts(cells: tuple[Any, ...], lines: Sequence[int], names: Sequence[str], key: int) -> list[str]:
    """What may be lines lost or pasted twice, when it is not sure enough to refuse the file."""
    lost = [
        f"ligne {line} : {missing} numéro(s) sauté(s) dans une suite sans autre trou : ligne perdue ou réponse effacée ?"
        for line, missing in content.gaps(cells, lines, key)
    ]
    twice = content.repeated_keys(cells, lines, key)
    if twice:
        lost.append(f"« {names[key]} » : identifiant déjà vu plus haut, ligne(s) {_some(twice)}")
    return lost


def _problems(draft: Draft, cells: tuple[Any, ...], lines: Sequence[int], key: int, terms: Terms) -> list[Problem]:
    """What is wrong, one problem a line: the one that says most."""
    repeats = terms.repeats != "keep"
    most = None if terms.quarantine else MANY
    found = [
        *(content.repeated_rows(cells, lines, key) if repeats else ()),
        *(content.repeated_blocks(cells, lines, key) if repeats else ()),
        *draft.problems,
        *content.repeated_headers(cells, draft.header, lines, most),
        *content.totals(cells, lines),
        *content.footer(cells, lines),
        *content.glued(cells, lines, most),
        *misshapen(cells, lines),
        *strangers(cells, lines),
        *sideways(cells, lines),
        *(escapes(cells, lines) if terms.damage != "keep" else ()),
        *(misread(cells, lines) if terms.damage != "keep" else ()),
        *(overwritten(cells, lines, most, workbook=not draft.source.delimiter) if terms.damage != "keep" else ()),
    ]
    if draft.newlines:
        found += content.swallowed(cells, lines, draft.source.delimiter)
    first = {p.line: p for p in reversed(found)}
    return [first[line] for line in sorted(first)]


def _check_sizes(draft: Draft, limits: Limits) -> None:
    place = draft.source.file
    if len(draft.cells) > limits.columns:
        cause = f"{len(draft.cells)} colonnes (columns) : la limite est de {limits.columns}."
        raise NecError("too-many-columns", place, cause, "Vérifiez le séparateur, ou retirez des colonnes.")
    header = (
        (1, i + 1, len(n.encode())) for row in draft.header for i, n in enumerate(row) if 4 * len(n) > limits.cell
    )
    found = next((h for h in header if h[2] > limits.cell), None)
    if found := found or content.long_cell(draft.cells, draft.lines, limits.cell):
        raise too_big(place, *found, limits)


def _without_empty_rows(draft: Draft) -> tuple[tuple[Any, ...], Sequence[int], list[model.Entry]]:
    empty = content.empty_rows(draft.cells, len(draft.lines))
    if not empty.any():
        return draft.cells, draft.lines, []
    numbers = arrays.of_lines(draft.lines)[empty]
    many = "1 ligne" if len(numbers) == 1 else f"{len(numbers)} lignes"
    reason = f"{many} sans aucune valeur : {_some(numbers)}"
    entry = model.Entry(draft.source.file, int(numbers[0]), "", "", "", "", "empty_row_skipped", reason)
    cells, lines = _keep(draft.cells, draft.lines, ~empty)
    return cells, lines, [entry]


def _some(numbers: Sequence[int] | arrays.Ints) -> str:
    return ", ".join(map(str, numbers[:10])) + ("…" if len(numbers) > 10 else "")


def _keep(cells: tuple[Any, ...], lines: Sequence[int], kept: arrays.Mask) -> tuple[tuple[Any, ...], Sequence[int]]:
    if kept.all():
        return cells, lines
    mask = arrays.mask(kept)
    return tuple(coded.kept(c, mask) for c in cells), arrays.lines(arrays.of_lines(lines)[kept])


def _set_aside(place: str, problem: Problem) -> model.Entry:
    """The ledger line of a row set aside. Its cells are counted, not copied: nobody knows yet which are personal."""
    filled = sum(1 for c in problem.record.cells if c)
    column = str(problem.column) if problem.column else ""
    reason = f"{problem.cause} {filled} cellule(s) non vide(s) mise(s) de côté."
    return model.Entry(place, problem.line, column, "", "", "", "quarantine_row", reason)


def _check_count(place: str, found: int, terms: Terms) -> None:
    if terms.expected_rows is None or found == terms.expected_rows:
        return
    cause = f"{found} lignes lues, {terms.expected_rows} attendues (expected rows)."
    remedy = "Refaites l'export entier, ou corrigez « rows » dans la carte si le nombre attendu a changé."
    raise NecError("rows-expected", place, cause, remedy)


def _damage(
    draft: Draft, cells: tuple[Any, ...], lines: Sequence[int], terms: Terms
) -> tuple[tuple[Any, ...], tuple[tuple[str, ...], ...], list[model.Entry]]:
    """Damaged text refused, kept or repaired as the terms say; isolated damage in a sound file is kept, said."""
    found = _damaged_cells(draft, cells, lines)
    if not found:
        return cells, draft.header, []
    if terms.damage == "refuse" and not _isolated(found, cells, len(lines)):
        raise _damage_error(draft.source.file, found)
    said = [_damage_entry(draft.source.file, spot, terms.damage) for spot in found]
    if terms.damage != "repair":
        return cells, draft.header, said
    mended = {spot.column for spot in found if spot.kind == "twice"}
    fixed = tuple(_repair(c) if i in mended else c for i, c in enumerate(cells))
    return fixed, tuple(tuple(damage.repaired(n) for n in row) for row in draft.header), said


@dataclass(frozen=True, slots=True)
class Spot:
    """A damaged cell: its line, the index of its column, the kind of damage (lost | twice)."""

    line: int
    column: int
    name: str
    kind: str


_LOOK = "\ufffd|[ÂÃÄÅâð√├]"


def _damaged_cells(draft: Draft, cells: tuple[Any, ...], lines: Sequence[int]) -> list[Spot]:
    found = []
    for index, name in enumerate(draft.header[0]):
        for row in (r[index] for r in draft.header):
            found += [Spot(1, index, name, kind) for kind in _kinds(row)]
    for index, column in enumerate(cells):
        if damage.is_sound(coded.texts_of(column)):
            continue
        for at in content.true_at(coded.asked(column, lambda texts: pc.match_substring_regex(texts, _LOOK))):
            text = column[at].as_py()
            found += [Spot(int(lines[at]), index, draft.header[0][index], kind) for kind in _kinds(text)]
    return sorted(found, key=lambda spot: (spot.line, spot.column))


def _kinds(text: str) -> list[str]:
    return (["lost"] if damage.LOST in text else []) + (["twice"] if damage.is_twice(text) else [])


def _isolated(found: Sequence[Spot], cells: tuple[Any, ...], rows: int) -> bool:
    """Under 1 % of the rows, in a file whose other accents are sound: pasted by somebody, not done by the export."""
    damaged = len({spot.line for spot in found})
    return 100 * damaged < rows and sum(_sound(c) for c in cells) > 10 * len(found)


def _sound(column: Any) -> int:
    accented = coded.asked(column, lambda texts: pc.match_substring_regex(texts, "[éèàçêôîûùÉÈÀ’]"))
    return int(pc.sum(accented).as_py() or 0)


def _damage_error(place: str, found: Sequence[Spot]) -> NecError:
    spot = found[0]
    where = f"{place}, ligne {spot.line}, colonne {spot.column + 1} ({spot.name[:60]})"
    cells = f"{len(found)} cellule{'s' if len(found) > 1 else ''}"
    if spot.kind == "lost":
        cause = f"des caractères ont été perdus avant l'export (U+FFFD, replacement character) dans {cells}."
        return NecError(
            "replacement-chars", where, cause, 'Refaites l\'export ; sinon acceptez : options.read.damage = "keep".'
        )
    cause = f"accents décodés deux fois (mojibake, encodage UTF-8 lu comme cp1252) dans {cells}."
    return NecError("mojibake", where, cause, 'Refaites l\'export, ou réparez : options.read.damage = "repair".')


def _damage_entry(place: str, spot: Spot, terms: str) -> model.Entry:
    what = "caractères perdus (U+FFFD)" if spot.kind == "lost" else "accents décodés deux fois (mojibake)"
    action = "text_repaired" if terms == "repair" and spot.kind == "twice" else "damaged_text"
    return model.Entry(place, spot.line, spot.name, "", "", "", action, what)


def _repair(column: Any) -> Any:
    return arrays.texts([None if c is None else damage.repaired(c) for c in coded.to_list(column)])
