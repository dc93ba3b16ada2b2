"""From what somebody typed as a postal code to a département."""

from __future__ import annotations

import csv
import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_analysis.french import departments
from nec_analysis.french.departments import Located, locate, of_column


@pytest.mark.parametrize(
    ("typed", "code", "reason"),
    [
        ("62300", "62", ""),
        ("01000", "01", ""),
        ("20000", "2A", ""),
        ("20167", "2A", ""),
        ("20200", "2B", ""),
        ("20620", "2B", ""),
        ("97110", "971", ""),
        ("97133", "977", ""),
        ("97150", "978", ""),
        ("97400", "974", ""),
        ("97600", "976", ""),
        ("98800", "988", ""),
        ("98799", "989", ""),
        ("98000", "980", ""),
        ("94390", "91", ""),
        ("00450", "00", ""),
        ("75001 CEDEX 01", "75", ""),
        ("59012 Cedex", "59", ""),
        ("62 300", "62", ""),
        (" 62300 ", "62", ""),
        ("F-62300", "62", ""),
        ("62300.0", "62", ""),
        ("", "", "empty"),
        ("   ", "", "empty"),
        (None, "", "empty"),
        ("1000", "", "unreadable"),
        ("1050 Bruxelles", "", "unreadable"),
        ("B-1000", "", "unreadable"),
        ("CH 1204", "", "unreadable"),
        ("SW1A 1AA", "", "unreadable"),
        ("6230", "", "unreadable"),
        ("623000", "", "unreadable"),
        ("96000", "", "unknown"),
        ("99999", "", "unknown"),
    ],
)
def test_a_postal_code_says_its_departement(typed, code, reason):
    assert locate(typed) == Located(code, reason)


@pytest.mark.parametrize("country", ["Belgique", "BE", "Suisse", "Maroc", "D"])
def test_a_code_of_another_country_is_foreign(country):
    assert locate("10000", country=country) == Located("", "foreign")


@pytest.mark.parametrize("country", ["France", "FR", "fra", "FRANCE", "", None, " France "])
def test_france_may_be_said_in_many_ways(country):
    assert locate("62300", country=country).code == "62"


@pytest.mark.parametrize(
    ("code", "city", "expected"),
    [
        ("05110", "Claret", ("04", "")),
        ("05110", "CURBANS", ("04", "")),
        ("05110", "Lardier-et-Valença", ("05", "")),
        ("33220", "Port-Sainte-Foy-et-Ponchapt", ("24", "")),
        ("33220", "Port Ste Foy et Ponchapt", ("24", "")),
        ("33220", "Sainte-Foy-la-Grande CEDEX", ("33", "")),
        ("01200", "Éloise", ("74", "")),
        ("52100", "Saint-Eulien", ("51", "")),
        ("05110", "", ("05", "shared")),
        ("05110", "Ailleurs", ("05", "shared")),
    ],
)
def test_a_code_of_two_departements_is_decided_by_the_commune(code, city, expected):
    assert locate(code, city=city) == Located(*expected)


def test_a_lost_zero_is_put_back_when_the_whole_column_is_numbers():
    assert of_column(["1000", "62300", "", None, "6000.0"]) == (
        Located("01", "leading_zero"),
        Located("62", ""),
        Located("", "empty"),
        Located("", "empty"),
        Located("06", "leading_zero"),
    )


@pytest.mark.parametrize("foreigner", ["1050 Bruxelles", "B-1000", "CH 1204", "H2X 1Y4"])
def test_one_foreign_code_in_the_column_forbids_the_repair(foreigner):
    assert of_column(["1000", foreigner])[0] == Located("", "unreadable")


def test_a_foreign_country_is_never_repaired():
    assert of_column(["1000", "1000"], countries=["Belgique", "FR"]) == (
        Located("", "foreign"),
        Located("01", "leading_zero"),
    )


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        of_column(["62300"], cities=[])


@given(st.text(max_size=12))
def test_whatever_was_typed_gets_a_known_departement_or_a_reason(typed):
    place = locate(typed)
    assert place.code in departments.departments() or (not place.code and place.reason)


def test_every_departement_has_a_name_with_a_region():
    assert len(departments.departments()) == 110
    assert departments.name("62") == "Pas-de-Calais"
    assert departments.region("62") == "Hauts-de-France"
    assert departments.region("2A") == "Corse"


def test_a_region_has_its_english_name_where_there_is_one():
    assert [departments.region(code, "en") for code in ("29", "2A", "973", "62")] == [
        "Brittany",
        "Corsica",
        "French Guiana",
        "Hauts-de-France",
    ]
    assert set(departments.ENGLISH) <= {region for _, region in departments.departments().values()}


def test_france_services_stand_where_their_publisher_says(shared):
    case = shared / "cases" / "france_services_postal"
    with (case / "france_services_20221201.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places = of_column([r["code_postal"] for r in rows], cities=[r["lib_com"] for r in rows])
    known = [(row, place) for row, place in zip(rows, places, strict=True) if row["code_postal"].strip()]
    wrong = [row["code_postal"] for row, place in known if place.code != row["insee_dep"]]
    assert len(known) == 2657
    assert wrong == ["06922"]  # the publisher's own error: Belleville-en-Beaujolais lies in the Rhône
    assert Counter(place.reason for place in places)["empty"] == 26


def test_france_services_are_as_many_as_expected(shared):
    case = shared / "cases" / "france_services_postal"
    figures = json.loads((case / "expected.json").read_text("utf-8"))["figures"]
    with (case / "france_services_20221201.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places = of_column([r["code_postal"] for r in rows], cities=[r["lib_com"] for r in rows])
    counts = Counter(place.code for place in places)
    expected = {f["id"][2:]: f["value"] for f in figures if f["id"].startswith("n_") and f["use"] == "must"}
    named = {code: value for code, value in expected.items() if code in departments.departments()}
    assert len(named) > 1
    assert {code: counts[code] for code in named} == named
