"""LimeSurvey: results as CSV, XLSX, R data file, VV, SPSS or archive, with or without the `.lss`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from nec_analysis.exports import grid, limesurvey_archive
from nec_analysis.exports.limesurvey_guess import guess
from nec_analysis.exports.limesurvey_headings import Heading, brackets, coded_meta, heading, parts, spaced, style
from nec_analysis.exports.limesurvey_labels import labelled
from nec_analysis.exports.limesurvey_lss import Structure, read_lss
from nec_analysis.exports.limesurvey_match import match
from nec_analysis.exports.limesurvey_mend import mended, unescaped
from nec_analysis.exports.limesurvey_meta import loose, told
from nec_analysis.exports.limesurvey_ranks import spread
from nec_analysis.exports.limesurvey_types import GENDER, RANK, YES_NO, questions
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.statistical import Variable
from nec_analysis.exports.structure import Sheet, export, read_grid, sheet, tally
from nec_analysis.model import Dialect, Export

TOOL = "limesurvey"
ROLES = ("survey",)
TICKED = ("Y", "1", "Oui", "Yes", "Ja", "Sí", "Sì", "Sim")
UNTICKED = ("N", "0", "2", "Non", "No", "Nein", "Nee", "Não")
BESIDE = tuple(word for answers in (YES_NO, GENDER) for _, *words in answers for word in words)
"""LimeSurvey writes N/A for boxes, yes or no, and gender; in a list or an array it is a label somebody chose."""
_FILE = re.compile(r"^(?:results-survey\d+|survey_\d+_R_data_file|vvexport_\d+|survey_archive_\d+|survey_\d+_spss)")


def recognise(head: grid.Head) -> Recognition:
    """LimeSurvey's own columns, by code or translated; else headings `Q[SQ]` in a file named as LimeSurvey names it."""
    if head.kind in ("zip", "sav", "zsav", "xml"):
        return _recognise_package(head)
    first = spaced(head.rows[0]) if head.rows else ()
    second = head.rows[1] if len(head.rows) > 1 else ()
    if coded_meta(second) >= 3 and coded_meta(first) < 2 and any("_" in c or "[" in c for c in second):
        return Recognition(0.97, "seconde ligne d'en-tête : codes de LimeSurvey (export VV)", "vv")
    named = bool(_FILE.match(head.path))
    if (own := coded_meta(first)) >= 3:
        return Recognition(0.98, f"{own} colonnes de LimeSurvey par leur code (id, submitdate…)", style(first))
    translated = [name for name in first if told(name)]
    # "ID" beside "First name" is any list of people: two columns of the survey itself are needed.
    if sum(t[0] != "personal" for name in translated if (t := told(name))) >= 2:
        return Recognition(0.95 if named else 0.92, f"colonnes de LimeSurvey : {', '.join(translated[:3])}", "full")
    bracketed = sum(1 for name in first if re.match(r"^\w+\[\w*\](?:\[\w*\])?(?:$|\. )", name))
    if bracketed >= 2 and style(first) in ("code", "codetext"):
        sure = 0.95 if named else 0.91 if style(first) == "codetext" else 0.8
        return Recognition(
            sure, f"{bracketed} en-têtes de la forme Q[SQ]" + (", nom du fichier" if named else ""), style(first)
        )
    full = sum(1 for name in first if name.endswith("]"))
    if named and (full >= 2 or translated):
        return Recognition(0.93, "nom du fichier, en-têtes « question [ligne] »", "full")
    return Recognition(0.3, "nom du fichier") if named else NOT_MINE


def _recognise_package(head: grid.Head) -> Recognition:
    if any(name.endswith(".lss") for name in head.sheets) and any(name.endswith(".lsr") for name in head.sheets):
        return Recognition(0.99, "archive LimeSurvey (.lss et .lsr)", "lsa")
    if head.kind in ("sav", "zsav") and re.match(r"^survey_\d+_spss", head.path):
        return Recognition(0.97, "nom du fichier SPSS de LimeSurvey", "sav")
    if head.kind == "xml" and "<LimeSurveyDocType>Responses<" in head.text:
        return Recognition(0.95, "réponses LimeSurvey (.lsr)", "lsr")
    return NOT_MINE


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text. `structure`: the `.lss` (or `.lsa`) beside it, for codes, labels and filters."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    structure = _structure(options.pop("structure", None))
    if head.kind in ("zip", "xml"):
        return _archive(Path(path), head, structure)
    if head.kind in ("sav", "zsav"):
        from nec_analysis.exports.spss import variables

        table, held = variables(Path(path), head)
        return _told(table, "sav", structure, codes=table.names, texts=table.header[-1], held=held)
    if recognise(head).variant == "vv":
        table = read_grid(path, head, options, header_rows=2)
        table = replace(table, cells=tuple(map(unescaped, table.cells)))
        return _told(table, "vv/2", structure, codes=table.header[1], texts=table.header[0])
    table = read_grid(path, head, {"formulas": "text", **options}, header_rows=int(options.get("header_rows", 1)))
    written = style(spaced(table.names))
    return _told(spread(table, partial(_ranked, written)), head.kind, structure)


def _ranked(written: str, name: str, rank: int) -> str:
    """The heading of a rank of a question, as the style of the file has it."""
    if written == "full":
        return f"{name} [{RANK['fr']} {rank}]"
    code, mark, text = name.partition(". ")
    return f"{code}[{rank}]{mark}{text}" + (f" [{RANK['fr']} {rank}]" if mark else "")


def _structure(source: Any) -> Structure | None:
    if source is None or isinstance(source, Structure):
        return source
    path = Path(source)
    return limesurvey_archive.structure(path) if path.suffix.lower() == ".lsa" else read_lss(path)


def _archive(path: Path, head: grid.Head, structure: Structure | None) -> Export:
    table, found, entries = limesurvey_archive.table(path, head, structure)
    made = sheet(table)
    _claim_meta(made, made.headers)
    limesurvey_archive.claim(made, found)
    return export(
        made,
        tool=TOOL,
        variant="lsa" if head.kind == "zip" else "lsr",
        dialect=_dialect(told_apart=True),
        title=found.title,
        languages=found.languages,
        ledger=entries,
        id=found.sid,
    )


def _told(
    table: grid.Grid,
    kind: str,
    structure: Structure | None,
    *,
    codes: Sequence[str] = (),
    texts: Sequence[str] = (),
    held: Sequence[Variable] = (),
) -> Export:
    names = tuple(codes) or spaced(table.names)
    written = style(names)
    parted = [heading(name, written) for name in names]
    if texts:
        parted = [_both(code, text) for code, text in zip(names, texts, strict=True)]
    made = sheet(table, tuple(texts) if kind.startswith("vv") else tuple(codes) or table.names)
    _claim_meta(
        made,
        [h.code.partition("[")[0] if h.code and written != "full" else n for n, h in zip(names, parted, strict=True)],
    )
    notes: list[str] = []
    if structure is not None:
        for question in questions(structure):
            made.ask(question)
        notes += match(made, parted, structure)
    guess(made, parted)
    if structure is None and held:
        labelled(made, held)
    cells, apart, version, entries = mended(made, kind)
    return export(
        made,
        tool=TOOL,
        variant=f"{kind}/{written}/{version}" if not kind.startswith(("vv", "sav")) else kind,
        dialect=_dialect(told_apart=apart),
        title=structure.title if structure else None,
        languages=structure.languages if structure else (),
        cells=cells,
        ledger=entries,
        notes=notes,
        id=structure.sid if structure else "",
    )


def _both(code: str, text: str) -> Heading:
    """A heading known by its variable name (`sat_IT1`) and its text, brackets in front (SPSS, R) or behind (VV)."""
    question, _, sub = code.partition("_")
    full = f"{question}[{sub}]" if sub else question
    if found := re.match(r"^\[([^\[\]]*)\]\s*(.*)$", text, re.S):
        return Heading(full, found[2], (found[1],))
    if sub and (parted := brackets(text, "(", ")", most=parts(sub)))[1]:
        return Heading(full, *parted)
    plain = heading(text, "full")
    return Heading(full, plain.stem, plain.tail)


def _claim_meta(made: Sheet, names: Sequence[str]) -> None:
    taken: set[str] = set()
    for index, name in enumerate(names):
        found = told(name) or loose(name, partial(_texts, made, index))
        if found and (found[0] in ("personal", "meta") or found[0] not in taken):
            made.meta(index, *found)
            taken.add(found[0])


def _texts(made: Sheet, index: int) -> list[str]:
    return [text for text in tally(made.grid.cells[index]) if text]


def _dialect(*, told_apart: bool) -> Dialect:
    return Dialect(
        ticked=TICKED,
        unticked=UNTICKED,
        not_shown=("N/A",),
        beside=BESIDE,
        lists=False,
        date_format="%Y-%m-%d %H:%M:%S",
        empty_means="not_answered" if told_apart else "unknown",
    )
