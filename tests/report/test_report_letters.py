"""The report as a Word file: what a reader with or without eyes finds in it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
import report_sample as sample
from docx.oxml.ns import qn
from lxml import etree

from nec_analysis.figures.recette.letters import passages
from nec_analysis.figures.recette.passage import ALT, ROW, TILE, flat
from nec_analysis.report import outputs
from nec_analysis.report.document import Document, from_notebook
from nec_analysis.report.letters import write_letters
from nec_analysis.report.markdown import plain


@pytest.fixture(scope="module")
def document() -> Document:
    return from_notebook(sample.bilan())


@pytest.fixture(scope="module")
def file(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_letters(document, tmp_path_factory.mktemp("letters") / "bilan.docx")


def test_the_same_document_gives_the_same_bytes(document: Document, file: Path, tmp_path: Path) -> None:
    assert write_letters(document, tmp_path / "again.docx").read_bytes() == file.read_bytes()


def test_headings_are_headings_of_their_level(document: Document, file: Path) -> None:
    wanted = [block["level"] for block in document.blocks if block["kind"] == "heading"]
    styles = [p.style.name for p in docx.Document(str(file)).paragraphs if p.style.name.startswith("Heading")]
    assert [int(name.split()[-1]) for name in styles if name != "Heading"][: len(wanted)] == wanted


def test_the_head_of_every_table_is_repeated_and_no_row_is_cut(file: Path) -> None:
    tables = docx.Document(str(file)).tables
    assert tables
    for table in tables:
        rows = list(table._tbl.iter(qn("w:tr")))
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [n == 0 for n in range(len(rows))]
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_every_chart_says_what_it_shows(document: Document, file: Path) -> None:
    alts = [block["alt"] for block in document.blocks if block["kind"] == "figure"]
    assert alts
    assert [p.text for p in passages(file) if p.kind == ALT] == [flat(alt) for alt in alts]


def test_the_recette_reads_rows_and_key_figures(document: Document, file: Path) -> None:
    read = passages(file)
    tiles = [item["value"] for block in document.blocks if block["kind"] == "tiles" for item in block["items"]]
    rows = [block["rows"] for block in document.blocks if block["kind"] == "table"]
    assert [p.cells[0] for p in read if p.kind == TILE] == tiles
    assert sum(map(len, rows)) <= sum(p.kind == ROW for p in read)


@pytest.mark.parametrize(("lang", "tag"), [("fr", "fr-FR"), ("en", "en-GB")])
def test_the_file_says_its_language_and_title(lang: str, tag: str, tmp_path: Path) -> None:
    written = docx.Document(str(write_letters(from_notebook(sample.bilan(), lang=lang), tmp_path / "b.docx")))
    assert written.core_properties.language == tag
    assert written.core_properties.title
    assert {found.get(qn("w:val")) for found in written.styles.element.iter(qn("w:lang"))} == {tag}


def test_the_contents_are_a_field_filled_in_with_the_headings(document: Document, file: Path) -> None:
    body = docx.Document(str(file)).element.body
    wanted = [plain(b["runs"]) for b in document.blocks if b["kind"] == "heading" and b["level"] <= 2]
    listed = [p.text for p in docx.Document(str(file)).paragraphs if p.style.name.startswith("toc ")]
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    marks = {start.get(qn("w:name")) for start in body.iter(qn("w:bookmarkStart"))}
    assert listed == wanted
    assert len(anchors) == len(set(anchors)) == len(wanted)
    assert set(anchors) <= marks
    kinds = [found.get(qn("w:fldCharType")) for found in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    assert [found.text.split()[0] for found in body.iter(qn("w:instrText"))] == ["TOC"]


def test_notes_stand_at_the_foot_of_their_page(tmp_path: Path) -> None:
    text = "# Un\n\nTexte[^a] et **gras**[^b].\n\n[^a]: La première, *penchée*, 12.\n[^b]: La seconde."
    document = from_notebook(sample.notebook(sample.markdown(text)))
    path = write_letters(document, tmp_path / "notes.docx")
    with zipfile.ZipFile(path) as parts:
        notes = etree.fromstring(parts.read("word/footnotes.xml"))
    said = {note.get(qn("w:id")): "".join(note.itertext()).strip() for note in notes}
    called = [found.get(qn("w:id")) for found in docx.Document(str(path)).element.body.iter(qn("w:footnoteReference"))]
    assert [said[number] for number in called] == ["La première, penchée, 12.", "La seconde."]
    assert [p.text for p in passages(path)][-2:] == ["La première, penchée, 12.", "La seconde."]
    assert write_letters(document, tmp_path / "again.docx").read_bytes() == path.read_bytes()


def test_a_quote_keeps_its_language(tmp_path: Path) -> None:
    quote = outputs.verbatims([{"text": "A fine day", "who": "Lieu", "lang": "en"}])
    path = write_letters(from_notebook(sample.notebook(sample.shown(quote))), tmp_path / "quote.docx")
    (run,) = [r for p in docx.Document(str(path)).paragraphs for r in p.runs if "A fine day" in r.text]
    assert run._r.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"


def test_a_caption_stays_on_the_page_of_its_table(file: Path) -> None:
    assert docx.Document(str(file)).styles["Caption"].paragraph_format.keep_with_next


def test_the_head_of_a_group_spans_its_table_and_stays_with_its_rows(tmp_path: Path) -> None:
    rows = [["Venu ?", "Oui", "12"], ["", "Non", "3"], ["Content ?", "Oui", "9"]]
    shown = outputs.table(["question", "réponse", "effectif"], rows, caption="Toutes", grouped=True)
    path = write_letters(from_notebook(sample.notebook(sample.shown(shown))), tmp_path / "table.docx")
    (table,) = docx.Document(str(path)).tables
    told = [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]
    assert told == [["réponse", "effectif"], ["Venu ?"], ["Oui", "12"], ["Non", "3"], ["Content ?"], ["Oui", "9"]]
    assert [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows[1::3]] == [True, True]


@pytest.mark.parametrize(("rows", "kept"), [(3, 3), (12, 12), (13, 1)])
def test_a_short_table_stays_on_one_page(rows: int, kept: int, tmp_path: Path) -> None:
    given = outputs.table(["Réponse", "Part"], [[f"réponse {n}", "1 %"] for n in range(rows)], caption="Parts")
    (table,) = docx.Document(
        str(write_letters(from_notebook(sample.notebook(sample.shown(given))), tmp_path / "a.docx"))
    ).tables
    held = [all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells) for row in table.rows]
    assert held == [True] * kept + [False] * (rows + 1 - kept)
