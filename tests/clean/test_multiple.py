"""Several answers: split by the longest known option, NA is not no."""

from __future__ import annotations

import pytest
from exports_made import choices, made

from nec_analysis.clean.coding import code
from nec_analysis.clean.split import split
from nec_analysis.errors import NecError
from nec_analysis.model import Dialect, Question, Responses

THEMES = Question(
    "th",
    "multiple",
    {"fr": "Thèmes ?"},
    choices=choices("Données, IA et territoires", "Culture", "Culture, arts", "Autre", d="other"),
    has_other=True,
)
KNOWN = {"Données, IA et territoires": "a", "Culture": "b", "Culture, arts": "c"}


def ticked(responses: Responses, question: str = "th") -> list[list[str] | None]:
    """The codes ticked by each person, None where nobody knows."""
    columns = {c.code: responses.frame[f"{question}__{c.code}"] for c in responses.questionnaire.questions[0].choices}
    rows = range(len(responses.frame))
    return [
        None
        if all(v.isna().iloc[i] for v in columns.values())
        else [k for k, v in columns.items() if v.iloc[i] is True or v.fillna(False).iloc[i]]
        for i in rows
    ]


def joined(cells: list[str | None], **dialect: object) -> Responses:
    export = made(
        [("Thèmes ?", "joined", "th", "", cells)], [THEMES], dialect=Dialect(**({"separators": (", ",)} | dialect))
    )  # type: ignore[arg-type]
    return code(export, export.questionnaire)


@pytest.mark.parametrize(
    ("text", "codes", "left"),
    [
        ("Données, IA et territoires, Culture", ("a", "b"), ()),
        ("Culture, arts", ("c",), ()),
        ("Culture, arts, Culture", ("c", "b"), ()),
        ("culture , du vélo, et des trains", ("b",), ("du vélo, et des trains",)),
        ("Données, IA", (), ("Données, IA",)),
        ("", (), ()),
    ],
)
def test_a_cell_is_split_by_the_longest_known_option(text: str, codes: tuple[str, ...], left: tuple[str, ...]) -> None:
    found = split(text, ", ", lambda t: KNOWN.get(t.strip().capitalize() if t.strip() == "culture" else t.strip()))
    assert (found.codes, found.unknown) == (codes, left)


def test_a_nested_line_of_csv_is_read_as_one() -> None:
    assert split('"Données, IA et territoires",Culture', ",", KNOWN.get).codes == ("a", "b")


@pytest.mark.parametrize("text", ["Culture;Réemploi ; sobriété;", "Culture;Réemploi;sobriété"])
def test_blanks_prove_nothing_where_options_may_be_padded(text: str) -> None:
    assert split(text, ";", KNOWN.get, padded=True).ambiguous
    assert split(text, ";", KNOWN.get, padded=False).ambiguous == (" ; " not in text)


def test_what_is_left_is_the_words_of_other() -> None:
    responses = joined(["Culture, À vélo", "Données, IA et territoires"])
    assert ticked(responses) == [["b", "d"], ["a"]]
    assert responses.frame["th__other_text"].fillna("").tolist() == ["À vélo", ""]
    assert [e.action for e in responses.ledger] == ["split_multi"]


def test_an_unknown_option_stops_where_the_question_has_no_other() -> None:
    question = Question("th", "multiple", {"fr": "Thèmes ?"}, choices=choices("Culture", "Sport"))
    export = made([("Thèmes ?", "joined", "th", "", ["Culture; Vélo"])], [question], dialect=Dialect(separators=(";",)))
    with pytest.raises(NecError, match="« Vélo », 1 réponse"):
        code(export, export.questionnaire)


def options(cells: list[list[str | None]], dialect: Dialect) -> Responses:
    question = Question("th", "multiple", {"fr": "Thèmes ?"}, choices=choices("Culture", "Sport"))
    after = Question("age", "numeric", {"fr": "Âge ?"})
    columns = [
        (f"[{label}]", "option", "th", key, column)
        for label, key, column in zip(("Culture", "Sport"), "ab", cells, strict=True)
    ]
    export = made([*columns, ("Âge ?", "value", "age", "", ["30", None, "20"])], [question, after], dialect=dialect)
    return code(export, export.questionnaire)


def test_blank_boxes_mean_none_for_those_who_went_on_and_nothing_is_known_of_the_others() -> None:
    responses = options([["X", "", ""], ["", "", ""]], Dialect(ticked=("X",)))
    assert ticked(responses) == [["a"], None, []]
    assert responses.missing.query("column == 'th'")["reason"].tolist() == ["unknown"]


def test_blank_boxes_stay_unknown_where_the_tool_cannot_tell() -> None:
    responses = options([["X", "", ""], ["", "", ""]], Dialect(ticked=("X",), blank_multiple="unknown"))
    assert ticked(responses) == [["a"], None, None]


def test_the_card_may_say_what_blank_boxes_mean() -> None:
    question = Question("th", "multiple", {"fr": "Thèmes ?"}, choices=choices("Culture", "Sport"))
    columns = [
        ("[Culture]", "option", "th", "a", ["X", ""]),
        ("[Sport]", "option", "th", "b", ["", ""]),
        ("Q", "value", "z", "", ["1", "1"]),
    ]
    export = made(columns, [question, Question("z", "numeric", {"fr": "Z"})], dialect=Dialect(ticked=("X",)))
    assert ticked(code(export, export.questionnaire, options={"blank_multiple": {"th": "unknown"}})) == [["a"], None]


def test_not_shown_and_not_ticked_are_two_things() -> None:
    responses = options(
        [["Oui", "N/A", "Non"], ["N/A", "N/A", "Non"]], Dialect(ticked=("Oui",), unticked=("Non",), not_shown=("N/A",))
    )
    assert ticked(responses) == [["a"], None, []]
    assert responses.frame["th__b"].isna().tolist() == [True, True, False]
    assert responses.missing.query("column == 'th'")["reason"].tolist() == ["not_shown"]


def test_an_option_may_be_written_as_its_own_label() -> None:
    responses = options([["Culture", "", ""], ["", "", "Sport"]], Dialect())
    assert ticked(responses)[0] == ["a"]
    assert ticked(responses)[2] == ["b"]


def test_joined_and_exploded_columns_are_counted_once() -> None:
    question = Question("th", "multiple", {"fr": "Thèmes ?"}, choices=choices("Culture", "Sport"))
    columns = [
        ("Thèmes ?", "joined", "th", "", ["Culture, Sport", "Sport"]),
        ("Thèmes ? (Culture)", "option", "th", "a", ["TRUE", "FALSE"]),
        ("Thèmes ? (Sport)", "option", "th", "b", ["TRUE", "TRUE"]),
    ]
    dialect = Dialect(ticked=("TRUE",), unticked=("FALSE",), separators=(", ",))
    export = made(columns, [question], dialect=dialect)
    assert ticked(code(export, export.questionnaire)) == [["a", "b"], ["b"]]


def test_columns_that_contradict_each_other_are_refused() -> None:
    question = Question("th", "multiple", {"fr": "Thèmes ?"}, choices=choices("Culture", "Sport"))
    columns = [
        ("Thèmes ?", "joined", "th", "", ["Culture", "Sport", "Sport"]),
        ("Thèmes ? (Culture)", "option", "th", "a", ["FALSE", "TRUE", "TRUE"]),
        ("Thèmes ? (Sport)", "option", "th", "b", ["TRUE", "FALSE", "TRUE"]),
    ]
    export = made(columns, [question], dialect=Dialect(ticked=("TRUE",), unticked=("FALSE",), separators=(", ",)))
    with pytest.raises(NecError, match="se contredisent sur 3 lignes"):
        code(export, export.questionnaire)


def test_none_of_these_ticked_with_something_else_is_told() -> None:
    question = Question("th", "multiple", {"fr": "Thèmes ?"}, choices=choices("Culture", "Aucun", b="exclusive"))
    export = made(
        [("Thèmes ?", "joined", "th", "", ["Culture; Aucun", "Aucun"])], [question], dialect=Dialect(separators=(";",))
    )
    responses = code(export, export.questionnaire)
    assert ticked(responses) == [["a", "b"], ["b"]]
    assert [(e.row, e.action) for e in responses.ledger] == [(2, "contradiction")]


def test_an_option_without_a_column_is_unknown_not_unticked() -> None:
    columns = [
        ("Thèmes [Culture]", "option", "th", "b", ["Oui", "", "Oui"]),
        ("Thèmes [Culture, arts]", "option", "th", "c", ["", "Oui", ""]),
    ]
    export = made(columns, [THEMES], dialect=Dialect(ticked=("Oui",)))
    frame = code(export, export.questionnaire).frame
    assert frame["th__b"].tolist() == [True, False, True]
    assert frame["th__a"].isna().all()
    assert frame["th__d"].isna().all()
    everything = joined(["Culture", "Culture", "Culture"]).frame
    assert everything["th__a"].tolist() == [False] * 3
