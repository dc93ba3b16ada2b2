"""`verbatims_a_relire.xlsx`: comments to read again, where a person gives themes, keeps texts, approves them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nec_analysis.errors import NecError
from nec_analysis.french.numbers import counted
from nec_analysis.phases import quoting
from nec_analysis.privacy import approved as lines
from nec_analysis.privacy.approved import Code, Quote
from nec_analysis.privacy.detector import Hit, hits
from nec_analysis.privacy.redaction import redacted

if TYPE_CHECKING:
    from nec_analysis.phases.clean import Cleaned

FILE, PAGE = "verbatims_a_relire.xlsx", "À relire"
HEADS = (
    "Question",
    "Commentaire",
    "Repéré",
    "Thème",
    "Texte retenu",
    "Approuvé par",
    "Date",
    "Masquage levé",
    "Langue",
    "repère",
)
_WIDTHS = (16, 60, 18, 22, 60, 20, 12, 10, 8, 4)
_OWN, _MARK = slice(3, 9), 9
"""The columns a person fills in; the one that ties a line to its answer."""
_DATE = dt.datetime(2000, 1, 1)
"""Every sheet bears the same date: two runs give the same bytes."""


@dataclass(frozen=True, slots=True)
class Reread:
    """What a person wrote on the line of one comment."""

    theme: str = ""
    text: str = ""
    by: str = ""
    date: str = ""
    lifted: str = ""
    lang: str = ""

    @property
    def ready(self) -> bool:
        """Whether the text is approved: by somebody, on a day."""
        return bool(self.text and self.by and self.date)


def place(root: Path, edition: str) -> Path:
    """Where the sheet of an edition stands: inside, never among the reports."""
    return root / "data" / "processed" / edition / FILE


def reread(cleaned: Cleaned, root: Path) -> tuple[str, ...]:
    """Take what the saved sheet approves into the files beside the card, write the sheet again. What changed, in words.

    A comment that is gone takes its line with it. Raises NecError (exit 4) for an approved text that may name somebody.
    """
    comments = tuple(quoting.comments(cleaned))
    folder, sheet = Path(cleaned.edition.folder), place(root, cleaned.edition.id)
    if not comments and not lines.quotes(folder):
        return ()
    filled = _filled(folder, sheet)
    quotes, numbers = [], []
    for line, comment in enumerate(comments, 2):
        own = filled.get(comment.response, Reread())
        if own.ready:
            quotes.append(
                Quote(comment.response, comment.question, own.text, own.theme, own.lang, own.by, own.date, own.lifted)
            )
            numbers.append(line)
    answers = {comment.response for comment in comments}
    lines.checked(quotes, answers, quoting.public(cleaned.edition), FILE, numbers)
    codes = [
        Code(comment.response, comment.question, filled[comment.response].theme)
        for comment in comments
        if filled.get(comment.response, Reread()).theme
    ]
    said = _said(lines.quotes(folder), quotes, filled, answers)
    _kept(folder / lines.PUBLISHED, lines.HEADS, quotes)
    _kept(folder / lines.CODED, lines.CODES, codes)
    sheet.parent.mkdir(parents=True, exist_ok=True)
    _write(sheet, cleaned, comments, filled, _seal(folder))
    return said


def _filled(folder: Path, sheet: Path) -> dict[str, Reread]:
    """What is filled in, by comment: the sheet says all, unless the files have changed since it was written."""
    kept = {code.response: Reread(theme=code.theme) for code in lines.codes(folder)}
    kept |= {
        quote.response: Reread(quote.theme, quote.text, quote.by, quote.date, quote.lifted, quote.lang)
        for quote in lines.quotes(folder)
    }
    if not sheet.is_file():
        return kept
    seal, found = _read(sheet)
    return found if seal == _seal(folder) else kept | found


def _said(
    before: Sequence[Quote], after: Sequence[Quote], filled: Mapping[str, Reread], answers: Iterable[str]
) -> tuple[str, ...]:
    known = set(answers)
    more = [quote for quote in after if quote not in before]
    less = [quote for quote in before if quote.response not in {each.response for each in after}]
    half = [own for mark, own in filled.items() if mark in known and own.text and not own.ready]
    return tuple(
        f"{counted(len(found), one, many)} ({what})"
        for found, one, many, what in (
            (more, "parole approuvée", "paroles approuvées", lines.PUBLISHED),
            (less, "parole retirée", "paroles retirées", lines.PUBLISHED),
            (half, "texte retenu sans nom ni date", "textes retenus sans nom ou date", FILE),
        )
        if found
    )


def _kept(path: Path, heads: tuple[str, ...], rows: Sequence[Quote | Code]) -> None:
    if rows:
        path.write_bytes(lines.written(heads, rows))
    elif path.is_file():
        path.unlink()


def _seal(folder: Path) -> str:
    """Changes with what is approved and coded beside the card."""
    read = (folder / name for name in (lines.PUBLISHED, lines.CODED))
    return hashlib.sha256(b"\0".join(path.read_bytes() if path.is_file() else b"" for path in read)).hexdigest()[:16]


def masked(text: str, found: Sequence[Hit]) -> str:
    """A comment as the sheet shows it: what may identify somebody is replaced by what it looks like."""
    text = redacted(text)
    for hit in sorted(found, key=lambda hit: len(hit.text), reverse=True):
        text = text.replace(hit.text, f"[{hit.kind}]")
    return text


def _write(
    path: Path, cleaned: Cleaned, comments: Sequence[quoting.Comment], filled: Mapping[str, Reread], seal: str
) -> None:
    import xlsxwriter

    public = quoting.public(cleaned.edition)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": _DATE, "title": "Commentaires à relire", "comments": seal})
        head = workbook.add_format({"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "valign": "top"})
        plain = workbook.add_format({"text_wrap": True, "valign": "top"})
        own = workbook.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF4CC", "border": 1})
        page = workbook.add_worksheet(PAGE)
        for column, (name, width) in enumerate(zip(HEADS, _WIDTHS, strict=True)):
            page.write_string(0, column, name, head)
            page.set_column(column, column, width, None, {"hidden": column == _MARK})
        page.freeze_panes(1, 0)
        for row, comment in enumerate(comments, 1):
            found = hits(comment.text, public)
            said = (comment.question, masked(comment.text, found), ", ".join(sorted({hit.kind for hit in found})))
            for column, text in enumerate(said):
                page.write_string(row, column, text, plain)
            one = filled.get(comment.response, Reread())
            values = (one.theme, one.text, one.by, one.date, one.lifted, one.lang)
            for column, text in enumerate(values, len(said)):
                page.write_string(row, column, text, own)
            page.write_string(row, _MARK, comment.response)


def _read(path: Path) -> tuple[str, dict[str, Reread]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
        page = workbook[PAGE]
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError):
        cause, remedy = "ce classeur ne s'ouvre pas.", "Enregistrez-le au format .xlsx, ou supprimez-le."
        raise NecError("sheet-unreadable", path.name, cause, remedy) from None
    found = {}
    for row in page.iter_rows(min_row=2, max_col=len(HEADS), values_only=True):
        cells = [_cell(cell) for cell in row] + [""] * (len(HEADS) - len(row))
        if cells[_MARK] and any(cells[_OWN]):
            theme, text, by, date, lifted, lang = cells[_OWN]
            found[cells[_MARK]] = Reread(theme, text, by, date, lifted, lang)
    seal = str(workbook.properties.description or "")
    workbook.close()
    return seal, found


def _cell(value: Any) -> str:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()[:10]
    return "" if value is None else str(value).strip()
