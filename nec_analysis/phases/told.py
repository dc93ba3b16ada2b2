"""What the files of a report say of groups of people, as claims an attacker can put together."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nec_analysis.cards import Catalogue
from nec_analysis.figures.masking import FEW, MARK
from nec_analysis.french.phrases import either
from nec_analysis.measures.weighing import UNKNOWN
from nec_analysis.model import Edition
from nec_analysis.phases.classes import classing
from nec_analysis.privacy.attack import Claim, Target

ROUNDING = 0.5e-6
"""Shares have six decimals in the data of charts."""
BLUR = 0.05
"""A share of fewer than 100 000 people, so rounded, is off by less than that many people."""
RATES = "Taux de réponse par classe"
RANGE = re.compile(r"(\d+) (?:à|to) (\d+)")
LOCATED = re.compile(
    r"([\d\s,]+) (?:personnes localisées|people located)( \(étranger compris\)| or abroad)? (?:sur|of) ([\d\s,]+), "
    r"([\d\s,]+) no"
)
Rows = list[dict[str, str]]


@dataclass
class Told:
    """The claims of one report, with the groups to protect; `hidden`: classes by question that no table gives alone.

    `words`: by label of the report, the one to know it by; `at`: what to put before the names of its files.
    """

    folder: Path
    edition: Edition
    catalogue: Catalogue
    claims: list[Claim] = field(default_factory=list)
    targets: dict[str, Target] = field(default_factory=dict)
    classes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: dict[str, frozenset[str]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    at: str = ""

    def rows(self, place: str) -> Rows:
        """The rows of a table, under the labels to know them by."""
        return [
            {self.words.get(name, name): self.words.get(cell, cell) for name, cell in row.items()}
            for row in read(self.folder / place)
        ]

    def claim(self, place: str, terms: Mapping[str, float], low: float, high: float) -> None:
        """Low ≤ sum of coefficient × people of a group ≤ high, in a file of the report."""
        self.claims.append(Claim(self.at + place, terms, low, high))

    def say(self, place: str, groups: Iterable[str], low: float, high: float | None = None) -> None:
        """The sum of these groups is `low`, or stands between `low` and `high`."""
        terms = dict.fromkeys(groups, 1.0)
        if terms:
            self.claim(place, terms, low, low if high is None else high)

    def protect(self, group: str, *, part: bool = False) -> str:
        """The group, whose size must not be found; `part`: the people of a small group who gave one answer."""
        self.targets.setdefault(group, Target(group, part))
        return group


def told(
    folder: Path, edition: Edition, catalogue: Catalogue, *, words: Mapping[str, str] | None = None, at: str = ""
) -> Told:
    """Everything the report says of classes of people, in the data of its tables, charts, pages, texts."""
    found = Told(folder, edition, catalogue, words=words or {}, at=at)
    _topline(found)
    for id, stanza in catalogue.charts.items():
        rows = found.rows(f"charts/{id}/{id}.csv")
        match stanza.get("shape"):
            case "heatmap" if rows:
                _crossed(found, id, stanza, rows)
            case "publics" if rows:
                _publics(found, id, stanza["by"], rows)
            case "response" if rows:
                _gaps(found, id, rows)
            case "map" if rows:
                _map(found, id, rows)
    _rates(found)
    _figures(found)
    return found


def survey(name: str, label: str) -> str:
    """The respondents of a class."""
    return f"répondants, {name} = {label}"


def listed(name: str, label: str) -> str:
    """The registered people of a class."""
    return f"inscrits, {name} = {label}"


def _topline(found: Told) -> None:
    """How many respondents are in each class, where the topline tells; every answer of the other questions."""
    place = "tables/topline.csv"
    rows = found.rows(place)
    names = classing(found.edition, found.catalogue)
    for name in dict.fromkeys(row["question"] for row in rows if not row["item"]):
        lines = [row for row in rows if row["question"] == name and row["base_kind"] == "answered"]
        if not lines or any(row["choice"] == "sd" for row in lines):
            continue  # several answers each, or numbers
        groups = {row["choice_label"]: survey(name, row["choice_label"]) for row in lines}
        for row in lines:
            if row["count"] != MARK:
                found.say(place, [groups[row["choice_label"]]], int(row["count"]))
        if lines[0]["base"] != FEW:
            found.say(place, groups.values(), int(lines[0]["base"]))
        if name in names:
            found.classes[name] = tuple(groups)
            small = {row["choice_label"] for row in lines if row["count"] == MARK or 0 < int(row["count"]) < 11}
            found.hidden[name] = frozenset(small)
            for group in groups.values():
                found.protect(group)


def _crossed(found: Told, id: str, stanza: Mapping[str, Any], rows: Rows) -> None:
    """A crosstab: each row out of its own people; a row of classes put together out of those not shown alone."""
    name, other, place = str(stanza["rows"]), str(stanza["columns"]), f"charts/{id}/{id}.csv"
    first, _, *columns = rows[0]
    shown = {row[first] for row in rows}
    everybody = found.classes.get(name, ())

    def cell(label: str, column: str) -> str:
        group = f"répondants, {name} = {label}, {other} = {column}"
        return found.protect(group, part=True) if label in found.hidden.get(name, ()) else group

    for row in rows:
        labels = [row[first]] if row[first] in everybody else [label for label in everybody if label not in shown]
        if not row["n"] or not labels:
            continue
        n = int(row["n"])
        group = f"ligne « {row[first]} » de {found.at}{place}"
        found.say(place, [found.protect(group)], n)
        parts = [cell(label, column) for label in labels for column in columns]
        found.claim(place, {**dict.fromkeys(parts, 1.0), group: -1.0}, 0, 0)
        shares = [float(row[column]) for column in columns if row[column]]
        if all(abs(share * n - round(share * n)) <= n * 2 * ROUNDING for share in shares):  # else weighted
            for column in columns:
                if row[column]:
                    found.say(place, [cell(label, column) for label in labels], round(float(row[column]) * n))
    for label in everybody:  # some of a class did not answer the other question
        parts = [cell(label, column) for column in columns]
        _divided(found, survey(name, label), [*parts, f"répondants, {name} = {label}, {other} inconnu"])
    for column in columns:  # some who gave that answer did not say their class
        parts = [cell(label, column) for label in everybody]
        _divided(found, survey(other, column), [*parts, f"répondants, {name} inconnu, {other} = {column}"])


def _divided(found: Told, whole: str, parts: Sequence[str]) -> None:
    """A total of the topline is the sum of its parts."""
    found.claim("tables/topline.csv", {**dict.fromkeys(parts, 1.0), whole: -1.0}, 0, 0)


def _publics(found: Told, id: str, name: str, rows: Rows) -> None:
    """Shares of the registered by class, out of those whose class is known."""
    place = f"charts/{id}/{id}.csv"
    label, share, *_, base = rows[0]
    known = found.classes.get(name) or tuple(row[label] for row in rows)
    shown = {row[label] for row in rows}
    for row in rows:
        n = int(row[base])
        alone = [row[label]] if row[label] in known else [each for each in known if each not in shown]
        groups = [found.protect(listed(name, each)) for each in alone] or [listed(name, row[label])]
        found.say(place, groups, float(row[share]) * n - n * ROUNDING, float(row[share]) * n + n * ROUNDING)
    found.say(place, [listed(name, each) for each in known], int(rows[0][base]))


def _gaps(found: Told, id: str, rows: Rows) -> None:
    """The share of each class among respondents, then among the registered."""
    place = f"charts/{id}/{id}.csv"
    label, _, answered, registered, *_ = rows[0]
    gaps = [row for row in rows if row[answered]]
    name = _name_of([row[label] for row in gaps], found)
    if not name:
        return
    shown = {row[label] for row in gaps}
    for row in gaps:
        alone = (
            [row[label]] if row[label] in found.classes[name] else [c for c in found.classes[name] if c not in shown]
        )
        for share, group in ((float(row[answered]), survey), (float(row[registered]), listed)):
            everybody = [group(name, each) for each in found.classes[name]]
            mine = {group(name, each) for each in alone}
            terms = {each: (1.0 if each in mine else 0.0) - share for each in everybody}
            found.claim(place, terms, -BLUR, BLUR)


def _map(found: Told, id: str, rows: Rows) -> None:
    """The registered by département; the totals are in the alternative text."""
    place, text = f"charts/{id}/{id}.csv", f"charts/{id}/alt.txt"
    code, label, _, people = rows[0]
    for row in rows:
        group = listed("département", row[label])
        if row is not rows[-1]:  # not those nobody can locate
            found.protect(group)
        span = RANGE.fullmatch(row[people])
        found.say(place, [group], *(map(int, span.groups()) if span else (int(row[people]),)))
    totals = LOCATED.search((found.folder / text).read_text(encoding="utf-8"))
    if totals:
        located, everybody, lost = (int(re.sub(r"\D", "", totals[part])) for part in (1, 3, 4))
        groups = [listed("département", row[label]) for row in rows]
        placed = groups[:-1] if totals[2] else [g for g, row in zip(groups, rows, strict=True) if row[code]]
        found.say(text, placed, located)
        found.say(text, groups[-1:], lost)
        found.say(text, groups, everybody)


def _rates(found: Told) -> None:
    """The table of response rates, on the page."""
    place, name = "bilan.html", ""
    shown = [[found.words.get(cell, cell) for cell in row] for row in _page_table(found.folder / place, RATES)]
    labels = {row[0] for row in shown}
    for row in shown:
        named = _name_of([row[0]], found)
        name = named or name
        if not name or row[0] in either(UNKNOWN) or row[1] == MARK:
            continue
        alone = [row[0]] if named else [c for c in found.classes[name] if c not in labels]
        for number, group in ((row[1], listed), (row[2], survey)):
            found.say(place, [found.protect(group(name, each)) for each in alone], int(re.sub(r"\D", "", number)))


def _figures(found: Told) -> None:
    """Shares of the register that count classes."""
    place = "figures.json"
    path = found.folder / place
    if not path.is_file():
        return
    figures = {row["id"]: row for row in json.loads(path.read_text(encoding="utf-8"))}
    for indicator in found.catalogue.indicators(found.edition):
        row = figures.get(indicator.id)
        if row is None or row["numerator"] is None or indicator.measure != "share":
            continue
        question = found.catalogue.question(indicator.question)
        if indicator.question in found.classes and question is not None:
            names = {
                choice.code: _label(choice.label, found.classes[indicator.question]) for choice in question.choices
            }
            counted = [survey(indicator.question, names[code]) for code in indicator.counts if code in names]
            found.say(place, counted, row["numerator"])


def _label(labels: Mapping[str, str], shown: Collection[str]) -> str:
    """The label that the report shows, in whichever language."""
    return next((text for text in labels.values() if text in shown), labels["fr"])


def _name_of(labels: Sequence[str], found: Told) -> str:
    """The question some of these labels are classes of."""
    return next((name for name, classes in found.classes.items() if set(classes) & set(labels)), "")


def read(path: Path) -> Rows:
    """The rows of a CSV of the report, the apostrophe before what a spreadsheet would run taken away."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: value.removeprefix("'") for name, value in row.items()} for row in csv.DictReader(file)]


def _page_table(path: Path, caption: str) -> list[list[str]]:
    """The rows of the table of that caption on a page of the report."""
    if not path.is_file():
        return []
    return list(_page_rows(path.read_text(encoding="utf-8"), caption))


def _page_rows(page: str, caption: str) -> Iterator[list[str]]:
    from lxml import html

    for table in html.fromstring(page.encode("utf-8")).iter("table"):
        if (table.findtext("caption") or "").strip() in either(caption):
            for row in table.iterfind("tbody/tr"):
                yield [(cell.text_content() or "").strip() for cell in row]
