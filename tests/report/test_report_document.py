"""The document: ours and strangers' notebooks, in order, with headings that skip no level."""

from __future__ import annotations

import json
from typing import Any

import pytest
import report_sample as sample

from nec_analysis.errors import NecError
from nec_analysis.report import outputs
from nec_analysis.report.document import Document, from_notebook, full_title
from nec_analysis.report.markdown import plain

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="9" height="9"/></svg>'

PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
"""A picture of one point."""


def displayed(data: dict[str, Any], metadata: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    return [{"output_type": "display_data", "data": data, "metadata": metadata or {}}]


def of(*cells: dict[str, Any], **options: Any) -> Document:
    return from_notebook(sample.notebook(*cells), **options)


def kinds(document: Document) -> list[str]:
    return [block["kind"] for block in document.blocks]


def test_the_order_of_the_notebook_is_kept() -> None:
    document = of(
        sample.markdown("# A"),
        sample.shown(sample.tiles()),
        sample.markdown("texte"),
        sample.shown(outputs.figure(sample.bars())),
    )
    assert kinds(document)[-3:] == ["tiles", "paragraph", "figure"]


def test_code_is_hidden_unless_asked() -> None:
    assert kinds(of(sample.code([], "1 + 1"))) == []
    assert kinds(of(sample.code([], "1 + 1", tags=["show-code"]))) == ["code"]


@pytest.mark.parametrize("tag", ["no-export", "remove-cell", "hide-cell"])
def test_a_cell_kept_for_the_notebook_is_not_exported(tag: str) -> None:
    assert kinds(of(sample.markdown("# Pour soi", tags=[tag]), sample.markdown("texte"))) == ["paragraph"]


@pytest.mark.parametrize(
    ("given", "levels"),
    [([2, 4, 1], [1, 2, 1]), ([3, 3, 6, 1, 3], [1, 2, 3, 1, 2]), ([1, 2, 3, 4, 5, 6, 1], [1, 2, 3, 4, 4, 4, 1])],
)
def test_headings_skip_no_level(given: list[int], levels: list[int]) -> None:
    cells = [sample.shown(outputs.heading(f"T{i}", level)) for i, level in enumerate(given)]
    document = of(sample.shown(outputs.cover("t", "", "", "")), *cells)
    assert [block["level"] for block in document.blocks] == levels
    assert any("titre" in notice for notice in document.notices)


def test_headings_have_ids_of_their_own() -> None:
    document = of(sample.markdown("# Été\n\n# Été\n\n# !!!"))
    assert [block["id"] for block in document.blocks] == ["ete", "ete-2", "x"]


def test_a_lone_first_heading_is_the_title() -> None:
    document = of(sample.markdown("# Titre\n\ntexte\n\n## Partie"))
    assert document.meta["title"] == "Titre"
    assert [(block["kind"], block.get("level")) for block in document.blocks] == [("paragraph", None), ("heading", 1)]


def test_a_lone_heading_in_the_middle_stays_a_heading() -> None:
    document = of(sample.markdown("texte"), sample.markdown("# Chapitre"))
    assert document.meta["title"] == ""
    assert [block["kind"] for block in document.blocks] == ["paragraph", "heading"]


def test_the_cover_describes_the_document() -> None:
    document = of(
        sample.shown(
            outputs.cover("Bilan", "Lens", "2022-lens", "28 septembre", synthetic=True, timestamp="2022-09-28")
        )
    )
    assert document.meta["cover"] is True
    assert document.synthetic == "Données de démonstration, fictives"
    assert document.meta["timestamp"] == "2022-09-28"
    assert full_title(document.meta) == "Bilan – Lens"
    assert document.with_meta(synthetic="Inventé").synthetic == "Inventé"
    assert document.with_meta(synthetic=False).synthetic == ""


def test_a_data_frame_shown_by_a_stranger_is_a_table() -> None:
    html = (
        "<style>x</style><table><thead><tr><th></th><th colspan=2>n</th></tr><tr><th>nom</th><th>a</th><th>b</th></tr></thead>"
        "<tbody><tr><th>x</th><td>1</td><td>2</td></tr></tbody></table><p>3 rows</p>"
    )
    table, paragraph = of(sample.code(displayed({"text/html": html, "text/plain": "x"}))).blocks
    assert table["headers"] == ["nom", "n · a", "n · b"]
    assert table["rows"] == [["x", "1", "2"]]
    assert table["align"] == ["left", "right", "right"]
    assert plain(paragraph["runs"]) == "3 rows"


def test_a_cell_over_several_rows_stands_in_each_of_them() -> None:
    """pandas writes the outer level of an index once: the numbers beside it stay under their heads."""
    html = (
        "<table><thead><tr><th></th><th></th><th colspan=2>2022</th></tr>"
        "<tr><th>g</th><th>h</th><th>n</th><th>%</th></tr></thead><tbody>"
        '<tr><th rowspan="2">A</th><th>x</th><td>1</td><td>2</td></tr><tr><th>y</th><td>3</td><td>4</td></tr>'
        '<tr><th rowspan="2">B</th><th>x</th><td>5</td><td rowspan="2">6</td></tr><tr><th>y</th><td>7</td></tr>'
        "</tbody></table>"
    )
    (table,) = of(sample.code(displayed({"text/html": html, "text/plain": "x"}))).blocks
    assert table["headers"] == ["g", "h", "2022 · n", "2022 · %"]
    assert table["rows"] == [["A", "x", "1", "2"], ["A", "y", "3", "4"], ["B", "x", "5", "6"], ["B", "y", "7", "6"]]


def test_a_table_within_a_table_does_not_mix_its_rows_with_it() -> None:
    html = "<table><tr><td>a</td><td><table><tr><td>1</td></tr></table></td></tr><tr><td>b</td><td>2</td></tr></table>"
    (table,) = of(sample.code(displayed({"text/html": html}))).blocks
    assert table["rows"] == [["a", "1"], ["b", "2"]]


def test_a_picture_attached_to_a_cell_of_text_is_shown() -> None:
    picture = PICTURE
    cell = {
        "cell_type": "markdown",
        "metadata": {},
        "source": "avant\n\n![Le plan du lieu](attachment:mon%20plan.png)\n\naprès ![perdue](attachment:autre.png)",
        "attachments": {"mon plan.png": {"image/png": picture}},
    }
    before, figure, after = of(cell).blocks
    assert plain(before["runs"]) == "avant"
    assert figure["kind"] == "figure"
    assert figure["alt"] == "Le plan du lieu"
    assert picture in figure["svg"]
    assert plain(after["runs"]) == "après [perdue]"


def test_live_html_is_left_out_and_said() -> None:
    html = "<div><script>alert(1)</script><p onclick=x>bon<img src=x onerror=y></p><iframe src=z></iframe></div>"
    document = of(sample.code(displayed({"text/html": html})))
    paragraph, missing = document.blocks
    assert plain(paragraph["runs"]) == "bon"
    assert [plain(line["runs"]) for line in missing["blocks"]] == [
        "Image qui n’est pas dans le carnet\u202f: x",
        "Cadre qui montre une autre page\u202f: z",
    ]
    assert document.notices == ("2 contenu(s) que la page ne peut pas montrer, signalés à leur place",)


def test_streams_and_errors_are_printed_without_colours() -> None:
    found = of(
        sample.code(
            [
                {"output_type": "stream", "name": "stdout", "text": "a\n"},
                {"output_type": "stream", "name": "stdout", "text": "10 %\r20 %\n"},
                {"output_type": "stream", "name": "stderr", "text": "attention"},
                {
                    "output_type": "error",
                    "ename": "ValueError",
                    "evalue": "non",
                    "traceback": ["\x1b[31mValueError\x1b[0m: non"],
                },
            ]
        )
    ).blocks
    assert [(block["role"], block["text"].strip()) for block in found] == [
        ("stdout", "a\n20 %"),
        ("stderr", "attention"),
        ("error", "ValueError: non"),
    ]


def test_an_address_in_memory_is_not_published() -> None:
    assert kinds(of(sample.code(displayed({"text/plain": "[<matplotlib.lines.Line2D at 0x7f3a1c>]"})))) == []
    assert kinds(of(sample.code(displayed({"text/plain": "42"})))) == ["printed"]


def test_a_picture_without_description_is_noticed_or_refused() -> None:
    cell = sample.code(displayed({"image/svg+xml": SVG}))
    document = of(cell)
    assert document.blocks[0]["alt"] == "Image sans description"
    assert document.notices == ("1 image(s) sans texte de remplacement",)
    with pytest.raises(NecError, match="alt-missing"):
        of(cell, strict=True)


def test_a_description_is_found_where_notebooks_keep_it() -> None:
    by_output = sample.code(displayed({"image/svg+xml": SVG}, {"image/svg+xml": {"alt": "par la sortie"}}))
    by_cell = sample.code(displayed({"image/svg+xml": SVG}), alt="par la cellule")
    assert [block["alt"] for block in of(by_output, by_cell).blocks] == ["par la sortie", "par la cellule"]


def test_prose_has_french_spaces_but_code_does_not() -> None:
    (paragraph,) = of(sample.shown(outputs.prose("87 % : `87 %`"))).blocks
    assert [run["text"] for run in paragraph["runs"]] == ["87\u202f%\u202f: ", "87 %"]
    (english,) = of(sample.shown(outputs.prose("87% : x")), lang="en").blocks
    assert plain(english["runs"]) == "87% : x"


def test_verbatims_are_left_as_approved() -> None:
    (block,) = of(sample.shown(outputs.verbatims(["Super!! 100%"]))).blocks
    assert block["items"][0]["text"] == "Super!! 100%"


def test_the_document_is_plain_data() -> None:
    document = from_notebook(sample.bilan())
    again = json.loads(document.to_json())
    assert again["version"] == 1
    assert len(again["blocks"]) == len(document.blocks)
    assert from_notebook(json.loads(json.dumps(sample.bilan()))).to_json() == document.to_json()


def test_every_figure_has_data_and_description() -> None:
    figures = [block for block in from_notebook(sample.bilan()).blocks if block["kind"] == "figure"]
    assert len(figures) == 2
    assert all(len(block["alt"]) >= 40 and block["table"]["rows"] and block["csv"] for block in figures)
    assert {block["id"] for block in figures} == {"themes", "themes-2"}


def test_formulas_alone_on_their_lines_are_drawn_and_described() -> None:
    source = "Avant.\n\n$$\\int_0^1 x^2\\,dx = \\frac{1}{3}$$\n\nAprès, 5 $ et 6 $."
    latex = {"output_type": "display_data", "data": {"text/latex": "$\\displaystyle a^2$"}, "metadata": {}}
    found = from_notebook(sample.notebook(sample.markdown(source), sample.code([latex]))).blocks
    assert [block["kind"] for block in found] == ["paragraph", "figure", "paragraph", "figure"]
    assert found[1]["alt"] == "Formule, en notation LaTeX\u202f: \\int_0^1 x^2\\,dx = \\frac{1}{3}"
    assert "<path" in found[3]["svg"]


def test_a_formula_that_cannot_be_set_is_shown_as_typed() -> None:
    (block,) = from_notebook(sample.notebook(sample.markdown("$$\\begin{align}a\\end{align}$$"))).blocks
    assert (block["kind"], block["text"]) == ("code", "\\begin{align}a\\end{align}")


def written(source: str, **cell: object) -> list[dict[str, object]]:
    return list(of(sample.markdown(source) | cell).blocks)


def test_a_formula_in_a_line_is_told_in_words_a_sum_of_money_is_none() -> None:
    (line,) = written(r"Soit $x^2 \le \bar{y}_i$, \(a = -1\) et $\overbrace{z}$ : 5 $ et 6 $.")
    assert plain(line["runs"]) == "Soit x²\u00a0≤\u00a0ȳ_i, a\u00a0=\u00a0−1 et \\overbrace{z}\u202f: 5 $ et 6 $."
    assert [run["t"] for run in line["runs"]] == ["text", "formula", "text", "formula", "text", "code", "text"]
    (table,) = written("| $\\sigma$ | $x_{1}$ |\n|--|--|\n| a | $10^{-3}$ |")
    assert (table["headers"], table["rows"]) == (["σ", "x₁"], [["a", "10⁻³"]])


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (r"\[à vérifier\] puis \(sic\)", "[à vérifier] puis (sic)"),
        (r"\\(a\\) et \\[b\\]", "a et b"),
        (r"\(x_1\) non \(sic\) oui \(y^2\)", "x₁ non (sic) oui y²"),
    ],
)
def test_brackets_that_markdown_was_told_to_leave_alone_are_no_formula(source: str, said: str) -> None:
    (line,) = written(source)
    assert plain(line["runs"]) == said


def test_a_formula_apart_is_drawn_wherever_it_stands() -> None:
    """In a list, between brackets, as an environment; what cannot be drawn keeps its lines and its backslashes."""
    shown = written(
        "\\[ a^2 \\]\n\n\\begin{equation}\nb\n\\end{equation}\n\n\\begin{align}\na &= b \\\\\nc\n\\end{align}"
    )
    assert [block["kind"] for block in shown] == ["figure", "figure", "code"]
    assert shown[2]["text"] == "\\begin{align}\na &= b \\\\\nc\n\\end{align}"
    (points,) = written("- un\n\n  $$c$$\n")
    assert [block["kind"] for block in points["items"][0]] == ["paragraph", "figure"]


def test_a_footnote_below_a_formula_is_still_that_of_the_text_above() -> None:
    first, _ = written("Voir[^1].\n\n$$x$$\n\n[^1]: La note.")
    assert [run["t"] for run in first["runs"]] == ["text", "note", "text"]


def test_html_of_a_markdown_cell_is_read_in_its_lines_and_apart() -> None:
    (line,) = written("H<sub>2</sub>O, <b>gras *et*</b> <kbd>Ctrl</kbd> &eacute; <a href='javascript:x'>clic</a>")
    assert [run["t"] for run in line["runs"] if run["t"] != "text"] == ["sub", "strong", "code"]
    assert plain(line["runs"]) == "H2O, gras et Ctrl é clic"
    (anchored,) = written('<a id="ancre"></a>\nici')
    assert plain(anchored["runs"]) == "ici"
    alert, summary, rest = written(
        '<div class="alert alert-warning"><b>Note :</b> fragile.</div>\n\n'
        "<details><summary>Voir</summary>Le reste</details>"
    )
    assert (alert["kind"], alert["role"], alert["title"]) == ("callout", "caution", "Attention")
    assert [plain(block["runs"]) for block in (*alert["blocks"], summary, rest)] == [
        "Note\u202f: fragile.", "Voir", "Le reste",
    ]  # fmt: skip


def test_what_a_tag_never_closed_holds_is_not_lost() -> None:
    (line, _) = written("avant <script>après")
    assert plain(line["runs"]) == "avant après"


def test_tasks_have_their_boxes() -> None:
    (points,) = written("- [ ] à faire\n- [x] fait")
    assert [plain(item[0]["runs"]) for item in points["items"]] == ["☐ à faire", "☑ fait"]


def test_a_picture_within_a_line_stands_below_it_and_keeps_its_words_there() -> None:
    attached = {"plan.png": {"image/png": PICTURE}}
    line, figure = written("voir ![le plan](attachment:plan.png) ici", attachments=attached)
    assert (plain(line["runs"]), figure["alt"]) == ("voir [le plan] ici", "le plan")
    (only,) = written('<img src="attachment:plan.png" alt="le plan">', attachments=attached)
    assert only["kind"] == "figure"


def test_html_outputs_keep_lines_lists_and_breaks_apart() -> None:
    html = (
        "Un <b>mot</b> gras<br>suite<ul><li>un<ul><li>deux</li></ul></li></ul>"
        "<table><tr><td>a<br>b</td><td>c</td></tr></table>"
    )
    line, points, table = of(sample.code(displayed({"text/html": html}))).blocks
    assert [run["t"] for run in line["runs"]] == ["text", "strong", "text", "break", "text"]
    assert [block["kind"] for block in points["items"][0]] == ["paragraph", "list"]
    assert table["rows"] == [["a b", "c"]]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text/html": "<div id=x></div><script>draw()</script>"}, "Programme pour le navigateur, non exécuté"),
        ({"application/javascript": "x", "text/plain": "<IPython.core.display.Javascript object>"}, "Programme"),
        ({"application/vnd.jupyter.widget-view+json": {}}, "Contenu d’un autre format\u202f: application/vnd.jupyter"),
        ({"text/html": "<iframe srcdoc='x' title='La carte'></iframe>"}, "Cadre qui montre une autre page\u202f: La carte"),
        ({"text/html": "<video><source src='a.mp4'></video>"}, "Vidéo ou son\u202f: a.mp4"),
        ({"text/html": "<table><tr><td><iframe src=z></iframe>1</td></tr></table>"}, "Cadre"),
    ],
)  # fmt: skip
def test_what_a_page_cannot_show_is_said_in_its_place(data: dict[str, object], said: str) -> None:
    *_, missing = of(sample.code(displayed(data))).blocks
    assert missing["title"] == "Laissé de côté, faute de forme imprimée"
    assert plain(missing["blocks"][0]["runs"]).startswith(said)


def test_a_raw_cell_is_shown_as_typed_unless_it_is_written_for_another_format() -> None:
    raw = {"cell_type": "raw", "metadata": {}, "source": "brut"}
    assert [block["text"] for block in of(raw).blocks] == ["brut"]
    assert of(raw | {"metadata": {"format": "text/latex"}}).blocks == ()
    assert kinds(of(raw | {"metadata": {"raw_mimetype": "text/html"}, "source": "<p>x</p>"})) == ["paragraph"]
