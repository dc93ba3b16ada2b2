"""Each measure counts what it says, on the rows it says, or refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from nec_analysis.errors import NecError
from nec_analysis.measures import Data, estimate
from nec_analysis.measures.breakdown import breakdown
from nec_analysis.measures.cross import cross
from nec_analysis.measures.states import shared, state_of
from nec_analysis.model import Account, Choice, Edition, Indicator, Population, Question, Questionnaire, Responses

SCALE = tuple(
    Choice(code, {"fr": code}, n, role)
    for n, (code, role) in enumerate([("a", "valid"), ("b", "valid"), ("nsp", "no_opinion")], 1)
)
NUMBERS = pd.DataFrame({"channel": ["x", "x", "li"], "value": [10.0, 20.0, 60.0], "item": ["1", "2", "2"]})
DATED = pd.DataFrame({"at": ["2020-06-30", "2021-10-31", "2022-10-31"], "total": [846, 4450, 6681]})


def _data(population: int = 0, **tables: pd.DataFrame) -> Data:
    questions = (Question("q", "scale", {"fr": "Q"}, SCALE), Question("g", "single", {"fr": "G"}, SCALE[:2]))
    frame = pd.DataFrame(
        {"respondent_id": list("123456"), "q": ["a", "a", "b", "nsp", None, None], "g": ["a", "b", "a", "b", "a", None]}
    )
    missing = pd.DataFrame({"respondent_id": ["5"], "column": ["q"], "reason": ["not_answered"]})
    questionnaire = Questionnaire("s", "e", {}, ("fr",), questions)
    responses = Responses(questionnaire, frame, missing, (), Account(6, 6, {}))
    people = Population(population, "inscrits", "") if population else None
    return Data(Edition("e", "E", "", ("fr",), people, ()), responses, tables)


def _share(**options: Any) -> Indicator:
    base = options.pop("base", "answered")
    return Indicator("i", {"fr": "i"}, "share", question="q", counts=("a",), base=base, options=options)


@pytest.mark.parametrize(
    ("indicator", "base"),
    [(_share(), 4), (_share(exclude=["no_opinion"]), 3), (_share(base="shown"), 5), (_share(base="all"), 6)],
)
def test_the_base_of_a_share_is_the_one_declared(indicator: Indicator, base: int) -> None:
    found = estimate(indicator, _data())
    assert (found.numerator, found.base) == (2, base)


def test_a_base_may_be_those_who_answered_so_elsewhere() -> None:
    among = replace(_share(), where={"g": "a"})
    assert (estimate(among, _data()).numerator, estimate(among, _data()).base) == (1, 2)
    with pytest.raises(NecError, match="aucune colonne ne s'appelle « h »"):
        estimate(replace(_share(), where={"h": "a"}), _data())


def test_people_are_counted_by_what_they_answered() -> None:
    both = Indicator("i", {"fr": "i"}, "count", table="responses", where={"q": "a", "g": ["a", "b"]})
    assert estimate(both, _data()).value == 2


def test_a_known_list_narrows_the_interval() -> None:
    wide, narrow = (estimate(_share(), _data(n)) for n in (0, 5))
    assert wide.low is not None
    assert narrow.low is not None
    assert narrow.low > wide.low
    assert (wide.method, narrow.method) == ("Wilson", "Wilson, correction de population finie")


def test_a_census_says_so_and_has_no_width() -> None:
    found = shared(30, 40, 40)
    assert (found.state, found.method, found.low, found.high) == ("census", "recensement", 0.75, 0.75)


def test_a_census_of_ten_people_is_masked_all_the_same() -> None:
    assert shared(3, 10, 10).state == "masked"


def test_nobody_answered_is_a_state_not_an_error() -> None:
    found = shared(0, 0, 100)
    assert (found.value, found.low, found.state) == (None, None, "empty")


@pytest.mark.parametrize(("base", "state"), [(0, "empty"), (1, "masked"), (10, "masked"), (11, "small"), (30, "ok")])
def test_small_bases_are_not_published(base: int, state: str) -> None:
    assert state_of(base) == state


TABLED = [
    ("count", {}, {"channel": "x"}, 2),
    ("count", {"distinct": "item"}, {}, 2),
    ("sum", {}, {"channel": ["x", "li"]}, 90),
    ("mean", {}, {"channel": "X "}, 15),
    ("median", {}, {}, 20),
]


@pytest.mark.parametrize(("measure", "options", "where", "wanted"), TABLED)
def test_a_table_is_counted_over_the_rows_asked_for(
    measure: str, options: dict[str, Any], where: dict[str, Any], wanted: float
) -> None:
    indicator = Indicator("i", {"fr": "i"}, measure, table="channel_metrics", where=where, options=options)
    assert estimate(indicator, _data(channel_metrics=NUMBERS)).value == wanted


@pytest.mark.parametrize(
    ("measure", "options", "wanted"),
    [
        ("snapshot", {}, 6681),
        ("snapshot", {"at": "2021-10"}, 4450),
        ("growth", {"since": "2021-10"}, 2231),
        ("growth", {}, 5835),
    ],
)
def test_dated_totals_give_values_growth(measure: str, options: dict[str, str], wanted: float) -> None:
    indicator = Indicator("i", {"fr": "i"}, measure, table="contacts", options=options)
    assert estimate(indicator, _data(contacts=DATED)).value == wanted


def test_contacts_counted_one_a_row_add_up_with_time() -> None:
    people = pd.DataFrame(
        {"contact_key": list("abcd"), "created_at": ["2020-06-30", "2021-10-02", "2021-10-31", "2022-10-05"]}
    )
    values = [
        estimate(Indicator("i", {"fr": "i"}, measure, table="contacts", options=options), _data(contacts=people)).value
        for measure, options in (("snapshot", {}), ("snapshot", {"at": "2021-10"}), ("growth", {"since": "2021-10"}))
    ]
    assert values == [4, 3, 1]


REFUSED = [
    (Indicator("i", {}, "shaer", question="q"), "share"),
    (Indicator("i", {}, "share", question="p", counts=("a",)), "« p »"),
    (Indicator("i", {}, "share", question="q", counts=("z",)), "« z »"),
    (Indicator("i", {}, "share", question="q", counts=("a",), base="asked"), "asked"),
    (Indicator("i", {}, "count", table="absent"), "absent"),
    (Indicator("i", {}, "count", table="channel_metrics", where={"chanel": "x"}), "channel"),
    (Indicator("i", {}, "count", table="channel_metrics", where={"channel": "tiktok"}), "aucune ligne"),
    (Indicator("i", {}, "snapshot", table="contacts", options={"at": "1999"}), "1999"),
    (Indicator("i", {}, "fact", table="channel_metrics", where={"channel": "x"}), "2 valeurs"),
]


@pytest.mark.parametrize(("indicator", "said"), REFUSED)
def test_a_definition_that_stands_on_nothing_is_refused(indicator: Indicator, said: str) -> None:
    with pytest.raises(NecError) as caught:
        estimate(indicator, _data(channel_metrics=NUMBERS, contacts=DATED))
    assert said in str(caught.value)
    assert "indicateur « i »" in caught.value.place


def _ranked() -> Data:
    choices = tuple(Choice(code, {"fr": code}, n) for n, code in enumerate("abc", 1))
    questions = (
        Question("r", "ranking", {}, choices),
        Question("m", "multiple", {}, choices),
        Question("n", "numeric", {}),
    )
    frame = pd.DataFrame(
        {
            "respondent_id": list("1234"),
            **{
                f"r__{c}": pd.array(v, "Int8")
                for c, v in zip("abc", ([1, 1, 2, None], [2, None, 1, None], [3, None, 3, None]), strict=True)
            },
            **{
                f"m__{c}": pd.array(v, "boolean")
                for c, v in zip(
                    "abc",
                    ([True, True, False, None], [True, False, False, None], [False, False, False, None]),
                    strict=True,
                )
            },
            "n": pd.array([1.0, 2.0, 9.0, None], "Float64"),
        }
    )
    missing = pd.DataFrame(columns=["respondent_id", "column", "reason"])
    responses = Responses(Questionnaire("s", "e", {}, ("fr",), questions), frame, missing, (), Account(4, 4, {}))
    return Data(Edition("e", "E", "", ("fr",), None, ()), responses, {})


@pytest.mark.parametrize(
    ("measure", "question", "counts", "wanted", "base"),
    [
        ("first_choice", "r", ("a",), 2 / 3, 3),
        ("mean_rank", "r", ("a",), 4 / 3, 3),
        ("mean_rank", "r", ("b",), (2 + 2.5 + 1) / 3, 3),
        ("mentions", "m", (), 1.0, 3),
        ("quantile", "n", (), 2.0, 3),
        ("average", "n", (), 4.0, 3),
    ],
)
def test_rankings_mentions_quantiles(
    measure: str, question: str, counts: tuple[str, ...], wanted: float, base: int
) -> None:
    found = estimate(Indicator("i", {}, measure, question=question, counts=counts), _ranked())
    assert found.value == pytest.approx(wanted)
    assert found.base == base


def test_a_ratio_is_of_sums_not_of_rows() -> None:
    table = pd.DataFrame({"clicks": [1, 9], "views": [10, 10]})
    indicator = Indicator("i", {}, "ratio", table="channel_metrics", options={"value": "clicks", "per": "views"})
    assert estimate(indicator, _data(channel_metrics=table)).value == 0.5


def test_a_breakdown_sums_to_its_base() -> None:
    indicator = Indicator("i", {}, "breakdown", table="channel_metrics", options={"by": "channel"})
    parts = breakdown(indicator, _data(channel_metrics=NUMBERS))
    assert [(code, e.numerator, e.base) for code, _, e in parts] == [("x", 2, 3), ("li", 1, 3)]


def test_a_crosstab_keeps_those_who_answered_both() -> None:
    found = cross(_data().responses, "g", "q")  # type: ignore[arg-type]
    assert found.counts.tolist() == [[1, 1, 0], [1, 0, 1]]
    assert not found.marks.any()


@pytest.mark.parametrize(
    ("counts", "value", "flags"),
    [
        (("b",), None, ("réponse non proposée dans ce questionnaire",)),
        (("a", "b"), 0.5, ("une des réponses comptées n'était pas proposée",)),
        (("a",), 0.5, ()),
    ],
)
def test_an_option_that_was_not_put_has_no_share_rather_than_nought(
    counts: tuple[str, ...], value: float | None, flags: tuple[str, ...]
) -> None:
    question = Question("m", "multiple", {}, SCALE[:2])
    ticks = {"m__a": pd.array([True, False] * 20, "boolean"), "m__b": pd.array([None] * 40, "boolean")}
    frame = pd.DataFrame({"respondent_id": [str(n) for n in range(40)], **ticks})
    missing = pd.DataFrame(columns=["respondent_id", "column", "reason"])
    responses = Responses(Questionnaire("s", "e", {}, ("fr",), (question,)), frame, missing, (), Account(40, 40, {}))
    found = estimate(
        Indicator("i", {"fr": "i"}, "share", question="m", counts=counts),
        Data(Edition("e", "E", "", ("fr",), None, ()), responses, {}),
    )
    assert (found.value, found.flags) == (value, flags)
