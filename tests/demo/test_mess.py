"""The editions hold the mess of real exports, and nobody real."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from pathlib import Path

import pytest
from raw_rows import EDITIONS, RAW, card, files, rows, text

LENS = "2022-lens"
SURVEY = "results-survey202209.csv"
TICKETS = "export-nec-2022-lens.csv"
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ADDRESS = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")
PHONE = re.compile(r"(?<![\d.])(?:\+33 ?|0)[1-9](?:[ .]?\d{2}){4}(?!\d)")
FICTION = ("019900", "026191", "035301", "046571", "053649", "063998")


def readable(path: Path) -> str:
    """The text of a file, of the parts of a workbook."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return " ".join(book.read(name).decode() for name in book.namelist() if name.startswith("xl/"))
    return path.read_bytes().decode("utf-8", errors="replace")


@pytest.mark.parametrize("slug", EDITIONS)
def test_addresses_reach_nobody(slug: str) -> None:
    written = {found for path in files(slug) for found in E_MAIL.findall(readable(path))}
    assert written
    assert {found.rpartition("@")[2] for found in written} == {"example.org"}


@pytest.mark.parametrize("slug", EDITIONS)
def test_telephones_are_those_of_fiction(slug: str) -> None:
    numbers = [
        n
        for path in files(slug)
        if path.suffix == ".csv"
        for n in PHONE.findall(readable(path))
        if " " in n or "+" in n
    ]
    assert {re.sub(r"\D", "", n).removeprefix("33").lstrip("0")[:5] for n in numbers} <= {f[1:] for f in FICTION}


def test_some_people_leave_their_telephone_and_their_address_in_comments() -> None:
    comments = " ".join(row["Un commentaire\u00a0?"] for row in rows(LENS, SURVEY))
    assert PHONE.search(comments)
    assert E_MAIL.search(comments)


@pytest.mark.parametrize("slug", EDITIONS)
def test_machines_are_those_of_the_documentation(slug: str) -> None:
    for path in files(slug):
        for found in ADDRESS.findall(readable(path)) if path.suffix in (".csv", ".tsv") else ():
            assert found.rpartition(".")[0] in ("192.0.2", "198.51.100", "203.0.113")


@pytest.mark.parametrize("slug", EDITIONS)
def test_the_edition_says_it_is_invented(slug: str) -> None:
    assert card(slug)["synthetic"] is True
    assert "SYNTHÉTIQUES" in text(slug, "edition.toml")
    assert "synthétiques" in text(slug, "LISEZMOI.md").splitlines()[0]


@pytest.mark.parametrize("slug", EDITIONS)
def test_the_prose_holds_no_typed_number(slug: str) -> None:
    prose = re.sub(r"\{[a-z0-9_#]+\}", "", text(slug, "recit.md"))
    assert re.findall(r"\d+", re.sub(r"n° \d|\b20\d\d\b", "", prose)) == []


@pytest.mark.parametrize(
    "cell", ["=1+1", "N/A", "+ de temps pour échanger !", "Bravo 👏👏 et merci 💛 à toute l'équipe", "Sans opinion", "<script>alert('coucou')</script>"]
)  # fmt: skip
def test_treacherous_comments_are_there_as_typed(cell: str) -> None:
    assert cell in {row["Un commentaire\u00a0?"] for row in rows(LENS, SURVEY)}


def test_a_comment_spans_lines_and_holds_quotes_and_separators() -> None:
    assert any(
        "\n" in c and '"' in c and ";" in c for c in (row["Un commentaire\u00a0?"] for row in rows(LENS, SURVEY))
    )


def test_labels_of_the_tickets_are_written_in_several_ways() -> None:
    labels = {row["Type de structure "] for row in rows(LENS, TICKETS, ";")}
    assert any(label != unicodedata.normalize("NFC", label) for label in labels)
    assert any("\u00a0" in label for label in labels)
    assert any(label != label.strip() for label in labels)
    assert any(label.isupper() for label in labels)
    assert "Entreprise & indépendant(e)" in labels
    assert "" in labels


def test_postal_codes_that_are_hard() -> None:
    codes = {(row["Code postal"], row["Pays"]) for row in rows(LENS, TICKETS, ";")}
    for wanted in ("B-1000", "CH 1204", "20000", "20200", "97400", "01000", "62302", "75345 PARIS CEDEX 07", ""):
        assert wanted in {code for code, _ in codes}
    assert ("28013", "Espagne") in codes


@pytest.mark.parametrize("status", ["Annulé", "Remboursé", "En attente", "Test"])
def test_tickets_that_do_not_count(status: str) -> None:
    assert any(row["Statut de la commande"] == status for row in rows(LENS, TICKETS, ";"))


def test_some_orders_hold_several_tickets_of_one_buyer() -> None:
    orders: dict[str, set[str]] = {}
    for row in rows(LENS, TICKETS, ";"):
        orders.setdefault(row["Référence commande"], set()).add(row["Nom payeur"])
    assert all(len(buyers) == 1 for buyers in orders.values())
    assert len(orders) < 1800


@pytest.mark.parametrize(
    ("slug", "raw"), [("2021-sud-charente", "acteur_public_local"), ("2022-dordogne", "Élu·e ou agent·e d'une commune")]
)
def test_a_legacy_label_needs_the_recode_of_the_card(slug: str, raw: str) -> None:
    exports = card(slug)["export"]
    assert isinstance(exports, list)
    assert raw in exports[0]["recodes"]["structure"]
    assert raw in readable(RAW / slug / exports[0]["file"])


def test_drafts_and_doubles_of_framaforms() -> None:
    table = rows("2021-sud-charente", "questionnaire-nec-2021.tsv", "\t", skip=2)
    assert sum(row["Brouillon"] == "1" for row in table) == 6
    assert all(row["Heure de complétion"] == "" for row in table if row["Brouillon"] == "1")
