"""What `nec run` publishes for the demonstration edition is what the design promises."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path

import openpyxl
import pytest
from lxml import html
from shared_material import ROOT

from nec_analysis.cards import edition
from nec_analysis.figures.files import read_json
from nec_analysis.figures.flags import without_opinion
from nec_analysis.french.typography import lint
from nec_analysis.measures.topline import FIELDS
from nec_analysis.phases import tables
from nec_analysis.runs.outcome import Outcome

PRINTED_NOWHERE = ("data-nec", "@example.org", "198.51.100.")
CHART_FILES = ("{id}.svg", "{id}.pdf", "{id}.png", "{id}.csv", "alt.txt", "legende.txt")
PERSONAL = re.compile(rb"[\w.+-]+@example\.org|198\.51\.100\.\d+|203\.0\.113\.\d+|192\.0\.2\.\d+")


@pytest.mark.parametrize(
    "name",
    [
        "bilan.pdf",
        "bilan.html",
        "figures.json",
        "figures.csv",
        "figures.xlsx",
        "quality.html",
        "MANIFEST.json",
        "journal.json",
    ],
)
def test_the_outputs_of_the_design_are_there(name: str, reports: Path) -> None:
    assert (reports / name).stat().st_size > 100


def test_the_manifest_holds_the_fingerprint_of_every_file(reports: Path) -> None:
    manifest = json.loads((reports / "MANIFEST.json").read_text(encoding="utf-8"))
    listed = manifest.get("files", manifest)
    for name, digest in listed.items():
        if isinstance(digest, str) and len(digest) == 64:
            assert hashlib.sha256((reports / name).read_bytes()).hexdigest() == digest
    assert "bilan.pdf" in listed


def test_every_printed_figure_of_the_bilan_is_found_again(reports: Path) -> None:
    figures = {figure.id: figure for figure in read_json(reports / "figures.json")}
    printed = edition("2022-lens", ROOT).published
    assert len(printed) >= 50
    assert {id: figures[id].display for id in printed if not figures[id].agrees} == {}


def test_survey_figures_carry_base_interval_question_files(reports: Path) -> None:
    shares = [figure for figure in read_json(reports / "figures.json") if figure.measure == "share"]
    assert {"reference_event", "first_time", "venue_appreciated"} <= {figure.id for figure in shares}
    for figure in shares:
        assert figure.low is not None
        assert figure.high is not None
        assert figure.value is not None
        assert 0 <= figure.low <= figure.value <= figure.high <= 1
        assert figure.base >= 350
        assert figure.population == 1700
        assert figure.method == "Wilson, correction de population finie"
        assert figure.question
        assert figure.files[0].sha256


def test_each_chart_has_its_six_files(reports: Path) -> None:
    charts = [path for path in (reports / "charts").iterdir() if path.is_dir()]
    assert len(charts) >= 8
    for chart in charts:
        for name in CHART_FILES:
            assert (chart / name.format(id=chart.name)).stat().st_size > 0
        assert len((chart / "alt.txt").read_text(encoding="utf-8").strip()) >= 40


def test_the_internal_topline_follows_its_contract(ran: Outcome) -> None:
    text = (ran.processed / "tables" / "topline.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert tuple(rows[0]) == FIELDS
    theme = {row["choice"]: int(row["count"]) for row in rows if row["question"] == "theme"}
    assert sum(theme.values()) == int(next(row for row in rows if row["question"] == "theme")["base"])


def test_no_personal_datum_leaves_the_raw_folder(ran: Outcome) -> None:
    """Every invented e-mail and address of the exports is of a reserved range: none may be found in what is written."""
    raw = b"".join(path.read_bytes() for path in (ROOT / "data/raw/2022-lens").iterdir() if path.suffix == ".csv")
    assert PERSONAL.search(raw)
    for folder in (ran.reports, ran.processed):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != "responses.parquet":
                assert not PERSONAL.search(path.read_bytes()), path.name


def test_names_of_the_registered_are_nowhere(ran: Outcome) -> None:
    import pandas as pd

    raw = (ROOT / "data/raw/2022-lens/export-nec-2022-lens.csv").read_text(encoding="utf-8-sig")
    phones = {row["Téléphone"] for row in csv.DictReader(raw.splitlines(), delimiter=";") if row["Téléphone"]}
    mails = {row["Email payeur"] for row in csv.DictReader(raw.splitlines(), delimiter=";")}
    table = pd.read_parquet(ran.processed / "registrations.parquet")
    cells = {str(value) for column in table for value in table[column].unique()}
    assert not cells & (phones | mails)
    assert not {"last_name", "first_name", "email", "postal_code", "phone"} & set(table.columns)


def test_every_page_of_the_report_says_that_the_data_are_invented(reports: Path) -> None:
    import pypdf

    pages = [page.extract_text() for page in pypdf.PdfReader(reports / "bilan.pdf").pages]
    assert len(pages) >= 10
    assert all("démonstration" in page for page in pages)
    assert "démonstration" in (reports / "bilan.html").read_text(encoding="utf-8")
    assert all("démonstration" in path.read_text(encoding="utf-8") for path in reports.glob("charts/*/*.svg"))


def test_the_web_page_asks_nothing_of_any_host(reports: Path) -> None:
    for name in ("bilan.html", "quality.html"):
        page = (reports / name).read_text(encoding="utf-8")
        assert not re.search(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", page)
        assert "Content-Security-Policy" in page


def test_rows_read_are_rows_kept_plus_rows_set_aside(ran: Outcome) -> None:
    accounts = json.loads((ran.processed / "accounts.json").read_text(encoding="utf-8"))
    text = json.dumps(accounts)
    assert '"survey"' in text
    for account in accounts.values() if isinstance(accounts, dict) else [row[1] for row in accounts]:
        assert account["read"] == account["kept"] + sum(account["set_aside"].values())


def test_the_report_counts_the_rows_of_each_export_also_of_those_that_fill_one_table(ran: Outcome) -> None:
    accounts = json.loads((ran.processed / "accounts.json").read_text(encoding="utf-8"))
    files = [export.file for export in edition("2022-lens", ROOT).exports if export.role != "survey"]
    assert [told["file"] for _, told in accounts if "file" in told] == files
    read = [told["read"] for table, told in accounts if table in ("media", "channel_metrics")]
    page = " ".join(html.parse(ran.reports / "bilan.html").find(".//main").text_content().split())
    shown = page[page.index("Compte des lignes") :]
    assert read == [12, 7, 1330, 24, 230]
    for n in read:
        assert f"){n:,}".replace(",", " ") in shown


def test_a_share_that_no_opinion_moves_is_printed_both_ways(reports: Path) -> None:
    import pypdf

    moved = [(f, *without_opinion(f)) for f in read_json(reports / "figures.json") if without_opinion(f)]
    assert moved
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(reports / "bilan.pdf").pages)
    texts = [_letters(pages), _letters((reports / "bilan.html").read_text(encoding="utf-8"))]
    for figure, other in moved:
        assert not other.startswith(figure.display)
        rows = [row for row in tables.sources([figure]) if other in row[3]]
        assert [row[:2] for row in rows] == [[f"{figure.label} – {figure.id}", figure.display]]
        for text in texts:
            assert _letters(figure.display) in text
            assert text.count(_letters(other)) >= 2, "in its tile, and among the sources"


def _letters(text: str) -> str:
    return "".join(text.split())


def test_the_answers_of_the_workbook_can_be_filtered_by_question_and_added_up(reports: Path) -> None:
    sheet = openpyxl.load_workbook(reports / "figures.xlsx")["Toutes les réponses"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    days = [(answer, count, base) for question, answer, count, _, _, base in rows if "Quels jours" in str(question)]
    assert days == [("Mardi", 131, 406), ("Mercredi", 366, 406), ("Jeudi", 318, 406)]
    assert all(question for question, *_ in rows)
    assert not any("'" in str(cell) for row in rows for cell in row)


def test_the_page_on_quality_has_the_typography_of_its_language(reports: Path) -> None:
    main = html.parse(reports / "quality.html").find(".//main")
    cells = [cell.text_content() for cell in main.iter("td", "th", "caption", "p", "h2")]
    assert cells
    assert [fault for cell in cells for fault in lint(cell)] == []
    assert [cell for cell in cells if re.search(r"[a-zé]'[a-zé]", cell)] == []


def test_the_table_of_sources_names_each_figure_by_its_label_then_its_identifier(reports: Path) -> None:
    figures = read_json(reports / "figures.json")
    rows = [row[0] for row in (*tables.sources(figures), *tables.moved(figures))]
    assert sorted(rows) == sorted(f"{figure.label} – {figure.id}" for figure in figures)
    assert "venaient pour la première fois – first_time" in rows
    page = (reports / "bilan.html").read_text(encoding="utf-8")
    assert '<th scope="row">venaient pour la première fois – first_time</th>' in page


def test_the_sources_of_changes_stand_apart_with_the_files_of_both_editions(reports: Path) -> None:
    figures = read_json(reports / "figures.json")
    letters = {name.split(" (")[0]: letter for letter, name, _ in tables.files(figures)}
    change = next(figure for figure in figures if figure.id == "first_time__change")
    both = f"{letters['questionnaire-nec-2021.tsv']}, {letters['results-survey202209.csv']}"
    row = [f"{change.label} – {change.id}", change.display, "de\u00a071\u202f%\u00a0à\u00a078\u202f%", both]
    assert row in tables.moved(figures)
    found = html.parse(reports / "bilan.html").xpath("//table[caption[contains(., 'Sources des évolutions')]]")
    assert len(found[0].xpath(".//tbody/tr")) == sum(figure.measure == "change" for figure in figures)


def test_rows_set_aside_from_the_whole_survey_are_not_told_again_of_each_figure(reports: Path, ran: Outcome) -> None:
    accounts = dict(json.loads((ran.processed / "accounts.json").read_text(encoding="utf-8")))
    aside = accounts["survey"]["set_aside"]
    figures = read_json(reports / "figures.json")
    asked = [figure for figure in figures if figure.question and figure.measure != "change"]
    whole, brief = tables.sources(asked), tables.sources(asked, aside=aside)
    assert all("doublon" in row[3] for row in whole)
    for row, figure in zip(brief, asked, strict=True):
        assert row[3].startswith(figure.base_text)
        assert not any(word in row[3] for word in ("doublon", "essai", "ligne sans réponse"))
    assert any("non posée" in row[3] for row in brief)
    page = html.parse(reports / "bilan.html").find(".//main").text_content()
    assert "Les réponses écartées de toute l’enquête sont dans « Compte des lignes »" in " ".join(page.split())
