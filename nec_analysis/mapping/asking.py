"""Answers that a reading met and nobody knows, added to `a_completer.xlsx` for a person to say what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nec_analysis.cards import Catalogue
from nec_analysis.mapping import worksheet
from nec_analysis.mapping.personal import masked


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the file to a question of the catalogue, how many gave it, the choice that is nearest ("" for none)."""

    question: str
    text: str
    count: int
    near: str = ""


def ask(path: Path, answers: Sequence[Answer], book: Catalogue) -> tuple[Answer, ...]:
    """Add to the sheet the answers it does not show yet, with the list to choose from. Those it shows now.

    Answers of questions that are not the catalogue's are left to the card. What a person chose stays. A sheet that is
    not there is begun.
    """
    from openpyxl import load_workbook

    mine = [answer for answer in answers if (found := book.question(answer.question)) and found.choices]
    if not mine:
        return ()
    if not path.is_file():
        worksheet.write(path, (), {}, book)
    workbook = load_workbook(path)
    page = workbook[worksheet.ANSWERS]
    heads = {str(cell.value): cell.column for cell in page[1] if cell.value}
    shown = {
        (str(page.cell(n, heads["Question"]).value), str(page.cell(n, heads["repère"]).value))
        for n in range(2, page.max_row + 1)
    }
    for answer in mine:
        if (answer.question, answer.text) not in shown:
            _add(workbook, page, heads, answer, book)
    workbook.save(path)
    return tuple(mine)


def _add(workbook: Any, page: Any, heads: dict[str, int], answer: Answer, book: Catalogue) -> None:
    from openpyxl.styles import PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    line = (
        max((n for n in range(1, page.max_row + 1) if any(cell.value is not None for cell in page[n])), default=1) + 1
    )
    said = {
        "Réponse dans l'export": masked(answer.text),
        "Combien": answer.count,
        "Question": answer.question,
        "Réponse proposée": answer.near,
        "repère": answer.text,
    }
    for head, value in said.items():
        cell = page.cell(line, heads[head], value)
        # A text that begins with "=" is an answer, no formula.
        cell.data_type = "n" if isinstance(value, int) else "s"
    choice = page.cell(line, heads["Votre choix"])
    choice.fill = PatternFill("solid", fgColor="FFF4CC")
    listed = DataValidation("list", _range(workbook, answer.question, book), showErrorMessage=True)
    listed.errorTitle, listed.error = worksheet.HELP["error_title"], worksheet.HELP["error_message"]
    listed.add(choice)
    page.add_data_validation(listed)


def _range(workbook: Any, question: str, book: Catalogue) -> str:
    """Where the list of a question stands, written when it is not there yet."""
    from openpyxl.utils import get_column_letter

    texts = worksheet.options(question, book)
    page = workbook[worksheet.LISTS]
    at = page.max_column + 1
    for column in range(1, page.max_column + 1):
        if [page.cell(n, column).value for n in range(1, len(texts) + 1)] == texts:
            at = column
    for n, text in enumerate(texts, 1):
        page.cell(n, at, text)
    letter = get_column_letter(at)
    return f"{worksheet.LISTS}!${letter}$1:${letter}${len(texts)}"
