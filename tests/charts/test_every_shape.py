"""What every chart must be, whatever its shape or its data."""

from __future__ import annotations

import pytest
from chart_layout import faults, texts
from chart_samples import EMPTY, ORDINARY, TREACHEROUS, Draw, said

from nec_analysis.charts import bars, likert
from nec_analysis.french.typography import lint

EVERY = {**ORDINARY, **TREACHEROUS, **{f"{name}_empty": draw for name, draw in EMPTY.items()}}


def each(samples: dict[str, Draw]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("draw", samples.values(), ids=list(samples))


@each(EVERY)
def test_every_text_is_on_the_page_clear_of_others(draw):
    assert faults(draw("fr").figure) == []


@each(ORDINARY)
def test_english_charts_are_laid_out_as_well(draw):
    assert faults(draw("en").figure) == []


@each(EVERY)
def test_a_chart_is_no_taller_than_a_page(draw):
    assert draw("fr").figure.get_size_inches()[1] * 25.4 <= 215


@each(ORDINARY)
def test_french_texts_pass_the_lint(draw):
    chart = draw("fr")
    said = [t.get_text() for t in texts(chart.figure)]
    said += [chart.alt, chart.title, chart.subtitle, chart.source, chart.legend]
    said += [cell for row in chart.table.texts for cell in row]
    assert [fault for text in said for fault in lint(text)] == []


@each(ORDINARY)
def test_nothing_french_is_left_in_an_english_chart(draw):
    chart = draw("en")
    said = " ".join([chart.alt, chart.legend, *chart.table.headers])
    said += " ".join(t.get_text() for t in texts(chart.figure))
    assert "\u202f%" not in said
    for word in ("réponse", "Recensement", "italique", "effectif", "intervalle", "Aucun"):
        assert word not in said


@each(EVERY)
def test_the_alt_text_says_what_the_eye_would_learn(draw):
    chart = draw("fr")
    assert len(chart.alt) >= 40
    assert chart.alt.endswith(".")
    assert "\n" not in chart.alt


@each(ORDINARY)
def test_the_alt_text_holds_figures(draw):
    assert any(c.isdigit() for c in draw("fr").alt.split(". ", 1)[1])


@each(EVERY)
def test_a_table_has_a_cell_for_every_header(draw):
    chart = draw("fr")
    assert chart.table.headers
    assert {len(row) for row in chart.table.rows} <= {len(chart.table.headers)}


@each(ORDINARY)
def test_a_chart_has_data(draw):
    assert draw("fr").table.rows


@each(EMPTY)
def test_a_chart_of_nothing_says_so(draw):
    chart = draw("fr")
    assert "Aucune réponse" in [t.get_text() for t in texts(chart.figure)]
    assert "ucune réponse" in chart.alt
    assert chart.table.rows == ()
    assert "No answer" in [t.get_text() for t in texts(draw("en").figure)]


def test_a_chart_of_too_few_answers_does_not_say_that_nobody_answered():
    words = {"id": "q", "title": "Venue ?", "subtitle": "En %", "source": "Source : enquête"}
    masked = [bars.BarRow("Oui", None, base=8, state="masked"), bars.BarRow("Non", None, base=8, state="masked")]
    grid = likert.draw([likert.LikertRow("Le lieu", ())], ("Non", "Oui"), **words)
    for chart in (bars.draw(masked, **words), grid):
        said = [t.get_text() for t in texts(chart.figure)]
        assert "Effectif trop faible pour être publié" in said
        assert "Aucune réponse" not in said
        assert "ucune réponse" not in chart.alt


def test_what_is_left_of_a_list_comes_last_however_long_it_is():
    rows = [bars.BarRow("Autres réponses", 0.5, rest=True), bars.BarRow("Nord", 0.2), bars.BarRow("Sud", 0.3)]
    chart = bars.draw(rows, **said("fr"))
    assert [row[0].text for row in chart.table.rows] == ["Sud", "Nord", "Autres réponses"]
