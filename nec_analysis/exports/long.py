"""Long tables: one row an answer, turned into one row a respondent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from nec_analysis.errors import NecError
from nec_analysis.exports import blocks, grid
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.stamps import form, others
from nec_analysis.exports.structure import choices, export, read_grid, sheet, tally
from nec_analysis.french.matching import normal
from nec_analysis.model import Dialect, Entry, Export

TOOL = "long"
ROLES = ("survey",)
NAMES: Mapping[str, tuple[str, ...]] = {
    "respondent": (
        "respondent_id", "respondent", "Répondant", "ID répondant", "Identifiant du répondant", "Participant", "Response ID",
        "ID réponse", "ID de la réponse", "Submission ID", "ID participant", "Identifiant du participant", "participant_id",
        "user_id", "Code répondant", "N° répondant", "N° de réponse", "Identifiant",
    ),
    "question": ("question", "question_text", "Intitulé de la question", "Libellé de la question", "question_id", "Question posée"),
    "item": ("item", "Sous-question", "Ligne", "subquestion", "row", "Élément"),
    "answer": ("answer", "Réponse", "response", "value", "Valeur", "answer_text", "Réponse donnée"),
    "submitted_at": ("submitted_at", "Date", "Horodateur", "Timestamp", "Date de réponse", "Submitted at", "Date de soumission"),
    "language": ("language", "Langue"),
}  # fmt: skip
"""What a long table's columns are called."""
MOST = 40
"""More different answers than this are open text."""
SEVERAL = "\n"
"""Between the answers of one person to one question: what no option holds."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the table."""

    line: int
    person: str
    question: tuple[str, str]
    answer: str | None


def recognise(head: grid.Head) -> Recognition:
    """Three columns named for the respondent, the question and the answer, the respondent repeated."""
    at = _columns(head.rows[0] if head.rows else ())
    if not {"respondent", "question", "answer"} <= set(at):
        return NOT_MINE
    people = [row[at["respondent"]] for row in head.rows[1:] if len(row) > at["respondent"]]
    repeated = len(set(people)) < len(people)
    named = ", ".join(f"« {head.rows[0][at[part]]} »" for part in ("respondent", "question", "answer"))
    return Recognition(0.95 if repeated else 0.7, f"une ligne par réponse : colonnes {named}", head.kind)


RARE = 0.05
"""Share of the respondents below which two answers to one question look like one answer given twice."""
FEW_TWICE = "few_twice"


def _columns(names: Sequence[str]) -> dict[str, int]:
    forms = [normal(name).replace("_", " ") for name in names]
    found: dict[str, int] = {}
    for part, known in NAMES.items():
        wanted = (normal(name).replace("_", " ") for name in known)
        at = next((forms.index(name) for name in wanted if name in forms), -1)
        if at >= 0 and at not in found.values():
            found[part] = at
    return found


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text, one row a respondent (the line of the first answer), one column a question or item."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    table = read_grid(path, head, options, header_rows=1)
    at = _columns(table.names)
    for part in ("respondent", "question", "answer"):
        if part not in at:
            cause = f"aucune colonne ne donne {part} : ce tableau n'a pas une ligne par réponse."
            raise NecError(
                "column-missing",
                table.source.file,
                cause,
                f'Nommez-la « {NAMES[part][0]} », ou lisez avec tool = "table".',
            )
    lines, entries = _lines(table, at)
    wide, questions, several = _wide(table, at, lines, entries)
    made = sheet(wide)
    made.meta(0, "respondent_id")
    extra = [part for part in ("submitted_at", "language") if part in at]
    for index, part in enumerate(extra, 1):
        made.meta(index, part)
    _claim(made, questions, 1 + len(extra), several)
    stamps = (
        form(wide.cells[1], declared=str(options.get("date", "")), place=f"{table.source.file}, dates")
        if "submitted_at" in at
        else ""
    )
    left = [table.names[i] for i in range(table.width) if i not in at.values()]
    dropped = [
        Entry(table.source.file, 0, name, "", "", "", "drop_meta", "colonne qui n'est ni question ni réponse")
        for name in left
    ]
    note = f"{len(table)} lignes lues, une par réponse ; {len(wide)} répondants"
    dialect = Dialect(separators=(SEVERAL,), lists=False, date_format=others(wide.cells[1 + len(extra) :], stamps))
    return export(made, tool=TOOL, variant=head.kind, dialect=dialect, ledger=[*entries, *dropped], notes=[note])


def _lines(table: grid.Grid, at: Mapping[str, int]) -> tuple[list[Said], list[Entry]]:
    people, asked, given = (table.text(at[part]) for part in ("respondent", "question", "answer"))
    items = table.text(at["item"]) if "item" in at else [None] * len(table)
    lines: list[Said] = []
    entries: list[Entry] = []
    seen: set[tuple[str, tuple[str, str], str | None]] = set()
    for row, (person, question, item, answer) in enumerate(zip(people, asked, items, given, strict=True)):
        line = int(table.rows[row])
        if not (person or "").strip() or not (question or "").strip():
            raise NecError(
                "line-unowned",
                f"{table.source.file}, ligne {line}",
                "cette réponse n'a pas de répondant ou pas de question.",
                "Complétez la ligne, ou retirez-la.",
            )
        key = ((person or "").strip(), (" ".join((question or "").split()), " ".join((item or "").split())), answer)
        if key in seen:
            entries.append(
                Entry(table.source.file, line, table.names[at["answer"]], "", "", "", "duplicate_line", "ligne répétée")
            )
            continue
        seen.add(key)
        lines.append(Said(line, *key))
    return lines, entries


def _wide(
    table: grid.Grid, at: Mapping[str, int], lines: Sequence[Said], entries: list[Entry]
) -> tuple[grid.Grid, list[tuple[str, str]], set[tuple[str, str]]]:
    """One row a person, one column a question; several answers of one person stand on lines of one cell."""
    people = {said.person: n for n, said in enumerate(reversed(lines))}
    order = {person: n for n, person in enumerate(dict.fromkeys(said.person for said in lines))}
    first = {said.person: said.line for said in reversed(lines)}
    questions = list(dict.fromkeys(said.question for said in lines))
    held: dict[tuple[str, str], list[list[str]]] = {q: [[] for _ in people] for q in questions}
    for said in lines:
        if said.answer is not None and said.answer.strip():
            held[said.question][order[said.person]].append(said.answer)
    several = {q for q, cells in held.items() if any(len(cell) > 1 for cell in cells)}
    columns: list[list[str | None]] = [list(order)]
    names = [table.names[at["respondent"]]]
    for part in ("submitted_at", "language"):
        if part in at:
            names.append(table.names[at[part]])
            columns.append(_of_person(table, at, part, order))
    for question, item in questions:
        names.append(f"{question} [{item}]" if item else question)
        columns.append([SEVERAL.join(cell) if cell else None for cell in held[question, item]])
    cells = tuple(pa.array(column, type=pa.string()) for column in columns)
    source = replace(table.source, lines=len(order))
    return (
        grid.Grid(source, (tuple(names),), cells, tuple(first[p] for p in order), table.ledger, table.notes),
        questions,
        several,
    )


def _of_person(table: grid.Grid, at: Mapping[str, int], part: str, order: Mapping[str, int]) -> list[str | None]:
    """What the lines of each person say of them; two things are refused."""
    found: list[str | None] = [None] * len(order)
    for row, (person, text) in enumerate(zip(table.text(at["respondent"]), table.text(at[part]), strict=True)):
        if not (text or "").strip():
            continue
        n = order[(person or "").strip()]
        if found[n] is not None and found[n] != text and part == "language":
            raise NecError(
                "respondent-twice",
                f"{table.source.file}, ligne {table.rows[row]}",
                "un répondant a deux langues.",
                "Corrigez la table.",
            )
        found[n] = max(found[n] or "", text or "") if part == "submitted_at" else text
    return found


def _claim(made: Any, questions: Sequence[tuple[str, str]], start: int, several: set[tuple[str, str]]) -> None:
    """Questions with items are grids; those somebody answered twice hold lists."""
    done: set[str] = set()
    for n, (question, item) in enumerate(questions):
        if not item and (question, item) in several:
            _list(made, start + n, question)
        elif not item:
            made.alone(start + n, question)
        elif question not in done:
            done.add(question)
            members = [blocks.Member(start + k, i) for k, (q, i) in enumerate(questions) if q == question and i]
            blocks.claim(made, question, members)


def _list(made: Any, index: int, question: str) -> None:
    """A question that somebody answered several times: its options are the answers met, where they are few."""
    met = dict.fromkeys(piece for text in tally(made.grid.cells[index]) for piece in text.split(SEVERAL))
    few = len(met) <= MOST
    told = tally(made.grid.cells[index])
    twice = sum(n for text, n in told.items() if SEVERAL in text)
    doubts = (FEW_TWICE,) if few and twice < RARE * sum(told.values()) else ()
    kind = "multiple" if few else "other"
    id = made.alone(index, question, kind=kind, choices=choices(met) if few else (), doubts=doubts)
    made.answer(index, "joined" if few else "value", id)
