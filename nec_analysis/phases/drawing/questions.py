"""One chart a closed question, for editions whose questions the catalogue does not know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nec_analysis.french.numbers import percent
from nec_analysis.measures.answers import not_put, ticks
from nec_analysis.measures.states import shared
from nec_analysis.model import Choice, Question, Responses
from nec_analysis.phases.classes import answered, classing
from nec_analysis.phases.drawing.material import Material, said
from nec_analysis.phases.drawing.survey import grid_chart, single_counts
from nec_analysis.privacy import typed

if TYPE_CHECKING:
    from nec_analysis.charts.chart import Chart

AT_MOST = 24
"""Charts drawn for questions of their own; the others are in the tables of the annex."""
QUESTION = "q_"
"""How the id of the chart of a question begins; the question's own follows."""
SUBTITLE = {"fr": "En % des réponses ; trait : intervalle à 95 %", "en": "In % of answers; line: 95% interval"}
GRID = {"fr": "En % des réponses", "en": "In % of answers"}
TICKED = {
    "fr": "En % des personnes à qui la question a été posée, plusieurs réponses possibles ; trait : intervalle à 95 %",
    "en": "In % of the people asked, several answers possible; line: 95% interval",
}


def question_charts(material: Material) -> tuple[Chart, ...]:
    """A chart for each closed question, in their order, that neither the catalogue nor the register speaks of."""
    responses = material.cleaned.responses
    if responses is None:
        return ()
    known = set(material.catalogue.stanzas)
    drawn: list[Chart] = []
    for question in responses.questionnaire.questions:
        if question.id in known or len(drawn) == AT_MOST:
            continue
        chart = _chart(question, responses, material)
        if chart is not None:
            drawn.append(chart)
    return tuple(drawn)


def _chart(question: Question, responses: Responses, material: Material) -> Chart | None:
    id = QUESTION + question.id
    title = said(question.text, material.lang) or next(iter(question.text.values()), question.id)
    if question.kind == "grid":
        return grid_chart(id, question, responses, material, title, GRID[material.lang])
    if question.kind not in ("single", "scale", "yes_no", "multiple") or not question.choices:
        return None
    return _bars(id, title, question, responses, material)


def _bars(id: str, title: str, question: Question, responses: Responses, material: Material) -> Chart:
    from nec_analysis.charts import bars

    counted = _ticked(question, responses) if question.kind == "multiple" else single_counts(responses, question)
    population = material.cleaned.data.population
    hidden = _hidden(question, material)
    rows, methods = [], []
    for choice, hits, base in counted:
        label = said(choice.label, material.lang) or next(iter(choice.label.values()), choice.code)
        shown = percent(hits, base, lang=material.lang) if base else ""
        found = shared(hits, base, population)
        methods += [found.method] if found.low is not None else []
        found = replace(found, state="masked") if choice.code in hidden else found
        rows.append(bars.row(label, found, shown, rest=choice.role == "other" or choice.code == typed.CODE))
    subtitle = TICKED if question.kind == "multiple" else SUBTITLE
    return bars.draw(
        rows,
        id=id,
        title=title,
        subtitle=subtitle[material.lang],
        source=material.source(how=methods),
        lang=material.lang,
        ordered=question.kind in ("scale", "yes_no"),
        highlight=None,
    )


def _hidden(question: Question, material: Material) -> frozenset[str]:
    """The answers that are small classes, where the report divides people by this question."""
    names = classing(material.edition, material.catalogue)
    return answered(material.cleaned.data, question.id) if question.id in names else frozenset()


def _ticked(question: Question, responses: Responses) -> list[tuple[Choice, int, int]]:
    frame, shown = ticks(responses, question)
    base = int(shown.sum())
    counts = []
    absent = not_put(responses, question)
    for choice in question.choices:
        if choice.code in absent:
            continue
        column = f"{question.id}__{choice.code}"
        hits = int(frame[column].fillna(False).sum()) if column in frame else 0
        counts.append((choice, hits, base))
    return counts
