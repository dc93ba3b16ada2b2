"""No page ends half empty for a chart that did not fit: what follows fills it, laid out by Typst itself."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import report_sample as sample
from pypdf import PdfReader

from nec_analysis.report import outputs
from nec_analysis.report.document import from_notebook
from nec_analysis.report.pdf import render_pdf
from nec_analysis.report.placing import runs

LINE = "Une phrase de remplissage, assez longue pour prendre toute une ligne de la page et même un peu plus. "
CHART = "Communs et souveraineté"


def pages(*cells: dict[str, Any], **meta: Any) -> list[str]:
    document = from_notebook(sample.notebook(*cells)).with_meta(chart_tables=False, **meta)
    return [page.extract_text() for page in PdfReader(BytesIO(render_pdf(document, timestamp=0))).pages]


def words(text: str, times: int = 1) -> dict[str, Any]:
    return sample.shown(outputs.prose("\n\n".join(f"{text} {LINE}" for _ in range(times))))


def chart(height: float = 110) -> dict[str, Any]:
    return sample.shown(outputs.figure(sample.bars(height=height)))


def test_a_chart_that_fits_stays_where_it_is() -> None:
    (page,) = pages(sample.markdown("# A"), words("avant", 3), chart(), words("après"))
    assert page.index("avant") < page.index(CHART) < page.index("après")


def test_a_chart_that_does_not_fit_heads_the_next_page() -> None:
    first, second = pages(sample.markdown("# A"), words("avant", 12), chart(), words("après", 8))
    assert "après" in first
    assert CHART not in first
    assert CHART in second


def test_a_chart_that_lets_the_next_chapter_begin_says_where_it_is() -> None:
    first, second = pages(words("avant", 12), chart(), sample.markdown("# Chapitre suivant"), words("après", 3))
    said = "Le graphique est en tête de la page suivante."
    assert first.index("avant") < first.index(said) < first.index("Chapitre suivant") < first.index("après")
    assert CHART in second


def test_a_chart_never_goes_into_the_annex() -> None:
    annexed = (sample.shown(outputs.annex_break()), sample.markdown("# Annexe"), words("après", 3))
    text = "".join(pages(sample.markdown("# A"), words("avant", 12), chart(), *annexed))
    assert text.index(CHART) < text.index("Annexe")


def test_a_heading_left_by_its_only_chart_says_where_it_is() -> None:
    cells = (words("avant", 12), sample.markdown("## Seul"), chart(), sample.markdown("## Autre"), words("après", 4))
    first, second = pages(sample.markdown("# A"), *cells, sample.markdown("# Z"))
    assert "Le graphique est en tête de la page suivante." in first
    assert "Autre" in first
    assert CHART in second


def test_the_author_may_forbid_the_move() -> None:
    fixed = sample.shown(outputs.figure(sample.bars(height=110), float=False))
    first, second = pages(sample.markdown("# A"), words("avant", 12), fixed, words("après", 8))
    assert "après" not in first
    assert second.index(CHART) < second.index("après")


def test_the_last_rows_of_a_long_table_do_not_stand_alone() -> None:
    wide = sample.shown(outputs.table([f"Colonne {i}" for i in range(15)], [["valeur"] * 15], wide=True))
    counts = []
    for rows in range(31, 60):
        long = [[f"Ligne {i} " + "x " * 40, str(i)] for i in range(rows)]
        found = pages(words("avant", 2), sample.shown(outputs.table(["a", "b"], long)), wide)
        counts.append(found[1].count("Ligne") if len(found) > 2 else 0)
    assert not {1, 2, 3} & set(counts)


def test_wide_tables_turn_the_page_with_their_heading() -> None:
    grid = sample.shown(outputs.table([f"Colonne {i}" for i in range(15)], [["valeur"] * 15] * 3))
    document = from_notebook(
        sample.notebook(words("avant"), sample.markdown("# Large"), grid, sample.markdown("## Encore"), grid)
    )
    found = PdfReader(BytesIO(render_pdf(document, timestamp=0))).pages
    assert [page.mediabox.width > page.mediabox.height for page in found] == [False, True]
    assert all(text in found[1].extract_text() for text in ("Large", "Encore", "Colonne 14"))


def test_charts_that_follow_each_other_move_together() -> None:
    kinds = ["heading", "figure", "figure", "paragraph", "figure", "heading", "figure"]
    blocks = [{"kind": kind, **({"level": 2} if kind == "heading" else {})} for kind in kinds]
    blocks[5] |= {"level": 1, "annex": True}
    assert list(runs(blocks)) == [([1, 2], False)]
