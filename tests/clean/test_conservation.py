"""Nothing is lost: every cell is in the responses, in the metadata or in the ledger; or the file is refused."""

from __future__ import annotations

import pytest
from exports_made import choices, items, made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nec_analysis.clean.cells import blank
from nec_analysis.clean.coding import code
from nec_analysis.clean.conservation import lost
from nec_analysis.errors import NecError
from nec_analysis.model import Choice, Dialect, Export, Question, Responses

LABELS = ("Tout à fait d'accord", "Plutôt, oui", "Non ; jamais", "N/A", "Ça dépend (un peu)", "Autre")
CHOICES = (*choices(*LABELS[:-1]), Choice("other", {"fr": "Autre"}, 6, "other"))
QUESTIONS = (
    Question("s", "single", {"fr": "S ?"}, choices=CHOICES, has_other=True),
    Question("g", "grid", {"fr": "G ?"}, choices=choices(*LABELS[:3]), items=items("Lieu", "Repas")),
    Question("m", "multiple", {"fr": "M ?"}, choices=CHOICES, has_other=True),
    Question("o", "multiple", {"fr": "O ?"}, choices=choices("Lundi", "Mardi")),
    Question("r", "ranking", {"fr": "R ?"}, choices=choices("Lundi", "Mardi")),
    Question(
        "n",
        "numeric",
        {"fr": "N ?"},
        minimum=0.0,
        maximum=120.0,
        choices=(Choice("99", {"fr": "Sans objet"}, 1, "not_applicable"),),
    ),
    Question("p", "nps", {"fr": "P ?"}),
    Question("d", "date", {"fr": "D ?"}),
    Question("t", "text", {"fr": "T ?"}),
)
DIALECT = Dialect(
    ticked=("X",), unticked=("Non",), not_shown=("non posée",), separators=("; ",), date_format="%d/%m/%Y"
)

NOTHING = st.sampled_from([None, "", " ", "\u00a0"])
WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
SPELT = st.sampled_from(LABELS).flatmap(
    lambda label: st.sampled_from([label, label.upper(), f" {label}\u00a0", label.replace("'", "’"), f"1. {label}"])
)
JOINED = st.lists(st.one_of(st.sampled_from(LABELS), WORDS), max_size=4).map("; ".join)
NUMBERS = st.one_of(
    st.integers(0, 120).map(str),
    st.floats(0, 120, allow_nan=False).map(lambda x: f"{x:.2f}"),
    st.integers(0, 120).map(str),
    st.sampled_from(["1,5", "99", "12 %", "deux", "-4", "1 000"]),
)
DATES = st.one_of(
    st.dates().map(str),
    st.dates().map(lambda day: f"{day.day:02d}/{day.month:02d}/{day.year:04d}"),
    st.dates().map(str),
    st.sampled_from(["hier", "31/02/2022", "2022-09-28 18:00"]),
)
CELL = {
    "s": st.one_of(NOTHING, SPELT, SPELT, WORDS),
    "m": st.one_of(NOTHING, JOINED),
    "item": st.one_of(NOTHING, st.sampled_from(LABELS[:3]), st.just("non posée")),
    "tick": st.one_of(NOTHING, st.sampled_from(["X", "Non", "non posée"])),
    "rank": st.one_of(NOTHING, st.sampled_from(["1", "Rang 2", "non posée"])),
    "n": st.one_of(NOTHING, NUMBERS),
    "p": st.one_of(NOTHING, st.integers(0, 11).map(str), st.just("0 - Pas du tout")),
    "d": st.one_of(NOTHING, DATES),
    "t": st.one_of(NOTHING, WORDS, st.sampled_from(["'=1+1", "N/A", "test"])),
}
LAYOUT = (
    ("id", "respondent_id", "", "", None),
    ("Nom", "personal", "", "name", "t"),
    ("S ?", "value", "s", "", "s"),
    ("G ? [Lieu]", "item", "g", "I1", "item"),
    ("G ? [Repas]", "item", "g", "I2", "item"),
    ("M ?", "joined", "m", "", "m"),
    ("O ? [Lundi]", "option", "o", "a", "tick"),
    ("O ? [Mardi]", "option", "o", "b", "tick"),
    ("R ? [Lundi]", "rank_of_choice", "r", "a", "rank"),
    ("R ? [Mardi]", "rank_of_choice", "r", "b", "rank"),
    ("N ?", "value", "n", "", "n"),
    ("P ?", "value", "p", "", "p"),
    ("D ?", "value", "d", "", "d"),
    ("T ?", "value", "t", "", "t"),
    ("T ?", "comment", "s", "", "t"),
    ("score", "derived", "", "", "n"),
)


@st.composite
def exports(draw: st.DrawFn) -> Export:
    """A small export of every kind of question, its cells well written or not."""
    rows = draw(st.integers(1, 6))
    columns = []
    for n, (header, part, question, key, cell) in enumerate(LAYOUT):
        column = (
            [str(i) for i in range(rows)]
            if cell is None
            else draw(st.lists(CELL[cell], min_size=rows, max_size=rows), label=f"{n} {header}")
        )
        columns.append((header, part, question, key, column))
    return made(columns, QUESTIONS, dialect=DIALECT)


def coded(export: Export, **options: str) -> Responses | None:
    """The answers, or None when the file is refused: with its name and what to do about it."""
    try:
        return code(export, export.questionnaire, options=options)
    except NecError as refusal:
        said = refusal
    assert said.place.startswith("essai.csv")
    assert said.remedy
    return None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(exports())
def test_every_cell_is_accounted_for_or_the_file_is_refused(export: Export) -> None:
    responses = coded(export)
    if responses is None:
        return
    assert responses.account.balanced
    assert lost(export, responses) == []


@settings(max_examples=50, deadline=None)
@given(exports(), st.sampled_from(["keep", "set_aside"]))
def test_setting_rows_aside_loses_nothing_either(export: Export, rule: str) -> None:
    responses = coded(export, empty=rule, partial=rule, tests=rule)
    if responses is None:
        return
    assert responses.account.balanced
    assert lost(export, responses) == []


def test_the_law_sees_a_loss() -> None:
    """A value taken out of the frame, and out of it only, is found missing."""
    columns = [
        ("id", "respondent_id", "", "", ["1", "2"]),
        ("T ?", "value", "t", "", ["bien", "très bien"]),
        ("N ?", "value", "n", "", ["1", "2"]),
    ]
    export = made(columns, [QUESTIONS[8], QUESTIONS[5]])
    responses = code(export, export.questionnaire)
    for column in ("t", "n"):
        damaged = responses.frame.copy()
        damaged.loc[1, column] = None
        found = lost(export, responses.__class__(**{**vars(responses), "frame": damaged}))
        assert [(cell.row, blank(cell.text)) for cell in found] == [(3, False)]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind + "-" + q.id)
def test_no_row_is_invented(question: Question) -> None:
    columns = [(h, p, q, k, [None, ""]) for h, p, q, k, _ in LAYOUT if q == question.id]
    responses = code(export := made(columns, [question], dialect=DIALECT), export.questionnaire)
    assert len(responses.frame) == 2
    answers = [c for c in responses.frame if c == question.id or c.startswith(f"{question.id}__")]
    said = responses.frame[[c for c in answers if responses.frame[c].dtype != "boolean"]]
    assert not said.notna().any().any()
