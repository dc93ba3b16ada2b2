"""What must hold between the numbers of one register, whatever the data: wholes, bounds, roundings."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from nec_analysis.figures.recette.dossier import Dossier, Line, table
from nec_analysis.figures.recette.fault import FIGURE, SUM, Fault
from nec_analysis.figures.recette.known import SUMMARY, of_register
from nec_analysis.figures.recette.numbers import PERCENT, numbers
from nec_analysis.figures.recette.quantity import rounded
from nec_analysis.model import Figure

REGISTER, TOPLINE = "figures.json", "tables/topline.csv"


def incoherent(dossier: Dossier, lang: str = "fr") -> Iterator[Fault]:
    """Every contradiction inside the published folder."""
    for figure in dossier.figures:
        yield from _bounds(figure)
        yield from _possible(figure, lang)
    yield from _displays(dossier, lang)
    yield from _wholes(dossier)
    yield from _evolution(dossier)
    yield from _copies(dossier)


def _bounds(figure: Figure) -> Iterator[Fault]:
    """numerator ≤ base ≤ population; low ≤ value ≤ high; a share lies in [0, 1]."""
    if figure.measure == "share" and figure.numerator is not None and not 0 <= figure.numerator <= figure.base:
        yield _fault(figure, f"{figure.numerator:g}", f"dépasse sa base ({figure.base}).")
    if figure.population and figure.base > figure.population:
        yield _fault(figure, str(figure.base), f"dépasse la population ({figure.population}).")
    if figure.measure == "share" and figure.value is not None and not 0 <= figure.value <= 1:
        yield _fault(figure, f"{figure.value:g}", "n'est pas une part.")
    if figure.value is None or figure.low is None or figure.high is None:
        return
    if not figure.low - 1e-9 <= figure.value <= figure.high + 1e-9:
        yield _fault(figure, f"{figure.value:g}", f"est hors de son intervalle [{figure.low:g} ; {figure.high:g}].")


def _possible(figure: Figure, lang: str) -> Iterator[Fault]:
    """The printed percentage is that of some count out of the printed base. Brown & Heathers (2017)."""
    if figure.measure != "share" or figure.weight or not figure.base or figure.numerator is None:
        return
    for number in numbers(figure.display, lang):
        if number.kind == PERCENT and not number.bound and not _some_count(number.value, number.decimals, figure.base):
            yield _fault(figure, number.text, f"n'est le pourcentage d'aucun compte sur {figure.base}.")


def _some_count(percent: Fraction, decimals: int, base: int) -> bool:
    unit = Fraction(1, 10**decimals)
    near = round(percent * base / 100)
    return any(
        rounded(Fraction(100 * n, base), step) == percent
        for n in range(max(0, near - base // 100 - 2), min(base, near + base // 100 + 2) + 1)
        for step in (unit, Fraction(1, 2))
    )


def _displays(dossier: Dossier, lang: str) -> Iterator[Fault]:
    """What is printed of a figure is its value, rounded."""
    known = {entry.figures[0]: entry for entry in of_register(dossier, lang) if entry.figures}
    for figure in dossier.figures:
        if figure.value is None:
            continue
        exact = [value for value in known[figure.id].fields["value"] if not hasattr(value, "text")]
        from nec_analysis.figures.recette.entry import same

        for number in numbers(figure.display, lang):
            scores = figure.measure == "change" and _score_change(dossier, figure)
            if (
                not scores
                and exact
                and not any(same(number, value) or _stepped(number.value, value.value) for value in exact)
            ):
                yield _fault(figure, figure.display, f"n'est pas l'arrondi de {figure.value:g}.")


def _score_change(dossier: Dossier, figure: Figure) -> bool:
    """A difference of scores is in points already."""
    return any(c.id == figure.id.removesuffix("__change") and c.after.measure == "nps" for c in dossier.changes)


def _stepped(printed: Fraction, value: Fraction) -> bool:
    """Whether a percentage is rounded to half points, as the catalogue may ask."""
    return rounded(100 * value, Fraction(1, 2)) == printed


def _wholes(dossier: Dossier) -> Iterator[Fault]:
    """The answers to a single-choice question make its base, no more, no less."""
    single: dict[tuple[str, str], list[Line]] = {}
    for line in dossier.lines:
        if line["base_kind"] == "answered" and line["choice"] not in SUMMARY:
            single.setdefault((line["question"], line["item"]), []).append(line)
    for (question, item), lines in single.items():
        if not all(line["count"].isdigit() for line in lines):
            continue  # answers withheld: what is left is no whole
        total, bases = sum(int(line["count"]) for line in lines), {line["base"] for line in lines}
        place = f"{question} {item}".strip()
        if len(bases) > 1 or str(total) not in bases:
            yield Fault(SUM, TOPLINE, place, str(total), f"réponses, pour une base de {' ou '.join(sorted(bases))}.")
        percent = sum(float(line["percent"]) for line in lines if line["percent"])
        if total and abs(percent - 100) > 0.001:
            yield Fault(SUM, TOPLINE, place, f"{percent:g}", "est la somme des parts : elle devrait être 100.")


def _evolution(dossier: Dossier) -> Iterator[Fault]:
    """What is said of a change in the register is what the table of changes says."""
    for change in dossier.changes:
        figure, after = dossier.figure(f"{change.id}__change"), dossier.figure(change.id)
        if figure is not None and figure.display != change.display:
            yield _fault(figure, figure.display, f"n'est pas ce que dit tables/evolution.json ({change.display}).")
        if after is not None and after.display != change.after.display:
            yield _fault(after, after.display, f"n'est pas ce que dit tables/evolution.json ({change.after.display}).")


def _copies(dossier: Dossier) -> Iterator[Fault]:
    """The spreadsheets' copies of the register and of the changes hold the same cells."""
    for row in table(dossier.folder / "figures.csv"):
        figure = dossier.figure(row["id"])
        for name in ("label", "display", "value", "numerator", "base", "population", "low", "high", "published"):
            wanted = "" if figure is None else _written(getattr(figure, name))
            if row[name] != wanted:
                yield Fault(
                    FIGURE, "figures.csv", f"{row['id']}, {name}", row[name], "n'est pas dans figures.json.", wanted
                )
    changes = {change.id: change for change in dossier.changes}
    for row in table(dossier.folder / "tables" / "evolution.csv"):
        change = changes.get(row["id"])
        cells = () if change is None else (change.before.display, change.after.display, change.display)
        for name, wanted in zip(("before", "after", "change"), cells, strict=False):
            if row[name] != wanted:
                cause = "n'est pas dans evolution.json."
                yield Fault(FIGURE, "tables/evolution.csv", f"{row['id']}, {name}", row[name], cause, wanted)


def _written(value: object) -> str:
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return "" if value is None else str(value)


def _fault(figure: Figure, found: str, cause: str) -> Fault:
    code = FIGURE if "évolution" in cause else SUM
    return Fault(code, REGISTER, figure.id, found, cause)
