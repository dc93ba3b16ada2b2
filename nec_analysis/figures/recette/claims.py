"""Words that say whether a difference is real, and which way, against the tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nec_analysis.figures.recette.dossier import Change, Dossier, Line, table
from nec_analysis.figures.recette.fault import FIGURE, TEXT, Fault
from nec_analysis.figures.recette.passage import ROW, Passage, squeezed
from nec_analysis.french.phrases import either

UP, DOWN = (" : en hausse de ", ": up from "), (" : en baisse de ", ": down from ")
ANSWERED = ("plus souvent la réponse de", "more often the answer of")
MORE = tuple(
    f"{{answer}}, {often} {{first}} {than} {{second}}"
    for often, than in zip(ANSWERED, ("que de", "than of"), strict=True)
)
FOUND = ("Écarts significatifs après correction", "Differences that stay significant after correction")
VERDICT, FIRST, COMPARED = either("significatif"), either("premier"), either("options comparées")
WORDS: dict[bool | None, frozenset[str]] = {True: either("oui"), False: either("non"), None: either("non testé")}
FLAGS: dict[bool | None, frozenset[str]] = {
    True: either("significatif"),
    False: either("non significatif"),
    None: frozenset(),
}
WRONG = "n'est pas ce que disent les tests."


def unfounded(dossier: Dossier, passages: Iterable[Passage]) -> Iterator[Fault]:
    """Verdicts in the register, in sentences, in tables, that the tests of the report do not give."""
    yield from _flagged(dossier)
    pairs = [row for row in table(dossier.folder / "tables" / "comparaisons.csv") if row["kind"] != "whole"]
    for passage in passages:
        if passage.kind == ROW:
            yield from _row(passage, dossier.changes, pairs)
        else:
            text = squeezed(passage.text)
            yield from _sentences(passage, text, dossier.changes)
            yield from _more(passage, text, pairs)


def _flagged(dossier: Dossier) -> Iterator[Fault]:
    every = {word for words in FLAGS.values() for word in words}
    for change in dossier.changes:
        figure = dossier.figure(f"{change.id}__change")
        flags = [flag for flag in figure.flags if flag in every] if figure else []
        missing = figure is not None and change.significant is not None and not flags
        if missing or any(flag not in FLAGS[change.significant] for flag in flags):
            yield Fault(FIGURE, "figures.json", f"{change.id}__change, flags", ", ".join(flags), WRONG)


def _sentences(passage: Passage, text: str, changes: Iterable[Change]) -> Iterator[Fault]:
    """« … : en hausse de … » of a change that is real, and goes up."""
    for change in changes:
        for way, words in ((1, UP), (-1, DOWN)):
            if any(squeezed(change.after.label + word) in text for word in words):
                real = change.significant and change.difference is not None and change.difference * way > 0
                if not real:
                    yield Fault(TEXT, passage.file, passage.place, passage.text[:80], WRONG, change.display)


def _more(passage: Passage, text: str, pairs: Iterable[Line]) -> Iterator[Fault]:
    """« … », plus souvent la réponse de « … » que de « … »: groups that differ, the larger share first, nobody else."""
    asserted = sum(text.count(squeezed(often)) for often in ANSWERED)
    found = 0
    for row in pairs if asserted else ():
        for way, first, second in ((1, row["first"], row["second"]), (-1, row["second"], row["first"])):
            claims = (more.format(answer=row["answer"], first=first, second=second) for more in MORE)
            if row["answer"] and any(squeezed(claim) in text for claim in claims):
                found += 1
                if row["significant"] != "true" or float(row["difference"]) * way <= 0:
                    yield Fault(
                        TEXT, passage.file, passage.place, f"{row['answer']}, {first}", WRONG, row["difference"]
                    )
    if found < asserted and any(squeezed(word) in text for word in FOUND):
        cause = "compare des groupes que nul test ne compare."
        yield Fault(TEXT, passage.file, passage.place, passage.text[:80], cause)


def _row(passage: Passage, changes: Iterable[Change], pairs: Sequence[Line]) -> Iterator[Fault]:
    cells = [squeezed(cell) for cell in passage.cells]
    header = [squeezed(cell) for cell in passage.header]
    if header and header[-1] in map(squeezed, VERDICT) and cells:
        for change in changes:
            if squeezed(change.after.label) == cells[0] and cells[-1] not in map(squeezed, WORDS[change.significant]):
                yield Fault(TEXT, passage.file, passage.place, passage.cells[-1], WRONG, str(change.significant))
    elif len(header) == 6 and header[2] in map(squeezed, FIRST) and len(cells) == 6 and pairs:
        mine = [row for row in pairs if _same(row, cells)]
        if mine and not any(row["significant"] == "true" and _upward(row, cells) for row in mine):
            yield Fault(TEXT, passage.file, passage.place, passage.text[:80], WRONG, mine[0]["p"])


def _same(row: Line, cells: list[str]) -> bool:
    answers = (row["answer"],) if row["answer"] else COMPARED
    sides = {squeezed(row["first"]), squeezed(row["second"])}
    return cells[1] in map(squeezed, answers) and {cells[2], cells[3]} == sides


def _upward(row: Line, cells: list[str]) -> bool:
    larger = row["first"] if float(row["difference"]) >= 0 else row["second"]
    return cells[2] == squeezed(larger)
