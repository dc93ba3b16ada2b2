"""The web page: alone in its file, inert, the same each time."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest
import report_hostile
import report_sample as sample
from lxml import html

from nec_analysis.report import fonts, lightfonts, outputs
from nec_analysis.report.document import from_notebook
from nec_analysis.report.page import ALWAYS, render_html


@pytest.fixture(scope="module")
def page() -> str:
    return render_html(from_notebook(sample.bilan()))


@pytest.fixture(scope="module")
def hostile() -> str:
    payloads = report_hostile.verbatims(120)
    cells = [sample.markdown(text) for text in report_hostile.PAYLOADS]
    shown = [
        outputs.cover(payloads[0], payloads[9], payloads[12], payloads[3], payloads[13]),
        outputs.verbatims(payloads),
        outputs.table([p or "vide" for p in payloads[:3]], [payloads[3:6]], caption=payloads[9], note=payloads[11]),
        outputs.tiles([outputs.Tile(p, p, p, p, p) for p in payloads[:40]]),
        *(outputs.heading(p) for p in payloads[:40]),
        *(outputs.callout("info", p, p) for p in payloads[:40]),
    ]
    return render_html(from_notebook(sample.notebook(*map(sample.shown, shown), *cells)))


def test_two_exports_give_the_same_page(page: str) -> None:
    assert render_html(from_notebook(sample.bilan())) == page


def test_the_page_asks_nobody_for_anything(page: str, hostile: str) -> None:
    for text in (page, hostile):
        tree = html.fromstring(text.encode())
        assert tree.xpath("//script | //link | //iframe | //object | //img | //form | //base | //video") == []
        assert all(name not in ("style",) and not name.startswith("on") for el in tree.iter() for name in el.attrib)
        assert all(str(href).startswith(("#", "data:text/csv")) for href in tree.xpath("//@href"))
        assert not re.search(r"url\((?!data:)", re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1])  # type: ignore[index]


def test_the_policy_allows_this_style_sheet_only(page: str) -> None:
    policy = html.fromstring(page.encode()).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    css = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert css
    digest = base64.b64encode(hashlib.sha256(css[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_hostile_answers_are_read_as_written(hostile: str) -> None:
    words = html.fromstring(hostile.encode()).text_content()
    assert "<script>alert(1)</script>" in words
    assert "{{ config }}" in words
    assert "\x00" not in hostile
    assert "\u202e" not in hostile


def test_headings_skip_no_level_and_one_is_first(page: str) -> None:
    levels = [int(el.tag[1]) for el in html.fromstring(page.encode()).iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_chart_has_description_table_and_file(page: str) -> None:
    charts = html.fromstring(page.encode()).xpath("//figure")
    assert len(charts) == 2
    for chart in charts:
        assert len(chart.xpath(".//*[local-name()='svg']/@aria-label")[0]) >= 40
        assert chart.xpath(".//details//table//th[@scope='row']")
        link = chart.xpath(".//a[@download]")[0]
        csv = base64.b64decode(link.get("href").split("base64,")[1]).decode("utf-8-sig")
        assert csv.splitlines()[0] == '"Thème","Part"'


def test_ids_are_unique(page: str) -> None:
    ids = html.fromstring(page.encode()).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_footnotes_go_and_come_back(page: str) -> None:
    tree = html.fromstring(page.encode())
    assert tree.xpath("//a[@href='#note-1']/@id") == ["appel-1"]
    assert "393 réponses exprimées" in tree.get_element_by_id("note-1").text_content()


def test_invented_data_are_called_so(page: str) -> None:
    assert (
        "Données de démonstration, fictives"
        in html.fromstring(page.encode()).xpath("//section[@class='banner']")[0].text_content()
    )
    assert "démonstration" not in render_html(from_notebook(sample.bilan(synthetic=False)))


def test_the_page_speaks_english() -> None:
    text = render_html(from_notebook(sample.bilan(), lang="en"), lang="en")
    assert '<html lang="en-GB">' in text
    assert "Skip to content" in text
    assert "Données et méthode" not in text


def test_an_empty_notebook_is_a_page() -> None:
    assert "<main" in render_html(from_notebook(sample.notebook()))


def test_the_page_is_light(page: str) -> None:
    assert len(page.encode()) < 200_000


def test_letters_cut_once_a_machine_are_those_cut_for_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lightfonts, "_homes", lambda: [tmp_path])
    usual = frozenset(map(ord, ALWAYS))
    made = fonts.woff2("Regular", usual)
    assert [fonts.woff2("Regular", usual, usual) for _ in range(2)] == [made, made]
    assert [path.read_bytes() for path in tmp_path.rglob("*.woff2")] == [made]
    assert fonts.woff2("Regular", usual | {ord("Ω")}, usual) != made


def test_a_formula_is_shown_at_its_own_size_and_a_chart_at_that_of_the_text() -> None:
    cells = [sample.markdown("$$\\frac{a}{b}$$"), sample.shown(outputs.figure(sample.bars()))]
    text = render_html(from_notebook(sample.notebook(*cells)))
    formula, chart = html.fromstring(text.encode()).find_class("paper")
    assert "tiny" in formula.get("class")
    assert formula.find("svg").get("width").endswith("pt")
    assert "tiny" not in chart.get("class")
    assert ".paper.tiny svg{width:auto" in text


def test_the_colours_of_the_night_are_for_screens_only(page: str) -> None:
    """On paper they would be pale letters on white."""
    assert page.count("prefers-color-scheme:dark") == page.count("@media screen and (prefers-color-scheme:dark)") > 0


def test_a_table_wider_than_a_phone_says_that_it_scrolls_another_does_not() -> None:
    narrow = outputs.table(["Région", "n"], [["Nord", "12"]])
    wide = outputs.table([f"colonne {i}" for i in range(12)], [["12 345"] * 12])
    found = html.fromstring(render_html(from_notebook(sample.notebook(sample.shown(narrow), sample.shown(wide)))))
    hints = [box.getprevious() for box in found.find_class("scroll")]
    assert [hint is not None and "hint" in hint.get("class", "") for hint in hints] == [False, True]
