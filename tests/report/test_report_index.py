"""The index: every edition with its files, inert as the reports are."""

from __future__ import annotations

from pathlib import Path

import pytest
import report_judges as judges
from lxml import html

from nec_analysis.report.index import Entry, Link, render_index

EDITIONS = (
    Entry(
        "2022-lens",
        "Lens <b>2022</b>",
        "27–29 septembre 2022",
        (Link("2022-lens/bilan.html", "Page web"), Link("2022-lens/bilan.pdf", "PDF")),
    ),
    Entry("2021", "Charente", "2021", (Link("2021/é ?.pdf", "PDF"),), "Données inventées"),
)


def page() -> str:
    return render_index(EDITIONS, title="Bilans de NEC", subtitle="Par édition")


def test_every_edition_is_listed_with_its_files() -> None:
    tree = html.fromstring(page().encode())
    assert [el.text_content() for el in tree.iter("h2")] == ["Lens <b>2022</b>", "Charente"]
    assert tree.xpath("//main//a/@href") == [
        "./2022-lens/bilan.html",
        "./2022-lens/bilan.pdf",
        "./2021/%C3%A9%20%3F.pdf",
    ]
    assert "Données inventées" in tree.text_content()
    assert tree.xpath("//script | //link | //img") == []


def test_without_edition_the_page_says_so() -> None:
    assert "No edition published." in render_index([], title="Reports", lang="en")


def test_a_path_is_never_a_scheme() -> None:
    assert Link("javascript:alert(1)", "x").href == "./javascript%3Aalert%281%29"


@pytest.mark.slow
def test_axe_finds_no_violation(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(page(), encoding="utf-8")
    assert judges.axe(tmp_path / "index.html")["index.html"]["violations"] == {}
