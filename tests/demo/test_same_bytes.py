"""The committed editions are what the generator writes; the same request gives the same bytes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from raw_rows import EDITIONS, RAW, card, files
from shared_material import ROOT

from nec_analysis.demo.edition import Request, build, generated, slugs


@pytest.mark.parametrize("slug", EDITIONS)
def test_the_committed_files_are_the_generated_ones(slug: str) -> None:
    made = {name: file.content for name, file in build(Request(slug)).items()}
    assert made == {path.name: path.read_bytes() for path in files(slug)}


def test_every_scenario_is_committed() -> None:
    assert slugs() == EDITIONS


@pytest.mark.parametrize("slug", EDITIONS)
def test_the_same_request_gives_the_same_bytes_in_another_process(slug: str, tmp_path: Path) -> None:
    call = [
        sys.executable,
        "-m",
        "nec_analysis.demo",
        "--edition",
        slug,
        "--n",
        "40",
        "--seed",
        "9",
        "--into",
        str(tmp_path),
    ]
    run = subprocess.run(
        call, cwd=ROOT, env={"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, capture_output=True, check=True
    )
    assert slug in run.stdout.decode()
    here = {name: file.content for name, file in build(Request(slug, 40, 9)).items()}
    assert {path.name: path.read_bytes() for path in (tmp_path / slug).iterdir()} == here


def test_another_seed_gives_other_people_and_the_same_marginals() -> None:
    first, second = build(Request("2022-lens", seed=1)), build(Request("2022-lens", seed=2))
    survey = "results-survey202209.csv"
    assert first[survey].content != second[survey].content
    for label in ("Tout à fait d’accord", 'Données & territoires"', "Hauts-de-France"):
        kept = [made[survey].content.decode().count(label) for made in (first, second)]
        assert abs(kept[0] - kept[1]) <= 14  # tests and doubles alone may differ


def test_one_file_does_not_depend_on_another() -> None:
    small, large = build(Request("2022-lens", 100)), build(Request("2022-lens", 412))
    for name in ("programme.csv", "saisie.xlsx", "youtube-directs.csv", "numerique-en-communs_content_2022.xls"):
        assert small[name].content == large[name].content


def test_generated_editions_differ_and_use_every_tool() -> None:
    made = [build(request) for _, request in generated(3, n=30)]
    assert len({next(iter(files_.values())).content for files_ in made}) == 3
    cards = [files_["edition.toml"].content.decode() for files_ in made]
    for tool in ("limesurvey", "framaforms", "google_forms", "helloasso", "weezevent", "billetweb"):
        assert sum(f'tool = "{tool}"' in text for text in cards) == 1
    assert [slug for slug, _ in generated(12)][-1] == "demo-012"


def test_a_large_edition_is_its_survey_alone() -> None:
    made = build(Request("2022-dordogne", 50_001, label="grande"))
    assert set(made) == {"NEC Dordogne 2022 (réponses).csv", "LISEZMOI.md", "edition.toml"}
    text = made["edition.toml"].content.decode()
    assert text.count("[[export]]") == 1
    assert "[population]" not in text


@pytest.mark.parametrize("slug", EDITIONS)
def test_cards_hold_the_fingerprint_of_each_file_and_the_row_count(slug: str) -> None:
    exports = card(slug)["export"]
    assert isinstance(exports, list)
    for export in exports:
        assert hashlib.sha256((RAW / slug / export["file"]).read_bytes()).hexdigest() == export["sha256"]
        assert export["rows"] > 0


@pytest.mark.parametrize("slug", EDITIONS)
def test_no_file_is_left_out_of_the_card(slug: str) -> None:
    exports = card(slug)["export"]
    assert isinstance(exports, list)
    named = {e["file"] for e in exports} | {e["structure"] for e in exports if "structure" in e}
    reread = {"verbatims_publies.csv", "themes_commentaires.csv"} if slug == "2021-sud-charente" else set()
    assert {path.name for path in files(slug)} - named == {"edition.toml", "recit.md", "LISEZMOI.md"} | reread


def test_the_three_editions_stay_small() -> None:
    assert sum(path.stat().st_size for slug in EDITIONS for path in files(slug)) < 1_400_000
