"""Data that travel with the report: each chart's rows are whole in the PDF, in the page, in `charts/`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from nec_analysis.figures.recette.agreement import attached, offered
from nec_analysis.figures.recette.dossier import Dossier, unguarded
from nec_analysis.figures.recette.fault import MISSING, TEXT, Fault
from nec_analysis.figures.recette.passage import squeezed

FILES = (".svg", ".pdf", ".png", ".csv")
Rows = list[list[str]]


def incomplete(dossier: Dossier) -> Iterator[Fault]:
    """Files of charts that are gone, data lost on the way from the chart to the reader."""
    folder = dossier.folder
    given = {"bilan.pdf": _given(attached(folder / "bilan.pdf")), "bilan.html": _given(offered(folder / "bilan.html"))}
    listed = _listed(folder / "charts" / "charts.json")
    for drawn in dossier.charts:
        place = folder / "charts" / drawn.id
        for suffix in FILES:
            if not (place / f"{drawn.id}{suffix}").is_file():
                yield Fault(MISSING, f"charts/{drawn.id}", "", drawn.id + suffix, "n'est pas dans le dossier publié.")
        name = drawn.id.replace("_", "-").casefold()
        shown = [file for file, data in given.items() if name in data]
        for file in given if shown else ():
            if file not in shown:
                yield Fault(MISSING, file, "", f"{name}.csv", "n'est plus joint : l'autre fichier donne ces données.")
        sources = {f"{file}, {name}.csv": given[file][name] for file in shown}
        if drawn.id in listed:
            sources["charts/charts.json"] = listed[drawn.id]
        yield from _apart(sources, len(drawn.rows), drawn.id)


def _apart(sources: dict[str, Rows], count: int, id: str) -> Iterator[Fault]:
    """Sources of one chart's rows that have more rows or fewer than its file, or write one otherwise."""
    first = next(iter(sources.values()), [])
    for file, rows in sources.items():
        if len(rows) != count:
            cause = f"est le nombre de lignes, {count} dans charts/{id}/{id}.csv."
            yield Fault(TEXT, file, id, str(len(rows)), cause)
            continue
        for n, (mine, theirs) in enumerate(zip(rows, first, strict=False), 2):
            if [squeezed(cell) for cell in mine] != [squeezed(cell) for cell in theirs]:
                cause = "n'est pas ce qu'écrit " + next(iter(sources)) + "."
                yield Fault(TEXT, file, f"{id}, ligne {n}", " ".join(mine)[:80], cause, " ".join(theirs)[:80])


def _given(found: Iterator[tuple[str, str, bytes]]) -> dict[str, Rows]:
    return {name.removesuffix(".csv"): _rows(content.decode("utf-8-sig")) for _, name, content in found}


def _rows(text: str) -> Rows:
    first = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text), delimiter=max(";,\t", key=first.count))
    return [[unguarded(cell) for cell in cells] for cells in lines if cells][1:]


def _listed(path: Path) -> dict[str, Rows]:
    """The rows of `charts.json`, by chart."""
    stored = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return {one["id"]: [_texts(row) for row in one["rows"]] for one in stored}


def _texts(row: Sequence[object]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]
