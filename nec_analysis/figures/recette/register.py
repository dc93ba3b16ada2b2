"""The register against the second count: value, numerator, base, ends, files, wording of every figure."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nec_analysis.figures.recette import spread
from nec_analysis.figures.recette.described import misdescribed
from nec_analysis.figures.recette.dossier import Change, Dossier
from nec_analysis.figures.recette.fault import FIGURE, MISSING, RAW, Fault
from nec_analysis.figures.recette.recount import Counter, Recount
from nec_analysis.figures.recette.tally import Unknown
from nec_analysis.french.matching import normal
from nec_analysis.model import Figure

FILE = "figures.json"
CLOSE = 1e-9
HIDDEN = ("masqué", "masked")


@dataclass(frozen=True, slots=True)
class Recounted:
    """How many figures a second count gives, those that cannot be counted again with the reason, the faults."""

    agreed: int
    not_again: Mapping[str, str]
    faults: tuple[Fault, ...]


def recounted(dossier: Dossier, counter: Counter, before: Counter | None) -> Recounted:
    """Every figure of the register counted again."""
    agreed, not_again = 0, dict[str, str]()
    faults: list[Fault] = [*_published(dossier, counter), *_defined(dossier, counter)]
    changes = {change.id: change for change in dossier.changes}
    for figure in dossier.figures:
        try:
            found = [*_compared(figure, counter, before, changes), *_files(figure, counter, before)]
            found += misdescribed(figure, counter, changes)
        except Unknown as why:
            not_again[figure.id] = str(why)
            continue
        agreed += not found
        faults += found
    return Recounted(agreed, not_again, tuple(faults))


def _compared(
    figure: Figure, counter: Counter, before: Counter | None, changes: Mapping[str, Change]
) -> Iterator[Fault]:
    if figure.measure == "change":
        id = figure.id.removesuffix("__change")
        if before is None or id not in changes:
            raise Unknown("l'édition précédente n'est pas là pour le recompter")
        yield from _change(figure, changes[id], counter.figure(id), before.figure(id))
        return
    if any(flag in figure.flags for flag in HIDDEN) and figure.value is None:
        return
    again = counter.figure(figure.id)
    for name, was, now in (
        ("value", figure.value, again.value),
        ("numerator", figure.numerator, again.numerator),
        ("base", figure.base, again.base),
    ):
        if not _same(was, now):
            yield _differs(figure, name, was, now)
    if again.low is not None:
        for name, was, now in (("low", figure.low, again.low), ("high", figure.high, again.high)):
            if not _same(was, now):
                yield _differs(figure, name, was, now)
    people = counter.population if figure.question else figure.population
    if figure.question and figure.population != people:
        yield _differs(figure, "population", figure.population, people)


def _change(figure: Figure, change: Change, after: Recount, before: Recount) -> Iterator[Fault]:
    """The difference of two recounted figures: shares in points, scores in points, lists as a rate."""
    for side, stored, again in (("after", change.after, after), ("before", change.before, before)):
        if not _same(stored.value, again.value):
            yield _differs(figure, side, stored.value, again.value)
    if after.value is None or before.value is None:
        return
    share = change.after.measure == "share"
    gap = after.value - before.value
    wanted = gap if share or change.after.measure == "nps" else gap / before.value if before.value else None
    if not _same(figure.value, wanted):
        yield _differs(figure, "value", figure.value, wanted)
    if share and figure.low is not None and not change.after.weight and after.numerator is not None:
        pairs = [(float(each.numerator or 0), each.base) for each in (after, before)]
        for name, was, now in zip(
            ("low", "high"), (figure.low, figure.high), spread.newcombe(pairs[0], pairs[1], figure.level), strict=True
        ):
            if not _same(was, now):
                yield _differs(figure, name, was, now)


def _same(was: float | None, now: float | None) -> bool:
    if was is None or now is None:
        return was is None and now is None
    return math.isclose(was, now, rel_tol=CLOSE, abs_tol=CLOSE)


def _differs(figure: Figure, name: str, was: object, now: object) -> Fault:
    cause = "n'est pas ce que donne un second comptage des lignes brutes."
    return Fault(FIGURE, FILE, f"{figure.id}, {name}", _shown(was), cause, _shown(now))


def _shown(value: object) -> str:
    return "rien" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def _files(figure: Figure, counter: Counter, before: Counter | None) -> Iterator[Fault]:
    """The files a figure names, with the fingerprints they have now."""
    folders = [Path(each.edition.folder) for each in (counter, before) if each is not None]
    for file in figure.files:
        here = [folder / file.name for folder in folders if (folder / file.name).is_file()]
        if here and file.sha256 not in {fingerprint(path) for path in here}:
            cause = "n'est plus l'empreinte de ce fichier."
            yield Fault(RAW, FILE, f"{figure.id}, {file.name}", file.sha256[:12], cause, fingerprint(here[0])[:12])


_seen: dict[tuple[str, int, int], str] = {}


def fingerprint(path: Path) -> str:
    """The sha256 of a file, read once as long as it does not change."""
    stat = path.stat()
    key = str(path), stat.st_mtime_ns, stat.st_size
    if key not in _seen:
        _seen[key] = hashlib.sha256(path.read_bytes()).hexdigest()
    return _seen[key]


def _published(dossier: Dossier, counter: Counter) -> Iterator[Fault]:
    """What the paper bilan says, as the card quotes it; a figure that the card quotes is in the register."""
    quoted = counter.edition.published
    for figure in dossier.figures:
        if figure.published != quoted.get(figure.id, ""):
            cause = "n'est pas ce que la fiche dit du bilan imprimé."
            yield Fault(FIGURE, FILE, f"{figure.id}, published", figure.published, cause, quoted.get(figure.id, ""))
    for id in sorted(set(quoted) - {figure.id for figure in dossier.figures}):
        yield Fault(MISSING, FILE, id, quoted[id], "est dans la fiche, et n'est pas dans le registre.")


def _defined(dossier: Dossier, counter: Counter) -> Iterator[Fault]:
    """The label and the wording of each figure, as the catalogue and the questionnaire have them."""
    for figure in dossier.figures:
        indicator = counter.indicators.get(figure.id.removesuffix("__change"))
        if indicator is None:
            continue
        labels = {
            said for text in indicator.label.values() for said in (text, f"évolution\u202f: {text}", f"change: {text}")
        }
        if figure.label not in labels and indicator.label:
            cause = "n'est pas le libellé du catalogue."
            yield Fault(FIGURE, FILE, f"{figure.id}, label", figure.label, cause, next(iter(indicator.label.values())))
        yield from _wording(figure, indicator.question, counter)


def _wording(figure: Figure, question: str, counter: Counter) -> Iterator[Fault]:
    survey = counter.survey
    if not question or survey is None or question not in survey.local or not figure.question:
        return
    local = survey.local[question]
    known = {normal(text) for text in local.text.values()} or {
        normal(c.header) for c in survey.columns(question, "value")
    }
    if known and normal(figure.question) not in known:
        cause = "n'est pas la question telle qu'elle a été posée."
        yield Fault(FIGURE, FILE, f"{figure.id}, question", figure.question[:60], cause)
