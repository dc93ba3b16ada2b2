"""Answers of the people kept, one code a person: counted in plain loops."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from nec_analysis.cards import Catalogue
from nec_analysis.cards.files import paths
from nec_analysis.figures.recette.ballots import Ballots, Row, ballots
from nec_analysis.figures.recette.spelling import Spelling, items, own_spelling, sides, spelling, widened
from nec_analysis.figures.recette.voters import Voters, status, voters
from nec_analysis.french.matching import normal
from nec_analysis.model import Choice, Column, Edition, ExportCard, Question

OTHER_TEXT = "other"
LISTS = ("multiple", "ranking")
FEW = 4
"""So many people may have typed the same words under "other" without making an option of them."""
NO_VALUE = ("no_answer", "no_opinion", "not_applicable")
"""Roles of the answers to a question of numbers that are no number: 99 for "no answer"."""
_BLANKS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
"""Blanks between thousands."""
_MARKS = re.compile(r"[;,|\n]")
"""What tools put between the options of a cell."""


class Unknown(Exception):
    """A figure that cannot be counted a second time; says why."""


@dataclass(frozen=True)
class Survey:
    """A survey ready to be counted: who answered, what each question of the catalogue is called in the file."""

    edition: Edition
    card: ExportCard
    catalogue: Catalogue
    ballots: Ballots

    @cached_property
    def people(self) -> Voters:
        """Who counts."""
        return voters(self.ballots, self.card.options, self.kinds)

    @cached_property
    def local(self) -> Mapping[str, Question]:
        """The export's question behind each question that the card maps."""
        return {id: found for id, name in self.card.columns.items() if (found := self._called(name)) is not None}

    @cached_property
    def inferred(self) -> tuple[Sequence[Column], Mapping[str, Question]]:
        """The columns and the questions as their answers show them: for those that the card does not map."""
        export = self.ballots.export
        return export.columns, {question.id: question for question in export.questionnaire.questions}

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The kind of each question of the export: the catalogue's where the card maps it, else what its answers show."""
        shown = {q.id: q.kind for q in self.inferred[1].values()}
        told = {q.id: q.kind for q in self.ballots.export.questionnaire.questions}
        mapped = {q.id: self.stanza_kind(id) for id, q in self.local.items()}
        return {**told, **shown, **mapped}

    def stanza_kind(self, id: str) -> str:
        """The kind that the catalogue, or the card, gives a question."""
        if id not in self.card.columns and (shown := self.inferred[1].get(id.removeprefix("extra_"))):
            return shown.kind
        stanza = self.edition.questions.get(id) or self.catalogue.stanzas.get(id, {})
        return str(stanza.get("kind", ""))

    def _called(self, name: str) -> Question | None:
        questions = self.ballots.export.questionnaire.questions
        headers = {normal(c.header): c.question for c in self.ballots.export.columns if c.question}
        for found in questions:
            if found.id == name:
                return found
        for found in questions:
            if normal(name) in {normal(t) for t in found.text.values()} or headers.get(normal(name)) == found.id:
                return found
        return None

    def spelling(self, id: str) -> Spelling:
        """How the answers to a question are written."""
        if id not in self.spelt:
            self.spelt[id] = self._spelling(id)
        return self.spelt[id]

    @cached_property
    def spelt(self) -> dict[str, Spelling]:
        """The spellings looked up so far: options that only the file has are found by reading all of it."""
        return {}

    def _spelling(self, id: str) -> Spelling:
        if id not in self.local:
            return own_spelling(self._question(id), self.card.recodes.get(id, {}))
        known = spelling(id, self._question(id), self.card, self.catalogue, self.edition)
        return widened(known, self._of_the_file(id, known)) if self.columns(id, "joined") else known

    def _of_the_file(self, id: str, known: Spelling) -> list[Choice]:
        """Options joined in one cell that the catalogue does not know: words of four people or fewer are "other"."""
        if self.stanza_kind(id) not in LISTS:
            return []
        cells = [_cut(row[column.index]) for column in self.columns(id, "joined")[:1] for row in self.ballots.rows]
        strange = [c for c in self._question(id).choices if not any(map(known.code, (c.code, *c.label.values())))]
        return [c for c in strange if not known.other or sum(_holds(cell, c) for cell in cells) > FEW]

    def _question(self, id: str) -> Question:
        found = self.local.get(id) or self.inferred[1].get(id.removeprefix("extra_"))
        if found is None:
            raise Unknown(f"aucune colonne n'est rattachée à « {id} »")
        return found

    def columns(self, id: str, *parts: str) -> list[Column]:
        """The columns of a question, by their parts."""
        known = self.ballots.export.columns if id in self.local else self.inferred[0]
        return [c for c in known if c.part in parts and c.question == self._question(id).id]

    def cells(self, column: Column) -> list[str]:
        """The cells of a column, of the people kept."""
        return [self.ballots.rows[n][column.index].strip() for n in self.people.kept]

    def codes(self, id: str, item: str = "") -> list[str]:
        """The code each person chose, "" without answer. Raises Unknown for answers nobody knows."""
        wanted = self._asked(id, item)
        apart = self.columns(id, "other")
        known = self.spelling(id)
        out = [""] * len(self.people.kept)
        for column in wanted:
            for n, text in enumerate(self.cells(column)):
                out[n] = out[n] or self._code(text, known, id, free=not apart)
        for column in apart[:1]:
            for n, text in enumerate(self.cells(column)):
                out[n] = out[n] or (known.other if text else "")
        yes, no = sides(known) if len(wanted) == 1 and "" in self.ballots.export.dialect.unticked else ("", "")
        # A box of its own, where the tool writes nothing for one left unticked.
        return [code or no for code in out] if yes and set(out) == {yes, ""} else out

    def _asked(self, id: str, item: str) -> list[Column]:
        """The columns of one choice: of a question, or of a row of its grid."""
        if not item:
            return self.columns(id, "value", "item", "joined")
        names = items(id, self._question(id), self.catalogue, self.edition) if id in self.local else {}
        return [c for c in self.columns(id, "item", "value") if names.get(c.code, c.code) == item]

    def left_empty(self, id: str, item: str = "") -> list[bool]:
        """For each person kept: whether the file says that the question was put, and nothing chosen."""
        columns = self._asked(id, item)[-1:]
        return [any(self._left(n, column) for column in columns) for n in self.people.kept]

    def _left(self, row: int, column: Column) -> bool:
        """Whether a cell says "put, left empty": by a mark of the tool, or by being written, and empty."""
        text, dialect = self.ballots.rows[row][column.index].strip(), self.ballots.export.dialect
        apart = dialect.empty_means == "not_answered"
        return text in dialect.left_empty if text else apart and column.index not in self.ballots.unwritten[row]

    def _hidden(self, row: int, column: Column) -> bool:
        """Whether a cell says that the question was not put."""
        text, dialect = self.ballots.rows[row][column.index].strip(), self.ballots.export.dialect
        if text:
            return normal(text) in {normal(mark) for mark in dialect.not_shown}
        return dialect.empty_means == "not_answered" and column.index in self.ballots.unwritten[row]

    def _code(self, text: str, known: Spelling, id: str, *, free: bool) -> str:
        if not text:
            return ""
        # "N/A" may be one of the answers of the form.
        found = known.code(text)
        if found is not None:
            return found
        if self._silent(text):
            return ""
        if known.other and free:
            return known.other
        raise Unknown(f"une réponse à « {id} » que ni la fiche ni le catalogue ne connaissent")

    def _silent(self, text: str) -> bool:
        dialect = self.ballots.export.dialect
        return normal(text) in {normal(mark) for mark in (*dialect.not_shown, *dialect.left_empty) if mark}

    def numbers(self, id: str) -> list[float | None]:
        """The number each person gave, None without answer. Raises Unknown for text that is no number."""
        out: list[float | None] = [None] * len(self.people.kept)
        apart = {normal(label) for c in self._question(id).choices if c.role in NO_VALUE for label in c.label.values()}
        for column in self.columns(id, "value", "item", "joined"):
            for n, text in enumerate(self.cells(column)):
                if text and out[n] is None and not self._silent(text) and normal(text) not in apart:
                    out[n] = self._number(text, id)
        return out

    def _number(self, text: str, id: str) -> float | None:
        text = _BLANKS.sub("", text).lstrip("€$£ ")
        head = text.split(" ")[0].split("\u00a0")[0].rstrip("-–:.)%€$£")
        recoded = self.card.recodes.get(id, {}).get(text, head)
        if not recoded:
            return None
        try:
            return float(recoded.replace(",", "."))
        except ValueError:
            raise Unknown(f"une réponse à « {id} » qui n'est pas un nombre") from None

    def ticks(self, id: str) -> list[frozenset[str] | None]:
        """The options each person ticked; None for who was not shown the question."""
        dialect = self.ballots.export.dialect
        boxes, lists = self.columns(id, "option"), self.columns(id, "joined", "value")
        if not boxes and not lists:
            raise Unknown(f"« {id} » : les réponses sont dans des colonnes d'un autre genre")
        given = self._boxes(id, boxes) if boxes else self._lists(id, lists[0])
        known, words = self.spelling(id), self.columns(id, "other")
        rule = self.card.options.get("blank_multiple", {})
        usual = "unknown" if not lists and self._marked(boxes) else dialect.blank_multiple
        rule = rule if isinstance(rule, str) else rule.get(id, rule.get("*", usual))
        doubtful = rule != "none" or dialect.empty_means == "not_answered"
        asked = (*boxes, *lists, *words)
        out: list[frozenset[str] | None] = []
        for n, ticked in zip(self.people.kept, given, strict=True):
            row = self.ballots.rows[n]
            if any(row[c.index].strip() for c in words):
                ticked = frozenset((ticked or set()) | {known.other or OTHER_TEXT})
            if ticked is None and self._passed(n, (*boxes, *lists)):
                ticked = frozenset()
            if (
                not doubtful
                and ticked is None
                and not any(row[c.index].strip() for c in asked)
                and self._went_on(row, asked)
            ):
                ticked = frozenset()
            out.append(ticked)
        return out

    def put(self, id: str) -> frozenset[str] | None:
        """The options that the file has a column for; None where one cell may hold any of them."""
        boxes = self.columns(id, "option")
        if self.columns(id, "joined", "value") or not boxes:
            return None
        known, local = self.spelling(id), {c.code: c for c in self._question(id).choices}
        words = {known.other or OTHER_TEXT} if self.columns(id, "other") else set()
        return frozenset({self._option(c, local, known) for c in boxes} | words)

    def _passed(self, row: int, asked: Sequence[Column]) -> bool:
        """Whether the file says that the boxes were put, and none ticked."""
        return any(self._left(row, c) for c in asked) and not any(self._hidden(row, c) for c in asked)

    def _marked(self, boxes: Sequence[Column]) -> bool:
        """Whether who has a mark in one box has one in each, some of them "not ticked": no mark at all is no "none"."""
        empty = {normal(mark) for mark in self.ballots.export.dialect.unticked if mark}
        rows = [[self.ballots.rows[n][c.index].strip() for c in boxes] for n in self.people.kept]
        rows = [marks for marks in rows if any(text and not self._silent(text) for text in marks)]
        whole = all(text and not self._silent(text) for marks in rows for text in marks)
        return len(boxes) > 1 and whole and any(normal(text) in empty for marks in rows for text in marks)

    def _boxes(self, id: str, columns: list[Column]) -> list[frozenset[str] | None]:
        known, local = self.spelling(id), {c.code: c for c in self._question(id).choices}
        empty = {normal(mark) for mark in self.ballots.export.dialect.unticked if mark}
        meant = {c.code: self._option(c, local, known) for c in columns}
        out: list[frozenset[str] | None] = []
        for n in self.people.kept:
            said = {c.code: text for c in columns if (text := self.ballots.rows[n][c.index].strip())}
            said = {code: text for code, text in said.items() if not self._silent(text)}
            ticked = frozenset(meant[code] for code, text in said.items() if normal(text) not in empty)
            out.append(ticked if said else None)
        return out

    def _lists(self, id: str, column: Column) -> list[frozenset[str] | None]:
        """The options joined in one cell, cut where most of the pieces are known; the rest is "other"."""
        known, texts = self.spelling(id), self.cells(column)
        cuts = self.ballots.export.dialect.separators or (";", ", ", ",", "|")
        tried = [[pieces(text, cut, known) for text in texts] for cut in cuts]
        best = min(tried, key=lambda found: sum(rest for _, rest in found))
        other = frozenset({known.other} if known.other else ())
        if not known.other and any(rest for _, rest in best):
            raise Unknown(f"une réponse à « {id} » que ni la fiche ni le catalogue ne connaissent")
        return [
            None if not text or self._silent(text) else codes | (other if rest else frozenset())
            for text, (codes, rest) in zip(texts, best, strict=True)
        ]

    def _option(self, column: Column, local: Mapping[str, Choice], known: Spelling) -> str:
        choice = local.get(column.code)
        labels = [] if choice is None else list(choice.label.values())
        if choice and sum(any(t in other.label.values() for t in labels) for other in local.values()) > 1:
            labels = []  # boxes of one name, as those of a grid are, are told apart by their code alone
        return next((code for t in (*labels, column.code) if (code := known.code(t))), column.code)

    def told(self, name: str) -> list[str | None]:
        """What each person says in a column of the answers: a code, "True" or "False" for an option, the status."""
        if name == "status":
            return [status(self.ballots, self.ballots.rows[n]) or None for n in self.people.kept]
        id, _, code = name.partition("__")
        kind = self.stanza_kind(id)
        if kind == "multiple":
            return [None if ticked is None else str(code in ticked) for ticked in self.ticks(id)]
        if kind == "ranking":
            return [str(ranks[code]) if code in ranks else None for ranks in self.ranks(id)]
        if kind in ("nps", "numeric"):
            raise Unknown(f"la condition sur « {name} » n'est pas refaite")
        return [found or None for found in self.codes(id, code)]

    def ranks(self, id: str) -> list[Mapping[str, int]]:
        """The rank each person gave each choice; nothing for who ranked none."""
        known, local = self.spelling(id), {c.code: c for c in self._question(id).choices}
        out: list[dict[str, int]] = [{} for _ in self.people.kept]
        for column in self.columns(id, "choice_at_rank"):
            for n, text in enumerate(self.cells(column)):
                if text and not self._silent(text) and (code := known.code(text)):
                    out[n].setdefault(code, int(column.code))
        for column in self.columns(id, "rank_of_choice", "item"):
            code = self._option(column, local, known)
            for n, text in enumerate(self.cells(column)):
                if text and not self._silent(text):
                    out[n].setdefault(code, int(float(text.replace(",", "."))))
        return list(out)

    def _went_on(self, row: Row, asked: Sequence[Column]) -> bool:
        """Whether a person finished, or said something after a question; boxes left unticked say nothing."""
        dialect = self.ballots.export.dialect
        quiet = {normal(m) for m in (*dialect.unticked, *dialect.not_shown, *dialect.left_empty) if m}
        end = max(c.index for c in asked)
        later = (c for c in self.ballots.export.columns if c.question and c.index > end)
        told = ((c, row[c.index].strip()) for c in later)
        return status(self.ballots, row) == "complete" or any(
            text and not (c.part == "option" and normal(text) in quiet) for c, text in told
        )


def pieces(text: str, cut: str, known: Spelling) -> tuple[frozenset[str], int]:
    """The options of a cell, longest first, and how many characters are none of them."""
    parts, codes, rest, at = text.split(cut), set[str](), 0, 0
    while at < len(parts):
        sizes = range(len(parts) - at, 0, -1)
        found = next(((n, code) for n in sizes if (code := known.code(cut.join(parts[at : at + n])))), None)
        if found:
            codes.add(found[1])
        else:
            rest += len(parts[at].strip())
        at += found[0] if found else 1
    return frozenset(codes), rest


def _cut(text: str) -> list[str]:
    return [piece.strip() for piece in _MARKS.split(normal(text))]


def _holds(cell: Sequence[str], choice: Choice) -> bool:
    """Whether the pieces of a cell hold an option; its label may hold separators of its own."""
    for said in (choice.code, *choice.label.values()):
        wanted = _cut(said)
        if any(list(cell[at : at + len(wanted)]) == wanted for at in range(len(cell))):
            return True
    return False


def survey(edition: Edition, catalogue: Catalogue) -> Survey | None:
    """The survey of an edition, None without one."""
    card = next((export for export in edition.exports if export.role == "survey"), None)
    if card is None or not paths(edition.folder, card.file):
        return None
    from nec_analysis.mapping.infer import infer

    found = ballots(edition, card)
    # What the columns are, which marks are ticks, how days are written: told by the answers where the tool does not.
    return Survey(edition, card, catalogue, replace(found, export=infer(found.export)[0]))


def counted(codes: list[str]) -> Counter[str]:
    """How many people gave each code."""
    return Counter(code for code in codes if code)
