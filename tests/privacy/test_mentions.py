"""A number beside the name of a hidden group is read in every kind of file."""

from __future__ import annotations

import io
import json
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from nec_analysis.cards import Catalogue
from nec_analysis.model import Edition, Population
from nec_analysis.phases.line import Line
from nec_analysis.phases.mentions import Mention, Silent, mentions
from nec_analysis.phases.silent import silents
from nec_analysis.phases.told import told
from nec_analysis.phases.written import read

HIDDEN = Silent("répondants, structure = Recherche", frozenset({"recherche & enseignement", "research"}), of=(57, 165))


def _slides() -> bytes:
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    row = "<a:tr><a:tc>Recherche &amp; enseignement</a:tc><a:tc>6</a:tc></a:tr>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("ppt/slides/slide1.xml", f'<a:tbl xmlns:a="{a}">{row}</a:tbl>')
    return out.getvalue()


def _workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["classe", "effectif", "base"])
    book.active.append(["Recherche & enseignement", 6, 57])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _notebook() -> bytes:
    output = {"output_type": "stream", "text": ["structure\n", "research       6\n"]}
    return json.dumps({"cells": [{"source": "", "outputs": [output]}]}).encode()


PAGE = "<table><tr><th>classe</th><th>n</th></tr><tr><td>Recherche &amp; enseignement</td><td>6</td></tr></table>"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg"><text x="1" y="20">Recherche &amp; enseignement</text>'
    '<text x="90" y="20.5">6</text></svg>'
)
FILES: dict[str, Callable[[], bytes]] = {
    "alt.txt": lambda: b"En bas : Recherche & enseignement (6 personnes).",
    "legende.txt": lambda: "Dont 6 personnes de « Recherche & enseignement ».".encode(),
    "a.csv": lambda: b"classe,n\nRecherche & enseignement,6\n",
    "a.json": lambda: json.dumps({"headers": ["classe", "n"], "rows": [["Recherche & enseignement", "6"]]}).encode(),
    "a.html": lambda: PAGE.encode(),
    "a.svg": lambda: DRAWING.encode(),
    "a.pptx": _slides,
    "a.xlsx": _workbook,
    "a.ipynb": _notebook,
}


@pytest.mark.parametrize("name", FILES)
def test_a_count_of_a_hidden_class_is_found(name: str) -> None:
    found = list(mentions(read(name, FILES[name]()), [HIDDEN], {}))
    assert {(each.low, each.high, each.few, each.place) for each in found} == {(6, 6, True, name)}


@pytest.mark.parametrize(
    "text", ["Recherche & enseignement : s", "Recherche & enseignement, 57", "Recherche & enseignement : 1 à 10"]
)
def test_a_mask_a_base_or_a_range_tells_nothing(text: str) -> None:
    assert list(mentions(read("alt.txt", text.encode()), [HIDDEN], {})) == []


def test_the_confidence_level_of_a_masked_figure_is_no_number_of_it() -> None:
    masked = Silent("chiffre « recoded »", frozenset({"recoded"}), alone=True)
    rows = "id,display,numerator,level\nrecoded,effectif insuffisant,{n},0.95\n"
    assert list(mentions(read("figures.csv", rows.format(n="").encode()), [masked], {})) == []
    assert len(list(mentions(read("figures.csv", rows.format(n=4).encode()), [masked], {}))) == 1


SCALE = Silent("question « note »", frozenset({"note"}), alone=True, answers=frozenset({"1", "2", "3"}))


def test_the_answer_of_a_masked_row_counts_nobody() -> None:
    assert list(mentions([Line("", ("Note", "3", "s", "s", "", "< 11"))], [SCALE], {})) == []
    assert len(list(mentions([Line("", ("Note", "3", "s", "s", "", "9"))], [SCALE], {}))) >= 1
    assert len(list(mentions([Line("", ("Note", "4", "s", "s", "", "< 11"))], [SCALE], {}))) == 1


def test_the_style_of_a_page_says_nothing_of_a_question() -> None:
    page = "<html><head><title>Bilan</title><style>@font-face{note:400}</style></head><body>{}</body></html>"
    assert list(mentions(read("a.html", page.replace("{}", "").encode()), [SCALE], {})) == []
    assert len(list(mentions(read("a.html", page.replace("{}", "<p>Note : 4</p>").encode()), [SCALE], {}))) >= 1


WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
GROUPS = [
    Silent("research", frozenset({"recherche & enseignement", "research"}), of=(57,)),
    Silent("other", frozenset({"autre", "other"}), of=(57,)),
    Silent("association", frozenset({"association", "association & médiation"}), of=(57,)),
    Silent(
        "place", frozenset({"gironde"}), within=frozenset({"nouvelle-aquitaine"}), codes=frozenset({"33"}), place=True
    ),
]


@pytest.mark.parametrize("words", WORDS["honest"])
def test_honest_words_are_no_leak(words: str) -> None:
    assert [each for each in mentions(read("a.txt", words.encode()), GROUPS, {}) if each.few] == []


@pytest.mark.parametrize("words", WORDS["leaky"])
def test_a_count_in_words_is_a_leak(words: str) -> None:
    assert any(each.few for each in mentions(read("a.txt", words.encode()), GROUPS, {}))


PLACES = tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))
NAMED = {
    "46": ("Lot", "Occitanie"),
    "59": ("Nord", "Hauts-de-France"),
    "33": ("Gironde", "Nouvelle-Aquitaine"),
    "42": ("Loire", "Auvergne-Rhône-Alpes"),
    "69": ("Rhône", "Auvergne-Rhône-Alpes"),
    "80": ("Somme", "Hauts-de-France"),
    "50": ("Manche", "Normandie"),
    "62": ("Pas-de-Calais", "Hauts-de-France"),
    "974": ("La Réunion", "La Réunion"),
}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Silent, ...]:
    """The départements that a report with such a map must not count."""
    folder = tmp_path_factory.mktemp("map")
    home = folder / "charts" / "carte"
    home.mkdir(parents=True)
    rows = [f'"{code}","{name}","{region}","1 à 10"' for code, (name, region) in NAMED.items()]
    last = '"","À l’étranger","","1 à 10"\n"","Non localisées","","84"'
    (home / "carte.csv").write_text(
        "\n".join(['"Code","Département","Région","Personnes"', *rows, last]) + "\n", encoding="utf-8"
    )
    (home / "alt.txt").write_text("Carte de France.", encoding="utf-8")
    population = Population(1641, "personnes inscrites", "registrations", ())
    edition = Edition("2030", "2030", "2030-01-01", ("fr",), population, ())
    return silents(told(folder, edition, Catalogue({}, {}, {}, {"carte": {"shape": "map"}}, {})), folder)


def _few(words: str, groups: tuple[Silent, ...]) -> list[Mention]:
    """What the cells of a row, under their titles if they have some, or else a text, say of under 11 people."""
    titles, _, row = words.rpartition("||")
    cells = tuple(cell.strip() for cell in row.split("|"))
    heads = tuple(cell.strip() for cell in titles.split("|")) if titles else ()
    lines = [Line("a.csv", cells, heads)] if len(cells) > 1 else [*read("a.txt", words.encode())]
    return [each for each in mentions(lines, groups, {}) if each.few]


@pytest.mark.parametrize("words", PLACES["honest"])
def test_a_word_that_names_a_place_too_is_no_leak(words: str, places: tuple[Silent, ...]) -> None:
    assert _few(words, places) == []


@pytest.mark.parametrize("words", PLACES["leaky"])
def test_a_count_of_a_place_is_a_leak(words: str, places: tuple[Silent, ...]) -> None:
    assert _few(words, places) != []


def test_one_number_of_a_scale_under_another_is_not_one_longer_number() -> None:
    """The scale beside the map ends at the height of an overseas département."""
    texts = [(2.0, 20, "La Réunion"), (90.0, 9, "1\u202f000"), (90.0, 20.5, "200"), (90.0, 32, "5")]
    drawn = "".join(f'<text x="{x}" y="{y}">{text}</text>' for x, y, text in texts)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{drawn}</svg>'
    group = Silent("r", frozenset({"la réunion"}), codes=frozenset({"974"}), place=True)
    assert {each.high for each in mentions(read("a.svg", svg.encode()), [group], {})} == {200}
