"""05_editions: the same figures of several editions, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from nec_analysis.cards import catalogue, project
from nec_analysis.cards import edition as card_of
from nec_analysis.cards import editions as known_editions
from nec_analysis.cards.files import paths
from nec_analysis.compare.series import series
from nec_analysis.compare.significance import across_report
from nec_analysis.errors import USAGE, NecError
from nec_analysis.figures import files
from nec_analysis.figures.estimates import estimate_of
from nec_analysis.figures.evolution import Change, changes
from nec_analysis.french.numbers import number
from nec_analysis.french.phrases import phrase, phrases
from nec_analysis.french.typography import typeset
from nec_analysis.model import Comparison, Edition, Figure
from nec_analysis.phases import contrasts, family
from nec_analysis.phases.clean import clean
from nec_analysis.phases.drawing.material import SYNTHETIC
from nec_analysis.phases.indicators import figures_of
from nec_analysis.phases.tables import change_ends

if TYPE_CHECKING:
    import pandas as pd

    from nec_analysis.charts.chart import Chart

PAIRS = ("chiffre", "de", "à", "avant", "après", "écart", "intervalle de l'écart", "significatif")
TRENDS = ("chiffre", "valeurs", "tendance", "méthode")
UNTESTED = "Aucun écart n'a pu être testé."
FAMILY = (
    "Significatif : comme le bilan de la seconde édition le dit, après correction parmi tous ses tests (groupes, options, "
    "évolutions) : {tests}."
)
TRENDS_FAMILY = (
    "Une tendance est une autre question qu'un écart entre deux éditions : ses tests sont corrigés entre eux "
    "(Benjamini-Hochberg), à part."
)
AUDIENCE = ("registered", "speakers")
SURVEY = ("reference_event", "first_time", "venue_appreciated")


@dataclass(frozen=True)
class Compared:
    """Editions in the order of their dates, each with its register, the groups and options that its report compares."""

    editions: tuple[Edition, ...]
    registers: tuple[tuple[Figure, ...], ...]
    lang: str = "fr"
    contrasts: tuple[tuple[contrasts.Contrast, ...], ...] = ()

    @property
    def common(self) -> tuple[str, ...]:
        """Ids that at least two editions hold, in the order of the last one that does."""
        held = [
            id for register in self.registers for id in dict.fromkeys(f.id for f in register if f.value is not None)
        ]
        return tuple(dict.fromkeys(id for id in reversed(held) if held.count(id) > 1))[::-1]

    def figure(self, edition: int, id: str) -> Figure | None:
        """A figure of one edition, or None."""
        return next((f for f in self.registers[edition] if f.id == id), None)


def compare(
    editions: str = "", *, root: str | Path = "", work: str | Path = "", lang: str = "fr", first: str = ""
) -> Compared:
    """The registers of the editions named (separated by blanks), or of all; written to `work` too.

    Each edition is computed from its own exports; one whose exports are gone is read from its published register.
    Raises NecError when fewer than two editions can be compared.
    """
    base = project(root)
    ids = editions.replace(",", " ").split() or list(known_editions(base))
    if first and first not in ids:
        ids.append(first)
    if len(ids) < 2:
        raise NecError(
            "editions-few", "05_editions", "il faut au moins deux éditions à comparer.", "nec new …", exit_code=USAGE
        )
    cards = sorted((card_of(id, base) for id in ids), key=lambda card: (card.date or card.id, card.id))
    found = [_read(card, base, lang) for card in cards]
    registers, tests = tuple(figures for figures, _ in found), tuple(told for _, told in found)
    compared = Compared(tuple(cards), registers, lang, tests)
    _write(compared, Path(work) if work else base / "data" / "processed" / "editions")
    return compared


def _read(card: Edition, root: Path, lang: str) -> tuple[tuple[Figure, ...], tuple[contrasts.Contrast, ...]]:
    """The register of an edition, then the comparisons of groups and options of its report."""
    published = root / "reports" / card.id
    stored = published / "figures.json"
    if stored.is_file() and not all(paths(card.folder, export.file) for export in card.exports):
        return files.read_json(stored), contrasts.read(published / "tables")
    known = catalogue()
    data = clean(card, known).data
    return figures_of(data, known, lang=lang), contrasts.contrasts(data, known, lang)


def _write(compared: Compared, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    files.write_table(headers(compared), rows(compared), folder / "editions.csv")
    files.write_table(phrases(PAIRS, compared.lang), pairs(compared), folder / "ecarts.csv")


def headers(compared: Compared) -> list[str]:
    """The figure, then one column an edition."""
    said = compared.lang
    named = (phrase("{edition} (inventé)", said, edition=c.id) if c.synthetic else c.id for c in compared.editions)
    return [phrase("chiffre", said), *named]


def rows(compared: Compared) -> list[list[str]]:
    """One row a figure that two editions share."""
    return [[_label(compared, id), *_values(compared, id)] for id in compared.common]


def _label(compared: Compared, id: str) -> str:
    found = [f for n in range(len(compared.editions)) if (f := compared.figure(n, id))]
    return found[-1].label


def _values(compared: Compared, id: str) -> list[str]:
    found = (compared.figure(n, id) for n in range(len(compared.editions)))
    return [figure.display if figure else "" for figure in found]


def frame(compared: Compared) -> pd.DataFrame:
    """Every figure of every edition, one row each, for people who explore: seaborn, pandas."""
    import pandas as pd

    named = zip(compared.editions, compared.registers, strict=True)
    found = [(card, figure) for card, register in named for figure in register if figure.value is not None]
    return pd.DataFrame(
        {
            "édition": [card.id for card, _ in found],
            "identifiant": [figure.id for _, figure in found],
            "chiffre": [figure.label for _, figure in found],
            "mesure": [figure.measure for _, figure in found],
            "valeur": [figure.value for _, figure in found],
            "bas": [figure.low for _, figure in found],
            "haut": [figure.high for _, figure in found],
            "base": [figure.base for _, figure in found],
        }
    )


def pairs(compared: Compared) -> list[list[str]]:
    """The change of every common figure from each edition to the next that holds it, its series not broken between.

    Significant: as the report of the later edition would say it with the earlier one as the edition before, that is
    after correction with every test of that report (`family.corrected`).
    """
    return [_pair(compared, n, m, change) for n, m, change in _tested(compared)]


def _tested(compared: Compared) -> list[tuple[int, int, Change]]:
    """Each change with the places of its two editions, corrected in the report of the later one."""
    found: list[tuple[int, int, Change]] = []
    for id in compared.common:
        for before, after in pairwise(comparable(compared, id)):
            one, two = compared.figure(before, id), compared.figure(after, id)
            if one and two:
                found.extend((before, after, change) for change in changes([two], [one], lang=compared.lang))
    told = {
        both: iter(family.corrected(_contrasts(compared, both[1]), [c for n, m, c in found if (n, m) == both])[1])
        for both in {(n, m) for n, m, _ in found}
    }
    return [(n, m, next(told[n, m])) for n, m, _ in found]


def _contrasts(compared: Compared, edition: int) -> tuple[contrasts.Contrast, ...]:
    return compared.contrasts[edition] if compared.contrasts else ()


def note(compared: Compared) -> str:
    """Among how many tests a change is called significant: those of the report of the later edition."""
    places = {(n, m): change.family for n, m, change in _tested(compared) if change.family}
    sizes = {f"{compared.editions[n].id} → {compared.editions[m].id}": size for (n, m), size in places.items()}
    if not sizes:
        return phrase(UNTESTED, compared.lang)
    said = [
        phrase("{n} tests ({edition})", compared.lang, n=number(n, lang=compared.lang), edition=both)
        for both, n in sizes.items()
    ]
    return phrase(FAMILY, compared.lang, tests=", ".join(said))


def comparable(compared: Compared, id: str) -> list[int]:
    """The editions that hold a figure, from the first that asked as the last one does (`comparable_since`)."""
    holders = [n for n in range(len(compared.editions)) if compared.figure(n, id)]
    last = compared.editions[holders[-1]]
    stanza = {**catalogue().indicator_stanzas.get(id, {}), **last.indicators.get(id, {})}
    first = str(stanza.get("comparable_since", ""))
    if not first:
        return holders
    since = card_of(first, Path(last.folder).parents[2]).date
    return [n for n in holders if compared.editions[n].date >= since]


def _pair(compared: Compared, before: int, after: int, change: Change) -> list[str]:
    ends = change_ends(change, compared.lang)
    tested = {True: "oui", False: "non", None: "non testé"}[change.significant]
    ids = compared.editions[before].id, compared.editions[after].id
    said = phrase(tested, compared.lang)
    return [change.label, *ids, change.before.display, change.after.display, change.display, ends, said]


def trends(compared: Compared) -> list[list[str]]:
    """Shares that three editions or more hold: whether they go one way. Cochran (1954), Armitage (1955).

    Significant: after Benjamini-Hochberg's correction over all the trends, which no report prints: a family of their own.
    """
    found: dict[str, tuple[Comparison, ...]] = {}
    for id in compared.common:
        held = {
            compared.editions[n].id: estimate_of(figure)
            for n in comparable(compared, id)
            if (figure := compared.figure(n, id)) and figure.measure == "share"
        }
        trend = series(held, id=id).trend if len(held) > 2 else None
        if trend is not None:
            found[id] = (trend,)
    return [
        [_label(compared, id), " → ".join(_values(compared, id)), _way(one, compared.lang), found[id][0].method]
        for id, (one,) in across_report(found).items()
    ]


def trends_note(compared: Compared) -> str:
    """Among which tests a trend is called one."""
    return phrase(TRENDS_FAMILY, compared.lang)


def _way(trend: Comparison, lang: str) -> str:
    way = phrase("hausse", lang) if (trend.difference or 0) > 0 else phrase("baisse", lang)
    return {True: way, False: phrase("aucune tendance", lang), None: phrase("non testé", lang)}[trend.significant]


def charts(compared: Compared) -> tuple[Chart, ...]:
    """The history of the event, the survey's headlines, then the audience, edition after edition."""
    drawn = [
        _history(compared),
        _slopes(
            compared, "editions_enquete", SURVEY, "L'enquête, d'une édition à l'autre", "Part des répondants, en %", 100
        ),
        _slopes(compared, "editions_public", AUDIENCE, "Le public, d'une édition à l'autre", "Nombre de personnes", 1),
    ]
    return tuple(chart for chart in drawn if chart is not None)


def _slopes(compared: Compared, id: str, ids: tuple[str, ...], title: str, subtitle: str, scale: int) -> Chart | None:
    from nec_analysis.charts import slopes

    drawn = []
    for name in ids:
        values = tuple(
            (card.id, scale * figure.value)
            for n, card in enumerate(compared.editions)
            if (figure := compared.figure(n, name)) and figure.value is not None
        )
        if len(values) > 1:
            drawn.append(slopes.Slope(_label(compared, name), values, points=scale == 100))
    if not drawn:
        return None
    return slopes.draw(
        drawn,
        id=id,
        title=_typed(title, compared.lang),
        subtitle=_typed(subtitle, compared.lang),
        source=_source(compared),
        lang=compared.lang,
    )


def _history(compared: Compared) -> Chart | None:
    """How many people each edition registered; None under two that counted them."""
    from nec_analysis.charts import editions

    rows = []
    for n, card in enumerate(compared.editions):
        figure = compared.figure(n, AUDIENCE[0])
        people = round(figure.value) if figure and figure.value is not None else None
        rows.append(editions.EditionRow(card.date[:4], card.place or card.id, people))
    if sum(row.people is not None for row in rows) < 2:
        return None
    return editions.draw(
        rows,
        id="editions_histoire",
        title=_typed("Les inscriptions, édition après édition", compared.lang),
        subtitle=_typed("Personnes inscrites sur place", compared.lang),
        source=_source(compared),
        lang=compared.lang,
    )


def _source(compared: Compared) -> str:
    invented = any(card.synthetic for card in compared.editions)
    said = _typed("Source : registres des éditions.", compared.lang)
    return f"{said} {typeset(SYNTHETIC[compared.lang], compared.lang)}" if invented else said


def _typed(text: str, lang: str) -> str:
    """The text in the language, in its typography."""
    return typeset(phrase(text, lang), lang)
