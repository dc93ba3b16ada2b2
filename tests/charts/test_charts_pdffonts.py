"""Charts as PDF: a sign that the light fonts lack is drawn with the whole font."""

from __future__ import annotations

import io

import pytest
from matplotlib.figure import Figure

from nec_analysis.charts import lettering, pdffonts, style


@pytest.mark.parametrize("text", ["Kilogrammes\u22c5jour", "\u0416 et \u0394", "87\u202f% des réponses"])
def test_every_sign_of_a_chart_is_in_a_font_of_its_pdf(text: str) -> None:
    figure = Figure()
    for n, run in enumerate(lettering.runs(text)):
        figure.text(0.1, 0.1 * n, run, fontproperties=lettering.font_of(run, style.LABEL))
    with style.context(), pdffonts.lighter(figure):
        figure.savefig(io.BytesIO(), format="pdf", metadata={"CreationDate": None})
