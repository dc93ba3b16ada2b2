"""Everything a report of an edition may print, thing by thing: register, topline, changes, accounts, classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from nec_analysis.figures.recette import entry as fields
from nec_analysis.figures.recette.dossier import Change, Dossier, Line
from nec_analysis.figures.recette.entry import Entry, Value, spelt
from nec_analysis.figures.recette.numbers import declared, numbers
from nec_analysis.figures.recette.passage import squeezed
from nec_analysis.figures.recette.quantity import (
    COUNT,
    FACTOR,
    FIRST,
    GAP,
    LAST,
    RATE,
    SECONDS,
    SHARE,
    SHARE_HIGH,
    SHARE_LOW,
    quantity,
)
from nec_analysis.figures.recette.recount import Counter, accounts
from nec_analysis.figures.recette.tally import Unknown
from nec_analysis.figures.recette.weights import classes
from nec_analysis.french.numbers import number
from nec_analysis.french.phrases import either
from nec_analysis.model import Figure

SUMMARY = ("nps", "promoters", "passives", "detractors", "mean", "sd", "median", "min", "max")
"""Lines of the topline that sum up a numeric question."""
FEW, TOGETHER = 9, 3
"""Any of so few classes may have been put together in one row of a table; of more, so many at most."""


@dataclass(frozen=True)
class Known:
    """The entries, by any of their names."""

    entries: tuple[Entry, ...]
    by_name: Mapping[str, tuple[Entry, ...]]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Known:
        """The entries, indexed."""
        every = tuple(entries)
        index: dict[str, list[Entry]] = {}
        for one in every:
            for name in {name for spellings in one.names for name in spellings}:
                index.setdefault(name, []).append(one)
        return cls(every, {name: tuple(found) for name, found in index.items()})

    def named(self, texts: frozenset[str]) -> tuple[Entry, ...]:
        """The entries whose names all stand among the texts, those with most names only."""
        found = {id(e): e for text in texts for e in self.by_name.get(text, ()) if e.named_in(texts)}
        most = max((len(e.names) for e in found.values()), default=0)
        return tuple(e for e in found.values() if len(e.names) == most)


def of_register(dossier: Dossier, lang: str) -> Iterator[Entry]:
    """Each figure under its id, alone or after its label, then under its label, with what changed of it."""
    changes = {change.id: change for change in dossier.changes}
    moved = {f.id.removesuffix("__change"): f for f in dossier.figures if f.measure == "change"}
    for figure in dossier.figures:
        values = _figure(figure, changes.get(figure.id), moved.get(figure.id), lang)
        for name in filter(None, (spelt(figure.id, f"{figure.label} – {figure.id}"), spelt(figure.label))):
            yield Entry(f"registre, {figure.id}", (name,), values, (figure.id,), squeezed(figure.base_text))


def of_files(dossier: Dossier, lang: str) -> Iterator[Entry]:
    """Each file of the figures, under its name: how its fingerprint begins, which may be all digits."""
    for file in dict.fromkeys(file for figure in dossier.figures for file in figure.files):
        prints = tuple(n for text in _prints(file.sha256) for n in numbers(text, lang))
        yield Entry(f"fichier {file.name}", (spelt(file.name),), {fields.RAW: prints})


def _figure(figure: Figure, change: Change | None, moved: Figure | None, lang: str) -> dict[str, tuple[Value, ...]]:
    said = (*figure.flags, figure.base_text, figure.question, *figure.excluded, *figure.columns, figure.method)
    files = [text for file in figure.files for text in (file.name, *_prints(file.sha256))]
    counts = [quantity(COUNT, n) for n in (*figure.excluded.values(), figure.population, figure.base)]
    counts.append(quantity(SHARE, figure.level))
    if figure.design_effect is not None:
        counts.append(quantity(COUNT, figure.design_effect))
    return {
        fields.VALUE: (*numbers(figure.display, lang), *_value(figure)),
        fields.NUMERATOR: (quantity(COUNT, figure.numerator),) if figure.numerator is not None else (),
        fields.BASE: (quantity(COUNT, figure.base),),
        fields.ENDS: _ends(figure),
        fields.PRINTED: declared(figure.published),
        fields.NOTE: (*counts, *(n for text in (*said, *files) for n in numbers(text, lang))),
        fields.RAW: (quantity(COUNT, figure.value),) if figure.value is not None else (),
        **_changes(change, moved, lang),
    }


def _prints(sha256: str) -> tuple[str, ...]:
    return tuple(sha256[:n] for n in (8, 12, 16, 64))


def _value(figure: Figure) -> tuple[Value, ...]:
    if figure.value is None:
        return ()
    if figure.measure == "share":
        plain = figure.numerator is not None and figure.base and not figure.weight
        exact = Fraction(int(figure.numerator or 0), figure.base) if plain else Fraction(repr(figure.value))
        return (quantity(SHARE, exact),)
    if figure.measure == "change":
        return (quantity(GAP, figure.value), quantity(RATE, figure.value))
    kind = {"duration": SECONDS, "times": FACTOR, "rate": RATE}.get(figure.unit, COUNT)
    return (quantity(kind, figure.value + 1 if kind == FACTOR else figure.value),)


def _ends(figure: Figure) -> tuple[Value, ...]:
    if figure.low is None or figure.high is None:
        return ()
    shares = figure.measure == "share" or (figure.measure == "change" and figure.unit != "points")
    low, high = (SHARE_LOW, SHARE_HIGH) if shares else (FIRST, LAST)
    return (quantity(low, figure.low), quantity(high, figure.high))


def _changes(change: Change | None, moved: Figure | None, lang: str) -> dict[str, tuple[Value, ...]]:
    if change is None:
        return {}
    before = change.before
    was = (quantity(COUNT, before.value),) if before.value is not None else ()
    ends: tuple[Value, ...] = ()
    if change.low is not None and change.high is not None:
        low, high = (SHARE_LOW, SHARE_HIGH) if change.after.measure == "share" else (FIRST, LAST)
        ends = (quantity(low, change.low), quantity(high, change.high))
    raw = (quantity(GAP, change.difference), quantity(RATE, change.difference)) if change.difference is not None else ()
    return {
        fields.BEFORE: (*numbers(before.display, lang), *_value(before), *was),
        fields.CHANGE: (*numbers(change.display, lang), *raw, *(declared(moved.published) if moved else ())),
        fields.CHANGE_ENDS: ends,
    }


def of_topline(lines: Iterable[Line], lang: str) -> Iterator[Entry]:
    """Each answer to each closed question; what sums a question up is under the question's name."""
    summed: dict[str, list[Value]] = {}
    for line in lines:
        asked = line["question_label"]
        full = f"{asked} — {line['item_label']}" if line["item_label"] else asked
        if line["choice"] in SUMMARY and line["count"].isdigit():
            summed.setdefault(asked, []).extend(_summary(line))
            continue
        place = f"réponses, « {full[:60]} »"
        yield Entry(place, (spelt(full), spelt(line["choice_label"])), _line(line))
    for asked, values in summed.items():
        yield Entry(f"réponses, « {asked[:60]} »", (spelt(asked),), {fields.RAW: tuple(values)})


def _line(line: Line) -> dict[str, tuple[Value, ...]]:
    """What may be printed of an answer; of one that is withheld, its base alone."""
    if not line["count"].isdigit():
        return {fields.BASE: (quantity(COUNT, int(line["base"])),) if line["base"].isdigit() else ()}
    hits, base = int(line["count"]), int(line["base"])
    ends: tuple[Value, ...] = ()
    if line["low"] and line["high"]:
        ends = (quantity(SHARE_LOW, _hundredth(line["low"])), quantity(SHARE_HIGH, _hundredth(line["high"])))
    return {
        fields.NUMERATOR: (quantity(COUNT, hits),),
        fields.BASE: (quantity(COUNT, base),),
        fields.VALUE: (quantity(SHARE, Fraction(hits, base)),) if base else (),
        fields.ENDS: ends,
    }


def _hundredth(percent: str) -> Fraction:
    return Fraction(percent) / 100


def _summary(line: Line) -> list[Value]:
    found = [quantity(COUNT, int(line["count"])), quantity(COUNT, int(line["base"]))]
    return [*found, quantity(COUNT, Fraction(line["percent"]))] if line["percent"] else [*found]


def of_questions(counter: Counter) -> Iterator[Entry]:
    """Each question that the form alone knows, under its name there with its words: either may hold digits, or be some."""
    asked = counter.survey.inferred[1].values() if counter.survey is not None else ()
    for question in asked:
        if question.text:
            names = (spelt(*either("formulation")), spelt(question.id), spelt(*question.text.values()))
            yield Entry(f"question {question.id}", names, {})


def of_accounts(counter: Counter) -> Iterator[Entry]:
    """Rows read, kept, set aside by reason, of each export as counted again."""
    for read, kept, aside in accounts(counter):
        values = {
            fields.READ: (quantity(COUNT, read),),
            fields.KEPT: (quantity(COUNT, kept),),
            fields.ASIDE: (quantity(COUNT, read - kept),),
            fields.REASONS: tuple(quantity(COUNT, n) for n in aside.values()),
        }
        yield Entry(
            "compte des lignes", (spelt(*either("lignes lues")), spelt(str(read), number(read, lang="en"))), values
        )


def of_edition(counter: Counter, lang: str) -> Iterator[Entry]:
    """How many people there were, how many answered, when."""
    size, survey = counter.population, counter.survey
    counts: list[Value] = [quantity(COUNT, size)] if size else []
    if survey is not None:
        kept, read = len(survey.people.kept), survey.people.read
        counts += [quantity(COUNT, kept), quantity(COUNT, read)]
        counts += [quantity(SHARE, Fraction(n, size)) for n in (kept, read) if size]
        sent = [at for n in survey.people.kept if (at := survey.ballots.submitted(survey.ballots.rows[n]))]
        if sent:
            from nec_analysis.french.dates import period

            said = period(min(sent), max(sent), lang=lang)
            values = {fields.RAW: numbers(said, lang)}
            yield Entry("dates de recueil", (spelt(*either("Dates de recueil"), "dates"),), values, (), squeezed(said))
    yield Entry("fiche de l'édition", (), {fields.RAW: (*counts, *_weights(counter))})


def _weights(counter: Counter) -> Iterator[Value]:
    """The least weight, the largest, Kish's design effect, of a weighted edition."""
    try:
        given = counter.weights or []
    except Unknown:
        return
    if given:
        yield from (quantity(COUNT, min(given)), quantity(COUNT, max(given)))
        yield quantity(COUNT, len(given) * sum(w * w for w in given) / sum(given) ** 2)


def of_classes(counter: Counter) -> Iterator[Entry]:
    """Registered and answered by class, small classes put together or not."""
    told = counter.edition.population
    if counter.survey is None or told is None:
        return
    for name in told.margins:
        try:
            people = classes(counter.survey, name)
        except Unknown:
            continue
        registered = [value or "inconnu" for value in counter.lists.column("registrations", name)]
        counts = {label: (registered.count(label), people.count(label)) for label in sorted({*registered})}
        for group in _groups(counts):
            listed, answered = (sum(counts[label][n] for label in group) for n in (0, 1))
            values = {
                "registered": (quantity(COUNT, listed),),
                "answered": (quantity(COUNT, answered),),
                "rate": (quantity(SHARE, Fraction(answered, listed)),) if listed else (),
            }
            called = _called(counter, name, group[0]) if len(group) == 1 else (str(listed), number(listed, lang="en"))
            names = (spelt(*either("inscriptions"), "registered"), spelt(*called))
            yield Entry(f"classes, {' + '.join(group)}", names, values)


def _called(counter: Counter, name: str, label: str) -> tuple[str, ...]:
    """What a class may be called: as the registrations write it, as the catalogue does in either language."""
    question = counter.catalogue.question(name)
    labels = [choice.label for choice in question.choices if choice.label.get("fr") == label] if question else []
    return (*either(label), *(text for each in labels for text in each.values()))


def _groups(counts: Mapping[str, tuple[int, int]]) -> Iterator[tuple[str, ...]]:
    """Each class, then some taken together."""
    for n in range(1, (len(counts) if len(counts) <= FEW else TOGETHER) + 1):
        yield from combinations(counts, n)
