"""Markdown: our subset as blocks; what is not ours stays text."""

from __future__ import annotations

import pytest

from nec_analysis.report.markdown import blocks, plain, runs


def kinds(text: str) -> list[str]:
    return [block["kind"] for block in blocks(text)]


def test_each_construct_becomes_its_block() -> None:
    text = "# T\n\nun *a* **b**\n\n- x\n- y\n\n1. z\n\n> cité\n\n```\ncode\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n---\n"
    assert kinds(text) == ["heading", "paragraph", "list", "list", "quote", "code", "table", "rule"]


def test_a_footnote_stands_where_it_is_called() -> None:
    (block,) = blocks("Voir[^n].\n\n[^n]: La *note*.")
    assert [run["t"] for run in block["runs"]] == ["text", "note", "text"]
    assert plain(block["runs"][1]["runs"]) == "La note."
    assert plain(block["runs"]) == "Voir."


def test_a_footnote_that_cites_itself_ends() -> None:
    (block,) = blocks("a[^1]\n\n[^1]: encore[^1]")
    assert plain(block["runs"]) == "a"


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<b onclick=x>y</b>", "<img src=x onerror=alert(1)>"])
def test_html_is_shown_as_typed(text: str) -> None:
    assert plain(runs(text)).strip() == text


def test_a_line_break_and_a_comment_are_understood() -> None:
    assert [run["t"] for run in runs("a<br>b<!-- tu -->c")] == ["text", "break", "text"]
    assert plain(runs("a<!-- tu -->c")) == "ac"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "JaVaScRiPt:x", "vbscript:x"]
)
def test_only_ordinary_addresses_are_links(url: str) -> None:
    assert all(run["t"] != "link" for run in runs(f"[clic]({url})"))
    assert plain(runs(f"[clic]({url})")) == "clic"
    assert runs("[clic](https://exemple.org)")[0] == {
        "t": "link",
        "url": "https://exemple.org",
        "runs": [{"t": "text", "text": "clic"}],
    }
