"""nbconvert's way in: `jupyter nbconvert --to nec_pdf`, `--to nec_html`, JupyterLab's Save and Export.

An exporter that fails to load breaks every format of nbconvert, so this module imports nothing heavy: what draws is
imported when a notebook is exported.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from nbconvert.exporters.exporter import Exporter
from traitlets import Bool, Unicode, default

EPOCH = "SOURCE_DATE_EPOCH"


class _NecExporter(Exporter):  # type: ignore[misc]  # nbconvert has no types
    """What both exporters share: language, strictness, the document made from the notebook."""

    lang = Unicode("", help="Language of the report: fr or en; by default that of the notebook").tag(config=True)
    strict = Bool(False, help="Refuse pictures without description").tag(config=True)
    date = Unicode("", help="Date of the report, ISO; by default that of the cover, or SOURCE_DATE_EPOCH").tag(
        config=True
    )

    def _document(self, notebook: Mapping[str, Any], resources: Mapping[str, Any]) -> Any:
        from nec_analysis.report.document import from_notebook, language

        document = from_notebook(notebook, lang=self.lang or language(notebook), strict=self.strict)
        if not document.meta["title"]:
            name = str(resources.get("metadata", {}).get("name", "")).replace("_", " ").strip()
            document = document.with_meta(title=name, cover=False)
        self._tell(document.notices)
        return document

    def _tell(self, notices: Any) -> None:
        for notice in notices:
            self.log.warning("nec: %s", notice)

    def _moment(self, document: Any) -> int | str:
        return self.date or str(document.meta.get("timestamp", "")) or int(os.environ.get(EPOCH, "0"))


class PdfExporter(_NecExporter):
    """The notebook as accessible PDF (PDF/UA-1, PDF/A-3a)."""

    export_from_notebook = "Bilan NEC (PDF accessible)"
    output_mimetype = "application/pdf"

    @default("file_extension")  # type: ignore[untyped-decorator]
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[bytes, Any]:
        """The PDF with nbconvert's resources."""
        from nec_analysis.report.pdf import render_pdf

        nb, resources = super().from_notebook_node(nb, resources, **kw)
        notices: list[str] = []
        document = self._document(nb, resources)
        out = render_pdf(document, timestamp=self._moment(document), lang=document.meta["lang"], notices=notices)
        self._tell(notices)
        return out, resources


class HtmlExporter(_NecExporter):
    """The notebook as one accessible page without script."""

    export_from_notebook = "Bilan NEC (page web)"
    output_mimetype = "text/html"

    @default("file_extension")  # type: ignore[untyped-decorator]
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """The page with nbconvert's resources."""
        from nec_analysis.report.page import render_html

        nb, resources = super().from_notebook_node(nb, resources, **kw)
        document = self._document(nb, resources)
        return render_html(document, lang=document.meta["lang"]), resources
