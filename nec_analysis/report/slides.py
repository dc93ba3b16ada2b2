"""The document as PowerPoint slides: native charts that can be edited, each with its description."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from nec_analysis.french.typography import quoted
from nec_analysis.report import archive
from nec_analysis.report.document import Document, full_title
from nec_analysis.report.labels import tag
from nec_analysis.report.markdown import Block, plain
from nec_analysis.report.optional import library
from nec_analysis.report.plots import BARS, LINE, STACK, Plot, plot

WIDE, HIGH, EDGE = 33.867, 19.05, 1.6
"""A slide of 16:9 and its margin, in cm."""
NAVY, INK, MUTED, RUST, ORANGE, TINT = "171DAE", "1C1C28", "5B5B6B", "9A5200", "D47A21", "F2F3FB"
PALETTES = {
    1: ("171DAE",),
    2: ("171DAE", "D47A21"),
    4: ("A84300", "EDAE73", "9AA3EE", "171DAE"),
    5: ("A84300", "EDAE73", "CFCFD8", "9AA3EE", "171DAE"),
}
SIX = ("171DAE", "D47A21", "4E0A37", "B067FA", "24A194", "4E4E0F")
DARK = frozenset({"171DAE", "A84300", "4E0A37", "4E4E0F"})
TILES, QUOTES, ROWS, COLUMNS = 6, 3, 10, 6
"""What one slide holds."""
FACE = "Calibri"
CROWDED = 12
"""Categories from which a chart is lettered smaller."""


def write_slides(document: Document, path: Path | str, *, date: str = "1980-01-01", lang: str = "fr") -> Path:
    """Write the slides of the document's chapters, annexes left out; `date` (ISO day) is the file's date.

    Key figures, charts, short tables, lists, quotations have their slides; paragraphs go to the notes of what follows.
    Raises NecError when python-pptx, an extra, is not installed.
    """
    path = Path(path)
    deck = _Deck(document, lang)
    for block in document.blocks:
        if block["kind"] == "annex":
            break
        deck.add(block)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(archive.fixed(deck.bytes(), date))
    return path


def _library() -> Any:
    return library("pptx", distribution="python-pptx", extra="pptx", target="bilan.pptx", code="slides-missing")


class _Deck:
    """A presentation being made: the chapter it is in, the words waiting for the next slide's notes."""

    def __init__(self, document: Document, lang: str) -> None:
        self.show = _library().Presentation()
        self.show.slide_width, self.show.slide_height = _cm(WIDE), _cm(HIGH)
        self.document, self.lang = document, "fr" if lang == "fr" else "en"
        self.chapter, self.part = "", ""
        self.notes: list[str] = []
        properties = self.show.core_properties
        properties.title, properties.language = full_title(document.meta, lang), tag(self.lang)
        properties.author = str(document.meta.get("author", ""))
        self._cover()

    def bytes(self) -> bytes:
        """The file, dates not yet fixed."""
        out = BytesIO()
        self.show.save(out)
        return out.getvalue()

    def add(self, block: Block) -> None:
        """The slide or slides of one block."""
        make = getattr(self, f"_{block['kind']}", None)
        if make:
            make(block)

    def _heading(self, block: Block) -> None:
        text = plain(block["runs"])
        if block["level"] == 1:
            self.chapter, self.part = text, ""
        else:
            self.part = text

    def _place(self) -> str:
        """What a slide without a title of its own is called: where it stands."""
        return self.part or self.chapter or full_title(self.document.meta)

    def _paragraph(self, block: Block) -> None:
        self.notes.append(plain(block["runs"]))

    def _callout(self, block: Block) -> None:
        lines = [plain(inner["runs"]) for inner in block["blocks"] if "runs" in inner]
        self._bullets(block["title"], lines)

    def _list(self, block: Block) -> None:
        self._bullets(self._place(), [_words(item) for item in block["items"]])

    def _bullets(self, title: str, lines: Sequence[str]) -> None:
        slide = self._slide(title)
        frame = self._text(slide, EDGE, 4.4, WIDE - 2 * EDGE, HIGH - 6.6)
        for i, line in enumerate(lines):
            self._line(frame, line, 22, INK, first=i == 0, after=12)

    def _verbatims(self, block: Block) -> None:
        groups = _together(block["items"], QUOTES)
        for rank, some in enumerate(groups, 1):
            slide = self._slide(self._place(), part=_part(rank, len(groups)))
            frame = self._text(slide, EDGE + 0.6, 4.4, WIDE - 2 * EDGE - 2, HIGH - 6.6)
            for i, item in enumerate(some):
                self._line(
                    frame, quoted(item["text"], self.lang), 22, INK, first=i == 0, after=4, lang=item.get("lang", "")
                )
                self._line(frame, item["who"] and f"— {item['who']}", 14, MUTED, after=18)

    def _tiles(self, block: Block) -> None:
        groups = _together(block["items"], TILES)
        for rank, some in enumerate(groups, 1):
            slide = self._slide(self._place(), part=_part(rank, len(groups)))
            across = min(3, len(some))
            width = (WIDE - 2 * EDGE - 0.8 * (across - 1)) / across
            for i, item in enumerate(some):
                self._tile(slide, item, EDGE + (i % across) * (width + 0.8), 4.4 + (i // across) * 6.3, width)

    def _tile(self, slide: Any, item: dict[str, str], left: float, top: float, width: float) -> None:
        from pptx.dml.color import RGBColor

        box = slide.shapes.add_shape(1, _cm(left), _cm(top), _cm(width), _cm(5.7))
        box.fill.solid()
        box.fill.fore_color.rgb = RGBColor.from_string(TINT)
        box.line.fill.background()
        box.shadow.inherit = False
        frame = box.text_frame
        frame.word_wrap, frame.vertical_anchor = True, 1
        self._line(frame, item["value"], 40, NAVY, bold=True, first=True, after=2)
        self._line(frame, item["label"], 16, INK, bold=True, after=2)
        for name, colour in (("interval", MUTED), ("change", RUST), ("note", MUTED)):
            self._line(frame, item[name], 13, colour)

    def _table(self, block: Block) -> None:
        rows, heads = block["rows"], block["headers"]
        if not rows or len(rows) > ROWS or len(heads) > COLUMNS:
            return
        slide = self._slide(block["caption"] or self._place())
        size = (_cm(EDGE), _cm(4.4), _cm(WIDE - 2 * EDGE), _cm(0.9 * (len(rows) + 1)))
        frame = slide.shapes.add_table(len(rows) + 1, len(heads), *size)
        _describe(frame, block["caption"] or full_title(self.document.meta))
        for i, row in enumerate([heads, *rows]):
            for j, cell in enumerate(row):
                self._line(
                    frame.table.cell(i, j).text_frame, cell, 14, "FFFFFF" if i == 0 else INK, bold=i == 0, first=True
                )

    def _figure(self, block: Block) -> None:
        drawn = plot(block, self.lang)
        subtitle = drawn.subtitle(block["subtitle"], self.lang) if drawn else block["subtitle"]
        slide = self._slide(block["title"] or self._place(), subtitle)
        box = (_cm(EDGE), _cm(4.4), _cm(WIDE - 2 * EDGE), _cm(HIGH - 7.4))
        shape = self._chart(slide, drawn, box) if drawn else _picture(slide, block["svg"], box)
        _describe(shape, drawn.alt(block, self.lang) if drawn else block["alt"], block["title"])
        if block["source"]:
            source = self._text(slide, EDGE, HIGH - 2.9, WIDE - 2 * EDGE, 1.3)
            self._line(source, block["source"], 11, MUTED, first=True)

    def _chart(self, slide: Any, drawn: Plot, box: tuple[Any, ...]) -> Any:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE

        kinds = {BARS: XL_CHART_TYPE.BAR_CLUSTERED, STACK: XL_CHART_TYPE.BAR_STACKED_100, LINE: XL_CHART_TYPE.LINE}
        data = CategoryChartData(number_format=drawn.format(self.lang))
        data.categories = drawn.categories
        for series in drawn.series:
            data.add_series(series.name, series.values)
        frame = slide.shapes.add_chart(kinds[drawn.kind], *box, data)
        _dress(frame.chart, drawn, self.lang)
        return frame

    def _cover(self) -> None:
        from pptx.dml.color import RGBColor

        meta = self.document.meta
        slide = self._blank(full_title(meta), 40, "FFFFFF", top=6.2)
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = RGBColor.from_string(NAVY)
        words = [str(meta[name]) for name in ("edition", "date", "note") if meta.get(name)]
        frame = self._text(slide, EDGE, 10.2, WIDE - 2 * EDGE, 5) if words else None
        for i, text in enumerate(words):
            self._line(frame, text, 20, "FFFFFF", first=i == 0, after=6)
        self._banner(slide, "FFFFFF")

    def _slide(self, title: str, subtitle: str = "", part: str = "") -> Any:
        """A slide with its title, its chapter above, what waited for its notes. No box is left empty: it would be read."""
        slide = self._blank(title + part, 28 if len(title) < 70 else 22, NAVY, top=1.5)
        if self.chapter not in ("", title):
            self._line(self._text(slide, EDGE, 0.6, 20, 0.9), self.chapter, 12, MUTED, first=True)
        if subtitle:
            self._line(self._text(slide, EDGE, 3.2, WIDE - 2 * EDGE, 1), subtitle, 16, MUTED, first=True)
        if self.notes:
            slide.notes_slide.notes_text_frame.text = "\n\n".join(self.notes)
            self.notes = []
        self._banner(slide, RUST)
        return slide

    def _blank(self, title: str, size: int, colour: str, *, top: float) -> Any:
        slide = self.show.slides.add_slide(self.show.slide_layouts[5])
        holder = slide.shapes.title
        holder.left, holder.top, holder.width, holder.height = _cm(EDGE), _cm(top), _cm(WIDE - 2 * EDGE), _cm(1.9)
        holder.text_frame.word_wrap = True
        self._line(holder.text_frame, title, size, colour, bold=True, first=True)
        return slide

    def _banner(self, slide: Any, colour: str) -> None:
        if self.document.synthetic:
            frame = self._text(slide, EDGE, HIGH - 1.3, WIDE - 2 * EDGE, 0.9)
            self._line(frame, self.document.synthetic, 12, colour, bold=True, first=True)

    def _text(self, slide: Any, left: float, top: float, width: float, height: float) -> Any:
        frame = slide.shapes.add_textbox(_cm(left), _cm(top), _cm(width), _cm(height)).text_frame
        frame.word_wrap = True
        return frame

    def _line(
        self,
        frame: Any,
        text: str,
        size: float,
        colour: str,
        *,
        bold: bool = False,
        first: bool = False,
        after: float = 0,
        lang: str = "",
    ) -> None:
        """One paragraph, in the language of the slides unless told; an empty text writes nothing."""
        from pptx.dml.color import RGBColor
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        if not text:
            return
        paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(after)
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FACE
        run.font.color.rgb = RGBColor.from_string(colour)
        run._r.get_or_add_rPr().set("lang", tag(lang or self.lang))


def _dress(chart: Any, drawn: Plot, lang: str) -> None:
    """Values written on what shows them, no grid, colours of the house."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    several = len(drawn.series) > 1
    crowded = drawn.kind != LINE and len(drawn.categories) > CROWDED
    chart.font.size, chart.font.name = Pt(10 if crowded else 14), FACE
    chart.has_title, chart.has_legend = False, several
    if several:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.value_axis.visible = drawn.kind == LINE
    chart.value_axis.tick_labels.number_format = drawn.format(lang)
    chart.value_axis.tick_labels.number_format_is_linked = False
    chart.value_axis.has_major_gridlines = False
    if all((value or 0) >= 0 for series in drawn.series for value in series.values):
        chart.value_axis.minimum_scale = 0  # a bar that does not start at zero lies
    chart.category_axis.reverse_order = drawn.kind != LINE
    chart.category_axis.format.line.fill.background()
    if drawn.kind != LINE:
        _all_named(chart.category_axis)
    colours = PALETTES.get(len(drawn.series), SIX)
    for series, colour in zip(chart.plots[0].series, [*colours, *SIX], strict=False):
        paint = series.format.line if drawn.kind == LINE else series.format
        paint.fill.solid()
        paint.fill.fore_color.rgb = RGBColor.from_string(colour)
        if drawn.kind != LINE:
            _label(series, drawn.format(lang), colour if drawn.kind == STACK else "")
    if drawn.kind != LINE:
        chart.plots[0].gap_width, chart.plots[0].overlap = 45, 100 if drawn.kind == STACK else 0


def _all_named(axis: Any) -> None:
    """No category without its name: office suites skip every other one where they are many."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    last = axis._element.find(skip.tag.replace("tickLblSkip", "noMultiLvlLbl"))
    if last is not None:
        last.addprevious(skip)


def _label(series: Any, number_format: str, on: str) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    labels = series.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, number_format, False
    labels.font.size, labels.font.name = Pt(13), FACE
    labels.font.color.rgb = RGBColor.from_string("FFFFFF" if on in DARK else INK)


def _picture(slide: Any, svg: str, box: tuple[Any, ...]) -> Any:
    """The drawing as a picture, as large as the place allows."""
    from nec_analysis.report.raster import png

    picture = slide.shapes.add_picture(BytesIO(png(svg)), box[0], box[1])
    scale = min(box[2] / picture.width, box[3] / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    picture.left = int(box[0] + (box[2] - picture.width) / 2)
    return picture


def _describe(shape: Any, alt: str, title: str = "") -> None:
    """The text a screen reader says."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", alt)
    if title:
        properties.set("title", title)


def _words(blocks: Iterable[Block]) -> str:
    return " ".join(plain(block["runs"]) for block in blocks if "runs" in block)


def _together(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    """The items by slides; the last slide holds no item alone: the one before gives it a third of its own."""
    groups = [items[i : i + size] for i in range(0, len(items), size)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        kept = size - size // 3
        groups[-2:] = [groups[-2][:kept], [*groups[-2][kept:], *groups[-1]]]
    return groups


def _part(rank: int, of: int) -> str:
    return f" ({rank}/{of})" if of > 1 else ""


def _cm(length: float) -> Any:
    from pptx.util import Cm

    return Cm(length)
