"""What an export holds, inferred: every answer column belongs to a question of known kind, nothing dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from nec_analysis.french.matching import normal
from nec_analysis.mapping import enrich, kinds
from nec_analysis.mapping.groups import OFF, ON, Grouped, Member, grouped
from nec_analysis.mapping.headers import clean, coded, parts, runs
from nec_analysis.mapping.personal import is_personal, is_postal
from nec_analysis.mapping.profile import Profile, profile
from nec_analysis.mapping.rows import SINGULAR, metadata
from nec_analysis.mapping.slugs import slug
from nec_analysis.model import Column, Dialect, Export, Item, Question, Questionnaire

ANSWERS = ("value", "option", "item", "rank_of_choice", "choice_at_rank", "joined", "other", "comment")
"""Parts of a column that hold answers."""

_SPECIFY = re.compile(
    r"si [\"']?autre|autres?[ ,:(-]+(?:a |veuillez |merci de )?precise|(?:veuillez |merci de )?precise[rz]\b|precision"
    r"|if other|other[ ,:(-]+(?:please )?(?:specify|describe|write)|please specify|specify"
)
_ENGLISH = re.compile(
    r"\b(?:the|what|which|how|you|your|do|did|is|are|of|have|please|would|name|first|last|time|order|response)\b"
)
_FRENCH = re.compile(r"\b(?:le|la|les|quel|quelle|quels|quelles|vous|votre|vos|est|etes|des|avez|du|au|une)\b")


def infer(export: Export) -> tuple[Export, Questionnaire]:
    """The export with its columns completed, its questionnaire with kinds, choices, items, doubts where none were known.

    What the reader already knows is kept. Columns that name or reach people become `personal`.
    """
    known = _Inference(export).done()
    return known, known.questionnaire


class _Inference:
    """One pass over an export, question after question in the order of its columns."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.language = language(export)
        self.questions: list[Question] = []
        self.columns: dict[int, Column] = {column.index: column for column in export.columns}
        self.forms: set[str] = set()
        # English days are read month first where nothing tells: the question then says that it doubts.
        english = self.language == "en" and not export.dialect.date_format
        self.dialect = replace(export.dialect, date_format="%m/%d/%Y") if english else export.dialect
        self.seen: dict[int, Profile] = {}
        self.taken = {question.id for question in export.questionnaire.questions}
        self.given = {question.id: question for question in reversed(export.questionnaire.questions)}
        self.asked: dict[str, list[Column]] = {}
        for column in export.columns:
            if column.part in ANSWERS:
                self.asked.setdefault(column.question, []).append(column)

    def done(self) -> Export:
        """The completed export."""
        loose: list[int] = []
        seen: set[str] = set()
        for column in self.export.columns:
            if column.part not in ANSWERS:
                continue
            known = self.given.get(column.question)
            if known is None or self._is_loose(known):
                loose.append(column.index)
            elif known.id not in seen:
                seen.add(known.id)
                self._known(known)
        self._loose(loose)
        order: dict[str, int] = {}
        for column in self.columns.values():
            order[column.question] = min(column.index, order.get(column.question, column.index))
        # A question of the structure that this file has no column for was not exported: nothing to count.
        self.questions = sorted(self.questions, key=lambda q: order.get(q.id, 0))
        columns = tuple(self.columns[column.index] for column in self.export.columns)
        headers: dict[str, list[str]] = {}
        for column in columns:
            headers.setdefault(column.question, []).append(column.header)
        asked = tuple(replace(q, source_columns=tuple(headers.get(q.id, ()))) for q in self.questions)
        base = self.export.questionnaire
        languages = base.languages or (self.language,)
        return replace(
            self.export,
            dialect=_dated(_ticking(self.export.dialect), self.forms),
            columns=columns,
            questionnaire=Questionnaire(base.id, base.edition, base.title, languages, asked),
        )

    def _is_loose(self, question: Question) -> bool:
        """A question the reader made of one column without knowing what it is may belong to a group of columns."""
        mine = self.asked.get(question.id, [])
        return question.kind == "other" and len(mine) == 1 and mine[0].part == "value" and not question.choices

    def _known(self, question: Question) -> None:
        """A question the reader gave: kept, its gaps filled; several columns of unknown kind are read as a group."""
        mine = self.asked.get(question.id, [])
        if question.kind == "other" and len([c for c in mine if c.part not in ("other", "comment")]) > 1:
            self._known_group(question, mine)
            return
        seen = [(column, self._profile(column)) for column in mine]
        text = next(iter(question.text.values()), "")
        if question.kind in ("text", "other") and self._names_people(
            [replace(p, header=text or p.header) for _, p in seen]
        ):
            for column in mine:
                self.columns[column.index] = replace(column, part="personal", question="", code="")
            return
        if question.kind == "other":
            question = replace(question, items=())
            for column in (c for c in mine if c.part == "item"):
                self.columns[column.index] = replace(column, part="value", code="")
        self.questions.append(enrich.enriched(question, seen, self.language, self.export.dialect))

    def _names_people(self, profiles: Sequence[Profile]) -> bool:
        return bool(profiles) and all(is_personal(seen) for seen in profiles)

    def _known_group(self, question: Question, mine: Sequence[Column]) -> None:
        named = {i.code: i.label for i in question.items} | {c.code: c.label for c in question.choices}
        shared = [c for c in mine if c.part not in ("other", "comment")]
        _, headed = parts([c.header for c in shared])
        members = []
        for column, part in zip(shared, headed, strict=True):
            label = next(iter(named.get(column.code, {}).values()), "") if column.part != "joined" else ""
            members.append(self._member(column, label or ("" if column.part == "joined" else part or column.code)))
        text = clean(next(iter(question.text.values()), "")) or question.id
        found = grouped(text, members, self.language, self.export.dialect)
        if found is None:
            # The words of "other" have no question to go with any more: one of their own.
            words = [self._member(c, clean(c.header)) for c in mine if c not in shared]
            self._apart(text, members, question.id)
            self._apart("", words, question.id)
            return
        self._take(question.id, question.text or {self.language: text}, found)
        for column in mine:
            if column.part == "other" and found.kind == "multiple":
                self.questions[-1] = enrich.with_other(self.questions[-1])
                code = next(choice.code for choice in self.questions[-1].choices if choice.role == "other")
                self.columns[column.index] = replace(column, code=code)
        self._apart(text, list(found.apart), question.id)

    def _loose(self, indexes: Sequence[int]) -> None:
        profiles = {i: self._profile(self._column(i)) for i in indexes}
        kept = [i for i in indexes if not self._set_aside(self._column(i), profiles[i])]
        for neighbours in _neighbours(kept):
            for run in runs([self._column(i).header for i in neighbours]):
                self._run([neighbours[k] for k in run])

    def _run(self, indexes: Sequence[int]) -> None:
        columns = [self._column(i) for i in indexes]
        if len(columns) > 1:
            stem, labels = parts([c.header for c in columns])
            members = [self._member(c, label) for c, label in zip(columns, labels, strict=True)]
            code = coded(columns[0].header)[0]
            found = grouped(stem, members, self.language, self.export.dialect)
            if found:
                # The questions a reader made of these columns one by one are no more: their name is free again.
                self.taken -= {self._column(index).question for index, _, _ in found.roles}
                self._take(self._id(code or stem), {self.language: stem or code}, found)
                self._apart(stem or code, list(found.apart), "")
                return
        for column in columns:
            self._one(column, clean(coded(column.header)[2]) or column.header)

    def _take(self, id: str, text: Mapping[str, str], found: Grouped) -> None:
        items = tuple(Item(code, {self.language: label}, n) for n, (code, label) in enumerate(found.items, 1))
        self.questions.append(
            Question(
                id,
                found.kind,
                text,
                choices=found.choices,
                items=items,
                scale=found.scale,
                has_other=any(choice.role == "other" for choice in found.choices),
                doubts=found.doubts,
            )
        )
        for index, part, code in found.roles:
            self.columns[index] = replace(self._column(index), part=part, question=id, code=code)

    def _apart(self, stem: str, members: Iterable[Member], id: str) -> None:
        """Columns that only begin alike: a question each, named by what the header adds."""
        for member in members:
            text = f"{stem} — {member.part}" if stem and member.part else member.part or stem
            self._one(self._column(member.index), text, fresh=bool(id))

    def _one(self, column: Column, text: str, *, fresh: bool = False) -> None:
        """One column, one question."""
        seen = self._profile(column)
        if not column.header and not seen.answered:
            self.columns[column.index] = replace(column, part="blank", question="", code="")
            return
        if self._set_aside(column, seen) or self._other_of_previous(column, text):
            return
        code, sub, _ = coded(column.header)
        name = f"{code}_{sub}" if fresh and code and sub else code
        id = column.question if column.question and not fresh else self._id(name or text)
        box = kinds.lone_tick(seen, self.language, blank_is_no="" in self.export.dialect.unticked)
        found = box or kinds.guess(seen, self.language, self.export.dialect.joining)
        if found.kind == "date" and not self._readable(seen):
            found = kinds.Guess("text", doubts=("date_order",))
        if is_postal(seen):
            found = kinds.Guess("text", sensitive="pii")
        given = self.given.get(column.question)
        self.questions.append(
            Question(
                id,
                found.kind,
                (given.text if given and given.text and not fresh else {self.language: text or id}),
                choices=found.choices,
                scale=found.scale,
                has_other=found.has_other,
                unit=found.unit,
                minimum=found.minimum,
                maximum=found.maximum,
                sensitive=found.sensitive,
                doubts=(*found.doubts, *kinds.doubts(text, found.kind)),
            )
        )
        part = "joined" if found.joined else "value"
        self.columns[column.index] = replace(column, part=part, question=id, code="")

    def _other_of_previous(self, column: Column, text: str) -> bool:
        """Give "Autre, précisez" to the question just before it, when that one has an "other" and no words for it."""
        last = self.questions[-1] if self.questions else None
        if last is None or last.kind not in ("single", "multiple") or not _SPECIFY.match(normal(text)):
            return False
        mine = [c for c in self.columns.values() if c.question == last.id and c.part in ANSWERS]
        code = next((choice.code for choice in last.choices if choice.role == "other"), "")
        if not code or any(c.part == "other" for c in mine) or max(c.index for c in mine) != column.index - 1:
            return False
        self.columns[column.index] = replace(column, part="other", question=last.id, code=code)
        return True

    def _set_aside(self, column: Column, seen: Profile) -> bool:
        """Turn a column that holds no answer into what it is: personal, or the tool's own. Whether it did."""
        part = "personal" if is_personal(seen) else metadata(seen)
        if not part or (part in SINGULAR and any(c.part == part for c in self.columns.values())):
            return False
        if part in ("started_at", "submitted_at") and not self._readable(seen):
            return False
        self.columns[column.index] = replace(column, part=part, question="", code="")
        return True

    def _readable(self, seen: Profile) -> bool:
        """Note how a column writes its days. False where the file already writes them the other way round."""
        mine = seen.day.form if seen.day else ""
        known = (*self.export.dialect.date_format.split("|"), *self.forms)
        if {mine[:2], *(form[:2] for form in known)} >= {"%d", "%m"}:
            return False
        self.forms |= {mine} - {""}
        return True

    def _id(self, text: str) -> str:
        id = slug(text, self.taken)
        self.taken.add(id)
        return id

    def _column(self, index: int) -> Column:
        return self.columns[index]

    def _profile(self, column: Column) -> Profile:
        seen = self.seen.get(column.index)
        if seen is None:
            cells = self.export.cells[column.index]
            seen = self.seen[column.index] = profile(self._wording(column), cells, self.dialect)
        return seen

    def _wording(self, column: Column) -> str:
        """The question a column of its own asks, where its header is only a code (Qualtrics); else its header."""
        known = self.export.questionnaire.question(column.question) if column.question else None
        coded_only = known is not None and " " not in column.header and self._is_loose(known)
        text = next(iter(known.text.values()), "") if known and coded_only else ""
        return text or column.header

    def _member(self, column: Column, part: str) -> Member:
        return Member(column.index, part, self._profile(column), self.export.cells[column.index])


def language(export: Export) -> str:
    """The language of an export: what its tool says, else that of its headers."""
    if export.questionnaire.languages:
        return export.questionnaire.languages[0]
    return "en" if speaks_english(" ".join(column.header for column in export.columns)) else "fr"


def speaks_english(text: str) -> bool:
    """Whether the headers of a file hold more English than French."""
    words = normal(text)
    return len(_ENGLISH.findall(words)) > len(_FRENCH.findall(words))


def _ticking(dialect: Dialect) -> Dialect:
    """The dialect with the usual tick marks where its tool declares none."""
    return replace(dialect, ticked=dialect.ticked or tuple(sorted(ON)), unticked=dialect.unticked or tuple(sorted(OFF)))


def _dated(dialect: Dialect, forms: set[str]) -> Dialect:
    """The dialect with the forms of date found, after those its tool declares."""
    known = [form for form in dialect.date_format.split("|") if form]
    return replace(dialect, date_format="|".join((*known, *sorted(forms - {"", *known}))))


def _neighbours(indexes: Sequence[int]) -> list[list[int]]:
    """Runs of columns that stand side by side, answers apart."""
    groups: list[list[int]] = []
    for index in indexes:
        if groups and index == groups[-1][-1] + 1:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups
