"""Each kind of estimate is declared by the card of an edition alone, and gives what R or a hand gives."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from nec_analysis.cards import catalogue, edition
from nec_analysis.figures.recette.recount import Counter
from nec_analysis.figures.register import register
from nec_analysis.measures import MEASURES, estimate
from nec_analysis.model import Figure
from nec_analysis.phases.clean import clean

FOLDER = Path(__file__).with_name("declared")
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
CARD = tomllib.loads((FOLDER / "edition.toml").read_text(encoding="utf-8"))
PRINTED = {
    "k_share": "27\u202f%",
    "k_csat": "44\u202f%",
    "k_mean": "5,1",
    "k_quantile": "6,5",
    "k_nps": "+5",
    "k_ranked": "1,8",
    "k_first": "39\u202f%",
    "k_mentions": "1,4",
    "k_answered_ratio": "0,8",
    "k_sum": "500",
    "k_growth": "+66",
    "k_growth_rate": "+55\u202f%",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("declared")
    shutil.copytree(FOLDER, made / "data" / "raw" / "declared")
    return made


@pytest.fixture(scope="module")
def figures(root: Path) -> dict[str, Figure]:
    data = clean(edition("declared", root), catalogue()).data
    return {figure.id: figure for figure in register(catalogue().indicators(data.edition), data, estimate)}


@pytest.mark.parametrize("id", EXPECTED)
def test_an_estimate_declared_by_the_card_is_that_of_r_or_of_a_hand(
    id: str, figures: dict[str, Figure], root: Path
) -> None:
    found, wanted = figures[id], EXPECTED[id]
    assert found.base == wanted["base"]
    for name in ("value", "numerator", "low", "high"):
        if name in wanted:
            assert getattr(found, name) == pytest.approx(wanted[name], rel=1e-12), name
    assert (found.low is None) == (not found.question), "what is counted has no interval"
    again = Counter(edition("declared", root), catalogue()).figure(id)
    assert again.value == pytest.approx(found.value, rel=1e-12)
    assert again.base == found.base


def test_each_figure_the_card_declares_is_expected(figures: dict[str, Figure]) -> None:
    declared = {id for id in figures if id.startswith("k_")}
    assert declared == set(EXPECTED)
    measures = {stanza["measure"] for stanza in CARD["indicators"].values()}
    assert measures >= {*MEASURES, "breakdown", "csat"} - {"fact"}, "facts: the demonstration editions have them"


@pytest.mark.parametrize("id", PRINTED)
def test_an_estimate_is_printed_in_the_unit_of_its_kind(id: str, figures: dict[str, Figure]) -> None:
    assert figures[id].display == PRINTED[id]


def test_a_first_choice_is_a_share_for_everybody_after(figures: dict[str, Figure]) -> None:
    assert figures["k_first"].measure == "share"


def test_nothing_of_it_is_in_the_catalogue() -> None:
    known = catalogue()
    assert not {*CARD["questions"]} & {*known.stanzas}
    assert not {*CARD["indicators"]} & {*known.indicator_stanzas}
