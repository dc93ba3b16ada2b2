"""Charts of what respondents said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nec_analysis.figures.estimates import estimate_of
from nec_analysis.measures.answers import answers, ticks
from nec_analysis.measures.cross import Cross
from nec_analysis.measures.states import MASKED_BELOW
from nec_analysis.model import Choice, Comparison, Figure, Question, Responses
from nec_analysis.phases.classes import crossed
from nec_analysis.phases.drawing.material import Material, Stanza, said

if TYPE_CHECKING:
    from nec_analysis.charts.bars import BarRow
    from nec_analysis.charts.chart import Chart
    from nec_analysis.charts.heatmap import HeatRow
    from nec_analysis.charts.indicators import IndicatorRow

COMBINATIONS_AT_LEAST = 3
MARKS = {
    "fr": "écart à l'ensemble significatif à 5 % (résidus ajustés, correction de Benjamini-Hochberg dans ce tableau)",
    "en": "differs from the whole at 5% (adjusted residuals, Benjamini-Hochberg correction within this table)",
}


def indicators_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """Shares of one edition with their intervals, beside the edition before."""
    from nec_analysis.charts import indicators

    rows = [row for name in stanza["figures"] if (row := _indicator(name, material))]
    if not rows:
        return None
    return indicators.draw(
        rows,
        id=id,
        **material.caption(stanza, how=_how(*map(material.figure, stanza["figures"]))),
        current=material.edition.date[:4],
        before=material.before.date[:4] if material.before else "",
    )


def _how(*figures: Figure | None) -> list[str]:
    """How the intervals of figures were computed; [] of those that have none."""
    return [figure.method for figure in figures if figure and figure.low is not None]


def _indicator(name: str, material: Material) -> IndicatorRow | None:
    from nec_analysis.charts import indicators

    figure = material.figure(name)
    if figure is None:
        return None
    change = material.change(name)
    comparison = None
    if change is not None and change.difference is not None:
        comparison = Comparison(
            name, change.difference, change.low, change.high, None, change.significant, change.method
        )
    label = figure.label[:1].upper() + figure.label[1:]
    return indicators.row(
        label,
        estimate_of(figure),
        display=figure.display,
        previous=estimate_of(change.before) if change else None,
        comparison=comparison,
    )


def bars_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """Shares of one question, largest first. The message naming a leader is written only when its lead is clear."""
    from nec_analysis.charts import bars

    figures = [figure for name in stanza["figures"] if (figure := material.figure(name))]
    if not figures:
        return None
    rows: list[BarRow] = [bars.row(figure.label, estimate_of(figure), figure.display) for figure in figures]
    ranked = sorted(figures, key=lambda figure: -(figure.value or 0))
    clear = len(ranked) < 2 or (ranked[0].low or 0) > (ranked[1].high or 1)
    leads = stanza.get("leads", ranked[0].id) == ranked[0].id and clear
    return bars.draw(
        rows,
        id=id,
        title=material.title(stanza) if leads else material.words(stanza, "neutral"),
        subtitle=material.words(stanza, "subtitle"),
        source=material.source(how=_how(*figures)),
        lang=material.lang,
    )


def heatmap_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """Two questions crossed, in % of each row; small rows are put together. None where fewer than two are left."""
    from nec_analysis.charts import heatmap

    responses = material.cleaned.responses
    asked = {q.id for q in responses.questionnaire.questions} if responses else set()
    if responses is None or stanza["rows"] not in asked or stanza["columns"] not in asked:
        return None
    found = crossed(material.cleaned.data, stanza["rows"], stanza["columns"], material.lang)
    rows = _heat_rows(found, material)
    if len(rows) < 2:
        return None
    return heatmap.draw(
        rows,
        [said(choice.label, material.lang) for choice in found.columns],
        id=id,
        **material.caption(stanza),
        marks=MARKS[material.lang],
    )


def _heat_rows(found: Cross, material: Material) -> list[HeatRow]:
    from nec_analysis.charts.heatmap import HeatCell, HeatRow

    rows = []
    for i, choice in enumerate(found.rows):
        base = int(found.counts[i].sum())
        if not base:
            continue
        cells = tuple(
            HeatCell(float(part), int(mark)) for part, mark in zip(found.shares[i], found.marks[i], strict=True)
        )
        rows.append(HeatRow(said(choice.label, material.lang), base, cells))
    return rows


def likert_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """The items of a grid on their scale, from the most to the least approved."""
    question = _asked(stanza["question"], material)
    if question is None or material.cleaned.responses is None:
        return None
    return grid_chart(
        id, question, material.cleaned.responses, material, material.title(stanza), material.words(stanza, "subtitle")
    )


def grid_chart(
    id: str, question: Question, responses: Responses, material: Material, title: str, subtitle: str
) -> Chart | None:
    """A grid whose answers are points of a scale; None for a grid of plain labels, which has no middle."""
    from nec_analysis.charts import likert

    points = sorted((c for c in question.choices if c.point is not None and c.role == "valid"), key=_point)
    if len(points) < 2:
        return None
    rows = [
        likert.LikertRow(said(item.label, material.lang), _counts(responses, f"{question.id}__{item.code}", points))
        for item in question.items
    ]
    scale = likert.Scale(tuple(said(c.label, material.lang) for c in points), _neutral(points))
    return likert.draw(rows, scale, id=id, title=title, subtitle=subtitle, source=material.source(), lang=material.lang)


def _point(choice: Choice) -> float:
    return choice.point or 0.0


def _neutral(points: list[Choice]) -> int | None:
    return next((n for n, choice in enumerate(points) if choice.point == 0), None)


def _counts(responses: Responses, column: str, points: list[Choice]) -> tuple[int, ...]:
    """How many gave each answer; nothing when the base is too small to publish."""
    codes = responses.frame[column].astype("object")
    counts = tuple(int((codes == choice.code).sum()) for choice in points)
    return () if 0 < sum(counts) < MASKED_BELOW else counts


def nps_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """The marks from 0 to 10 with the net score."""
    from nec_analysis.charts import nps

    question = _asked(stanza["question"], material)
    responses = material.cleaned.responses
    if question is None or responses is None:
        return None
    marks = np.asarray(responses.frame[question.id].dropna(), dtype=np.int64)
    counts = tuple(int((marks == mark).sum()) for mark in range(11))
    if sum(counts) < MASKED_BELOW:
        counts = (0,) * 11
    figure = next((f for f in material.computed.figures if f.measure == "nps"), None)
    found = estimate_of(figure) if figure else None
    score = nps.Score(counts, found.value, found.low, found.high) if found else nps.Score(counts)
    return nps.draw(score, id=id, **material.caption(stanza, how=_how(figure)))


def upset_chart(id: str, stanza: Stanza, material: Material) -> Chart | None:
    """What people ticked together; None where fewer than three combinations can be told."""
    from nec_analysis.charts import upset

    question, responses = _asked(stanza["question"], material), material.cleaned.responses
    if question is None or responses is None or question.kind != "multiple":
        return None
    frame, shown = ticks(responses, question)
    labels = {f"{question.id}__{choice.code}": said(choice.label, material.lang) for choice in question.choices}
    had = [column for column in labels if column in frame]
    # An option the file says nothing of is not ticked, whatever else the person ticked.
    people = frame[had].eq(True).fillna(False).loc[shown].itertuples(index=False, name=None)
    ticked = ([labels[column] for column, yes in zip(had, row, strict=True) if yes] for row in people)
    found, combinations = upset.combine(ticked)
    if sum(one.people >= MASKED_BELOW for one in combinations) < COMBINATIONS_AT_LEAST:
        return None
    return upset.draw(
        [answer for answer in found if answer.people >= MASKED_BELOW],
        combinations,
        base=int(shown.sum()),
        id=id,
        **material.caption(stanza),
        shown_from=MASKED_BELOW,
    )


def _asked(id: str, material: Material) -> Question | None:
    responses = material.cleaned.responses
    return responses.questionnaire.question(id) if responses else None


def single_counts(responses: Responses, question: Question) -> list[tuple[Choice, int, int]]:
    """Each choice with its count and base."""
    given = answers(responses, question.id)
    return [(choice, given.count([choice.code]), given.base) for choice in question.choices]
