"""A delimited file made a draft: by the fast way where it is regular, else by the strict one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ... import model
from ...errors import NecError
from . import delimited, fast
from .body import Body, strict
from .encoding import MARKS, decode, may_be_utf8
from .finish import Draft, Terms
from .limits import Limits
from .origin import Origin, whole
from .shape import Layout
from .tape import BLOCK, Tape
from .tokens import NONE, Broken, Record, lines_in, records

FROM = 1 << 20
"""Bytes from which the fast way pays."""
PREFIX = 1 << 22
"""Bytes in which the header and its first records must lie for the fast way."""
_BOM = b"\xef\xbb\xbf"


def delimited_draft(
    origin: Origin, terms: Terms, *, header_rows: int, delimiter: str, encoding: str, fast_from: int = FROM
) -> Draft:
    """The columns of a delimited file. Texts from `fast_from` bytes on are tried the fast way first."""
    if origin.length >= fast_from and encoding.lower() in ("", "utf-8", "utf-8-sig"):
        with suppress(fast.Irregular):
            return _as_it_lies(origin, terms.limits, header_rows, delimiter)
    origin = whole(origin, limits=terms.limits)
    decoded = decode(origin.data, place=origin.name, encoding=encoding)
    source = model.Source(origin.name, origin.sha256, origin.size, encoding=decoded.encoding)
    ended = decoded.text.endswith(("\n", "\r"))
    if origin.length >= fast_from and decoded.encoding not in ("utf-8", "utf-8-sig"):
        with suppress(fast.Irregular):
            plan = _plan(source, decoded.text, limits=terms.limits, header_rows=header_rows, delimiter=delimiter)
            made = _gathered(plan, list(plan.pieces(_blocks(decoded.text))))
            return _open_end(_said(made, decoded.fallback), ended)
    runs = origin.length >= fast_from
    made = _strict(source, decoded.text, terms, header_rows, delimiter, runs=runs)
    return _open_end(_said(made, decoded.fallback), ended)


def _open_end(draft: Draft, ended: bool) -> Draft:
    """The draft with a note when its last line has no end: a download cut in its last cell looks like that."""
    if ended:
        return draft
    note = "la dernière ligne du fichier n'a pas de fin de ligne : vérifiez que le téléchargement est complet"
    return replace(draft, notes=(*draft.notes, note))


def _blocks(text: str) -> Iterator[bytes]:
    """A text as UTF-8, some megabytes at a time."""
    return (text[start : start + BLOCK].encode() for start in range(0, len(text), BLOCK))


def _as_it_lies(origin: Origin, limits: Limits, header_rows: int, delimiter: str) -> Draft:
    """The fast way on bytes that are UTF-8 already, straight from the disk when they are many."""
    plan = plan_of(origin, limits=limits, header_rows=header_rows, delimiter=delimiter)
    tape = Tape(origin.path) if origin.path else None
    made = _gathered(plan, list(plan.pieces(tape.blocks() if tape else [origin.data])))
    if tape:
        made = replace(made, source=replace(made.source, sha256=tape.sha256))
    return _open_end(made, (tape.last if tape else origin.data[-1:]) == b"\n")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a regular text is to be read the fast way: its columns, the byte and the line its rows begin on."""

    source: model.Source
    dialect: delimited.Dialect
    layout: Layout
    skip: int
    line: int

    def pieces(self, blocks: Iterable[bytes], *, code: bool = True) -> Iterator[fast.Piece]:
        """The rows, some megabytes at a time; `code`: see fast.pieces. Raises fast.Irregular."""
        width, delimiter = self.layout.width, self.dialect.delimiter
        yield from fast.pieces(blocks, skip=self.skip, line=self.line, width=width, delimiter=delimiter, code=code)


def plan_of(origin: Origin, *, limits: Limits, header_rows: int, delimiter: str) -> Plan:
    """The plan for bytes that are UTF-8 as they lie. Raises fast.Irregular."""
    marked = origin.data.startswith(_BOM)
    head = origin.data[:PREFIX].removeprefix(_BOM)
    if not marked and not may_be_utf8(head):
        raise fast.Irregular
    seen = len(origin.data) == origin.length and origin.length <= PREFIX
    source = model.Source(origin.name, origin.sha256, origin.size, encoding="utf-8-sig" if marked else "utf-8")
    text = _beginning(head, whole=seen)
    skip = len(_BOM) if marked else 0
    return _plan(source, text, limits=limits, header_rows=header_rows, delimiter=delimiter, skip=skip, whole=seen)


def _beginning(head: bytes, *, whole: bool) -> str:
    """The first bytes as text, up to the last whole character."""
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        if whole or error.start < len(head) - 4:
            raise fast.Irregular from error
        return head[: error.start].decode("utf-8")


def _plan(
    source: model.Source,
    text: str,
    *,
    limits: Limits,
    header_rows: int,
    delimiter: str,
    skip: int = 0,
    whole: bool = True,
) -> Plan:
    """`text` begins the decoded file (or is all of it); `skip` bytes stand before it.

    What would be refused is left to the strict way, which knows better what to say.
    """
    if "\0" in text or text.startswith(MARKS):
        raise fast.Irregular
    try:
        dialect = delimited.dialect_of(text, place=source.file, delimiter=delimiter)
        _header_inside(text, dialect, whole=whole)
        layout = delimited.layout(text, dialect, place=source.file, header_rows=header_rows, limits=limits)
    except NecError as error:
        raise fast.Irregular from error
    if any(record.stray for record in layout.header):
        raise fast.Irregular
    before = text[: layout.header[-1].end]
    return Plan(source, dialect, layout, skip + len(before.encode()), 1 + lines_in(before))


def _gathered(plan: Plan, found: Sequence[fast.Piece]) -> Draft:
    cells, lines = fast.joined(found, plan.layout.width)
    body = Body(cells, lines, (), sum((piece.blank for piece in found), NONE))
    return replace(
        _draft(plan.source, plan.dialect, plan.layout, body),
        newlines=any(piece.newlines for piece in found),
    )


def draft_of(plan: Plan, found: Sequence[fast.Piece], *, first: bool) -> Draft:
    """The draft of some pieces of a text; only the `first` one tells what stood above the table."""
    made = _gathered(plan, found)
    return made if first else replace(made, ledger=tuple(e for e in made.ledger if e.action != "preamble_skipped"))


def _header_inside(text: str, dialect: delimited.Dialect, *, whole: bool) -> None:
    """The records that decide of the header stand whole in the beginning of the file, or the strict way must look."""
    count = 0
    for record in records(text, dialect.delimiter, start=dialect.start, line=dialect.line):
        if isinstance(record, Broken):
            raise fast.Irregular
        count += not record.blank
        if count >= delimited.FIRST:
            return
    if not whole:
        raise fast.Irregular


def _strict(source: model.Source, text: str, terms: Terms, header_rows: int, delimiter: str, *, runs: bool) -> Draft:
    place = source.file
    dialect = delimited.dialect_of(text, place=place, delimiter=delimiter)
    layout = delimited.layout(text, dialect, place=place, header_rows=header_rows, limits=terms.limits)
    quarantine, limits = terms.quarantine, terms.limits
    body = strict(text, dialect.delimiter, layout, place=place, quarantine=quarantine, limits=limits, runs=runs)
    return _draft(source, dialect, layout, body)


def _draft(source: model.Source, dialect: delimited.Dialect, layout: Layout, body: Body) -> Draft:
    said = replace(
        source, delimiter=dialect.delimiter, header_rows=len(layout.header), lines=len(body.lines) + len(body.problems)
    )
    ledger = [_title(source.file, record) for record in layout.preamble]
    if body.blank.count:
        reason = "1 ligne vide" if body.blank.count == 1 else f"{body.blank.count} lignes vides"
        ledger.append(model.Entry(source.file, body.blank.first, "", "", "", "", "blank_line_skipped", reason))
    return Draft(said, layout.names, body.cells, body.lines, body.problems, tuple(ledger))


def _title(place: str, record: Record) -> model.Entry:
    raw = " | ".join(c for c in record.cells if c)
    return model.Entry(place, record.line, "", "", raw, "", "preamble_skipped", "titre au-dessus du tableau")


def _said(draft: Draft, fallback: str) -> Draft:
    """The draft with a ledger line when the encoding had to be chosen."""
    if not fallback:
        return draft
    entry = model.Entry(draft.source.file, 0, "", "", "", "", "decoded_with_fallback", fallback)
    return replace(draft, ledger=(entry, *draft.ledger))
