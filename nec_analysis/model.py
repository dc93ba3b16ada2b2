"""The nouns of the suite: what an export, a question, an estimate, a figure are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Labels = Mapping[str, str]
"""A text by language: {"fr": "Tout à fait d'accord", "en": "Strongly agree"}."""

CLOSED = ("single", "scale", "yes_no", "nps", "numeric", "multiple", "grid", "ranking")
"""Kinds of question that get a topline."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer a closed question offers.

    `role`: valid | other | exclusive | no_opinion | not_applicable | no_answer.
    """

    code: str
    label: Labels
    order: int
    role: str = "valid"
    point: float | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a grid."""

    code: str
    label: Labels
    order: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was put. `kind`: one of CLOSED, or text | date | other; `sensitive`: none | pii | open_text."""

    id: str
    kind: str
    text: Labels
    choices: tuple[Choice, ...] = ()
    items: tuple[Item, ...] = ()
    scale: str = ""
    has_other: bool = False
    shown_if: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    source_columns: tuple[str, ...] = ()
    sensitive: str = "none"
    doubts: tuple[str, ...] = ()

    def choice(self, code: str) -> Choice | None:
        """The choice of that code, or None."""
        return next((c for c in self.choices if c.code == code), None)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The questions of one survey, in the order they were put."""

    id: str
    edition: str
    title: Labels
    languages: tuple[str, ...]
    questions: tuple[Question, ...]

    def question(self, id: str) -> Question | None:
        """The question of that id, or None."""
        return next((q for q in self.questions if q.id == id), None)


@dataclass(frozen=True, slots=True)
class Source:
    """The file an export was read from, and how it had to be read."""

    file: str
    sha256: str
    size: int
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_rows: int = 1
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: what was done to a cell, a column, a row, and why.

    `raw` is withheld for personal columns; `row` is the 1-based line or sheet row, 0 for the file as a whole.
    """

    file: str
    row: int
    column: str
    question: str
    raw: str
    value: str
    action: str
    reason: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an export with what its tool says it holds.

    `part` is one of
    - answers: value | option | item | rank_of_choice | choice_at_rank | joined | other | comment;
    - metadata: respondent_id | started_at | submitted_at | last_action_at | language | lastpage | status | progress |
      duration | weight | meta;
    - personal (never kept) | derived (computed by the tool, goes to the ledger) | blank.
    `question` is the id in the export's questionnaire; `code` the choice, item (`ITEM`) or rank the column stands for.
    """

    index: int
    header: str
    part: str
    question: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a tool writes what is not an answer: ticks, blanks, dates, decimals. Compared after normalisation."""

    ticked: tuple[str, ...] = ()
    unticked: tuple[str, ...] = ()
    not_shown: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    """The only answers beside which a mark of `not_shown` is one; beside others it is an answer. () where it always is."""
    separators: tuple[str, ...] = ()
    """What stands between the answers of one cell: () when nobody knows."""
    date_format: str = ""
    decimal: str = "."
    timezone: str = "Europe/Paris"
    empty_means: str = "unknown"
    """Reason given to an empty cell: not_answered where the tool tells "not shown" apart, else unknown."""
    left_empty: tuple[str, ...] = ()
    """Marks of "shown, left without an answer" (Qualtrics -99)."""
    blank_multiple: str = "none"
    """A multi-select left blank by somebody who went on: none (ticked nothing) | unknown (the tool cannot tell)."""
    padded: bool = False
    """Whether options may carry blanks at their ends (Microsoft Forms): a blank beside a separator then proves nothing."""
    lists: bool = True
    """Whether a column that stands alone may hold several answers; False where the tool writes those in columns of theirs."""

    @property
    def joining(self) -> tuple[str, ...] | None:
        """What separates the answers of a column that stands alone: None where it holds one, () where nothing is known."""
        return self.separators if self.lists else None


@dataclass(frozen=True, slots=True)
class Export:
    """A survey export, every cell still text: one Arrow string array a column, null = NULL or nothing written."""

    tool: str
    variant: str
    source: Source
    columns: tuple[Column, ...]
    cells: tuple[Any, ...]
    rows: tuple[int, ...]
    questionnaire: Questionnaire
    dialect: Dialect = field(default_factory=Dialect)
    ledger: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Records:
    """A canonical table read from an audience tool (registrations, attendance, sessions, media, contacts, …).

    `rows` are plain dicts of text, numbers and ISO dates; `personal` names the keys that must be dropped or turned
    into a keyed pseudonym before anything is written.
    """

    table: str
    tool: str
    variant: str
    source: Source
    rows: tuple[Mapping[str, Any], ...]
    personal: tuple[str, ...] = ()
    read: int = 0
    ledger: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """Rows read = rows kept + rows set aside, by reason. `file`: of an export, where known."""

    read: int
    kept: int
    set_aside: Mapping[str, int]
    file: str = ""

    @property
    def balanced(self) -> bool:
        """Whether every row is accounted for."""
        return self.read == self.kept + sum(self.set_aside.values())


@dataclass(frozen=True)
class Responses:
    """Coded answers: one row a respondent. Columns as in the canonical table of the design; NA never means "no"."""

    questionnaire: Questionnaire
    frame: pd.DataFrame
    missing: pd.DataFrame
    ledger: tuple[Entry, ...]
    account: Account
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with what it stands on. `value`, `low`, `high` are in the unit of the measure (shares in [0, 1]).

    `numerator` and `base` are counts of people or things (unrounded, unweighted); `population` is the size of the known
    list, 0 when none; `state`: ok | empty | masked (base < 11) | small (11-29) | census | declared.
    """

    value: float | None
    numerator: float | None = None
    base: int = 0
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    method: str = ""
    population: int = 0
    weight: str = ""
    design_effect: float | None = None
    effective_base: float | None = None
    state: str = "ok"
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """A definition of the catalogue: which measure of which question or table, on which base, said how."""

    id: str
    label: Labels
    measure: str
    sentence: Labels = field(default_factory=dict)
    question: str = ""
    table: str = ""
    counts: tuple[str, ...] = ()
    base: str = "answered"
    where: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    unit: str = ""
    decimals: int | None = None
    section: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class FileHash:
    """A raw file a figure comes from."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the register: a printed number and its way back to the rows."""

    id: str
    label: str
    display: str
    value: float | None
    numerator: float | None
    base: int
    base_text: str
    population: int
    low: float | None
    high: float | None
    level: float
    method: str
    weight: str
    design_effect: float | None
    question: str
    columns: tuple[str, ...]
    files: tuple[FileHash, ...]
    excluded: Mapping[str, int]
    published: str
    agrees: bool | None
    flags: tuple[str, ...]
    unit: str = ""
    section: str = ""
    sentence: str = ""
    measure: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A difference between two editions or groups: from unrounded values, with its interval and test."""

    id: str
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    significant: bool | None
    method: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExportCard:
    """One `[[export]]` of a card: which file plays which role, and how its columns map to the catalogue."""

    role: str
    tool: str
    file: str
    sha256: str = ""
    rows: int | None = None
    structure: str = ""
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    recodes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Population:
    """Who could have answered."""

    size: int
    what: str
    source: str
    margins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Privacy:
    """How long the exports of an edition may be kept (ISO day, "" when nobody said), who answers for them.

    `linked`: a name that editions share where the same person must have the same pseudonym; "" keeps them apart.
    `public`: names that anybody may print, of organisers, public speakers, places.
    """

    keep_until: str = ""
    in_charge: str = ""
    linked: str = ""
    public: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the event, as its card describes it."""

    id: str
    label: str
    date: str
    languages: tuple[str, ...]
    population: Population | None
    exports: tuple[ExportCard, ...]
    published: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, Any] = field(default_factory=dict)
    questions: Mapping[str, Any] = field(default_factory=dict)
    indicators: Mapping[str, Any] = field(default_factory=dict)
    synthetic: bool = False
    place: str = ""
    previous: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    folder: str = ""
    privacy: Privacy = field(default_factory=Privacy)
