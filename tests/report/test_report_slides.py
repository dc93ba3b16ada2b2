"""The slides: charts that can be edited, described, the same bytes each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import report_hostile
import report_sample as sample

from nec_analysis.report import csvtext, outputs
from nec_analysis.report.document import from_notebook
from nec_analysis.report.plots import BARS, LINE, STACK, plot

pptx = pytest.importorskip("pptx", reason="python-pptx is an extra: pip install python-pptx")
SHARES = ["Part", "Borne basse", "Borne haute", "Base"]


def figure(headers: list[str], rows: list[list[str]]) -> dict[str, Any]:
    return {"table": {"headers": headers, "rows": rows}, "csv": csvtext.write(headers, rows)}


def slides(notebook: dict[str, Any], folder: Path) -> Any:
    from nec_analysis.report.slides import write_slides

    return pptx.Presentation(str(write_slides(from_notebook(notebook), folder / "a.pptx"))).slides


def words(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_a_share_is_a_bar_and_its_interval_is_not() -> None:
    drawn = plot(figure(["Thème", *SHARES], [["Données", "17\u202f%", "14\u202f%", "20\u202f%", "400"]]))
    assert drawn
    assert (drawn.kind, drawn.share, [series.name for series in drawn.series]) == (BARS, True, ["Part"])
    assert drawn.series[0].values == (0.17,)


def test_parts_of_a_whole_are_stacked() -> None:
    drawn = plot(
        figure(
            ["Q", "Oui", "Non", "Total positif"],
            [["a", "30\u202f%", "70\u202f%", "30\u202f%"], ["b", "55\u202f%", "45\u202f%", "55\u202f%"]],
        )
    )
    assert drawn
    assert (drawn.kind, [series.name for series in drawn.series]) == (STACK, ["Oui", "Non"])


def test_dates_make_a_line() -> None:
    drawn = plot(
        figure(["Date", "Total", "Évolution"], [[f"juin {year}", f"{year}0", "1"] for year in range(2010, 2022)])
    )
    assert drawn
    assert (drawn.kind, [series.name for series in drawn.series]) == (LINE, ["Total"])


def test_years_name_they_do_not_count() -> None:
    drawn = plot(figure(["Réseau", "Édition", "Valeur"], [["Tweets", "2021", "290"], ["Tweets", "2022", "133"]]))
    assert drawn
    assert drawn.categories == ("Tweets – 2021", "Tweets – 2022")
    assert drawn.series[0].values == (290.0, 133.0)


@pytest.mark.parametrize("rows", [[], [["Nord", "x"]], [[f"d{i}", str(i)] for i in range(101)]])
def test_what_is_no_bar_nor_line_stays_a_picture(rows: list[list[str]]) -> None:
    assert plot(figure(["Département", "Personnes"], rows)) is None


def test_every_slide_has_a_title_and_says_when_data_are_invented(tmp_path: Path) -> None:
    deck = slides(sample.bilan(), tmp_path)
    assert len(deck) == 9
    assert all(slide.shapes.title.text_frame.text for slide in deck)
    assert all("Données de démonstration, fictives" in words(slide) for slide in deck)
    assert "Une ligne" not in "".join(map(words, deck))


def test_charts_can_be_edited_and_are_described(tmp_path: Path) -> None:
    charts = [shape for slide in slides(sample.bilan(), tmp_path) for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 2
    for shape in charts:
        assert len(shape._element.xpath(".//p:cNvPr/@descr")[0]) >= 40
        assert next(iter(shape.chart.plots[0].series[0].values)) == 0.315
        assert shape.chart.value_axis.minimum_scale == 0


def test_a_drawing_without_bars_is_a_described_picture(tmp_path: Path) -> None:
    chart = sample.bars()
    cell = sample.shown(outputs.figure(sample.Chart("carte", chart.figure, chart.alt, None, "Une carte")))
    (picture,) = [
        shape for slide in slides(sample.notebook(cell), tmp_path) for shape in slide.shapes if shape.shape_type == 13
    ]
    assert picture._element.xpath(".//p:cNvPr/@descr")[0] == chart.alt
    assert picture.image.content_type == "image/png"


def test_paragraphs_go_to_the_notes(tmp_path: Path) -> None:
    deck = slides(sample.notebook(sample.markdown("# A\n\nÀ dire."), sample.shown(sample.tiles())), tmp_path)
    assert deck[1].notes_slide.notes_text_frame.text == "À dire."


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    from nec_analysis.report.slides import write_slides

    document = from_notebook(sample.bilan())
    made = [write_slides(document, tmp_path / f"{i}.pptx", date="2022-09-28").read_bytes() for i in (1, 2)]
    assert made[0] == made[1]


def test_hostile_answers_are_text(tmp_path: Path) -> None:
    said = report_hostile.verbatims(120)
    deck = slides(sample.notebook(sample.shown(outputs.verbatims(said)), sample.shown(sample.tiles())), tmp_path)
    assert "<script>alert(1)</script>" in "".join(map(words, deck))


@pytest.mark.parametrize(
    ("value", "lang", "said"),
    [
        ("31,5\u202f%", "fr", '0.0"\u202f"%'),
        ("31.5%", "en", "0.0%"),
        ("87\u202f%", "fr", '0"\u202f"%'),
        ("1\u202f700", "fr", "#,##0"),
        ("1,700", "en", "#,##0"),
        ("8,2", "fr", "#,##0.0"),
    ],
)
def test_a_slide_says_a_number_with_the_decimals_of_the_report(value: str, lang: str, said: str) -> None:
    table = {"headers": ["Thème", "Part"], "rows": [["Données", value]]}
    raw = csvtext.write(["Thème", "Part"], [["Données", "0.315" if "%" in value else "1700"]])
    drawn = plot({"table": table, "csv": raw})
    assert drawn
    assert drawn.format(lang) == said


def test_every_category_of_a_crowded_chart_has_its_name(tmp_path: Path) -> None:
    for slide in slides(sample.bilan(), tmp_path):
        for shape in slide.shapes:
            if shape.has_chart:
                (skip,) = shape.chart.category_axis._element.xpath("c:tickLblSkip")
                assert (skip.get("val"), skip.getnext().tag.rsplit("}")[-1]) == ("1", "noMultiLvlLbl")


def test_no_text_is_empty_nor_the_title_said_twice(tmp_path: Path) -> None:
    tiles = outputs.tiles([outputs.Tile(label=f"chiffre {n}", value=str(n)) for n in range(9)])
    for slide in slides(sample.notebook(sample.markdown("# Les grands chiffres"), sample.shown(tiles)), tmp_path):
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert all(texts), texts
        assert sum(text.startswith("Les grands chiffres") for text in texts) <= 1
