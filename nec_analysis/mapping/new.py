"""A new edition: its exports recognised and copied, its columns proposed, its card written."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nec_analysis.cards import Catalogue, catalogue
from nec_analysis.cards.edition import CARD, SLUG
from nec_analysis.errors import USAGE, NecError
from nec_analysis.exports import registry
from nec_analysis.mapping import card as cards
from nec_analysis.mapping import worksheet
from nec_analysis.mapping.card import Draft
from nec_analysis.mapping.infer import ANSWERS, infer
from nec_analysis.mapping.memory import Memory, remembered
from nec_analysis.mapping.profile import profile
from nec_analysis.mapping.propose import Proposal, propose
from nec_analysis.model import Export

STRUCTURES = (".lss", ".qsf")
"""Files that describe a survey: they go with the export of the survey, they are no export."""

SURE = 0.9
"""Confidence in a tool below which the card asks for a look."""


@dataclass(frozen=True, slots=True)
class Written:
    """What `new` did: the files it wrote, a summary for the person who asked, what still needs a decision."""

    card: Path
    paths: tuple[Path, ...]
    summary: tuple[str, ...]
    asked: tuple[Proposal, ...]


def new(slug: str, files: Sequence[str | Path], *, root: Path, like: str = "", yes: bool = False) -> Written:
    """Begin an edition from its exports. Raw files are copied as they are; `edition.toml` is never written over.

    With `yes` what is certain is taken and nothing more is asked; without, what is probable goes to `a_completer.xlsx`.
    Raises NecError for a name that is no edition's, a missing file, a card a person already corrected.
    """
    folder = _folder(slug, root)
    paths = [_there(file) for file in files]
    structures = [path for path in paths if path.suffix.lower() in STRUCTURES]
    exports = [path for path in paths if path not in structures]
    if not exports:
        raise NecError(
            "file-missing", slug, "aucun export n'est donné.", f"nec new {slug} --from FICHIERS", exit_code=USAGE
        )
    memory, book = remembered(root, slug, like), catalogue()
    drafts = sorted(
        (_draft(path, structures, memory, book) for path in exports), key=lambda d: (d.role != "survey", d.role, d.file)
    )
    languages = next((d.questionnaire.languages for d in drafts if d.questionnaire), ()) or ("fr",)
    population = memory.like.population if memory.like else None
    text = cards.card(slug, drafts, languages=languages, like=like, population=population)
    _check_free(folder / CARD, text)
    folder.mkdir(parents=True, exist_ok=True)
    copied = tuple(_copied(path, folder) for path in (*exports, *structures))
    cards.write(folder / CARD, text)
    asked = tuple(proposal for draft in drafts for proposal in draft.asked)
    sheets = () if yes else _worksheet(folder, drafts, book)
    return Written(folder / CARD, (folder / CARD, *sheets, *copied), _summary(drafts, asked, yes), asked)


def _folder(slug: str, root: Path) -> Path:
    if not SLUG.fullmatch(slug):
        raise NecError(
            "edition-name",
            slug,
            "un nom d'édition s'écrit en minuscules, chiffres et tirets, comme 2022-lens.",
            exit_code=USAGE,
        )
    return root / "data" / "raw" / slug


def _there(file: str | Path) -> Path:
    path = Path(file).expanduser()
    if not path.is_file():
        raise NecError("file-missing", path.name, "ce fichier n'existe pas.", "Vérifiez le chemin.", exit_code=USAGE)
    return path


def _check_free(path: Path, text: str) -> None:
    """Refuse before anything is copied."""
    if (
        path.is_file()
        and path.read_text(encoding="utf-8") != text
        and not cards.untouched(path.read_text(encoding="utf-8"))
    ):
        cards.write(path, text)


def _copied(path: Path, folder: Path) -> Path:
    """The file in the edition's folder, byte for byte."""
    target = folder / path.name
    if target.resolve() == path.resolve():
        return target
    if target.is_file() and _sha256(target) != _sha256(path):
        raise NecError(
            "file-exists",
            f"data/raw/{folder.name}/{path.name}",
            "un autre fichier de ce nom est déjà dans le dossier de l'édition.",
            "Renommez l'un des deux.",
        )
    shutil.copyfile(path, target)
    return target


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _draft(path: Path, structures: Sequence[Path], memory: Memory, book: Catalogue) -> Draft:
    recognised = registry.recognise(path)
    tool, why = "generic", "aucun outil reconnu"
    if recognised and recognised[0].confidence >= 0.5:
        tool, why = recognised[0].tool, recognised[0].why if recognised[0].confidence < SURE else ""
    role = registry.reader(tool).ROLES[0]
    beside = _structure(path, structures) if role == "survey" else None
    read = registry.read(path, tool=tool, role=role, **({"structure": beside} if beside else {}))
    draft = Draft(role, tool, path.name, _sha256(path), 0, why, beside.name if beside else "")
    if not isinstance(read, Export):
        return replace(draft, rows=read.read or len(read.rows))
    return _surveyed(replace(draft, rows=len(read.rows)), read, memory, book)


def _structure(path: Path, structures: Sequence[Path]) -> Path | None:
    """The description that goes with a survey: the only one there is."""
    return structures[0] if len(structures) == 1 else None


def _surveyed(draft: Draft, read: Export, memory: Memory, book: Catalogue) -> Draft:
    export, questionnaire = infer(read)
    proposals = propose(export, book, remembered=memory.questions, recoded=memory.recodes)
    taken = [p for p in proposals if p.automatic]
    return replace(
        draft,
        columns={p.target: p.name for p in taken},
        recodes={p.target: dict(p.recodes) for p in taken if p.recodes},
        questionnaire=questionnaire,
        proposals=proposals,
        examples=_examples(export),
    )


def _examples(export: Export) -> dict[str, str]:
    """The most frequent answers of each question, for a person to recognise it."""
    found: dict[str, str] = {}
    for column in export.columns:
        if column.question and column.question not in found and column.part in ANSWERS:
            counts = profile(column.header, export.cells[column.index], export.dialect).counts
            best = sorted(counts, key=lambda text: (-counts[text], text))[:2]
            if best:
                found[column.question] = " ; ".join(best)
    return found


def _worksheet(folder: Path, drafts: Sequence[Draft], book: Catalogue) -> tuple[Path, ...]:
    """The sheet to fill in, for the survey; one that a person filled is left alone."""
    survey = next((draft for draft in drafts if draft.proposals), None)
    path = folder / worksheet.FILE
    if survey is None or (path.is_file() and worksheet.read(path, book).any):
        return ()
    worksheet.write(path, survey.proposals, survey.examples or {}, book)
    return (path,)


def _summary(drafts: Sequence[Draft], asked: Sequence[Proposal], yes: bool) -> tuple[str, ...]:
    lines = []
    for draft in drafts:
        look = f" (à vérifier : {draft.why})" if draft.why else ""
        lines.append(f"{draft.file} : {draft.tool}, {draft.role}, {draft.rows} lignes{look}")
        if draft.questionnaire is not None:
            own = len(draft.questionnaire.questions) - len(draft.columns or {})
            lines.append(f"  {len(draft.columns or {})} questions du catalogue, {own} propres à l'édition")
    if asked and not yes:
        lines.append(
            f"{len(asked)} questions à confirmer : ouvrez {worksheet.FILE}, choisissez, enregistrez, puis nec check."
        )
    return tuple(lines)
