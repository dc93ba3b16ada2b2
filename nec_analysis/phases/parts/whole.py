"""A survey too large for memory, coded part by part; what the parts give adds up to the whole."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import weakref
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from nec_analysis.clean import dataset
from nec_analysis.clean.rows import REASON
from nec_analysis.clean.unmoved import unmoved
from nec_analysis.french.numbers import number
from nec_analysis.model import Account, Edition, Entry, ExportCard, Questionnaire, Responses, Source
from nec_analysis.phases.integrity import files_of, rows_as_declared, sha256
from nec_analysis.phases.parts import reading, repeats, tables, tasks
from nec_analysis.phases.parts.pool import Each, pool
from nec_analysis.phases.parts.spans import BOM, ROWS, Span, header_of, records_of, some_of, spans
from nec_analysis.privacy.redaction import question_without

LARGE = 180 * 1024 * 1024
"""Bytes from which a survey is coded in parts: a little under the limit of what is read whole, which takes two to four
times its size in memory and a quarter of the time."""

SKETCHED, SPREAD = 1000, 50
"""Records from everywhere that are in the sketch whatever they hold, taken from so many parts."""

SEEN = 300
"""Different texts of a column that the sketch holds, at most."""

_CELLS = re.compile(r"^(.* ; )(\d+)( cellules)$")


@dataclass(frozen=True, slots=True)
class _Work:
    """One survey being coded: `scratch` holds what only the work needs, `into` what comes out."""

    edition: Edition
    card: ExportCard
    root: Path
    scratch: Path
    into: Path
    each: Each
    rows: Counter[str] = field(default_factory=Counter)
    """Rows by file."""

    def place(self) -> dict[str, str]:
        """What every task must know."""
        return {"folder": str(self.scratch), "edition": self.edition.id, "root": str(self.root)}


class _Held:
    """A temporary folder that goes when nobody uses what is in it any more."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    def by(self, responses: Responses) -> Responses:
        """The answers, which keep the folder."""
        frame: Any = responses.frame
        frame.held = self
        return responses


def in_parts(edition: Edition, card: ExportCard) -> bool:
    """Whether a survey is coded in parts: Parquet, text of more than LARGE bytes, or `parts = true` in its options."""
    files = files_of(edition, card)
    asked = card.options.get("parts")
    if files[0].suffix.lower() in tables.SUFFIXES:
        return True
    if any(path.suffix.lower() not in (".csv", ".tsv", ".txt") for path in files):
        return False
    return bool(asked) if asked is not None else sum(path.stat().st_size for path in files) > LARGE


def said(edition: Edition, card: ExportCard) -> str:
    """That a survey was read in parts, and why."""
    files = files_of(edition, card)
    size = number(sum(path.stat().st_size for path in files) / 1e6, 1)
    several = f"{len(files)} fichiers" if len(files) > 1 else "un fichier"
    return f"Enquête lue par parties, colonne par colonne : {several}, {size}\u00a0Mo."


def code(edition: Edition, card: ExportCard, into: Path | None = None, *, rows: int = ROWS, jobs: int = 0) -> Responses:
    """The coded answers of a survey, part by part, written under `into` and read from there when they are asked for.

    Without `into` they stand in a temporary folder, for as long as the answers are used.

    Equal to one reading of the whole: rows that may repeat one another are found first, by hashes, and coded together;
    what is inferred from a whole file is inferred from a sketch of it. The parts are done by `jobs` processes (as many
    as processors when 0), or by the workers of a cluster (see `pool`).
    """
    if into is None:
        held = _Held(Path(tempfile.mkdtemp(prefix="nec-")))
        return held.by(code(edition, card, held.folder, rows=rows, jobs=jobs))
    into.mkdir(parents=True, exist_ok=True)
    dataset.emptied(into)
    scratch = Path(tempfile.mkdtemp(prefix=".parts-", dir=into))
    try:
        with pool(jobs or _processors(edition, card), scratch) as each:
            return _coded(_Work(edition, card, Path(edition.folder).parents[2], scratch, into, each), rows)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _processors(edition: Edition, card: ExportCard) -> int:
    """The processors that may be used; one for what is read in a moment."""
    small = sum(path.stat().st_size for path in files_of(edition, card)) < LARGE // 4
    return 1 if small else len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _coded(work: _Work, rows: int) -> Responses:
    raw = files_of(work.edition, work.card)
    files = tables.as_text(raw, work.scratch)
    cut = spans(files, line=_below_header(work, files[0]), rows=rows)
    starts = np.concatenate([[0], np.cumsum([span.rows for span in cut])]).tolist()
    _sketch(work, cut)
    told = work.each(
        "nec_analysis.phases.parts.tasks:coded",
        [
            {"span": s.told(), "start": a, "into": str(work.into), **work.place()}
            for s, a in zip(cut, starts, strict=False)
        ],
    )
    groups = int(np.load(work.scratch / tasks.TOGETHER).max(initial=-1)) + 1
    every = {"name": files[0][1], "into": str(work.into), **work.place()}
    told += work.each("nec_analysis.phases.parts.tasks:coded_together", [{"number": n, **every} for n in range(groups)])
    return _added_up(work, told, raw)


def _below_header(work: _Work, first: tuple[Path, str]) -> int:
    """The line of the first row below the header, from the first rows; the header is kept for every part."""
    path, name = first
    with path.open("rb") as stream:
        beginning = [line for line, _ in zip(stream, range(200), strict=False)]
    (work.scratch / reading.HEADER).write_bytes(b"")
    text = b"".join(beginning)
    probe = work.scratch / Path(name).with_suffix(".csv").name
    probe.write_bytes(text if text.count(b'"') % 2 == 0 else text[: text.rindex(b'"')])
    export = reading.read(probe, work.edition, work.card, name=name)
    line = min(export.rows, default=2)
    probe.unlink()
    (work.scratch / reading.HEADER).write_bytes(header_of(path, line))
    return line


def _sketch(work: _Work, cut: Sequence[Span]) -> None:
    """Look at every part: note which rows go together, and rows that hold every text of the closed questions.

    A part is looked at under a sketch already, of rows from everywhere: the order of day and month, say, is seen there.
    """
    reading.keep_sketch(work.scratch, reading.SCATTERED, scattered := _scattered(cut))
    looked = work.each(
        "nec_analysis.phases.parts.tasks:looked", [{"span": span.told(), **work.place()} for span in cut]
    )
    keys = [tasks.keys_of(work.scratch, span.number) for span in cut]
    np.save(work.scratch / tasks.TOGETHER, repeats.together(keys, ROWS))
    seen: dict[str, set[int]] = {}
    chosen = list(scattered)
    for span, found in zip(cut, looked, strict=True):
        work.rows[span.name] += found["rows"]
        if places := sorted(_new(found["texts"], seen)):
            records, _ = records_of(span)
            chosen += [(span.number, records[place]) for place in places]
    # readers refuse a row that is there twice
    once = {record: number for number, record in chosen}
    reading.keep_sketch(work.scratch, reading.SKETCH, [(number, record) for record, number in once.items()])


def _scattered(cut: Sequence[Span]) -> list[tuple[int, bytes]]:
    """Rows from everywhere, in order."""
    some = [cut[n] for n in sorted({int(n) for n in np.linspace(0, len(cut) - 1, SPREAD)})]
    return [(span.number, record) for span in some for record in some_of(span, SKETCHED // len(some))]


def _new(columns: dict[str, list[list[int]]], seen: dict[str, set[int]]) -> set[int]:
    """The rows that hold a text not seen yet in its column, as long as the column has few."""
    found = set()
    for name, texts in columns.items():
        known = seen.setdefault(name, set())
        for key, place in texts:
            if len(known) < SEEN and key not in known:
                known.add(key)
                found.add(place)
    return found


def _added_up(work: _Work, told: Sequence[dict[str, Any]], raw: Sequence[Path]) -> Responses:
    """The parts together, written and ready to be read."""
    parts = [dataset.from_json(one["part"]) for one in told]
    account = _account([part.account for part in parts])
    rows_as_declared(work.edition, work.card, account.read)
    moved = {(id, text) for one in told for id, text in one["moved"]}
    _all_moved(work.card, moved)
    whole = tasks.settled(**work.place())
    asked = {id for one in told for id in one["asked"]}
    questions = tuple(question_without(q) for q in whole.questionnaire.questions if q.id in asked)
    questionnaire: Questionnaire = replace(whole.questionnaire, questions=questions)
    entries = _together(Entry(file, 0, *rest) for one in told for file, *rest in one["whole"])
    read = whole.export.source
    sources = tuple(_source(path, read, work) for path in raw)
    dataset.write_whole(parts, questionnaire, entries, sources, account, work.into)
    return dataset.read(work.into)


def _source(path: Path, read: Source, work: _Work) -> Source:
    with path.open("rb") as stream:
        encoding = "utf-8-sig" if stream.read(3) == BOM else read.encoding
    lines = work.rows[path.name]
    return replace(read, file=path.name, sha256=sha256(path), size=path.stat().st_size, encoding=encoding, lines=lines)


def _account(accounts: Sequence[Account]) -> Account:
    aside: Counter[str] = Counter()
    for account in accounts:
        aside.update(account.set_aside)
    ordered = {kind: aside[kind] for kind in (*REASON, *sorted(aside)) if aside[kind]}
    return Account(sum(a.read for a in accounts), sum(a.kept for a in accounts), ordered)


def _together(entries: Iterable[Entry]) -> list[Entry]:
    """Lines on whole columns, the cells of those that say the same added up."""
    counts: Counter[Entry] = Counter()
    for entry in entries:
        found = _CELLS.match(entry.reason)
        counts[replace(entry, reason=found[1]) if found else entry] += int(found[2]) if found else 1
    return [
        replace(entry, reason=f"{entry.reason}{n} cellules") if entry.reason.endswith(" ; ") else entry
        for entry, n in counts.items()
    ]


def _all_moved(card: ExportCard, moved: set[tuple[str, str]]) -> None:
    for id, table in card.recodes.items():
        for text in table:
            if (id, text) not in moved:
                raise unmoved("edition.toml", id, text, f"personne n'a répondu « {text} » dans {card.file}.")
