"""`a_completer.xlsx`: the proposals as a sheet, for people who do not write TOML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nec_analysis.cards import Catalogue
from nec_analysis.errors import NecError
from nec_analysis.mapping.personal import masked
from nec_analysis.mapping.propose import Proposal

FILE = "a_completer.xlsx"
QUESTIONS, ANSWERS, LISTS = "Questions", "Réponses", "Listes"
AGREED, OWN = "✓ la question proposée", "— propre à cette édition —"
NO_ANSWER = "— sans réponse —"
_HEADS = {
    QUESTIONS: (
        "Colonne de l'export",
        "Question proposée",
        "Confiance",
        "Votre choix",
        "Exemple",
        "Pourquoi",
        "repère",
        "nom",
    ),
    ANSWERS: (
        "Réponse dans l'export",
        "Combien",
        "Question",
        "Réponse proposée",
        "Ressemblance",
        "Deuxième",
        "Votre choix",
        "repère",
    ),
}
_WIDTHS = {QUESTIONS: (60, 44, 11, 44, 40, 34, 4, 4), ANSWERS: (50, 9, 24, 24, 13, 24, 34, 4)}
_CHOICE = {QUESTIONS: 3, ANSWERS: 6}
_TAKEN = "retenue"
_DATE = dt.datetime(2000, 1, 1)
"""Every sheet bears the same date: two runs give the same bytes."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose. `columns`: catalogue question -> name in the card, "" to let it go; `recodes` as in a card.

    `places`: where the first answer of each question of `recodes` stands in the sheet. `shown`: what the sheet shows,
    names of questions and pairs of a question and an answer, chosen or not.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    recodes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    shown: frozenset[str | tuple[str, str]] = frozenset()

    @property
    def any(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.columns or self.recodes)


def write(path: Path, proposals: Sequence[Proposal], examples: Mapping[str, str], book: Catalogue) -> None:
    """Write the sheet: one line a question, one line an answer nobody knows, a list to choose from on each."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": _DATE, "title": "Colonnes à rattacher au catalogue", "author": "nec new"})
        looks = {name: workbook.add_format(shape) for name, shape in _LOOKS.items()}
        pages = {name: workbook.add_worksheet(name) for name in (QUESTIONS, ANSWERS, LISTS)}
        lists = _lists(pages[LISTS], proposals, book)
        _questions(pages[QUESTIONS], proposals, examples, book, looks, lists)
        _answers(pages[ANSWERS], proposals, book, looks, lists)
        pages[LISTS].hide()


HELP = {
    "input_title": "Votre choix",
    "input_message": "Choisissez dans la liste. Laissez vide ce qui convient : une question « retenue » le reste, "
    "les autres sont propres à cette édition. Enregistrez, puis nec check.",
    "error_title": "Pas dans la liste",
    "error_message": "Choisissez une ligne de la liste, ou effacez la case.",
}
_LOOKS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top"},
    "choice": {"bg_color": "#FFF4CC", "border": 1, "text_wrap": True, "valign": "top", "locked": False},
    "share": {"num_format": "0\u202f%", "valign": "top"},
}


def _lists(page: Any, proposals: Sequence[Proposal], book: Catalogue) -> dict[str, str]:
    """Write the lists to choose from, a column each; the range of each by name ("" for the questions)."""
    wanted: dict[str, list[str]] = {"": [AGREED, OWN, *(_titled(id, book) for id in book.stanzas)]}
    for proposal in proposals:
        question = book.question(proposal.target) if proposal.target else None
        if question and (proposal.recodes or any(not label.exact for label in proposal.labels)):
            wanted[proposal.target] = options(proposal.target, book)
    ranges = {}
    for column, (name, texts) in enumerate(wanted.items()):
        page.write_column(0, column, texts)
        letter = (
            chr(ord("A") + column) if column < 26 else chr(ord("A") + column // 26 - 1) + chr(ord("A") + column % 26)
        )
        ranges[name] = f"={LISTS}!${letter}$1:${letter}${len(texts)}"
    return ranges


def options(id: str, book: Catalogue) -> list[str]:
    """What an answer to a question of the catalogue may mean, as the list shows it."""
    question = book.question(id)
    return [NO_ANSWER, *(f"{c.code} · {c.label.get('fr', c.code)}" for c in (question.choices if question else ()))]


def _titled(id: str, book: Catalogue) -> str:
    label = book.stanzas[id].get("label", {}).get("fr", "")
    return f"{id} · {label}"[:250]


def _begin(page: Any, name: str, looks: Mapping[str, Any]) -> None:
    for column, (head, width) in enumerate(zip(_HEADS[name], _WIDTHS[name], strict=True)):
        page.write_string(0, column, head, looks["head"])
        page.set_column(column, column, width, None, {"hidden": head in ("repère", "nom")})
    page.freeze_panes(1, 0)


def _questions(
    page: Any,
    proposals: Sequence[Proposal],
    examples: Mapping[str, str],
    book: Catalogue,
    looks: Mapping[str, Any],
    lists: Mapping[str, str],
) -> None:
    _begin(page, QUESTIONS, looks)
    # What needs a decision comes first; what was taken is there to be undone.
    order = sorted(range(len(proposals)), key=lambda i: (proposals[i].automatic, not proposals[i].target, i))
    for row, proposal in enumerate((proposals[i] for i in order), 1):
        page.write_string(row, 0, proposal.text, looks["text"])
        page.write_string(row, 1, _titled(proposal.target, book) if proposal.target else "", looks["text"])
        if proposal.target:
            page.write_number(row, 2, proposal.score, looks["share"])
        page.write_blank(row, 3, None, looks["choice"])
        page.data_validation(row, 3, row, 3, {"validate": "list", "source": lists[""], **HELP})
        page.write_string(row, 4, masked(examples.get(proposal.local, ""))[:80], looks["text"])
        page.write_string(row, 5, f"{_TAKEN} : {proposal.why}" if proposal.automatic else proposal.why, looks["text"])
        page.write_string(row, 6, proposal.target)
        page.write_string(row, 7, proposal.name)


def _choice(id: str, code: str, book: Catalogue) -> str:
    question = book.question(id)
    choice = question.choice(code) if question else None
    return f"{code} · {choice.label.get('fr', code)}" if choice else NO_ANSWER


def _answers(
    page: Any, proposals: Sequence[Proposal], book: Catalogue, looks: Mapping[str, Any], lists: Mapping[str, str]
) -> None:
    _begin(page, ANSWERS, looks)
    row = 0
    for proposal in proposals:
        for label in proposal.labels:
            meant = proposal.recodes is not None and label.raw in proposal.recodes and not proposal.automatic
            if label.exact and not meant:
                continue
            row += 1
            page.write_string(row, 0, masked(label.raw), looks["text"])
            page.write_number(row, 1, label.count)
            page.write_string(row, 2, proposal.target, looks["text"])
            page.write_string(row, 3, label.code, looks["text"])
            page.write_number(row, 4, label.score / 100, looks["share"])
            page.write_string(row, 5, label.runner_up, looks["text"])
            if meant:
                # What "Oui" means in this question is shown, taken with the question, and may be corrected.
                page.write_string(row, 6, _choice(proposal.target, label.code, book), looks["choice"])
            else:
                page.write_blank(row, 6, None, looks["choice"])
            page.data_validation(row, 6, row, 6, {"validate": "list", "source": lists[proposal.target], **HELP})
            page.write_string(row, 7, label.raw)


def read(path: Path, book: Catalogue) -> Choices:
    """What was chosen in a saved sheet. Raises NecError for a sheet that cannot be read or a choice off the list."""
    pages = _pages(path)
    columns: dict[str, str] = {}
    for place, cells in pages[QUESTIONS]:
        chosen, proposed, name = cells[3], cells[6], cells[7]
        if not chosen:
            continue
        target = proposed if chosen == AGREED else "" if chosen == OWN else chosen.split(" · ")[0].strip()
        if target and target not in book.stanzas:
            raise _off_list(place, chosen)
        if chosen == AGREED and not proposed:
            raise NecError(
                "sheet-choice",
                place,
                "aucune question n'est proposée sur cette ligne.",
                "Choisissez une question dans la liste déroulante, ou laissez vide.",
            )
        if target:
            if columns.get(target):
                raise NecError("sheet-twice", place, f"« {target} » est choisie deux fois.", "Gardez-en une.")
            columns[target] = name
        if proposed and target != proposed:
            columns.setdefault(proposed, "")
    names = {cells[7] for _, cells in pages[QUESTIONS]}
    answers = {(cells[2], cells[7]) for _, cells in pages[ANSWERS]}
    return Choices(columns, *_recodes(pages[ANSWERS], book, columns), frozenset(names | answers))


def asks(path: Path) -> bool:
    """Whether a sheet proposes a question that was not taken. An answer that nobody knows stops a run by itself."""
    return any(cells[6] and not cells[5].startswith(_TAKEN) for _, cells in _pages(path)[QUESTIONS])


def _recodes(
    lines: Sequence[tuple[str, tuple[str, ...]]], book: Catalogue, columns: Mapping[str, str]
) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    recodes: dict[str, dict[str, str]] = {}
    places: dict[str, str] = {}
    for place, cells in lines:
        id, chosen, raw = cells[2], cells[6], cells[7]
        # What the sheet itself filled in goes with the question, and only with it.
        filled = chosen.split(" · ")[0] == cells[3] and cells[4] in ("1", "1.0")
        if not chosen or (filled and not columns.get(id)):
            continue
        question = book.question(id)
        code = "" if chosen == NO_ANSWER else chosen.split(" · ")[0].strip()
        if question is None or (code and question.choice(code) is None):
            raise _off_list(place, chosen)
        recodes.setdefault(id, {})[raw] = code
        places.setdefault(id, place)
    return recodes, places


def _pages(path: Path) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """The lines of each page under its heads, with the place of what was chosen on each."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError):
        raise NecError(
            "sheet-unreadable",
            path.name,
            "ce classeur ne s'ouvre pas.",
            "Enregistrez-le au format .xlsx, ou supprimez-le.",
        ) from None
    found = {}
    for name in (QUESTIONS, ANSWERS):
        if name not in workbook.sheetnames:
            raise NecError(
                "sheet-unreadable", path.name, f"la feuille « {name} » n'y est plus.", "Recommencez avec nec new."
            )
        found[name] = _in_order(path, name, list(workbook[name].iter_rows(values_only=True)))
    workbook.close()
    return found


def _in_order(path: Path, page: str, rows: Sequence[Sequence[Any]]) -> list[tuple[str, tuple[str, ...]]]:
    """The cells under each head, in our order whatever the order of the columns: a person may have moved them."""
    from openpyxl.utils import get_column_letter

    texts = [["" if cell is None else str(cell).strip() for cell in row] for row in rows]
    heads = texts[0] if texts else []
    lost = [f"« {head} »" for head in _HEADS[page] if heads.count(head) != 1]
    if lost:
        raise NecError(
            "sheet-unreadable",
            f"{path.name}, {page}, ligne 1",
            f"il faut une colonne, et une seule, de chacun de ces noms : {', '.join(lost)}.",
            f"Remettez l'en-tête comme il était ; sinon supprimez {path.name} et recommencez avec nec new.",
        )
    places = [heads.index(head) for head in _HEADS[page]]
    letter = get_column_letter(places[_CHOICE[page]] + 1)
    return [
        (
            f"{path.name}, {page}, ligne {n} (cellule {letter}{n})",
            tuple(row[i] if i < len(row) else "" for i in places),
        )
        for n, row in enumerate(texts[1:], 2)
    ]


def _off_list(place: str, chosen: str) -> NecError:
    return NecError(
        "sheet-choice",
        place,
        f"« {chosen[:60]} » n'est pas un choix de la liste.",
        "Choisissez dans la liste déroulante, ou laissez vide.",
    )
