"""How a figure says it was made, told a second time: its method, its columns, the rows and people it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nec_analysis.figures.recette.dossier import Change
from nec_analysis.figures.recette.fault import FIGURE, Fault
from nec_analysis.figures.recette.recount import Counter
from nec_analysis.figures.recette.tally import Survey, Unknown
from nec_analysis.french.phrases import either
from nec_analysis.model import Figure, Indicator
from nec_analysis.privacy.redaction import redacted

FILE = "figures.json"
CENSUS = "recensement"
FINITE, OPEN = "Wilson, correction de population finie", "Wilson"
METHODS: Mapping[str, str] = {
    "count": "dénombrement",
    "sum": "somme",
    "mean": "moyenne",
    "median": "médiane",
    "ratio": "rapport",
    "snapshot": "relevé daté",
    "growth": "différence de deux relevés datés",
    "growth_rate": "rapport de deux relevés datés",
    "fact": "fait déclaré, avec preuve",
}
"""By measure of a list."""
ANSWERED: Mapping[str, str] = {
    "nps": "score net, Wald ajusté (Rocks 2016)",
    "average": "moyenne, intervalle de Student",
    "mean_rank": "rang moyen, intervalle de Student",
    "mentions": "mentions par personne, intervalle de Student",
    "ratio": "rapport, intervalle de Student",
    "quantile": "quantile, intervalle de Woodruff",
}
"""By measure of answers; with no width left, each is a census."""
SHARES = ("share", "first_choice", "csat")
LISTS = ("multiple", "ranking")


def misdescribed(figure: Figure, counter: Counter, changes: Mapping[str, Change]) -> Iterator[Fault]:
    """What a figure says of its making, where a second reading of the definition and of the file says otherwise."""
    if figure.measure == "change":
        change = changes.get(figure.id.removesuffix("__change"))
        if change is not None and figure.method != change.method:
            yield _fault(figure, "method", figure.method, change.method)
        if figure.excluded:
            yield _fault(figure, "excluded", str(dict(figure.excluded)), "{}")
        return
    wanted = _method(figure)
    if figure.value is not None and wanted and figure.method not in either(wanted):
        yield _fault(figure, "method", figure.method, wanted)
    indicator = _defined(figure.id, counter)
    if indicator is not None:
        columns = _columns(indicator, counter)
        if columns is not None and list(figure.columns) != columns:
            yield _fault(figure, "columns", " ; ".join(figure.columns)[:80], " ; ".join(columns)[:80])
        if figure.value is not None:
            yield from _excluded(figure, indicator, counter)


def _method(figure: Figure) -> str:
    """How a figure of that measure is made; nothing where it is not told here."""
    if figure.measure in SHARES:
        if figure.population and figure.base >= figure.population:
            return CENSUS
        return FINITE if figure.population else OPEN
    if figure.question and figure.measure in ANSWERED:
        closed = figure.low is not None and figure.low == figure.high
        return CENSUS if closed and figure.measure != "quantile" else ANSWERED[figure.measure]
    return METHODS.get(figure.measure, "")


def _defined(id: str, counter: Counter) -> Indicator | None:
    """The definition of a figure, or of the breakdown that it is a part of."""
    if id in counter.indicators:
        return counter.indicators[id]
    parts = (one for one in counter.indicators.values() if one.measure == "breakdown")
    return next((one for one in parts if id.startswith(f"{one.id}__")), None)


def _columns(indicator: Indicator, counter: Counter) -> list[str] | None:
    """The headers of the question in the file; of a list, the fields that the definition names."""
    survey = counter.survey
    if indicator.question and survey is not None:
        if indicator.question not in survey.local:
            return None
        asked = survey.local[indicator.question].id
        return [redacted(column.header) for column in survey.ballots.export.columns if column.question == asked]
    named = (*indicator.where, indicator.options.get("distinct", ""), indicator.options.get("value", ""))
    return [*dict.fromkeys(str(name) for name in named if name)]


def _excluded(figure: Figure, indicator: Indicator, counter: Counter) -> Iterator[Fault]:
    """Rows set aside by reason; the other reasons are those of the people kept who did not answer, each once."""
    survey = counter.survey
    if not indicator.question or survey is None:
        if figure.excluded:
            yield _fault(figure, "excluded", str(dict(figure.excluded)), "{}")
        return
    aside = dict(survey.people.set_aside)
    told = {reason: n for reason, n in figure.excluded.items() if reason in aside}
    if told != aside:
        yield _fault(figure, "excluded", str(told), str(aside))
    try:
        silent = _silent(indicator.question, survey)
    except Unknown:
        return
    rest = sum(n for reason, n in figure.excluded.items() if reason not in aside)
    if rest != silent:
        yield _fault(figure, "excluded", str(rest), str(silent))


def _silent(question: str, survey: Survey) -> int:
    """How many people kept gave no answer to a question."""
    kind = survey.stanza_kind(question)
    if kind in ("nps", "numeric"):
        return sum(value is None for value in survey.numbers(question))
    if kind == "multiple":
        return sum(ticked is None for ticked in survey.ticks(question))
    if kind in ("single", "scale", "yes_no"):
        return sum(not code for code in survey.codes(question))
    raise Unknown(f"le silence à une question du genre « {kind} » n'est pas recompté")


def _fault(figure: Figure, field: str, found: str, wanted: str) -> Fault:
    cause = "n'est pas ce que donne une seconde lecture de la définition et du fichier."
    return Fault(FIGURE, FILE, f"{figure.id}, {field}", found, cause, wanted)
