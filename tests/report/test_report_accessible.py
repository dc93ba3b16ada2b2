"""Outside judges find nothing wrong with reports of every shape."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import report_hostile
import report_judges as judges
import report_sample as sample

from nec_analysis.report import outputs
from nec_analysis.report.document import from_notebook
from nec_analysis.report.page import render_html
from nec_analysis.report.pdf import render_pdf

pytestmark = pytest.mark.slow
FORMULAS = [text or "vide" for text in report_hostile.PAYLOADS]

MARKDOWN = r"""
Une note[^1], $\bar{x}_i \le x^2$ et \(\overbrace{a}\), H<sub>2</sub>O, <b>gras</b>, <a href="javascript:x">clic</a>.

\begin{align}
a &= b \\
c &= d
\end{align}

<div class="alert alert-warning"><b>Attention</b> au <i>gris</i>.</div>

<script>alert(1)</script> <iframe src="https://exemple.invalid"></iframe> ![loin](https://exemple.invalid/a.png)

> cité
>
> > dedans

- [ ] à faire
  - $\sigma$

    $$\frac{a}{b}$$

[^1]: Dite avec $\alpha$.
"""


def unanswered() -> dict[str, Any]:
    """An edition nobody answered."""
    return sample.notebook(
        sample.shown(outputs.cover("Bilan", "Une édition sans réponse", "2022-vide", "2022")),
        sample.shown(outputs.contents()),
        sample.markdown("# Grands chiffres"),
        sample.shown(outputs.tiles([])),
        sample.shown(outputs.table(["Question", "Part"], [], caption="Réponses")),
        sample.shown(outputs.verbatims([])),
        sample.shown(outputs.annex_break()),
    )


def answers() -> dict[str, Any]:
    """Two thousand answers, most of them treacherous."""
    cover = outputs.cover(FORMULAS[0], FORMULAS[9], FORMULAS[11], FORMULAS[3], FORMULAS[23], synthetic=True)
    said = [(text, text[:40]) for text in report_hostile.verbatims(2000)]
    return sample.notebook(sample.shown(cover), sample.markdown("# Verbatims"), sample.shown(outputs.verbatims(said)))


def everywhere() -> dict[str, Any]:
    """The same texts in every kind of block, tables of 60 rows and of 15 columns."""
    grid = [[FORMULAS[(i + j) % len(FORMULAS)] for j in range(15)] for i in range(60)]
    return sample.notebook(
        *[sample.markdown(text) for text in FORMULAS],
        *[sample.shown(outputs.heading(text)) for text in FORMULAS],
        *[sample.shown(outputs.callout("caution", text, text)) for text in FORMULAS],
        sample.shown(outputs.tiles([outputs.Tile(text, text, text, text, text) for text in FORMULAS])),
        sample.shown(outputs.table(FORMULAS[:15], grid, caption=FORMULAS[1], note=FORMULAS[2])),
        sample.shown(outputs.table(FORMULAS[:5], [row[:5] for row in grid], caption=FORMULAS[2], grouped=True)),
        sample.shown(outputs.table(FORMULAS[:3], [row[:3] for row in grid], caption=FORMULAS[4])),
        sample.code([{"output_type": "stream", "name": "stdout", "text": "\n".join(FORMULAS)}]),
        sample.code([{"output_type": "error", "ename": "E", "evalue": FORMULAS[9], "traceback": FORMULAS}]),
    )


def stranger() -> dict[str, Any]:
    """A notebook that knows nothing of us: formulas, HTML, frames, pictures, widgets, long lines, an error."""
    shown = [
        {"text/latex": "$\\displaystyle \\frac{a}{b}$", "text/plain": "a/b"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "IntSlider(value=0)"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}},
        {
            "text/html": "<p>Une <b>carte</b></p><iframe src='https://exemple.invalid/carte'></iframe><video src=x></video>"
        },
        {"text/html": "<table><tr><th rowspan=2>A</th><th colspan=2>B</th></tr><tr><td>1</td><td>2</td></tr></table>"},
    ]
    return sample.notebook(
        sample.markdown("Sans titre, $E = mc^2$.\n\n$$\\int_0^1 x^2 = \\frac{1}{3}$$\n\n### Un saut de niveau"),
        sample.markdown(MARKDOWN),
        sample.code([{"output_type": "display_data", "data": data, "metadata": {}} for data in shown]),
        sample.code([{"output_type": "stream", "name": "stdout", "text": "mot " * 400}]),
        sample.code(
            [{"output_type": "error", "ename": "E", "evalue": "division", "traceback": ["\x1b[31m1/0\x1b[0m"]}]
        ),
    )


REPORTS: dict[str, Callable[[], dict[str, Any]]] = {
    "bilan": sample.bilan,
    "unanswered": unanswered,
    "empty": sample.notebook,
    "answers": answers,
    "everywhere": everywhere,
    "stranger": stranger,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("reports")
    for name, make in REPORTS.items():
        document = from_notebook(make())
        (home / f"{name}.pdf").write_bytes(render_pdf(document, timestamp="2022-09-28"))
        (home / f"{name}.html").write_text(render_html(document), encoding="utf-8")
    return home


def test_verapdf_finds_no_failed_check(folder: Path) -> None:
    found = judges.verapdf(*sorted(folder.glob("*.pdf")))
    assert found == {f"{name}.pdf": {"PDFUA_1": {}, "PDFA_3_A": {}} for name in REPORTS}


def test_verapdf_would_find_one(folder: Path, tmp_path: Path) -> None:
    import pikepdf

    with pikepdf.open(folder / "bilan.pdf") as file:
        del file.Root.Lang
        file.save(tmp_path / "muet.pdf")
    assert judges.verapdf(tmp_path / "muet.pdf")["muet.pdf"]["PDFUA_1"]


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_outloud_finds_no_error(folder: Path, name: str) -> None:
    assert judges.outloud(folder / f"{name}.pdf") == []


def test_axe_finds_no_violation_on_desk_nor_phone_by_day_nor_night(folder: Path) -> None:
    clean = {"violations": {}, "sideways": [], "requests": [], "dialogs": 0}
    assert judges.axe(*sorted(folder.glob("*.html"))) == {f"{name}.html": clean for name in REPORTS}


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_no_word_leaves_the_page(folder: Path, name: str) -> None:
    assert judges.outside_the_page(folder / f"{name}.pdf") == []
