"""What the cleaning wrote down, counted again line by line: changes by reason, absent answers by column."""

from __future__ import annotations

import re
from collections import Counter as Tally
from collections.abc import Iterator
from pathlib import Path

from nec_analysis.clean import actions
from nec_analysis.figures.recette import entry as fields
from nec_analysis.figures.recette.entry import Entry, spelt
from nec_analysis.figures.recette.passage import ROW, Passage, squeezed
from nec_analysis.figures.recette.quantity import COUNT, quantity
from nec_analysis.figures.recette.recount import Counter
from nec_analysis.french.phrases import either

LEDGER, MISSING = "ledger.parquet", "missing.parquet"
_CELLS = re.compile(r"(.*) ; (\d+) cellules", re.DOTALL)


def of_journal(counter: Counter) -> Iterator[Entry]:
    """Each kind of change with how often it was made, each column with how many people left it, by reason."""
    changes = Tally(
        (line["action"], line["reason"], line["question"])
        for line in lines(counter, LEDGER, "action", "reason", "question")
    )
    for (action, reason, question), n in changes.items():
        names = [spelt(*either("nombre")), spelt(*either(actions.said(action))), spelt(*_said(reason))]
        names += [spelt(question)] if question else []
        yield Entry(f"registre des changements, {action}", tuple(names), {fields.JOURNAL: (quantity(COUNT, n),)})
    absent: dict[str, Tally[str]] = {}
    for line in lines(counter, MISSING, "column", "reason"):
        absent.setdefault(line["column"], Tally())[line["reason"]] += 1
    for column, reasons in absent.items():
        values = tuple(quantity(COUNT, n) for n in reasons.values())
        yield Entry(
            f"réponses absentes, {column}", (spelt(*either("personnes")), spelt(column)), {fields.JOURNAL: values}
        )


def beyond(passage: Passage, counter: Counter) -> bool:
    """Whether a row counts changes or absent answers, and nothing is there to count them again."""
    counts = {squeezed(said) for header in ("nombre", "personnes") for said in either(header)}
    own = passage.kind == ROW and not passage.chart and not passage.file.startswith("bilan")
    told = own and bool(passage.header) and squeezed(passage.header[-1]) in counts
    return told and not (_path(counter, LEDGER).is_file() and _path(counter, MISSING).is_file())


def lines(counter: Counter, name: str, *columns: str) -> list[dict[str, str]]:
    """Some columns of the lines of a table that the cleaning keeps apart from the report; none where it is not there."""
    import pyarrow.parquet as pq

    path = _path(counter, name)
    return [] if not path.is_file() else list(pq.read_table(path, columns=list(columns), use_threads=False).to_pylist())


def _path(counter: Counter, name: str) -> Path:
    folder = Path(counter.edition.folder)
    return folder.parents[1] / "processed" / counter.edition.id / name


def _said(reason: str) -> tuple[str, ...]:
    """A reason in both languages, the cells it tells of in its words."""
    found = _CELLS.fullmatch(reason)
    if not found:
        return tuple(either(actions.told(reason)))
    forms = either("{reason} ; {n} cellule" if found[2] == "1" else "{reason} ; {n} cellules")
    return tuple(form.format(reason=why, n=found[2]) for form in forms for why in either(found[1]))
