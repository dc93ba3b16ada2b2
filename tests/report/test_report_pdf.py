"""The PDF: accessible by construction, the same bytes each time, every page marked when the data are invented."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import report_judges as judges
import report_sample as sample
from pypdf import PdfReader

from nec_analysis.report import outputs, pdf
from nec_analysis.report.document import from_notebook
from nec_analysis.report.markdown import plain
from nec_analysis.report.pdf import render_pdf

DAY = "2022-09-28"


@pytest.fixture(scope="module")
def bilan() -> bytes:
    return render_pdf(from_notebook(sample.bilan()), timestamp=DAY)


@pytest.fixture(scope="module")
def pages(bilan: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(bilan)).pages]


def test_two_exports_give_the_same_bytes(bilan: bytes) -> None:
    assert render_pdf(from_notebook(sample.bilan()), timestamp=DAY) == bilan


def test_invented_data_are_called_so_on_every_page(pages: list[str]) -> None:
    assert len(pages) > 5
    assert all("Données de démonstration, fictives" in page for page in pages)


def test_real_data_carry_no_banner() -> None:
    out = render_pdf(from_notebook(sample.bilan(synthetic=False)), timestamp=DAY)
    assert not any("démonstration" in page.extract_text() for page in PdfReader(BytesIO(out)).pages)


def test_the_file_says_its_language_title_and_standards(bilan: bytes) -> None:
    root = PdfReader(BytesIO(bilan)).trailer["/Root"]
    assert root["/Lang"] == "fr-FR"
    assert root["/MarkInfo"]["/Marked"].value is True
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "Bilan de Numérique en Commun[s]" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>3</pdfaid:part>" in xmp


def test_the_data_of_each_chart_come_with_the_file(bilan: bytes) -> None:
    files = PdfReader(BytesIO(bilan)).attachments
    assert sorted(files) == ["themes-2.csv", "themes.csv"]
    assert files["themes.csv"][0].decode().splitlines()[1] == '"Dispositifs et services inclusifs","31,5\u202f%"'


def test_the_environment_changes_no_byte(bilan: bytes) -> None:
    code = (
        "import hashlib, report_sample as s; from nec_analysis.report import document, pdf;"
        "print(hashlib.sha256(pdf.render_pdf(document.from_notebook(s.bilan()), timestamp='2022-09-28')).hexdigest())"
    )
    elsewhere = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LANG": "C", "PYTHONPATH": str(Path(__file__).parent)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | elsewhere, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(bilan).hexdigest()


def test_only_our_typefaces_are_in_the_file(bilan: bytes) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in PdfReader(BytesIO(bilan)).pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert fonts
    assert {name.split("-")[0] for name in fonts} <= {"Lato", "DejaVuSans", "DejaVuSansMono"}


def test_tables_name_their_columns_and_their_rows(bilan: bytes) -> None:
    import pikepdf

    scopes = []
    with pikepdf.open(BytesIO(bilan)) as file:
        for element in file.objects:
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/TH":
                scopes.append(str(element["/A"]["/Scope"]))
    assert scopes.count("/Column") > 20
    assert scopes.count("/Row") > 60


def test_a_cell_has_no_attribute_but_what_makes_it_a_head(bilan: bytes) -> None:
    import pikepdf

    with pikepdf.open(BytesIO(bilan)) as file:
        cells = [o for o in file.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") in ("/TD", "/TH")]
        said = {str(cell["/S"]): set() for cell in cells}
        for cell in cells:
            said[str(cell["/S"])] |= set(cell.get("/A", {}).keys())
    assert said["/TD"] == set()
    assert said["/TH"] <= {"/O", "/Scope", "/ColSpan"}


def test_a_text_that_looks_like_a_cell_is_left_as_it_is() -> None:
    text = "<</Type/StructElem/S/TD/P 1 0 R/A[<</O/Table>>]"
    cells = [sample.markdown("# A"), sample.markdown("# " + text.replace("<", "\\<")), sample.markdown("# C")]
    document = from_notebook(sample.notebook(*cells)).with_meta(subtitle=f"Avant\n{text}")
    out = render_pdf(document, timestamp=DAY)
    assert text in [str(entry["/Title"]) for entry in PdfReader(BytesIO(out)).outline]
    assert text in str(PdfReader(BytesIO(out)).metadata["/Subject"])


def test_bookmarks_are_the_headings(bilan: bytes) -> None:
    def titles(entries: list[Any]) -> list[str]:
        return [title for one in entries for title in (titles(one) if isinstance(one, list) else [str(one["/Title"])])]

    expected = [plain(block["runs"]) for block in from_notebook(sample.bilan()).blocks if block["kind"] == "heading"]
    found = titles(PdfReader(BytesIO(bilan)).outline)
    assert [title for title in found if title in expected] == expected


def test_the_words_of_charts_can_be_searched(pages: list[str]) -> None:
    assert "Dispositifs et services inclusifs" in " ".join(pages)


def test_a_table_of_one_line_is_not_all_heads() -> None:
    import pikepdf

    table = outputs.table(["chiffre", "imprimé", "recalculé", "concorde"], [["inscrits", "165", "165", "oui"]])
    out = render_pdf(from_notebook(sample.notebook(sample.shown(table))), timestamp=DAY)
    with pikepdf.open(BytesIO(out)) as file:
        kinds = [str(o["/S"]) for o in file.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o]
    assert (kinds.count("/TH"), kinds.count("/TD")) == (4, 4)


def test_the_data_of_charts_go_to_the_foot_of_the_shorter_column() -> None:
    """A long table beside short ones, not under one: no column goes on beside an empty one."""
    heads, long = ["a", "b"], [["x", "1"]] * 30
    tables = [{"caption": name, "headers": heads, "rows": rows} for name, rows in (("un", long[:10]), ("deux", long))]
    tables += [{"caption": name, "headers": heads, "rows": long[:8]} for name in ("trois", "quatre")]
    assert [[table["caption"] for table in half] for half in pdf._halves(tables)] == [
        ["un", "trois", "quatre"],
        ["deux"],
    ]


def test_a_running_head_is_cut_at_a_word_without_its_comma() -> None:
    assert pdf._short("Bilan – Rencontres nationales de la médiation numérique, de l'inclusion et des communs") == (
        "Bilan – Rencontres nationales de la médiation numérique…"
    )


@pytest.mark.parametrize(("title", "subtitle"), [("Bilan", "mot " * 60), ("mot " * 50, "mot " * 60), ("T" * 200, "")])
def test_a_long_title_leaves_the_foot_of_the_cover_alone(title: str, subtitle: str, tmp_path: Path) -> None:
    cover = outputs.cover(title, subtitle, "2024", "12 septembre 2024", synthetic=True)
    file = tmp_path / "a.pdf"
    file.write_bytes(render_pdf(from_notebook(sample.notebook(sample.shown(cover))), timestamp=0))
    _, _, _, words = next(judges._pages(file))
    foot = min(top for _, top, _, _, word in words if word == "septembre")
    above = [bottom for _, top, _, bottom, _ in words if top < foot - 1]
    assert max(above) < foot - 40
    assert all(left > 45 and right < 550 for left, _, right, _, _ in words)


def _with_data(headers: list[str], rows: int) -> list[str]:
    """The pages of a report of one chart with so many rows of data."""
    cell = sample.shown(outputs.figure(sample.bars(height=60)))
    values = [["une valeur"] * len(headers) for _ in range(rows)]
    table = {"headers": headers, "rows": values, "align": ["left"] * len(headers)}
    cell["outputs"][0]["metadata"]["nec"]["table"] = table
    out = render_pdf(from_notebook(sample.notebook(sample.markdown("# A"), cell)), timestamp=DAY)
    return [page.extract_text() for page in PdfReader(BytesIO(out)).pages]


def test_data_too_long_to_be_printed_are_said_to_be_attached() -> None:
    said = "il est joint à ce PDF\u202f: themes.csv"
    assert any(said in page for page in _with_data(["Lieu", "Nombre"], 80))
    assert not any(said in page for page in _with_data(["Lieu", "Nombre"], 20))


def test_the_heading_of_wide_data_turns_with_them() -> None:
    first, second = _with_data([f"Colonne {i}" for i in range(15)], 3)
    assert "Données des graphiques" not in first
    assert "Données des graphiques" in second
    assert "Colonne 14" in second


def test_the_note_of_a_table_is_never_cut_in_two() -> None:
    note = "Une note de plusieurs lignes, qui dit comment les nombres du tableau ont été comptés. " * 12
    for lines in range(22, 28):
        above = sample.shown(outputs.prose("\n\n".join(["Un paragraphe."] * lines)))
        table = sample.shown(outputs.table(["a", "b"], [["1", "2"]] * 9, note=note + "Fin de la note."))
        out = render_pdf(from_notebook(sample.notebook(sample.markdown("# A"), above, table)), timestamp=DAY)
        counts = [len(re.findall(r"Une\s+note", page.extract_text())) for page in PdfReader(BytesIO(out)).pages]
        assert list(filter(None, counts)) == [12]


def test_a_quote_in_french_is_not_french_of_britain() -> None:
    quote = outputs.verbatims([{"text": "Belle salle", "who": "Venue", "lang": "fr"}])
    document = from_notebook(sample.notebook(sample.markdown("# A"), sample.shown(quote)), lang="en")
    with pikepdf.open(BytesIO(render_pdf(document, timestamp=DAY, lang="en"))) as file:
        tongues = {str(each.Lang) for each in file.objects if isinstance(each, pikepdf.Dictionary) and "/Lang" in each}
    assert "fr" in tongues
    assert "fr-GB" not in tongues
