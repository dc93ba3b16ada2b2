"""A survey too large for memory: its topline from parts that are read, coded, counted one by one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nec_analysis.errors import NecError
from nec_analysis.model import Account, Edition, Export, ExportCard
from nec_analysis.runs import cuts, fork
from nec_analysis.runs.calls import call
from nec_analysis.runs.tally import Tally, from_json, lines, tallied, to_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nec_analysis.measures.topline import Line

ROWS = 50_000
"""Records of a part: some 400 MB of memory while it is coded."""

PROBE = 500
"""Records read to learn the shape of the file."""

ENOUGH = 6
"""Answers from which two alike forms are suspect (clean.duplicates.DUPLICATE_ANSWERS)."""

Call = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Large:
    """The topline of a large survey, the account of its rows, the number of parts it was counted in."""

    lines: tuple[Line, ...]
    account: Account
    parts: int


def topline(edition: str, *, root: Path, jobs: int = 1, rows: int = ROWS, address: str = "", lang: str = "fr") -> Large:
    """The topline of an edition's survey, equal to that of one reading of the whole file.

    Rows that may repeat one another are found first, by hashes, and coded together: all other rules look at one row.
    The parts are done by `jobs` forks, or by the workers of the Dask scheduler at `address` (which must see the
    project's folder).
    """
    given, card = survey_of(edition, root)
    folder = Path(tempfile.mkdtemp(prefix=".parts-", dir=_scratch(root)))
    try:
        with _caller(jobs, address) as each:
            from nec_analysis.phases.integrity import file_of, rows_as_declared

            place = {"edition": edition, "root": str(root)}
            path = file_of(given, card)
            [probe] = cuts.cut(path, folder / "probe", rows=PROBE, most=1)
            [headers] = each("nec_analysis.runs.partitions:headed", [{"part": str(probe), **place}])
            parts = cuts.cut(path, folder, rows=rows, headers=headers)
            each("nec_analysis.runs.partitions:hashed", [{"part": str(part), **place} for part in parts])
            doubles = _put_together(parts, folder, headers)
            told = each(
                "nec_analysis.runs.partitions:counted", [{"part": str(p), **place, "lang": lang} for p in doubles]
            )
            tally = Tally()
            unmoved = {(id, text) for id, table in card.recodes.items() for text in table}
            for one in told:
                tally.add(from_json(one["tally"]))
                unmoved -= {(id, text) for id, text in one["moved"]}
            rows_as_declared(given, card, tally.read)
            _all_moved(unmoved)
        population = given.population.size if given.population else 0
        return Large(lines(tally, population=population, lang=lang), tally.account, len(parts))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def survey_of(edition: str, root: Path) -> tuple[Edition, ExportCard]:
    """The edition with the card of its survey. Raises NecError without one."""
    from nec_analysis.cards import edition as card_of

    given = card_of(edition, root)
    for card in given.exports:
        if card.role == "survey":
            return given, card
    raise NecError("survey-missing", f"data/raw/{edition}/edition.toml", "cette édition n’a pas d’enquête")


def headed(part: str, edition: str, root: str) -> int:
    """In a process of its own: how many records the header of the export takes."""
    return _read(part, edition, root).source.header_rows


def hashed(part: str, edition: str, root: str) -> int:
    """In a process of its own: write three hashes a row beside a part (its id, its person, its answers; 0 for none)."""
    import numpy as np

    export = _read(part, edition, root)
    keys = np.stack([_of_parts(export, ("respondent_id",)), _of_person(export), _of_answers(export)], axis=1)
    np.save(f"{part}.keys.npy", keys)
    return len(keys)


def counted(part: str, edition: str, root: str, lang: str) -> dict[str, Any]:
    """In a process of its own: the tally of a part, with the declared recodes it has a use for."""
    from nec_analysis.cards import catalogue
    from nec_analysis.clean import coding
    from nec_analysis.mapping.settle import settle
    from nec_analysis.phases.clean import READING

    given, card = survey_of(edition, Path(root))
    settled = settle(_read(part, edition, root), card, catalogue(), given)
    rules = {name: value for name, value in card.options.items() if name not in READING}
    # trials are set aside by rule: "all of them are" can only be said of the whole file
    rules = {"test_words": "flag", "tests": "set_aside", **rules}
    recodes = {
        id: {**settled.recodes.get(id, {}), **card.recodes.get(id, {})} for id in {*settled.recodes, *card.recodes}
    }
    responses = coding.code(settled.export, settled.questionnaire, recodes=recodes, options=rules)
    return {"tally": to_json(tallied(responses, lang=lang)), "moved": _moved(settled.export, card)}


def _put_together(parts: Sequence[Path], folder: Path, headers: int) -> tuple[Path, ...]:
    """Move the rows that share a hash with another to a part of their own, in their order."""
    import numpy as np

    keys = [np.load(f"{part}.keys.npy") for part in parts]
    shared = np.zeros(sum(len(found) for found in keys), dtype=bool)
    for column in range(3):
        shared |= _repeated(np.concatenate([found[:, column] for found in keys]))
    taken, start = [], 0
    for part, found in zip(parts, keys, strict=True):
        here = np.flatnonzero(shared[start : start + len(found)])
        taken.append(cuts.taken_out(part, frozenset(map(int, here)), headers=headers))
        start += len(found)
    if not shared.any():
        return tuple(parts)
    together = folder / f"together{parts[0].suffix}"
    together.write_bytes(cuts.header_of(parts[0], headers=headers) + b"".join(taken))
    return (*(part for part in parts if cuts.holds_rows(part, headers=headers)), together)


def _repeated(keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    import numpy as np

    order = np.argsort(keys, kind="stable")
    same = np.zeros(len(keys), dtype=bool)
    alike = keys[order][1:] == keys[order][:-1]
    same[order[1:]] |= alike
    same[order[:-1]] |= alike
    found: NDArray[np.bool_] = same & (keys != 0)
    return found


def _read(part: str, edition: str, root: str) -> Export:
    from nec_analysis.exports import registry
    from nec_analysis.phases.clean import READING
    from nec_analysis.phases.integrity import file_of

    given, card = survey_of(edition, Path(root))
    options = dict(card.options.get("read", {}))
    if card.options.get("columns") and "columns" in READING:
        options["columns"] = card.options["columns"]
    if card.structure:
        options["structure"] = file_of(given, replace(card, file=card.structure, sha256=""))
    read = registry.read(Path(part), tool=card.tool, role=card.role, **options)
    if isinstance(read, Export):
        return read
    raise NecError("survey-missing", Path(part).name, f"l’outil « {card.tool} » ne lit pas d’enquête")


def _of_parts(export: Export, names: tuple[str, ...]) -> NDArray[np.uint64]:
    return _mixed(export, [column.index for column in export.columns if column.part in names], fold=False)


def _of_person(export: Export) -> NDArray[np.uint64]:
    columns = [c.index for c in export.columns if c.part == "personal" and c.code in ("token", "email")]
    return _mixed(export, columns[:1], fold=True) if len(columns) < 2 else _any_of(export, columns)


def _any_of(export: Export, columns: list[int]) -> NDArray[np.uint64]:
    """One key a row where several columns name people: rows are compared on the first that is filled."""
    import numpy as np

    keys = [_mixed(export, [column], fold=True) for column in columns]
    found = keys[0]
    for other in keys[1:]:
        found = np.where(found == 0, other, found)
    return found


def _of_answers(export: Export) -> NDArray[np.uint64]:
    """A key of all answers, 0 under the number from which alike forms are suspect."""
    import numpy as np
    import pyarrow.compute as pc

    columns = [column.index for column in export.columns if column.question]
    filled = np.zeros(len(export.rows), dtype=np.int32)
    for index in columns:
        lengths = pc.fill_null(pc.utf8_length(pc.utf8_trim_whitespace(export.cells[index].cast("string"))), 0)
        filled += np.asarray(lengths) > 0
    return np.where(filled >= ENOUGH, _mixed(export, columns, fold=False), np.uint64(0))


def _mixed(export: Export, columns: list[int], *, fold: bool) -> NDArray[np.uint64]:
    """One hash a row of the texts of some columns, 0 where all are blank. The same text has the same hash everywhere."""
    import numpy as np
    import pandas as pd

    keys = np.zeros(len(export.rows), dtype=np.uint64)
    blank = np.ones(len(export.rows), dtype=bool)
    for index in columns:
        texts = pd.Series(export.cells[index].to_pylist(), dtype=object).fillna("").str.strip()
        texts = texts.str.casefold() if fold else texts
        codes, uniques = pd.factorize(texts)
        hashes = pd.util.hash_array(np.asarray(uniques, dtype=object), categorize=False)
        keys = keys * np.uint64(1_000_003) + hashes[codes]
        blank &= np.asarray(texts == "")
    return np.where(blank, np.uint64(0), np.where(keys == 0, np.uint64(1), keys))


def _moved(export: Export, card: ExportCard) -> list[list[str]]:
    """The declared recodes whose text is found in the columns of their question."""
    from nec_analysis.french.matching import normal

    found: list[list[str]] = []
    for id, table in card.recodes.items():
        texts: set[str] = set()
        for column in export.columns:
            if column.question == id:
                values = export.cells[column.index].unique().to_pylist()
                texts |= {normal(str(value)) for value in values if value is not None}
        found += [[id, text] for text in table if any(normal(text) in value for value in texts)]
    return found


def _all_moved(unmoved: set[tuple[str, str]]) -> None:
    for id, text in sorted(unmoved):
        raise NecError(
            "recode-moved-nobody",
            f"edition.toml [export.recodes.{id}] « {text} »",
            f"personne n’a répondu « {text} »",
            "retirer la ligne, ou corriger le texte",
        )


def _scratch(root: Path) -> Path:
    folder = root / "data" / "processed" / ".cache"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _caller(jobs: int, address: str) -> Iterator[Callable[[str, list[dict[str, Any]]], list[Any]]]:
    """Calls a function of this package once for each set of arguments, results in order."""
    if address:
        from nec_analysis.runs.cluster import connected

        with connected(address) as client:
            yield lambda function, tasks: client.gather(
                [client.submit(named, function, task, pure=False) for task in tasks]
            )
        return
    if fork.available():
        fork.template(("numpy", "pandas", "pyarrow.parquet", "scipy.special"))
    with ThreadPoolExecutor(max(jobs, 1)) as pool:
        yield lambda function, tasks: list(pool.map(lambda task: _once(function, task), tasks))


def _once(function: str, task: dict[str, Any]) -> Any:
    if fork.available():
        return call(function, place=Path(task["part"]).name, **task)[0]
    return named(function, task)


def named(function: str, task: dict[str, Any]) -> Any:
    """In a worker: call a function of this module by its name."""
    return globals()[function.rpartition(":")[2]](**task)
