"""Real exports that nobody here wrote: recognised, read, counted, published; each published figure found again.

`strangers/<case>.toml` says what a person adds to the card of `nec new --yes`, and where each figure is:
`id` (a pattern; its groups say the answer), `question`, `item`, `answer` by how they begin, what to `take` of it.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from project_copy import project
from shared_material import ABSENT, SHARED, present

import nec_analysis as nec
from nec_analysis.cards.edition import CARD
from nec_analysis.figures.masking import FLAG
from nec_analysis.french.matching import normal
from nec_analysis.mapping.new import new
from nec_analysis.measures import estimate
from nec_analysis.measures.cross import Cross, cross
from nec_analysis.model import Choice, Question
from nec_analysis.phases.clean import Cleaned
from nec_analysis.runs.phases import PHASES
from nec_analysis.runs.run import run

pytestmark = pytest.mark.skipif(not present(), reason=ABSENT)

HERE = Path(__file__).with_name("strangers")
CASES = sorted(path.stem for path in HERE.glob("*.toml"))
NO_FIGURES = {"qualtrics_sample": "example files of Qualtrics with their .qsf: nobody published a figure of them"}
PUBLISHED = "patrimoine_vaud_limesurvey"
"""The case whose bilan is read to its end; the others stop when all is counted."""
COUNTING = tuple(phase for phase in PHASES if phase.id in ("01_clean", "02_indicators"))
Row = dict[str, str]
Figure = dict[str, Any]
EXACT = 1.01e-6
"""The topline and the expected values are both rounded to six decimals."""


@dataclass(frozen=True)
class Case:
    """A case run in a project of its own."""

    name: str
    told: dict[str, Any]
    expected: dict[str, Any]
    root: Path

    @property
    def id(self) -> str:
        return self.name.replace("_", "-")

    @cached_property
    def rows(self) -> list[Row]:
        text = (self.root / "data/processed" / self.id / "tables/topline.csv").read_text(encoding="utf-8")
        return list(csv.DictReader(text.splitlines()))

    @cached_property
    def register(self) -> dict[str, Figure]:
        text = (self.root / "reports" / self.id / "figures.json").read_text(encoding="utf-8")
        return {figure["id"]: figure for figure in json.loads(text)}

    @cached_property
    def cleaned(self) -> Cleaned:
        return nec.edition(self.id, root=self.root).cleaned()

    def figures(self, use: str) -> list[Figure]:
        return [
            f
            for f in self.expected.get("figures", ())
            if f["use"] == use and f["id"] not in self.told.get("cannot", {})
        ]

    def rule(self, figure: str) -> dict[str, Any]:
        """Where a figure is: exactly one rule says so."""
        fits = [(rule, re.fullmatch(rule["id"], figure)) for rule in self.told["figures"]]
        matched = [(rule, found) for rule, found in fits if found]
        assert len(matched) == 1, figure
        rule, found = matched[0]
        groups = {key: text for key, text in found.groupdict().items() if text is not None}
        return {**rule, **groups, "figure": figure}

    def ours(self, figure: str) -> float:
        """What the suite gives for a published figure."""
        rule = self.rule(figure)
        return TAKEN[rule["take"]](self, rule)


def _begins(text: str, start: str) -> bool:
    """Whether a text begins so, whatever the case and accents; "4)" is a number of a question, not a word."""
    return text.startswith(start) or (bool(normal(start)) and normal(text).startswith(normal(start)))


def _of_question(case: Case, rule: dict[str, Any]) -> list[Row]:
    """The lines of one question, of one item of it where the rule names one."""
    if rule.get("by") == "code":
        rows = [row for row in case.rows if row["question"] == rule["question"]]
    else:
        rows = [row for row in case.rows if _begins(row["question_label"], rule["question"])]
    if "item" in rule:
        rows = [row for row in rows if _begins(row["item_label"], rule["item"])]
    assert len({(row["question"], row["item"]) for row in rows}) == 1, (rule, rows)
    return rows


def _answer(rows: list[Row], answer: str) -> Row:
    """The line of one answer: the one so called, else the only one that begins so."""
    named = [row for row in rows if normal(row["choice_label"]) == normal(answer)]
    fits = named or [row for row in rows if _begins(row["choice_label"], answer)]
    assert len(fits) == 1, (answer, [row["choice_label"] for row in rows])
    return fits[0]


def _count(case: Case, rule: dict[str, Any]) -> float:
    rows = _of_question(case, rule)
    return sum(int(_answer(rows, answer)["count"]) for answer in rule.get("answers") or [rule["answer"]])


def _percent(case: Case, rule: dict[str, Any]) -> float:
    rows = _of_question(case, rule)
    if rule.get("answer") == "nps":
        return float(_answer(rows, "nps")["percent"])
    if "answer" in rule:
        line = _answer(rows, rule["answer"])
        assert float(line["percent"]) == pytest.approx(100 * int(line["count"]) / int(line["base"]), abs=EXACT)
    return 100 * _count(case, rule) / int(rows[0]["base"])


def _ticks(case: Case, rule: dict[str, Any]) -> float:
    """The share of an answer among all ticks, those left out by the publisher aside."""
    rows = [r for r in _of_question(case, rule) if r["choice_label"] not in rule["without"]]
    return 100 * _count(case, rule) / sum(int(row["count"]) for row in rows)


def _silent(case: Case, rule: dict[str, Any]) -> float:
    assert case.cleaned.responses is not None
    return case.cleaned.responses.account.kept - int(_of_question(case, rule)[0]["base"])


def _rows(case: Case, rule: dict[str, Any]) -> float:
    (_, account), *_ = case.cleaned.accounts
    return account.read


def _columns(case: Case, rule: dict[str, Any]) -> float:
    """Columns read: each is a question's, or a line of the ledger says what became of it."""
    from nec_analysis.exports import registry

    card = nec.edition(case.id, root=case.root).card.exports[0]
    read = registry.read(SHARED / "cases" / case.name / card.file, tool=card.tool, role=card.role)
    return len(read.columns)  # type: ignore[union-attr]


def _registered(case: Case, rule: dict[str, Any]) -> float:
    """A figure of the register, or the sum of several."""
    ids = rule.get("registers") or [rule.get("register", rule["figure"])]
    return sum(_one(case, case.register[id]) for id in ids)


def _one(case: Case, figure: Figure) -> float:
    """A figure's value; one masked in what is published is still counted inside, and nowhere else."""
    if FLAG not in figure["flags"]:
        return _value(figure["measure"], figure["value"])
    assert figure["value"] is None
    desk = nec.edition(case.id, root=case.root)
    indicator = next(i for i in desk.catalogue.indicators(desk.card) if i.id == figure["id"])
    found = estimate(indicator, case.cleaned.data)
    assert found.value is not None
    assert found.value < 11
    return _value(figure["measure"], found.value)


def _value(measure: str, value: float) -> float:
    return 100 * value if measure in ("share", "first_choice") else value


def _agreeing(case: Case, rule: dict[str, Any]) -> float:
    """Rows with a postal code whose département is the one the publisher wrote."""
    frame = case.cleaned.data.tables["registrations"]
    return int((frame["departement"] == frame["ticket_type"]).sum())


def _crossed(case: Case, rule: dict[str, Any]) -> float:
    """A cell or a statistic of the two questions crossed, answers put together as the publisher did."""
    found = _cross(case)
    if rule["answer"].startswith("chi2"):
        return {"chi2": found.statistic, "chi2_p": found.p, "chi2_df": found.df}[rule["answer"]] or 0.0
    row, column = rule["answer"].removeprefix("x_").split("_", 1)
    at = [c.code for c in found.rows].index(row), [c.code for c in found.columns].index(column)
    return float(found.counts[at])


def _cross(case: Case) -> Cross:
    told = case.told["crossed"]
    responses = case.cleaned.responses
    assert responses is not None
    sides: dict[str, Question] = {
        side: next(q for q in responses.questionnaire.questions if _begins(q.text["fr"], told[side]))
        for side in ("rows", "columns")
    }

    def group(side: str, choice: Choice) -> str:
        label = choice.label["fr"]
        named = (to for start, to in told["groups"][side].items() if _begins(label, start))
        return next(named, told["rest"][side])

    groups = {q.id: {c.code: group(side, c) for c in q.choices} for side, q in sides.items()}
    return cross(responses, sides["rows"].id, sides["columns"].id, groups=groups)


TAKEN: dict[str, Callable[[Case, dict[str, Any]], float]] = {
    "count": _count,
    "percent": _percent,
    "base": lambda case, rule: int(_of_question(case, rule)[0]["base"]),
    "others": lambda case, rule: 100 - _percent(case, rule),
    "ticks": _ticks,
    "silent": _silent,
    "rows": _rows,
    "columns": _columns,
    "register": _registered,
    "rate": lambda case, rule: 100 * _registered(case, rule) / _rows(case, rule),
    "agreeing": _agreeing,
    "crossed": _crossed,
}


def _completed(card: Path, told: dict[str, Any], figures: list[Figure]) -> None:
    """The card that `nec new --yes` wrote, with what a person adds to it."""
    text = told.get("replaced") or card.read_text(encoding="utf-8") + told.get("card", "")
    for rule in told["figures"]:
        for figure in figures if "indicator" in rule else ():
            if found := re.fullmatch(rule["id"], figure["id"]):
                text += rule["indicator"].format(id=figure["id"], **found.groupdict())
    card.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """`nec new --yes`, what a person adds, `nec run`."""
    name: str = request.param
    told = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    expected = json.loads((SHARED / "cases" / name / "expected.json").read_text(encoding="utf-8"))
    root = project(tmp_path_factory.mktemp(name) / "p", editions=())
    id = name.replace("_", "-")
    written = new(id, [SHARED / "cases" / name / file for file in told["files"]], root=root, yes=True)
    assert written.card.name == CARD
    _completed(written.card, told, expected.get("figures", []))
    whole = name == PUBLISHED
    run(id, root=root, report=whole, phases=PHASES if whole else COUNTING)
    return Case(name, told, expected, root)


def test_every_figure_that_must_come_out_does(case: Case) -> None:
    wrong = {}
    for figure in case.figures("must"):
        ours = case.ours(figure["id"])
        if ours != pytest.approx(figure["value"], abs=EXACT) or not _printed(ours, figure):
            wrong[figure["id"]] = (ours, figure["value"], figure["published"])
    assert not wrong


def _printed(ours: float, figure: Figure) -> bool:
    """Whether our number, rounded half up as the publisher prints it, is the published one (one publisher cuts)."""
    if figure["match"] == "truncated":
        return int(ours) == figure["published"]
    places = Decimal(1).scaleb(-int(figure["decimals"]))
    rounded = [Decimal(repr(x)).quantize(places, ROUND_HALF_UP) for x in (ours, float(figure["published"]))]
    return rounded[0] == rounded[1]


def test_a_figure_published_wrong_comes_out_right(case: Case) -> None:
    for figure in case.figures("report"):
        ours = case.ours(figure["id"])
        if figure["id"] in case.told.get("better", {}):
            assert ours != figure["value"], figure["id"]
        else:
            assert ours == pytest.approx(figure["value"], abs=EXACT), figure["id"]
            assert ours != figure["published"], figure["id"]


def test_what_nobody_published_is_counted_as_the_raw_file_has_it(case: Case) -> None:
    for id, value in case.told.get("ours", {}).items():
        assert case.ours(id) == pytest.approx(value, abs=5e-5), id


def test_every_row_is_accounted_for(case: Case) -> None:
    assert all(account.balanced for _, account in case.cleaned.accounts)
    assert case.cleaned.accounts[0][1].read == case.expected["rows"]


def test_every_case_is_run() -> None:
    folders = {path.name for path in (SHARED / "cases").iterdir() if path.is_dir()}
    assert folders - set(NO_FIGURES) == set(CASES)


def test_the_bilan_of_vaud_reads_without_editing(case: Case) -> None:
    import pypdf

    if case.name != PUBLISHED:
        pytest.skip("one bilan is read whole")
    reports = case.root / "reports" / case.id
    text = "".join(page.extract_text() for page in pypdf.PdfReader(reports / "bilan.pdf").pages)
    for said in ("348", "Samedi", "Voiture privée", "Excellent"):
        assert said in text
    assert len([path for path in (reports / "charts").iterdir() if path.is_dir()]) >= 8
