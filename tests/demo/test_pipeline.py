"""The suite itself finds the printed figures in the demonstration editions, generated ones included."""

from __future__ import annotations

from pathlib import Path

import pytest
from raw_rows import EDITIONS
from shared_material import ROOT

from nec_analysis.cards import catalogue, edition
from nec_analysis.demo.edition import Request, build, generated, write
from nec_analysis.errors import NecError
from nec_analysis.exports import registry
from nec_analysis.phases import indicators
from nec_analysis.phases.clean import Cleaned, clean

KEPT = {"2021-sud-charente": (164, 152), "2022-dordogne": (61, 58), "2022-lens": (434, 412)}
BY_MAPPING = ("mapped", "podcast")
"""Tools without a signature: the card names them."""


@pytest.fixture(scope="module", params=EDITIONS)
def cleaned(request: pytest.FixtureRequest) -> Cleaned:
    return clean(edition(request.param, ROOT), catalogue())


def test_answers_kept_and_set_aside(cleaned: Cleaned) -> None:
    _, account = cleaned.accounts[0]
    assert (account.read, account.kept) == KEPT[cleaned.edition.id]
    assert account.balanced


def test_every_printed_figure_is_found(cleaned: Cleaned) -> None:
    register = indicators.compute(cleaned, catalogue(), ROOT).figures
    printed = {figure.id: (figure.display, figure.published) for figure in register if figure.published}
    assert set(printed) == set(cleaned.edition.published)
    assert [figure.id for figure in register if figure.published and not figure.agrees] == []


@pytest.mark.parametrize("slug", EDITIONS)
def test_each_file_is_recognised_as_its_tool(slug: str) -> None:
    for export in edition(slug, ROOT).exports:
        if export.tool not in BY_MAPPING:
            first = registry.recognise(ROOT / "data" / "raw" / slug / export.file)[0]
            assert (export.file, first.tool, first.confidence >= 0.9) == (export.file, export.tool, True)


def test_generated_editions_clean_to_the_number_asked_for(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    for slug, request in generated(3, n=240, seed=5):
        write(request, tmp_path / "data" / "raw" / slug)
        done = clean(edition(slug, tmp_path), catalogue())
        _, account = done.accounts[0]
        assert account.kept == 240
        assert account.set_aside
        assert done.edition.population is not None
        assert done.edition.population.size > 240
        assert not done.edition.published


@pytest.mark.parametrize("n", [0, 1, 2, 5, 12])
def test_an_edition_of_few_answers_is_cleaned_whatever_its_tools(n: int, tmp_path: Path) -> None:
    """Nobody wrote an old label, nobody ticked anything: the card asks for no more than the file has."""
    (tmp_path / "notebooks").mkdir()
    for slug, request in generated(3, n=n, seed=7):
        write(request, tmp_path / "data" / "raw" / slug)
        done = clean(edition(slug, tmp_path), catalogue())
        _, account = done.accounts[0]
        assert account.kept == n
        assert account.balanced
        assert done.edition.population is not None
        assert done.edition.population.size >= max(n, 1)


def test_a_small_edition_recodes_only_labels_that_somebody_gave() -> None:
    cards = {n: build(Request("2021-sud-charente", n, 7))["edition.toml"].content.decode() for n in (0, 1, 164)}
    assert [text.count('= "local_authority"') for text in cards.values()] == [0, 0, 1]
    assert [text.count('= "first"') + text.count('= "returning"') for text in cards.values()] == [0, 1, 2]


def test_a_label_that_only_a_trial_holds_is_not_recoded(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    write(Request("2022-dordogne", 45, 5, "Essai"), tmp_path / "data" / "raw" / "e")
    raw = (tmp_path / "data/raw/e/NEC Dordogne 2022 (réponses).csv").read_text(encoding="utf-8")
    assert "d'une commune" in raw
    assert clean(edition("e", tmp_path), catalogue()).accounts[0][1].kept == 45


def test_changing_one_raw_row_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    folder = tmp_path / "data" / "raw" / "2022-lens"
    write(Request("2022-lens"), folder)
    file = folder / "results-survey202209.csv"
    file.write_bytes(file.read_bytes().replace("Tout à fait d’accord".encode(), "Plutôt d’accord".encode(), 1))
    with pytest.raises(NecError, match="file-changed"):
        clean(edition("2022-lens", tmp_path), catalogue())


@pytest.mark.parametrize(("n", "typed"), [(12, 1), (300, 16), (600, 31)])
def test_what_somebody_typed_under_other_is_no_option(n: int, typed: int, tmp_path: Path) -> None:
    """Sent twice, pasted twice, the same words stood in several rows, and were an option of the published topline."""
    (tmp_path / "notebooks").mkdir()
    write(Request("2022-dordogne", n, {12: 14, 300: 18, 600: 4022}[n], "Essai"), tmp_path / "data" / "raw" / "e")
    responses = clean(edition("e", tmp_path), catalogue()).responses
    assert responses is not None
    asked = responses.questionnaire.question("themes_followed")
    assert asked is not None
    assert {choice.code for choice in asked.choices} == {
        c.code for c in catalogue().question("themes_followed").choices
    }
    assert responses.frame["themes_followed__other"].sum() == typed
