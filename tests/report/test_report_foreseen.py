"""What is guessed of the pages spares looks at them, changes nothing of what moves: laid out by Typst itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any

import pytest
import report_sample as sample
from pypdf import PdfReader

from nec_analysis.report import foreseen, outputs, pdf, placing
from nec_analysis.report.document import from_notebook
from nec_analysis.report.places import Pages, Place

LINE = "Une phrase de remplissage, assez longue pour prendre toute une ligne de la page et même un peu plus. "
Guess = Callable[..., list[int]]


def blocks(*cells: dict[str, Any]) -> list[dict[str, Any]]:
    document = from_notebook(sample.notebook(*cells)).with_meta(chart_tables=False)
    found: list[dict[str, Any]] = pdf.prepared(document, lang="fr", seen=Counter())["blocks"]
    return found


def words(lines: int) -> dict[str, Any]:
    return sample.shown(outputs.prose("\n\n".join([LINE] * lines)))


def chart(height: float) -> dict[str, Any]:
    return sample.shown(outputs.figure(sample.bars(height=height)))


def several(rng: Random) -> list[dict[str, Any]]:
    """A document of paragraphs and charts, chapters and tables, in any order."""
    cells = [sample.markdown("# A")]
    for _ in range(rng.randint(8, 20)):
        kind = rng.choices(["words", "chart", "section", "chapter", "table"], [40, 35, 10, 5, 10])[0]
        rows = [[f"Ligne {i} " + "x " * rng.randint(1, 40), str(i)] for i in range(rng.choice([3, 9, 20, 34, 50]))]
        made = {
            "words": words(rng.randint(1, 12)),
            "chart": chart(rng.randint(40, 170)),
            "section": sample.markdown("## B"),
            "chapter": sample.markdown("# C"),
            "table": sample.shown(outputs.table(["a", "b"], rows)),
        }
        cells.append(made[kind])
    return blocks(*cells)


def moved(
    given: list[dict[str, Any]], guess: Guess, monkeypatch: pytest.MonkeyPatch
) -> tuple[placing.Moves, list[placing.Moves]]:
    """What moves with a way to guess, and all that was looked at."""
    monkeypatch.setattr(foreseen, "charts", guess)
    document = from_notebook(sample.notebook()).with_meta(chart_tables=False)
    data = pdf.prepared(document, lang="fr", seen=Counter()) | {"blocks": given}
    looked: list[placing.Moves] = []

    def look(moves: placing.Moves) -> str:
        looked.append(moves)
        files = {"main.typ": pdf._template()} | pdf._moved(moves)
        return pdf._places(files, {"doc": json.dumps(data, ensure_ascii=False)})

    return placing.moves(given, look), looked


CHARTS = foreseen.charts


def nothing(*_: Any) -> list[int]:
    return []


@pytest.mark.parametrize("seed", range(6))
def test_a_guess_changes_nothing_of_what_moves(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    given = several(Random(seed))
    assert moved(given, CHARTS, monkeypatch)[0] == moved(given, nothing, monkeypatch)[0]


def test_charts_that_will_have_to_move_move_at_the_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    given = blocks(sample.markdown("# A"), *(cell for _ in range(4) for cell in (words(12), chart(130), words(9))))
    guessed, looked = moved(given, CHARTS, monkeypatch)
    stepped, steps = moved(given, nothing, monkeypatch)
    assert guessed == stepped
    assert len(guessed.floated) >= 2
    assert len(looked) == 2 < len(steps)


@pytest.mark.parametrize("seed", range(6))
def test_a_wrong_guess_costs_looks_only(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    given, rng = several(Random(seed)), Random(seed)
    figures = [rank for rank, block in enumerate(given) if block["kind"] == "figure"]

    def wrong(_: Any, pages: Pages, movable: dict[int, list[int]], *__: Any) -> list[int]:
        return [rank for rank in figures if rank in movable and rank in pages.starts and rng.random() < 0.5]

    assert moved(given, wrong, monkeypatch)[0] == moved(given, nothing, monkeypatch)[0]


@pytest.mark.parametrize(
    ("room", "landed", "twice", "expected"),
    [(50, 2, False, True), (50, 1, False, False), (40, 2, False, False), (50, 2, True, False)],
)
def test_a_guess_holds_when_the_chart_left_a_hole_and_went_on(
    room: float, landed: int, twice: bool, expected: bool
) -> None:
    given = [{"kind": "table", "twice": twice}, {"kind": "heading", "level": 2}, {"kind": "figure", "height": 100.0}]
    starts = {0: Place(1, 27, 248 - room, 275.0), 1: Place(1, 275 - room, 8.0, 275.0)}
    pages = Pages(starts | {2: Place(1, 285 - room, 100.0, 275.0)}, {}, {2: landed})
    assert foreseen.held(given, pages, frozenset({2}), 2) is expected


LONG = sample.shown(outputs.table(["a", "b"], [[f"Ligne {i}", str(i)] for i in range(40)]))


def test_after_the_last_chart_only_headings_are_laid_out_until_charts_have_their_places(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = blocks(sample.markdown("# A"), words(12), chart(130), words(9), sample.markdown("# B"), words(2), LONG)
    (figure,) = (rank for rank, block in enumerate(given) if block["kind"] == "figure")
    _, looked = moved(given, CHARTS, monkeypatch)
    assert [moves.until for moves in looked] == [figure + 2, figure + 2, None]


def test_the_first_guess_is_looked_at_with_all_that_follows_the_last_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = [cell for _ in range(4) for cell in (words(12), chart(130), words(9))]
    given = blocks(sample.markdown("# A"), *cells, sample.markdown("# B"), words(2), LONG)
    _, looked = moved(given, CHARTS, monkeypatch)
    assert [moves.until is None for moves in looked[:2]] == [False, True]


def test_a_chart_that_lands_two_pages_on_is_said_to() -> None:
    cells = [words(12), chart(200), sample.markdown("## Seul"), chart(150), sample.markdown("## Suite"), words(12)]
    document = from_notebook(sample.notebook(sample.markdown("# A"), *cells)).with_meta(chart_tables=False)
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf.render_pdf(document, timestamp=0))).pages]
    assert "Le graphique est en tête d’une des pages suivantes." in pages[0]
