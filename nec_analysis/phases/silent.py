"""The groups that a report must not count, by the names its files could call them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from nec_analysis.figures.display import MASKED
from nec_analysis.figures.masking import FEW, MARK
from nec_analysis.french.phrases import either
from nec_analysis.measures.weighing import UNKNOWN
from nec_analysis.model import Question
from nec_analysis.phases import toponyms
from nec_analysis.phases.mentions import Silent, normal
from nec_analysis.phases.tables import SUMMARY
from nec_analysis.phases.told import RANGE, Told, listed, read, survey
from nec_analysis.privacy.regrouping import together

REGISTRATIONS = "registrations.parquet"
ABROAD = ("à l'étranger", "de l'étranger", "abroad")


def silents(found: Told, internal: Path) -> tuple[Silent, ...]:
    """Classes that no table shows alone, départements of under 11, questions and figures on under 11 answers.

    `internal`: the folder of the cleaned tables, which tell the small classes of the registered that no file names.
    """
    lines = read(found.folder / "tables/topline.csv")
    groups = (
        *_classes(found, lines),
        *_registered(found, internal),
        *_places(found),
        *_questions(found, lines),
        *_figures(found),
    )
    known: dict[tuple[str, frozenset[str]], Silent] = {}
    for group in groups:
        names = frozenset(name for name in group.names if len(name) > 1)
        if names:
            known.setdefault((group.group, names), replace(group, names=names))
    return tuple(known.values())


def shown(found: Told) -> dict[str, frozenset[Fraction]]:
    """By name, the numbers that may stand beside it: those of the tables that are attacked as such."""
    by_name: dict[str, set[Fraction]] = {}
    for row in read(found.folder / "tables/topline.csv"):
        numbers = [n for cell in ("count", "base", "percent", "low", "high") for n in _forms(row[cell], 1)]
        for name in (row["choice"], row["choice_label"]):
            by_name.setdefault(normal(name), set()).update(numbers)
    for id, stanza in found.catalogue.charts.items():
        if stanza.get("shape") in ("publics", "heatmap", "response"):
            for row in read(found.folder / "charts" / id / f"{id}.csv"):
                first, *cells = row.values()
                numbers = [n for cell in cells for n in _forms(cell, 100 if "." in cell else 1)]
                by_name.setdefault(normal(first), set()).update(numbers)
    return {name: frozenset(numbers) for name, numbers in by_name.items()}


def _forms(text: str, scale: int) -> Iterator[Fraction]:
    """A number as a file may print it: as it is, or with fewer decimals."""
    try:
        value = Fraction(text) * scale
    except ValueError:
        return
    yield from (value, *(Fraction(_half_up(value * 10**n), 10**n) for n in range(3)))


def _half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2)) if value >= 0 else -int(-value + Fraction(1, 2))


def _classes(found: Told, lines: Sequence[Mapping[str, str]]) -> Iterator[Silent]:
    for name, hidden in found.hidden.items():
        asked = found.catalogue.question(name)
        base = next((int(row["base"]) for row in lines if row["question"] == name and row["base"].isdigit()), 0)
        for label in sorted(hidden):
            row = next(row for row in lines if row["question"] == name and row["choice_label"] == label)
            if row["count"] == MARK:
                names = {normal(label), *_called(asked, row["choice"])}
                yield Silent(survey(name, label), frozenset(names), _totals(found, base))


def _called(asked: Question | None, code: str) -> set[str]:
    """A choice in every language, and by its code, as tables made by hand call it."""
    choice = asked.choice(code) if asked else None
    return {normal(code), *(normal(text) for text in (choice.label.values() if choice else ()))}


def _totals(found: Told, *bases: int) -> tuple[int, ...]:
    population = found.edition.population
    return tuple(sorted({n for n in (*bases, population.size if population else 0) if n}))


def _registered(found: Told, internal: Path) -> Iterator[Silent]:
    """Classes of the registered that are put together, from the registrations themselves."""
    path = internal / REGISTRATIONS
    if not path.is_file():
        return
    import pyarrow.parquet as pq

    from nec_analysis.phases.classes import classing

    file = pq.ParquetFile(path, pre_buffer=False)  # read by this thread alone: the process may be forked after
    for name in classing(found.edition, found.catalogue):
        if name not in file.schema_arrow.names:
            continue
        column = file.read(columns=[name], use_threads=False).column(0)
        told = {
            str(each["values"]): int(each["counts"]) for each in column.value_counts().to_pylist() if each["values"]
        }
        told = {label: n for label, n in told.items() if label != UNKNOWN}
        for label in sorted(together(told)):
            yield Silent(listed(name, label), frozenset({normal(label)}), _totals(found, sum(told.values())))


def _places(found: Told) -> Iterator[Silent]:
    of = _totals(found)
    for id, stanza in found.catalogue.charts.items():
        if stanza.get("shape") != "map":
            continue
        for row in read(found.folder / "charts" / id / f"{id}.csv"):
            code, label, region, people = row.values()
            if not RANGE.fullmatch(people):
                continue
            group, name = listed("département", label), normal(label)
            if code:
                codes = frozenset({normal(code), code.lstrip("0")})
                # A région of one département has its name: it says nothing more.
                within = frozenset({normal(region)} - {name})
                yield Silent(group, toponyms.spellings(name), of, within, codes=codes, place=True)
            else:
                yield Silent(group, frozenset({name, *ABROAD}), of)


def _questions(found: Told, lines: Sequence[Mapping[str, str]]) -> Iterator[Silent]:
    """Questions, or items of a grid, that fewer than 11 people answered."""
    of = _totals(found)
    # By the words of the question: two that are worded alike are one to whoever reads a row.
    answers: dict[str, set[str]] = {}
    for row in lines:
        answers.setdefault(normal(row["question_label"]), set()).update(
            (normal(row["choice_label"]), normal(row["item_label"]))
        )
    for row in lines:
        if row["base"] != FEW:
            continue
        group = f"question « {row['question']} »" + (f", « {row['item_label']} »" if row["item_label"] else "")
        asked, item = normal(row["question_label"]), normal(row["item_label"])
        labels = frozenset(answers[asked] - {""})
        silent = Silent(group, frozenset(), of, alone=True, closed=row["choice"] not in SUMMARY, answers=labels)
        if item:
            yield replace(silent, names=frozenset({item, f"{asked} — {item}"}), within=frozenset({asked}))
        else:
            yield replace(silent, names=frozenset({asked}))
        over = frozenset(filter(None, (item or asked, f"{asked} — {item}")))
        # "passives (7 and 8), in %" is a name, its numbers are none of anybody
        name = row["choice"]
        said = either(SUMMARY[name]) if name in SUMMARY else ()
        yield replace(silent, names=frozenset(map(normal, (row["choice_label"], *said))), within=over)


def _figures(found: Told) -> Iterator[Silent]:
    """Figures that are masked."""
    path = found.folder / "figures.json"
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    for row in rows:
        if row["display"] in MASKED.values():
            names = frozenset({normal(row["label"]), normal(row["id"])})
            yield Silent(f"chiffre « {row['id']} »", names, _totals(found, row["base"]), alone=True)
