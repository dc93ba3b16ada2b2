"""Footnotes of a Word file, at the foot of their page: the library has none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nec_analysis.report.wordelement import made

REFERENCE, TEXT = "footnote reference", "footnote text"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
PLACE = "/word/footnotes.xml"
_EMPTY = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)
"""The two lines that separate notes from text (ECMA-376, 17.11)."""


class Footnotes:
    """The notes of one file. `size`: of their letters, in points."""

    def __init__(self, file: Any, *, size: float) -> None:
        from docx.oxml import parse_xml

        self.file, self.size = file, size
        self.root = parse_xml(_EMPTY)
        self.count = 0

    def add(self, paragraph: Any, write: Callable[[Any], None]) -> None:
        """A note called here; `write` gives its words to the paragraph at the foot of the page."""
        from docx.text.paragraph import Paragraph

        if not self.count:
            self._dress()
        self.count += 1
        called = paragraph.add_run(style=REFERENCE)._r
        called.append(made("w:footnoteReference", id=str(self.count)))
        note, inner = made("w:footnote", id=str(self.count)), made("w:p")
        note.append(inner)
        self.root.append(note)
        foot = Paragraph(inner, paragraph._parent)
        foot.style = self.file.styles[TEXT]
        foot.add_run(style=self.file.styles[REFERENCE])._r.append(made("w:footnoteRef"))
        foot.add_run(" ")
        write(foot)

    def close(self) -> None:
        """Put the notes in the file; nothing where there is none."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from lxml import etree

        if self.count:
            content = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
            part = Part(PackURI(PLACE), KIND, content, self.file.part.package)
            self.file.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _dress(self) -> None:
        """The styles that office programs give to notes."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Pt

        styles = self.file.styles
        text = styles.add_style(TEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.base_style, text.font.size = styles["Normal"], Pt(self.size)
        styles.add_style(REFERENCE, WD_STYLE_TYPE.CHARACTER, builtin=True).font.superscript = True
