"""A file given to `nec new`, as the `[[export]]` it should become."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any, TypeVar

from nec_analysis.cards import Catalogue
from nec_analysis.cards.files import JOINED
from nec_analysis.errors import NecError
from nec_analysis.exports import registry, several
from nec_analysis.exports.recognition import Recognition
from nec_analysis.exports.several import Several
from nec_analysis.french.matching import normal
from nec_analysis.mapping.card import Draft, Term
from nec_analysis.mapping.infer import ANSWERS, infer, speaks_english
from nec_analysis.mapping.memory import Memory
from nec_analysis.mapping.profile import profile
from nec_analysis.mapping.propose import propose
from nec_analysis.mapping.reading import Reading
from nec_analysis.mapping.rows import identifier
from nec_analysis.model import Export, ExportCard, Records

Read = TypeVar("Read")

SURE, LIKELY = 0.9, 0.5
"""Confidence in a tool from which nobody is asked; below the second the tool is not known at all."""

SURVEY, MAPPED = "table", "mapped"
"""Tools for a survey, for an audience table, that no tool of its own can read."""

TERMS: Mapping[str, tuple[str, str | bool]] = {
    "mojibake": ("damage", "repair"),
    "replacement-chars": ("damage", "keep"),
    "date-ambiguous": ("date", "jj/mm/aaaa"),
    "absence-unsaid": ("absent", "NA"),
}
"""Refusals that a declared choice lifts: the option of reading and its value. A person declares it in the card."""


ASIDE = ("ragged", "truncated", "quote-stray", "quote-open", "header-repeated", "error-cell")
"""Refusals of a few lines, that may be set aside: for a person to decide, never taken with `--yes`."""

COPIES = ("key-conflict", "rows-overlap")
"""Refusals of files that hold the same respondents, unless each numbers its own: for a person to decide, too."""


def drafts(
    exports: Sequence[Path],
    structures: Sequence[Path],
    memory: Memory,
    book: Catalogue,
    *,
    asking: bool = False,
    said: Mapping[Path, Mapping[str, Any]] | None = None,
) -> list[Draft]:
    """The drafts of all files, the survey first. An unknown table is the survey where no other file is.

    `asking`: a person will read the card: lines that break the table may then be proposed to be set aside. `said`: how
    files are to be read.
    """
    reading = Reading(said or {}, memory.like)
    decided = dict.fromkeys(ASIDE, ("quarantine", True)) | dict.fromkeys(COPIES, ("ids", several.PER_FILE))
    lifted = {**TERMS, **(decided if asking else {})}
    known = {path: _recognised(path, reading) for path in exports}
    surveyed = any(_roles(found)[:1] == ["survey"] for found in known.values() if found)
    made = []
    first: Path | None = None
    for path, found in known.items():
        if found is not None:
            made.append(_draft(path, found, structures, reading, memory, book, lifted))
        elif surveyed and not (first and _alike(first, path, reading)):
            made.append(_unknown(path, reading))
        else:
            surveyed, first = True, first or path
            generic = Recognition(0.0, "aucun outil reconnu, lu comme une table", tool=SURVEY)
            made.append(_draft(path, generic, structures, reading, memory, book, lifted))
    made = _united(made, {path.name: path for path in (*exports, *structures)}, reading, memory, book, lifted)
    _no_joining(made, reading)
    return sorted(made, key=lambda draft: (draft.role != "survey", draft.role == "", draft.role, draft.file))


def _alike(one: Path, other: Path, reading: Reading) -> bool:
    """Whether two files have the same columns, in whatever order."""
    heads = [Counter(normal(name) for name in reading.head(path).header) for path in (one, other)]
    return heads[0] == heads[1]


def _no_joining(made: Sequence[Draft], reading: Reading) -> None:
    """Raises NecError for a word about how files are put together, said of one that stands alone."""
    alone = {draft.file for draft in made}
    for path, options in reading.said.items():
        if path.name in alone and (names := [name for name in options if name in several.OPTIONS]):
            cause = f"« {names[0]} » ne dit rien d'un fichier seul : il sert quand plusieurs n'en font qu'un."
            raise NecError("option-unknown", path.name, cause, "Retirez l'option, ou donnez les autres parties.")


def _united(
    made: Sequence[Draft],
    paths: Mapping[str, Path],
    reading: Reading,
    memory: Memory,
    book: Catalogue,
    lifted: Mapping[str, tuple[str, str | bool]],
) -> list[Draft]:
    """The drafts with the parts of one survey (same tool, same columns) as one, read together.

    Raises NecError where the parts contradict one another.
    """
    parts = sorted((draft for draft in made if draft.role == "survey"), key=lambda draft: draft.file)
    if len(parts) < 2 or any(
        d.tool != parts[0].tool or not _alike(paths[parts[0].file], paths[d.file], reading) for d in parts
    ):
        return list(made)
    first, names = parts[0], [draft.file for draft in parts]
    files = [paths[name] for name in names]
    options = _same_options(files, reading)
    given = {**_given(first, paths), **options}

    def together(declared: Mapping[str, Any]) -> Several:
        return several.read(files, tool=first.tool, role=first.role, identifier=identifier, **{**given, **declared})

    terms = {term.key: term for draft in parts for term in draft.terms}
    one, said = _on_terms(together, list(terms.values()), lifted, partial(_english, files[0], reading))
    whole = replace(
        first,
        file=_named(names, paths),
        sha256=hashlib.sha256("".join(f"{sha256(p)}  {p.name}\n" for p in files).encode()).hexdigest(),
        rows=one.rows,
        why=f"{len(parts)} parties d'une même enquête",
        options=_with_reading(first.options, options),
        terms=said,
    )
    return [_surveyed(whole, one.export, memory, book), *(draft for draft in made if draft.role != "survey")]


def _given(draft: Draft, paths: Mapping[str, Path]) -> dict[str, Any]:
    """What a reader is given besides the file: the structure of the survey, the columns that a card declares."""
    given: dict[str, Any] = {"structure": paths[draft.structure]} if draft.structure in paths else {}
    return given | ({"columns": draft.options["columns"]} if draft.options.get("columns") else {})


def _same_options(files: Sequence[Path], reading: Reading) -> dict[str, Any]:
    """How the parts of one survey are read. Raises NecError where they are not all read alike."""
    options = reading.options(files[0])
    if other := next((path for path in files if reading.options(path) != options), None):
        cause = f"cette partie de l'enquête et {files[0].name} ne se liraient pas de la même façon."
        raise NecError("option-several", other.name, cause, "Enregistrez-les dans le même encodage, ou séparément.")
    return options


def _with_reading(options: Mapping[str, Any], read: Mapping[str, Any]) -> dict[str, Any]:
    """The options of an export with those of its reading; a sheet stands elsewhere in a card."""
    kept = {name: value for name, value in read.items() if name != "sheet"}
    return {**{name: value for name, value in options.items() if name != "read"}, **({"read": kept} if kept else {})}


def _named(names: Sequence[str], paths: Mapping[str, Path]) -> str:
    """The files as a card names them: a pattern of their names where it means no other file, else their list."""
    start, end = _shared(names), _shared([name[::-1] for name in names])[::-1]
    pattern = f"{start}*{end}"
    alone = sorted(name for name in paths if fnmatch(name, pattern)) == sorted(names)
    return pattern if alone and len(start) >= 3 else JOINED.join(names)


def _shared(names: Sequence[str]) -> str:
    """The longest common beginning of some names."""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    return "".join(letters[0] for letters in same)


def sha256(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _recognised(path: Path, reading: Reading) -> Recognition | None:
    """The tool that wrote the file: what a reader is sure of, else what the edition we start from says, else a likely one."""
    said = [r for r in registry.recognise(path, head=reading.head(path)) if r.tool not in (SURVEY, MAPPED)]
    if said and said[0].confidence >= SURE:
        return said[0]
    if twin := reading.twin(path):
        return Recognition(1.0, "", tool=twin.tool)
    return said[0] if said and said[0].confidence >= LIKELY else None


def _roles(found: Recognition) -> list[str]:
    return list(registry.reader(found.tool).ROLES)


def _draft(
    path: Path,
    found: Recognition,
    structures: Sequence[Path],
    reading: Reading,
    memory: Memory,
    book: Catalogue,
    lifted: Mapping[str, tuple[str, str | bool]],
) -> Draft:
    twin, read_as = reading.twin(path), reading.alone(path)
    options = _with_reading(twin.options if twin else {}, read_as)
    role, others = _role(found, twin)
    beside = structures[0] if role == "survey" and len(structures) == 1 else None
    given: dict[str, Any] = {"structure": beside} if beside else {}
    if columns := options.get("columns"):
        given["columns"] = columns
    given |= read_as
    why = "" if found.confidence >= SURE else found.why
    draft = Draft(
        role,
        found.tool,
        path.name,
        sha256(path),
        0,
        why,
        others,
        beside.name if beside else "",
        str(read_as.get("sheet", "")),
        options=options,
    )
    try:
        role, read, terms = _in_some_role(
            path, found.tool, (role, *others), given, lifted, partial(_english, path, reading)
        )
        draft = replace(
            draft, role=role, others=tuple(other for other in _roles(found) if other != role) if others else ()
        )
    except NecError as refusal:
        # A file whose tool is sure must be read or refused; any other is left to a person.
        if found.confidence >= SURE or found.tool == SURVEY:
            raise
        return replace(draft, role="", why=refusal.cause)
    draft = replace(draft, terms=terms)
    if isinstance(read, Records):
        return replace(draft, rows=read.read or len(read.rows))
    return _surveyed(replace(draft, rows=len(read.rows)), read, memory, book)


def _in_some_role(
    path: Path,
    tool: str,
    roles: Sequence[str],
    given: Mapping[str, Any],
    lifted: Mapping[str, tuple[str, str | bool]],
    english: Callable[[], bool],
) -> tuple[str, Export | Records, tuple[Term, ...]]:
    """The file read in the first role whose columns it has; the refusal of the first when it has those of none."""
    refused: NecError | None = None
    for role in roles:
        try:
            return (role, *_read(path, tool, role, given, lifted, english))
        except NecError as refusal:
            refused = refused or refusal
            if refusal.code != "mapping-needed":
                break
    assert refused is not None
    raise refused


def _read(
    path: Path,
    tool: str,
    role: str,
    given: Mapping[str, Any],
    lifted: Mapping[str, tuple[str, str | bool]],
    english: Callable[[], bool],
) -> tuple[Export | Records, tuple[Term, ...]]:
    """The file read, with the terms on which it can be."""

    def alone(declared: Mapping[str, Any]) -> Export | Records:
        return registry.read(path, tool=tool, role=role, **{**given, **declared})

    return _on_terms(alone, [], lifted, english)


def _on_terms(
    read: Callable[[Mapping[str, Any]], Read],
    terms: list[Term],
    lifted: Mapping[str, tuple[str, str | bool]],
    english: Callable[[], bool],
) -> tuple[Read, tuple[Term, ...]]:
    """What is read, with the terms on which it can be: what a card must declare for it not to be refused."""
    while True:
        declared = {term.key: term.value for term in terms}
        try:
            return read(declared), tuple(terms)
        except NecError as refusal:
            key, value = lifted.get(refusal.code, ("", ""))
            if refusal.code == "date-ambiguous" and english():
                value = "mm/jj/aaaa"
            if not key or key in declared:
                raise
            terms.append(Term(key, value, refusal.cause))


def _english(path: Path, reading: Reading) -> bool:
    return speaks_english(" ".join(cell for row in reading.head(path).rows[:2] for cell in row))


def _role(found: Recognition, twin: ExportCard | None) -> tuple[str, tuple[str, ...]]:
    """The role of a file, the others its tool could have."""
    roles = _roles(found)
    role = twin.role if twin and twin.role in roles else roles[0]
    return role, tuple(other for other in roles if other != role) if not twin else ()


def _unknown(path: Path, reading: Reading) -> Draft:
    """A table no tool knows beside a survey: for a person to describe, with the roles it could be read in as it is."""
    read_as = reading.alone(path)
    fitting = tuple(_readable(path, registry.reader(MAPPED).ROLES, read_as))
    header = next((row for row in reading.head(path).rows if sum(map(bool, row)) > 1), ())
    names = {f"…{n}": name for n, name in enumerate(header, 1) if name}
    options = _with_reading({"columns": names}, read_as)
    why, sheet = "aucun outil reconnu", str(read_as.get("sheet", ""))
    return Draft("", MAPPED, path.name, sha256(path), 0, why, fitting, sheet=sheet, options=options)


def _readable(path: Path, roles: Iterable[str], read_as: Mapping[str, Any]) -> list[str]:
    found = []
    for role in roles:
        try:
            read = registry.read(path, tool=MAPPED, role=role, **read_as)
        except NecError:
            continue
        found += [role] if isinstance(read, Records) and read.rows else []
    return found


def _surveyed(draft: Draft, read: Export, memory: Memory, book: Catalogue) -> Draft:
    export, questionnaire = infer(read)
    proposals = propose(export, book, remembered=memory.questions, recoded=memory.recodes)
    taken = [p for p in proposals if p.automatic]
    known = {p.local for p in taken}
    kept = tuple(
        q if q.id in known or q.id not in book.stanzas else replace(q, id=f"extra_{q.id}")
        for q in questionnaire.questions
    )
    return replace(
        draft,
        columns={p.target: p.name for p in taken},
        recodes={p.target: dict(p.recodes) for p in taken if p.recodes},
        questionnaire=replace(questionnaire, questions=kept),
        proposals=proposals,
        examples=_examples(export),
    )


def _examples(export: Export) -> Mapping[str, str]:
    """The most frequent answers of each question, for a person to recognise it."""
    found: dict[str, str] = {}
    for column in export.columns:
        if column.question and column.question not in found and column.part in ANSWERS:
            counts = profile(column.header, export.cells[column.index], export.dialect).counts
            if best := sorted(counts, key=lambda text: (-counts[text], text))[:2]:
                found[column.question] = " ; ".join(best)
    return found
