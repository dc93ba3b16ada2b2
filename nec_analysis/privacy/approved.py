"""The words of participants that a person approved, line by line: `verbatims_publies.csv`."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from nec_analysis.errors import PRIVACY, NecError
from nec_analysis.privacy.detector import hits

PUBLISHED, CODED = "verbatims_publies.csv", "themes_commentaires.csv"
"""Beside the card: what may be printed, which is committed; what each comment is about, which stays with the exports."""
HEADS = ("reponse", "question", "texte", "theme", "langue", "approuve_par", "date", "masquage_leve")
CODES = ("reponse", "question", "theme")
YES = frozenset(("oui", "o", "x", "yes"))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FORMULA = re.compile(r"'(?=[=+\-@\t\r])")
"""A spreadsheet would run a text that begins so: it is written after an apostrophe."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One approved text. `response`: fingerprint of the answer; `lifted`: printed although the detector saw something.

    `theme` may be said in both languages, `Lieu | Venue`; `lang` is that of the text, "" for the edition's first.
    """

    response: str
    question: str
    text: str
    theme: str
    lang: str
    by: str
    date: str
    lifted: str = ""

    def about(self, lang: str = "fr") -> str:
        """Its theme in the language of the report."""
        return theme(self.theme, lang)


@dataclass(frozen=True, slots=True)
class Code:
    """What one comment is about."""

    response: str
    question: str
    theme: str


def theme(text: str, lang: str = "fr") -> str:
    """A theme in the language of the report.

    >>> theme("Lieu, son | Venue, sound", "en"), theme("Lieu, son", "en")
    ('Venue, sound', 'Lieu, son')
    """
    french, _, english = (part.strip() for part in text.partition("|"))
    return english if lang == "en" and english else french


def fingerprint(question: str, respondent: str, text: str) -> str:
    """An answer without who gave it: it changes with the text, and is gone when the answer is."""
    return hashlib.sha256("\0".join((question, respondent, text)).encode()).hexdigest()[:16]


def quotes(folder: Path) -> tuple[Quote, ...]:
    """The approved texts of an edition, in the order of the file; none without it."""
    return tuple(Quote(*row) for row in _rows(folder / PUBLISHED, HEADS))


def codes(folder: Path) -> tuple[Code, ...]:
    """The themes given to comments; none without the file."""
    return tuple(Code(*row) for row in _rows(folder / CODED, CODES))


def checked(
    found: Iterable[Quote],
    answers: Collection[str],
    public: Collection[str],
    place: str,
    numbers: Sequence[int] = (),
) -> tuple[Quote, ...]:
    """The quotes, each good to print. `answers`: fingerprints of what people wrote, `public`: names anybody may print.

    `numbers`: the line of each in its file, where they are not all its lines.

    Raises NecError (exit 4) for a line nobody approved, whose answer is not there any more, or that may name somebody.
    """
    kept = tuple(found)
    for line, quote in zip(numbers or range(2, len(kept) + 2), kept, strict=True):
        where = f"{place}, ligne {line}"
        if not (quote.text and quote.by and _DAY.fullmatch(quote.date)):
            cause = "cette parole n'a pas de texte, ou pas qui l'a approuvée, ou pas la date (2022-10-15)."
            raise _refused("quote-unapproved", where, cause, "Complétez la ligne, ou retirez-la.")
        if quote.response not in answers:
            cause = "aucune réponse de l'enquête n'a plus cette empreinte : effacée, ou changée."
            raise _refused("quote-orphan", where, cause, "Retirez la ligne : une parole part avec sa réponse.")
        seen = sorted({hit.kind for hit in hits(quote.text, public)})
        if seen and quote.lifted.casefold() not in YES:
            cause = f"ce texte peut désigner quelqu'un ({', '.join(seen)})."
            remedy = (
                'Récrivez-le, ou masquage_leve = oui si la personne est d\'accord ; ou public = ["…"] sous [privacy].'
            )
            raise _refused("quote-names", where, cause, remedy)
    return kept


def known(found: Iterable[Code], answers: Collection[str], place: str) -> tuple[Code, ...]:
    """The themes of comments that are there. Raises NecError (exit 4) for one whose answer is gone."""
    kept = tuple(found)
    for line, code in enumerate(kept, 2):
        if code.response not in answers:
            cause = "aucune réponse de l'enquête n'a plus cette empreinte : effacée, ou changée."
            raise _refused("quote-orphan", f"{place}, ligne {line}", cause, "Retirez la ligne, ou nec check le fait.")
    return kept


def written(heads: tuple[str, ...], rows: Iterable[Quote | Code]) -> bytes:
    """The lines as CSV, texts as texts for any spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([_safe(cell) for cell in astuple(row)] for row in rows)
    return out.getvalue().encode()


def _safe(text: str) -> str:
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") else text


def _rows(path: Path, heads: tuple[str, ...]) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return []
    except UnicodeDecodeError:
        raise NecError("quote-file", path.name, "ce fichier n'est pas en UTF-8.", "Enregistrez-le en UTF-8.") from None
    first = text.partition("\n")[0]
    read = csv.DictReader(io.StringIO(text), delimiter=max(";,\t", key=first.count))
    missing = [head for head in heads if head not in (read.fieldnames or ())]
    if missing:
        cause = f"des colonnes manquent : {', '.join(missing)}."
        raise NecError("quote-file", path.name, cause, f"Colonnes : {', '.join(heads)}.")
    return [[_cell(row, head) for head in heads] for row in read]


def _cell(row: Mapping[str, str | None], head: str) -> str:
    return _FORMULA.sub("", (row[head] or "").strip(), count=1)


def _refused(code: str, place: str, cause: str, remedy: str) -> NecError:
    return NecError(code, place, cause, remedy, exit_code=PRIVACY)
