"""Files of a chart, its bytes, its SVG."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import matplotlib
import pytest
from chart_samples import ORDINARY, TREACHEROUS, said
from lxml import etree

from nec_analysis.charts import growth, style
from nec_analysis.charts.chart import Cell, Table, save, table

SVG = "{http://www.w3.org/2000/svg}"
EVERY_SHAPE = pytest.mark.parametrize("draw", ORDINARY.values(), ids=list(ORDINARY))


@pytest.fixture(scope="module")
def chart():
    return ORDINARY["bars"]("fr")


def test_a_chart_is_saved_as_pictures_data_words(chart, tmp_path):
    paths = save(chart, tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        f"chart/{name}" for name in ("chart.svg", "chart.pdf", "chart.png", "chart.csv", "alt.txt", "legende.txt")
    ]
    assert (tmp_path / "chart/alt.txt").read_text("utf-8").strip() == chart.alt
    assert chart.title in (tmp_path / "chart/legende.txt").read_text("utf-8")
    assert chart.source in (tmp_path / "chart/legende.txt").read_text("utf-8")


def test_only_the_formats_asked_for_are_drawn(chart, tmp_path):
    assert {p.suffix for p in save(chart, tmp_path, formats=("svg",))} == {".svg", ".csv", ".txt"}


@EVERY_SHAPE
def test_drawing_twice_gives_the_same_bytes(draw):
    one, other = draw("fr"), draw("fr")
    assert one.svg() == other.svg()
    assert one.svg() == one.svg()
    assert one.pdf() == other.pdf()
    assert one.png(50) == other.png(50)


def test_another_process_gives_the_same_bytes(tmp_path):
    code = (
        "import hashlib, sys; sys.path.insert(0, 'tests/charts'); from chart_samples import ORDINARY;"
        "print([hashlib.sha256((c := d('fr')).svg().encode() + c.pdf()).hexdigest() for d in ORDINARY.values()])"
    )
    root = Path(__file__).parents[2]
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": locale, "SOURCE_DATE_EPOCH": epoch},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, locale, epoch in (("1", "C", "0"), ("2", "C.UTF-8", "1700000000"))
    ]
    assert runs[0] == runs[1]


@EVERY_SHAPE
def test_an_svg_names_itself_to_a_screen_reader(draw):
    chart = draw("fr")
    root = etree.fromstring(chart.svg().encode())
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "chart-title chart-desc"
    assert root.get("lang") == "fr"
    assert root.find(f"{SVG}title").text == chart.title
    assert root.find(f"{SVG}desc").text == chart.alt


@EVERY_SHAPE
def test_every_id_of_an_svg_is_its_own(draw):
    written = draw("fr").svg()
    ids = re.findall(r'\bid="([^"]+)"', written)
    assert len(ids) == len(set(ids))
    assert all(id.startswith("chart-") for id in ids)
    referred = re.findall(r"url\(#([^)]+)\)", written) + re.findall(r'href="#([^"]+)"', written)
    assert set(referred) <= set(ids)


@EVERY_SHAPE
def test_an_svg_holds_live_text_without_style_sheet_script_or_date(draw):
    written = draw("fr").svg()
    root = etree.fromstring(written.encode())
    assert list(root.iter(f"{SVG}style", f"{SVG}script", f"{SVG}metadata", f"{SVG}image")) == []
    assert " style=" not in written
    assert root.findall(f".//{SVG}text")
    assert root.get("font-family").startswith("Lato")
    assert not re.search(r"\d\.\d{3,}", re.sub(r"<(?:desc|title).*?</", "", written))
    assert len(written) < 120_000


def test_hostile_labels_stay_text():
    chart = TREACHEROUS["bars_many"]("fr")
    root = etree.fromstring(chart.svg().encode())
    assert [e for e in root.iter() if "script" in str(e.tag)] == []
    assert any("<script>" in (e.text or "") for e in root.iter(f"{SVG}text"))
    assert any("5$ et 6$" in (e.text or "") for e in root.iter(f"{SVG}text"))
    assert "\x07" not in chart.svg()


def test_the_pdf_has_embedded_truetype_fonts_and_no_date(chart):
    written = chart.pdf()
    assert written.startswith(b"%PDF-")
    assert b"/FontFile2" in written
    assert b"/Type3" not in written
    assert b"CreationDate" not in written


def test_the_png_is_twice_a_screen(chart):
    from PIL import Image

    with Image.open(io.BytesIO(chart.png())) as image:
        assert image.width == round(style.PAGE / 25.4 * 200)
        assert "Software" not in image.info


def test_the_layout_is_the_same_at_any_resolution(chart):
    from matplotlib.text import Text

    def boxes(dpi):
        chart.figure.set_dpi(dpi)
        with style.context():
            renderer = chart.figure.canvas.get_renderer()
            found = [t.get_window_extent(renderer) for t in chart.figure.findobj(Text)]
        return [(box.x0 / dpi, box.width / dpi) for box in found]

    # half a hundredth of an inch: extents are whole pixels
    assert all(
        abs(a - b) < 0.012
        for one, other in zip(boxes(100), boxes(400), strict=True)
        for a, b in zip(one, other, strict=True)
    )
    chart.figure.set_dpi(100)


def test_data_are_written_raw_with_formulas_made_harmless():
    data = table(["=Libellé", "Part"], [["=cmd|'/C calc'!A1", Cell("87\u202f%", 342 / 393)], ["-5", Cell("", None)]])
    rows = list(csv.reader(io.StringIO(data.csv())))
    assert rows == [["'=Libellé", "Part"], ["'=cmd|'/C calc'!A1", "0.870229"], ["'-5", ""]]
    assert data.texts[0][1] == "87\u202f%"
    assert data.raws[0][1] == 342 / 393


def test_a_number_below_zero_is_no_formula():
    assert Table(("x",), ((Cell("−4", -4.0),),)).csv().splitlines()[1] == '"-4.0"'


def test_an_alt_text_that_says_nothing_is_refused(chart):
    with pytest.raises(ValueError, match="alt text"):
        replace(chart, alt="Un graphique")


@pytest.mark.parametrize("id", ["", "../ailleurs", "a b", "é/"])
def test_an_id_that_is_no_file_name_is_refused(chart, id):
    with pytest.raises(ValueError, match="files"):
        replace(chart, id=id)


def test_a_chart_does_not_change(chart):
    with pytest.raises(FrozenInstanceError):
        chart.title = "autre"


def test_a_notebook_shows_the_svg_with_its_alt_text(chart):
    data, metadata = chart._repr_mimebundle_()
    assert data["image/svg+xml"] == chart.svg()
    assert data["text/plain"] == metadata["image/svg+xml"]["alt"] == chart.alt


def test_nothing_leaks_into_matplotlib(tmp_path):
    before = dict(matplotlib.rcParams)
    matplotlib.rcParams["font.size"] = 7.0
    save(ORDINARY["heatmap"]("fr"), tmp_path)
    assert matplotlib.rcParams["font.size"] == 7.0
    matplotlib.rcParams["font.size"] = before["font.size"]
    assert dict(matplotlib.rcParams) == before


def test_a_reader_s_settings_do_not_change_our_bytes(chart):
    expected = ORDINARY["bars"]("fr").svg()
    with matplotlib.rc_context({"lines.linewidth": 9, "font.family": "serif", "svg.fonttype": "path"}):
        assert ORDINARY["bars"]("fr").svg() == expected


def test_charts_are_drawn_without_pyplot_seaborn_or_pandas():
    code = (
        "import sys; sys.path.insert(0, 'tests/charts'); import chart_samples;"
        "loaded = {'matplotlib', 'numpy', 'lxml'} & set(sys.modules);"
        "chart_samples.ORDINARY['map']('fr').svg();"
        "print(sorted(loaded), sorted({'matplotlib.pyplot', 'seaborn', 'pandas', 'scipy'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    out = subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True).stdout
    assert out.strip() == "[] []"


def test_the_change_of_a_share_is_said_in_points_not_in_per_cent_of_itself():
    from nec_analysis.charts import slopes

    values = (("2021", 76.0), ("2022", 87.0))
    words = {"id": "s", "title": "Titre", "subtitle": "Part des répondants, en %", "source": "Enquête."}
    assert "+11 pts" in slopes.draw([slopes.Slope("référence", values, points=True)], **words).alt
    assert "+14\u202f%" in slopes.draw([slopes.Slope("personnes", values)], **words).alt


@pytest.mark.parametrize(("lang", "ranked"), [("fr", "en tête"), ("en", "first:")])
def test_the_first_dates_of_a_line_lead_nothing(lang: str, ranked: str) -> None:
    counts = [growth.Count(f"2022-{month:02d}-01", 100 + month) for month in range(1, 13)]
    alt = growth.draw(counts, **said(lang)).alt
    assert ranked not in alt
    assert "(101)" in alt
    assert "(112)" in alt
