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
BOTH = (["Thème", "À améliorer", "Apprécié"], [["Lieu", "16", "2"], ["Programme", "19", "19"]])


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


def test_a_comma_groups_thousands_in_english_and_decimals_in_french() -> None:
    rows = [["Opening", "1,240"], ["Closing", "890"]]
    english, french = (plot(figure(["Moment", "Number"], rows), lang) for lang in ("en-GB", "fr-FR"))
    assert english
    assert french
    assert (english.series[0].values, french.series[0].values) == ((1240.0, 890.0), (1.24, 890.0))
    assert english.decimals == 0


def test_a_comma_that_groups_nothing_is_no_english_number() -> None:
    assert plot(figure(["Moment", "Number"], [["Opening", "1,24"]]), "en") is None


def test_the_total_of_positive_answers_is_no_part_in_english_either() -> None:
    rows = [["a", "30%", "70%", "70%"], ["b", "55%", "45%", "45%"]]
    drawn = plot(figure(["Q", "Dissatisfied", "Satisfied", "Positive"], rows), "en")
    assert drawn
    assert (drawn.kind, len(drawn.series)) == (STACK, 2)


def test_shares_rounded_one_by_one_are_still_parts_of_a_whole() -> None:
    six = ["24%", "24%", "12%", "12%", "12%", "18%"]
    drawn = plot(figure(["Group", *"ABCDEF"], [["Other classes", *six]]), "en")
    assert drawn
    assert drawn.kind == STACK


def test_counts_of_both_sides_are_drawn() -> None:
    drawn = plot(figure(["Thème", "À améliorer", "Apprécié"], [["Lieu", "16", "0"], ["Programme", "19", "19"]]))
    assert drawn
    assert [(series.name, series.values) for series in drawn.series] == [
        ("À améliorer", (16.0, 19.0)),
        ("Apprécié", (0.0, 19.0)),
    ]


def test_groups_of_marks_are_not_drawn_among_the_marks() -> None:
    marks = [(str(mark), f"{share}\u202f%") for mark, share in enumerate([1, 0, 1, 1, 2, 4, 4, 12, 22, 25, 28])]
    rows = [[name, "9", share] for name, share in [*marks, ("Détracteurs", "13\u202f%"), ("Autres", "87\u202f%")]]
    drawn = plot(figure(["Note", "Nombre", "Part"], rows))
    assert drawn
    assert drawn.categories == tuple(map(str, range(11)))
    assert drawn.subtitle("En %", "fr") == "En %\u202f; Détracteurs 13\u202f%, Autres 87\u202f%"


def test_values_beside_bars_are_written_in_ink(tmp_path: Path) -> None:
    from nec_analysis.report.slides import INK, write_slides

    chart = sample.bars()
    drawing = sample.Chart("avis", chart.figure, chart.alt, BOTH, "Avis")
    document = from_notebook(sample.notebook(sample.shown(outputs.figure(drawing))))
    deck = pptx.Presentation(str(write_slides(document, tmp_path / "a.pptx")))
    (shape,) = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert [str(series.data_labels.font.color.rgb) for series in shape.chart.plots[0].series] == [INK, INK]


@pytest.mark.parametrize(
    ("subtitle", "lang", "said"),
    [
        (
            "En % des répondants ; trait : intervalle à 95 %",
            "fr",
            "En % des répondants ; entre crochets : intervalle à 95 %",
        ),
        (
            "Share, in % – dot and band: 2022 and 95% interval; diamond: 2021",
            "en",
            "Share, in %; in brackets: 95% interval",
        ),
        ("Thème selon la structure ; ▲▼ écart significatif", "fr", "Thème selon la structure"),
        ("Combien de points : de 0 à 10 ; en %", "fr", "Combien de points : de 0 à 10 ; en %"),
    ],
)
def test_a_slide_tells_of_no_mark_that_its_chart_has_not(subtitle: str, lang: str, said: str) -> None:
    table = [["Données", "17%", "14%", "20%", "400"]]
    drawn = plot(figure(["Thème", *SHARES], table), lang)
    assert drawn
    assert drawn.categories == ("Données [14\u202f;\u202f20]" if lang == "fr" else "Données [14;\u00a020]",)
    assert drawn.subtitle(subtitle, lang).replace("\u202f", " ").replace("  ", " ") == said


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
    drawn = plot({"table": table, "csv": raw}, lang)
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


def test_no_item_is_left_alone_on_a_last_slide(tmp_path: Path) -> None:
    tiles = outputs.tiles([outputs.Tile(label=f"chiffre {n}", value=str(n)) for n in range(7)])
    quotes = outputs.verbatims([f"avis {n}" for n in range(4)])
    deck = slides(sample.notebook(sample.markdown("# A"), sample.shown(tiles), sample.shown(quotes)), tmp_path)
    assert [words(slide).count("chiffre") for slide in deck][1:3] == [4, 3]
    assert [words(slide).count("avis") for slide in deck][3:] == [2, 2]
    assert [slide.shapes.title.text_frame.text for slide in deck][1:] == ["A (1/2)", "A (2/2)"] * 2


@pytest.mark.parametrize(("lang", "said"), [("fr", "«\u202fBelle salle\u202f»"), ("en", "“Belle salle”")])
def test_a_quote_is_read_in_its_own_language(lang: str, said: str, tmp_path: Path) -> None:
    from nec_analysis.report.slides import write_slides

    quotes = outputs.verbatims([{"text": "Belle salle", "who": "Lieu", "lang": "fr"}])
    document = from_notebook(sample.notebook(sample.shown(quotes)))
    deck = pptx.Presentation(str(write_slides(document, tmp_path / "a.pptx", lang=lang)))
    runs = [
        r
        for shape in deck.slides[1].shapes
        if shape.has_text_frame
        for p in shape.text_frame.paragraphs
        for r in p.runs
    ]
    told = {run.text: run._r.rPr.get("lang") for run in runs}
    assert told[said] == "fr-FR"
    assert told["— Lieu"] == ("fr-FR" if lang == "fr" else "en-GB")


def test_a_chart_is_described_as_the_chart_it_is() -> None:
    block = figure(["Indicateur", *SHARES], [["Ravis", "87\u202f%", "84\u202f%", "90\u202f%", "393"]])
    block |= {"title": "Ravis", "subtitle": "Part des répondants, en % – point et bande : 2022 et intervalle à 95 %"}
    block["alt"] = (
        "Graphique en points, 1 indicateur : part des répondants, en % – point et bande : 2022 et intervalle à 95 %. "
        "Ravis (87 %, [84 ; 90])."
    )
    drawn = plot(block)
    assert drawn
    assert " ".join(drawn.alt(block, "fr").split()) == (
        "Barres, 1 catégorie : Part des répondants, en % ; entre crochets : intervalle à 95 %. Ravis (87 %, [84 ; 90])."
    )
    assert drawn.alt(block | {"alt": "Des barres qui montent."}, "fr") == "Des barres qui montent."
