"""The contents of a Word file: a real field, filled in beforehand, which office programs bring up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nec_analysis.report.wordelement import made

DEEPEST = 2
"""Levels of headings that are listed."""
RIGHT = 16.6
"""Where page numbers stand, in cm."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading to list: its words, its level, the name of its bookmark."""

    text: str
    level: int
    mark: str


def mark(number: int) -> str:
    """The bookmark of a heading by its rank, named as Word names its own."""
    return f"_Toc{number:08d}"


def bookmarked(paragraph: Any, number: int) -> None:
    """Give a heading its bookmark."""
    from docx.oxml.ns import qn

    start, end = made("w:bookmarkStart", id=str(number), name=mark(number)), made("w:bookmarkEnd", id=str(number))
    properties = paragraph._p.find(qn("w:pPr"))
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(end)


def write(file: Any, title: str, entries: Sequence[Entry]) -> None:
    """The title, then the field with a line an entry; the office program that opens the file adds the pages."""
    _dress(file)
    file.add_paragraph(title, style="TOC Heading")
    if not entries:
        return
    lines = [file.add_paragraph(style=f"toc {entry.level}") for entry in entries]
    for line, entry in zip(lines, entries, strict=True):
        _line(line, entry)
    begin = [_run(made("w:fldChar", fldCharType="begin", dirty="true"))]
    begin += [_run(_said(f' TOC \\o "1-{DEEPEST}" \\h \\z \\u ')), _run(made("w:fldChar", fldCharType="separate"))]
    for rank, element in enumerate(begin, 1):
        lines[0]._p.insert(rank, element)
    lines[-1]._p.append(_run(made("w:fldChar", fldCharType="end")))
    file.add_page_break()


def _line(paragraph: Any, entry: Entry) -> None:
    """Words that lead to the heading; only an office program knows its page, which it adds."""
    link, words, text = made("w:hyperlink", anchor=entry.mark, history="1"), made("w:r"), made("w:t")
    text.text = entry.text
    words.append(text)
    link.append(words)
    paragraph._p.append(link)


def _dress(file: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm, Pt

    styles = file.styles
    head, model = _style(styles, "TOC Heading", WD_STYLE_TYPE.PARAGRAPH), styles["Heading 1"]
    head.base_style = styles["Normal"]
    head.font.name, head.font.size, head.font.bold = model.font.name, Pt(16), True
    head.font.color.rgb = model.font.color.rgb
    for level in range(1, DEEPEST + 1):
        style = _style(styles, f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.bold = styles["Normal"], level == 1
        layout = style.paragraph_format
        layout.left_indent, layout.space_after, layout.space_before = Cm(0.6 * (level - 1)), Pt(2), Pt(6 / level)
        layout.tab_stops.add_tab_stop(Cm(RIGHT), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _style(styles: Any, name: str, kind: Any) -> Any:
    return styles[name] if name in styles else styles.add_style(name, kind, builtin=True)


def _run(element: Any) -> Any:
    run = made("w:r")
    run.append(element)
    return run


def _said(instruction: str) -> Any:
    from docx.oxml.ns import qn

    element = made("w:instrText")
    element.set(qn("xml:space"), "preserve")
    element.text = instruction
    return element
