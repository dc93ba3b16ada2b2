"""The document as a Word file: headings, tables whose heads repeat, charts with their description."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nec_analysis.french.typography import quoted
from nec_analysis.report import archive, widths, wordcontents, wordnotes
from nec_analysis.report.document import Document, full_title
from nec_analysis.report.filled import filled
from nec_analysis.report.grouping import grouped
from nec_analysis.report.labels import labels, tag
from nec_analysis.report.markdown import Block, Run, plain
from nec_analysis.report.optional import library
from nec_analysis.report.wordelement import made

NAVY, INK, TINT = "171DAE", "1C1C28", "E4E6F8"
FACE, BODY, SMALL = "Calibri", 11, 9
WIDTH, SIDE = 16.6, 2.2
"""Width of the text and margin beside it, in cm."""
SHORT = 12
"""Rows up to which a table stays on one page; of a longer one the head stays with its first row."""
STYLES = {"strong": "bold", "emph": "italic", "strike": "strike", "super": "superscript", "sub": "subscript"}


def write_letters(document: Document, path: Path | str, *, date: str = "1980-01-01") -> Path:
    """Write the whole document, annexes included; `date` (ISO day) is the file's date, so that bytes do not change.

    Raises NecError when python-docx, an extra, is not installed.
    """
    path = Path(path)
    sheet = _Sheet(document)
    for block in document.blocks:
        sheet.add(block)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(archive.fixed(sheet.bytes(), date))
    return path


def _library() -> Any:
    return library("docx", distribution="python-docx", extra="docx", target="bilan.docx", code="docx-missing")


class _Sheet:
    """A Word file being made."""

    def __init__(self, document: Document) -> None:
        self.lang = str(document.meta.get("lang", "fr"))
        self.words = labels(self.lang)
        self.file = _library().Document()
        self._dress()
        self._properties(document)
        self._furniture(document)
        self._cover(document)
        self.notes = wordnotes.Footnotes(self.file, size=SMALL)
        self.headings, self.entries = 0, _entries(document)

    def bytes(self) -> bytes:
        """The file, dates not yet fixed."""
        self.notes.close()
        out = BytesIO()
        self.file.save(out)
        return out.getvalue()

    def add(self, block: Block) -> None:
        """One block."""
        make = getattr(self, f"_{block['kind']}", None)
        if make:
            make(block)

    def _dress(self) -> None:
        """The page, the typeface, the language of every style."""
        from docx.shared import Cm, Pt, RGBColor

        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(SIDE)
        normal = self.file.styles["Normal"]
        normal.font.name, normal.font.size = FACE, Pt(BODY)
        normal.font.color.rgb = RGBColor.from_string(INK)
        _speaks(self.file.styles.element, tag(self.lang))
        for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
            style = self.file.styles[name]
            style.font.name, style.font.color.rgb = FACE, RGBColor.from_string(NAVY)
            _face(style.element, FACE)
        self.file.styles["Caption"].paragraph_format.keep_with_next = True  # on the page of what it names

    def _properties(self, document: Document) -> None:
        properties = self.file.core_properties
        properties.title, properties.language = full_title(document.meta, self.lang), tag(self.lang)
        properties.author = str(document.meta.get("author", ""))
        properties.keywords = ", ".join(map(str, document.meta.get("keywords", ())))
        properties.comments, properties.revision = "", 1

    def _furniture(self, document: Document) -> None:
        """The running head, the number of each page."""
        section = self.file.sections[0]
        section.header.paragraphs[0].text = " – ".join(
            filter(None, (full_title(document.meta, self.lang), document.synthetic))
        )
        foot = section.footer.paragraphs[0]
        foot.add_run(f"{document.meta.get('edition', '')}\t\t{self.words['page']} ")
        _field(foot, "PAGE")

    def _cover(self, document: Document) -> None:
        meta = document.meta
        self.file.add_heading(str(meta.get("title") or self.words["untitled"]), 0)
        for name in ("subtitle", "date", "note"):
            if meta.get(name):
                self._paragraph(str(meta[name]))
        if document.synthetic:
            self._paragraph(document.synthetic, bold=True)

    def _paragraph(self, block: Block | str, *, style: str = "", bold: bool = False) -> Any:
        paragraph = self.file.add_paragraph(style=style or None)
        if isinstance(block, str):
            paragraph.add_run(block).bold = bold or None
        else:
            self._runs(paragraph, block["runs"])
        return paragraph

    def _runs(self, paragraph: Any, runs: Iterable[Run], **dress: bool) -> None:
        """Runs with their dress; a footnote is called here, its words stand at the foot of the page."""
        for run in runs:
            if run["t"] == "note":
                self.notes.add(paragraph, partial(self._runs, runs=run["runs"]))
            elif run["t"] == "break":
                paragraph.add_run().add_break()
            elif "runs" in run:
                worn = {STYLES[run["t"]]: True} if run["t"] in STYLES else {}
                self._runs(paragraph, run["runs"], **dress, **worn)
            else:
                written = paragraph.add_run(run.get("text", ""))
                for name in dress:
                    setattr(written.font, name, True)

    def _heading(self, block: Block) -> None:
        heading = self.file.add_heading("", min(int(block["level"]), 9))
        self._runs(heading, block["runs"])
        self.headings += 1
        wordcontents.bookmarked(heading, self.headings)

    def _contents(self, block: Block) -> None:
        wordcontents.write(self.file, self.words["contents"], self.entries)

    def _annex(self, block: Block) -> None:
        self.file.add_page_break()

    def _list(self, block: Block) -> None:
        style = "List Number" if block.get("ordered") else "List Bullet"
        for item in block["items"]:
            for inner in item:
                if "runs" in inner:
                    self._paragraph(inner, style=style)
                else:
                    self.add(inner)

    def _quote(self, block: Block) -> None:
        for inner in block["blocks"]:
            if "runs" in inner:
                self._paragraph(inner, style="Quote")

    def _callout(self, block: Block) -> None:
        self._paragraph(str(block.get("title", "")), bold=True)
        for inner in block["blocks"]:
            self.add(inner)

    def _verbatims(self, block: Block) -> None:
        for item in block["items"]:
            paragraph = self._paragraph(quoted(item["text"], self.lang), style="Quote")
            if item.get("lang"):
                _tongue(paragraph.runs[0], tag(item["lang"]))
            if item["who"]:
                paragraph.add_run(f" — {item['who']}")

    def _tiles(self, block: Block) -> None:
        """Key figures as lines: the number, then what it is, its interval, its change, what to know."""
        for item in block["items"]:
            paragraph = self._paragraph(item["value"], bold=True)
            rest = [item["label"], item["interval"] and f"{self.words['interval']} {item['interval']}"]
            rest += [item["change"], item["note"]]
            paragraph.add_run("\u2003" + " · ".join(filter(None, rest)))

    def _code(self, block: Block) -> None:
        self._paragraph(block["text"])

    def _printed(self, block: Block) -> None:
        self._paragraph(block["text"])

    def _table(self, block: Block) -> None:
        if block.get("caption"):
            self._paragraph(block["caption"], style="Caption")
        told = grouped(block)
        heads: dict[int, str] = {}
        rows: list[Sequence[str]] = []
        for group in told["groups"]:
            if group["title"]:
                heads[len(rows)] = group["title"]
                rows.append([""] * len(told["headers"]))
            rows += group["rows"]
        self._grid(told["headers"], rows, told["align"], str(block.get("caption", "")), heads)
        if block.get("note"):
            self._paragraph(block["note"])

    def _grid(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[str]],
        align: Sequence[str],
        title: str,
        heads: Mapping[int, str] = MappingProxyType({}),
    ) -> None:
        """A table: its head is repeated on each page, no row is cut by the end of a page, no short table by two pages.

        `heads`: the rows, by rank, that are a text over all columns, kept with the row they head.
        """
        from docx.shared import Pt

        table = self.file.add_table(rows=1 + len(rows), cols=len(headers), style="Table Grid")
        _described(table, title)
        wide = _shares(_wanted(headers, rows), len(headers))
        for column, width in zip(table.columns, wide, strict=True):
            column.width = width
        together = len(rows) if len(rows) <= SHORT else 1
        for line, (row, cells) in enumerate(zip(table.rows, [headers, *rows], strict=True)):
            _kept(row, head=line == 0)
            if line - 1 in heads:
                _headed(table, row, heads[line - 1], Pt(SMALL))
                continue
            for cell, text, side, width in zip(row._tr.tc_lst, cells, align, wide, strict=True):
                cell.width = width
                _filled(table, cell, text, right=side == "right", size=Pt(SMALL), head=line == 0)
                if line < together:
                    _paragraph_of(table, cell).paragraph_format.keep_with_next = True
        self.file.add_paragraph()

    def _figure(self, block: Block) -> None:
        """The message, the drawing with its description, then its data."""
        from docx.shared import Cm

        from nec_analysis.report.raster import png

        picture = self.file.add_picture(BytesIO(png(block["svg"])))
        if picture.width > Cm(WIDTH):
            picture.height, picture.width = int(picture.height * Cm(WIDTH) / picture.width), Cm(WIDTH)
        named = picture._inline.docPr
        named.set("descr", block["alt"])
        named.set("title", block["title"] or block["id"])
        if block["legend"] and not block["legend_drawn"]:
            self._paragraph(block["legend"])
        table = block.get("table")
        if table and table["rows"]:
            self._paragraph(f"{self.words['chart_data']} – {block['title'] or block['id']}", style="Caption")
            table = filled(table)
            self._grid(table["headers"], table["rows"], table["align"], block["title"] or block["id"])


def _wanted(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """How wide columns want to be, as the pages of the PDF have them."""
    return list(widths.fit(list(headers), [list(row) for row in rows]).columns)


def _shares(wanted: Sequence[float], count: int) -> list[Any]:
    """Widths that fill the text."""
    from docx.shared import Cm

    whole = sum(wanted)
    return [Cm(WIDTH * each / whole) for each in wanted] if whole else [Cm(WIDTH / count)] * count


def _speaks(styles: Any, lang: str) -> None:
    """The language of all text, for who reads aloud or checks the spelling."""
    from docx.oxml.ns import qn

    for found in styles.iter(qn("w:lang")):
        found.set(qn("w:val"), lang)


def _tongue(run: Any, lang: str) -> None:
    """The language of some words, where it is not that of the file."""
    run._r.get_or_add_rPr().append(made("w:lang", val=lang))


def _entries(document: Document) -> tuple[wordcontents.Entry, ...]:
    """The headings that the contents list, each with the bookmark it will have."""
    headings = [block for block in document.blocks if block["kind"] == "heading"]
    return tuple(
        wordcontents.Entry(plain(block["runs"]), int(block["level"]), wordcontents.mark(number))
        for number, block in enumerate(headings, 1)
        if int(block["level"]) <= wordcontents.DEEPEST
    )


def _face(style: Any, face: str) -> None:
    """The typeface of a style, whatever the theme says."""
    from docx.oxml.ns import qn

    for fonts in style.iter(qn("w:rFonts")):
        for name in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[name]
        for name in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{name}"), face)


def _field(paragraph: Any, name: str) -> None:
    """A value that Word fills in: the number of the page."""
    run = paragraph.add_run()._r
    run.append(made("w:fldChar", fldCharType="begin"))
    instruction = made("w:instrText")
    instruction.text = name
    run.append(instruction)
    run.append(made("w:fldChar", fldCharType="end"))


def _described(table: Any, title: str) -> None:
    """What the table is, for who cannot see it."""
    if title:
        table._tbl.tblPr.append(made("w:tblCaption", val=title))


def _kept(row: Any, *, head: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(made("w:cantSplit"))
    if head:
        properties.append(made("w:tblHeader"))


def _headed(table: Any, row: Any, text: str, size: Any) -> None:
    """A row that is one cell, the head of those under it."""
    first, *others = row._tr.tc_lst
    for cell in others:
        row._tr.remove(cell)
    first.grid_span = 1 + len(others)
    first.width = sum(column.width for column in table.columns)
    _filled(table, first, text, right=False, size=size, head=True)
    _paragraph_of(table, first).paragraph_format.keep_with_next = True


def _paragraph_of(table: Any, cell: Any) -> Any:
    from docx.text.paragraph import Paragraph

    return Paragraph(cell.p_lst[0], table)


def _filled(table: Any, cell: Any, text: str, *, right: bool, size: Any, head: bool) -> None:
    """The text of a cell, written beside the library's slow path through all cells."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = _paragraph_of(table, cell)
    written = paragraph.add_run(text)
    written.font.size = size
    if head:
        written.bold = True
        cell.get_or_add_tcPr().append(made("w:shd", val="clear", color="auto", fill=TINT))
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
