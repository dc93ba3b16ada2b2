"""A new edition: its exports recognised and copied, its columns proposed, its card written."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nec_analysis.cards import Catalogue, catalogue
from nec_analysis.cards.edition import CARD, SLUG
from nec_analysis.errors import USAGE, NecError
from nec_analysis.exports import grid
from nec_analysis.french.numbers import counted
from nec_analysis.mapping import card as cards
from nec_analysis.mapping import reading, worksheet
from nec_analysis.mapping.card import Draft
from nec_analysis.mapping.drafts import drafts, sha256
from nec_analysis.mapping.memory import remembered
from nec_analysis.mapping.propose import Proposal

STRUCTURES = (".lss", ".qsf")
"""Files that describe a survey: they go with the export of the survey, they are no export."""


@dataclass(frozen=True, slots=True)
class Written:
    """What `new` did: the files it wrote, a summary for the person who asked, what still needs a decision.

    `asked` are questions, `answers` counts the answers shown for want of a choice that says the same; `refused`: what a
    card must say for a file to be read, as `--read` has it.
    """

    card: Path
    paths: tuple[Path, ...]
    summary: tuple[str, ...]
    asked: tuple[Proposal, ...]
    answers: int = 0
    refused: tuple[str, ...] = ()


def new(
    slug: str,
    files: Sequence[str | Path],
    *,
    root: Path,
    like: str = "",
    yes: bool = False,
    read: Sequence[str] = (),
) -> Written:
    """Begin an edition from its exports. Raw files are copied as they are; `edition.toml` is never written over.

    With `yes` what is certain is taken and nothing more is asked; without, what is probable goes to `a_completer.xlsx`.
    `read`: how files are to be read, `encoding=cp1250` or `survey.csv:encoding=cp1250`; it goes into the card.
    Raises NecError for a name that is no edition's, a missing file, a card a person already corrected.
    """
    folder = _folder(slug, root)
    paths = [_there(file) for file in files]
    structures = [path for path in paths if _describes(path)]
    exports = [path for path in paths if path not in structures]
    if not exports:
        raise NecError(
            "file-missing", slug, "aucun export n'est donné.", f"nec new {slug} --from FICHIERS", exit_code=USAGE
        )
    memory, book = remembered(root, slug, like), catalogue()
    told = reading.said(read, exports)
    try:
        made = drafts(exports, structures, memory, book, asking=not yes, said=told)
    except NecError as refusal:
        reading.told_here(refusal)
        raise
    languages = next((d.questionnaire.languages for d in made if d.questionnaire), ()) or ("fr",)
    population = memory.like.population if memory.like else None
    text = cards.card(slug, made, languages=languages, like=like, population=population, declared=yes)
    _check_free(folder / CARD, text)
    folder.mkdir(parents=True, exist_ok=True)
    copied = tuple(_copied(path, folder) for path in (*exports, *structures))
    cards.write(folder / CARD, text)
    asked = tuple(proposal for draft in made for proposal in draft.asked)
    sheets = () if yes else _worksheet(folder, made, book)
    return Written(
        folder / CARD,
        (folder / CARD, *sheets, *copied),
        _summary(made, asked, yes),
        asked,
        answers=sum(not label.exact for draft in made for p in draft.proposals for label in p.labels),
        refused=() if yes else tuple(f"{t.key}={_as_typed(t.value)}" for draft in made for t in draft.terms),
    )


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


def _describes(path: Path) -> bool:
    """Whether a file describes a survey: by its name, or as a workbook with the sheets of an XLSForm (Kobo, ODK)."""
    if path.suffix.lower() in STRUCTURES:
        return True
    books = (".xlsx", ".xls")
    return path.suffix.lower() in books and {"survey", "choices"} <= set(grid.peek(path).sheets)


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
    if target.is_file() and sha256(target) != sha256(path):
        raise NecError(
            "file-exists",
            f"data/raw/{folder.name}/{path.name}",
            "un autre fichier de ce nom est déjà dans le dossier de l'édition.",
            "Renommez l'un des deux.",
        )
    shutil.copyfile(path, target)
    return target


def _worksheet(folder: Path, made: Sequence[Draft], book: Catalogue) -> tuple[Path, ...]:
    """The sheet to fill in, for the survey; one that a person filled is left alone."""
    survey = next((draft for draft in made if draft.proposals), None)
    path = folder / worksheet.FILE
    if survey is None or (path.is_file() and worksheet.read(path, book).any):
        return ()
    worksheet.write(path, survey.proposals, survey.examples or {}, book)
    return (path,)


def _summary(made: Sequence[Draft], asked: Sequence[Proposal], yes: bool) -> tuple[str, ...]:
    lines = []
    for draft in made:
        look = f" (à vérifier : {draft.why})" if draft.why else ""
        if draft.role:
            lines.append(f"{draft.file} : {draft.tool}, {draft.role}, {counted(draft.rows, 'ligne', 'lignes')}{look}")
        else:
            lines.append(f"{draft.file} : mis en commentaire dans la fiche, à décrire ({draft.why})")
        how = {**({"sheet": draft.sheet} if draft.sheet else {}), **draft.options.get("read", {})}
        lines += [f"  lu comme dit : {name} = {_as_typed(value)}" for name, value in how.items()]
        for term in draft.terms:
            told = f"{term.key} = {_as_typed(term.value)}"
            lines.append(
                f"  choix déclaré pour le lire : {told} ({term.cause})"
                if yes
                else f"  refusé tant que la fiche ne dit pas {told} : {term.cause}"
            )
        if draft.questionnaire is not None:
            known = len(draft.columns or {})
            own = counted(len(draft.questionnaire.questions) - known, "propre", "propres")
            lines.append(f"  {counted(known, 'question', 'questions')} du catalogue, {own} à l'édition")
    if asked and not yes:
        lines.append(
            f"{counted(len(asked), 'question', 'questions')} à confirmer : "
            f"ouvrez {worksheet.FILE}, choisissez, enregistrez, puis nec check."
        )
    return tuple(lines)


def _as_typed(value: object) -> str:
    return (
        str(value).lower() if isinstance(value, bool) else repr(value)[1:-1] if isinstance(value, str) else str(value)
    )
