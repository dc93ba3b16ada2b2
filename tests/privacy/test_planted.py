"""A masked count planted in any kind of file of a finished report is found there; honest words are no leak."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import AttachedFileSpec, Dictionary, Name

from nec_analysis.errors import PRIVACY, NecError
from nec_analysis.phases.disclosure import check, disclosed

DORDOGNE = "2022-dordogne"
GROUP, COUNT = "Recherche & enseignement", 2
SAID = f"{GROUP} : {COUNT} personnes"
CSV = f"classe,effectif\n{GROUP},{COUNT}\n".encode()
Plant = Callable[[Path], None]


def _page(path: Path) -> None:
    """The words are set on the first page as any typesetter would, no tag around them."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        name = page.add_resource(pdf.make_indirect(font), Name.Font)
        page.contents_add(f"BT {name} 9 Tf 40 40 Td ({SAID}) Tj ET".encode("latin-1"))
        pdf.save(path)


def _attached(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.attachments["classes.csv"] = AttachedFileSpec(pdf, CSV, filename="classes.csv")
        pdf.save(path)


def _outline(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(SAID, 0))
        pdf.save(path)


def _note(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents=SAID)
        page = pdf.pages[0]
        page.Annots = pdf.make_indirect([*page.get("/Annots", []), pdf.make_indirect(note)])
        pdf.save(path)


def _described(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        with pdf.open_metadata() as meta:
            meta["dc:description"] = SAID
        pdf.save(path)


def _before(mark: str, words: str) -> Plant:
    def plant(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert mark in text
        path.write_text(text.replace(mark, words + mark, 1), encoding="utf-8")

    return plant


def _added(words: str) -> Plant:
    def plant(path: Path) -> None:
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        path.write_text(before + words, encoding="utf-8")

    return plant


def _cells(path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("interne")
    sheet.sheet_state = "hidden"
    for row in (["classe", "effectif"], [GROUP, COUNT]):
        sheet.append(row)
    book.save(path)


def _package(part: str, content: bytes) -> Plant:
    def plant(path: Path) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as parts:
            parts.writestr(part, content)
        path.write_bytes(out.getvalue())

    return plant


def _slide() -> bytes:
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    cells = "".join(f"<a:tc><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:tc>" for text in (_escaped(GROUP), COUNT))
    return f'<a:tbl xmlns:a="{a}"><a:tr>{cells}</a:tr></a:tbl>'.encode()


def _letter() -> bytes:
    """A number in a run of its own, as Word cuts a sentence where its style changes."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    runs = "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in (f"{_escaped(GROUP)} : ", COUNT))
    return f'<w:document xmlns:w="{w}"><w:body><w:p>{runs}</w:p></w:body></w:document>'.encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;")


def _printed(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    said = {"output_type": "stream", "name": "stdout", "text": [f"{GROUP}    {COUNT}\n"]}
    next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")["outputs"].append(said)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def _parquet(path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"classe": [GROUP], "effectif": [COUNT]}), path)


def _commented(path: Path) -> None:
    """A text chunk right after the head of the picture."""
    body = b"iTXtComment\0\0\0\0\0" + SAID.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    content = path.read_bytes()
    path.write_bytes(content[:33] + chunk + content[33:])


ROW = f"<tr><td>{_escaped(GROUP)}</td><td>{COUNT}</td></tr>"
TEXT = f'<text x="10" y="20">{_escaped(GROUP)}</text><text x="90" y="20">{COUNT}</text>'
PLANTED: dict[str, tuple[str, Plant]] = {
    "words on a page of the PDF": ("bilan.pdf", _page),
    "a file attached to a PDF": ("charts/publics/publics.pdf", _attached),
    "words in the drawing of a PDF chart": ("charts/carte/carte.pdf", _page),
    "an entry of a PDF's outline": ("charts/indicateurs/indicateurs.pdf", _outline),
    "a note on a PDF": ("charts/recommandation/recommandation.pdf", _note),
    "the description of a PDF": ("charts/satisfaction_programme/satisfaction_programme.pdf", _described),
    "a table of the page": ("bilan.html", _before("</main>", f"<table>{ROW}</table>")),
    "a script of a page": ("quality.html", _before("</body>", f"<script>const t = {{'{GROUP}': {COUNT}}}</script>")),
    "a drawing": ("charts/carte/carte.svg", _before("</svg>", TEXT)),
    "a workbook, on a hidden sheet": ("figures.xlsx", _cells),
    "slides": ("bilan.pptx", _package("ppt/slides/slide1.xml", _slide())),
    "a Word file": ("bilan.docx", _package("word/document.xml", _letter())),
    "an archive": ("donnees.zip", _package("classes.csv", CSV)),
    "a new table": ("tables/classes.csv", _added(CSV.decode())),
    "the alternative text": ("charts/carte/alt.txt", _added(f"\n{SAID}.\n")),
    "a legend": ("charts/carte/legende.txt", _added(f"\nDont {COUNT} personnes de « {GROUP} ».\n")),
    "what a notebook printed": ("notebooks/02_indicators.ipynb", _printed),
    "a text of another kind": ("notes.yaml", _added(f"{GROUP}: {COUNT}\n")),
    "a compressed table": ("classes.csv.gz", lambda path: path.write_bytes(gzip.compress(CSV, mtime=0)) and None),
    "a table in UTF-16": ("tables/excel.csv", lambda path: path.write_bytes(CSV.decode().encode("utf-16")) and None),
    "a Parquet file": ("tables/classes.parquet", _parquet),
    "the comment of a picture": ("charts/carte/carte.png", _commented),
}


@pytest.fixture(scope="module")
def named(published: Path, tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """Every file that the check names when all of them give the same group away."""
    folder = tmp_path_factory.mktemp("planted") / "report"
    shutil.copytree(published / "reports" / DORDOGNE, folder)
    for place, plant in PLANTED.values():
        plant(folder / place)
    found = disclosed(folder, DORDOGNE, published)
    with pytest.raises(NecError) as caught:
        check(folder, DORDOGNE, published)
    assert caught.value.exit_code == PRIVACY
    return frozenset(place for leak in found if GROUP in leak.group for place in leak.places)


@pytest.mark.parametrize("kind", PLANTED)
def test_a_masked_count_is_found_in(kind: str, named: frozenset[str]) -> None:
    assert PLANTED[kind][0] in named
