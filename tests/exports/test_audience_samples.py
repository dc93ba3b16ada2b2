"""Our own samples of audience files: each gives the canonical rows written beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import registry
from nec_analysis.model import Records

FOLDER = Path(__file__).parent / "samples"
SAMPLES = [
    path for path in sorted(FOLDER.rglob("*.expected.json")) if json.loads(path.read_text("utf-8"))["role"] != "survey"
]


def _read(expected: Path) -> tuple[dict[str, Any], Records]:
    wanted = json.loads(expected.read_text(encoding="utf-8"))
    file = expected.with_name(expected.name.removesuffix(".expected.json"))
    options = {"columns": wanted["columns"]} if "columns" in wanted else {}
    read = registry.read(file, tool=expected.parent.name, role=wanted["role"], **options)
    assert isinstance(read, Records)
    return wanted, read


@pytest.mark.parametrize("expected", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.name.split('.')[0]}")
def test_a_sample_gives_its_canonical_rows(expected: Path) -> None:
    wanted, read = _read(expected)
    assert read.table == wanted["table"]
    assert [dict(row) for row in read.rows] == wanted["rows"]
    assert read.read >= len(read.rows)


@pytest.mark.parametrize("tool", ["attendance", "programme", "saisie", "youtube"])
def test_a_plain_sample_is_recognised_alone(tool: str) -> None:
    for expected in sorted((FOLDER / tool).glob("*.expected.json")):
        file = expected.with_name(expected.name.removesuffix(".expected.json"))
        assert registry.recognise(file)[0].tool == tool
        assert registry.recognise(file)[0].confidence >= registry.SURE


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    return path


HELLOASSO = "Référence commande;Date de la commande;Statut de la commande;Email payeur;Numéro de billet;Montant tarif\n"


def test_an_unknown_ticket_status_is_refused_with_the_line_to_add(tmp_path: Path) -> None:
    path = write(
        tmp_path, HELLOASSO + "1;01/09/2022 10:00;Validé;a@b.fr;B1;0,00\n2;01/09/2022 10:00;Réservé;c@d.fr;B2;0,00\n"
    )
    with pytest.raises(NecError, match=r"ligne 3.*Réservé[\s\S]*= \"valid\"") as caught:
        registry.read(path, tool="helloasso")
    assert caught.value.code == "status-unknown"
    read = registry.read(path, tool="helloasso", status={"Réservé": "pending"})
    assert [row["status"] for row in read.rows] == ["valid", "pending"]


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ("1;31/02/2022 10:00;Validé;a@b.fr;B1;0,00", "date-unknown", "Date de la commande"),
        ("1;09/13/2022 10:00;Validé;a@b.fr;B1;0,00", "date-unknown", "Date de la commande"),
        ("1;01/09/2022 10:00;Validé;a@b.fr;B1;gratuit", "number-unknown", "Montant tarif"),
    ],
)
def test_a_cell_that_says_no_date_or_amount_is_refused_by_line_and_column(
    cells: str, code: str, column: str, tmp_path: Path
) -> None:
    with pytest.raises(NecError) as caught:
        registry.read(write(tmp_path, HELLOASSO + cells + "\n"), tool="helloasso")
    assert caught.value.code == code
    assert "ligne 2" in caught.value.place
    assert column in caught.value.place
    assert "a@b.fr" not in str(caught.value)


def test_several_places_on_one_line_are_several_tickets(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Ref. commande;Date;Email;Nom du billet;Code barre;Prix unitaire TTC;Quantité\n"
        "C1;01/09/2022 10:00;a@b.fr;Pass;B1;0,00;3\nC2;01/09/2022 10:00;c@d.fr;Pass;B2;0,00;1\n",
    )
    read = registry.read(path, tool="billetweb")
    assert [row["ticket_id"] for row in read.rows] == ["B1", "B1#2", "B1#3", "B2"]
    assert read.read == 2
    assert [entry.action for entry in read.ledger if entry.row == 2] == ["quantity_expanded"]


def test_names_and_addresses_are_dropped_with_a_line_in_the_ledger(tmp_path: Path) -> None:
    header = HELLOASSO.strip() + ";Nom payeur;Question #12\n"
    read = registry.read(write(tmp_path, header + "1;01/09/2022;Validé;a@b.fr;B1;0,00;DUPONT;x\n"), tool="helloasso")
    assert isinstance(read, Records)
    assert read.personal == ("email",)
    assert {(e.action, e.column) for e in read.ledger} >= {
        ("drop_pii", "Nom payeur"),
        ("column_set_aside", "Question #12"),
    }
    assert "DUPONT" not in str(read)


def test_a_file_without_its_columns_asks_for_a_mapping(tmp_path: Path) -> None:
    path = write(tmp_path, "Nom,Groupe\nx,y\n")
    with pytest.raises(NecError, match=r"ticket_id[\s\S]*options.columns") as caught:
        registry.read(path, tool="swapcard")
    assert caught.value.code == "mapping-needed"


def test_a_column_that_the_card_names_must_be_there(tmp_path: Path) -> None:
    path = write(tmp_path, "ID,Registered at,Compagny\nB1,2022-09-01,X\n")
    with pytest.raises(NecError, match=r"Company[\s\S]*Vouliez-vous dire : Compagny"):
        registry.read(path, tool="swapcard", columns={"organisation": "Company"})


def test_an_unsure_file_is_left_to_a_person(tmp_path: Path) -> None:
    with pytest.raises(NecError, match="Hypothèses") as caught:
        registry.read(write(tmp_path, "a,b\n1,2\n"))
    assert caught.value.code == "tool-unsure"


def test_an_unknown_tool_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(NecError, match="helloasso"):
        registry.read(write(tmp_path, HELLOASSO), tool="hello-asso")


def test_ids_of_nineteen_digits_stay_text_and_all_metrics_come_with_a_role(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Tweet id,Tweet permalink,Tweet text,time,impressions,engagements,engagement rate,retweets,replies,favorites\n"
        '1570000000000000001,https://x.com/1,Merci,2022-05-10 08:00 +0000,"1,234.0",140.0,0.02,35,3,64\n',
    )
    read = registry.read(path, tool="x_twitter", role="social")
    found = {(row["item_id"], row["metric"]): row["value"] for row in read.rows}
    assert found["1570000000000000001", "impressions"] == 1234
    assert found["1570000000000000001", "likes"] == 64
    assert len(registry.read(path, tool="x_twitter", metrics=["replies"]).rows) == 1


@pytest.mark.parametrize("prefix", ["unsubscribed", "cleaned", "subscribed"])
def test_mailchimp_says_the_status_in_the_file_name(prefix: str, tmp_path: Path) -> None:
    path = tmp_path / f"{prefix}_members_export.csv"
    path.write_text(
        "Email Address,MEMBER_RATING,OPTIN_TIME,LEID,EUID\na@b.fr,2,2021-10-02 08:00:00,1,e\n", encoding="utf-8"
    )
    assert registry.read(path).rows[0]["status"] == prefix


def test_a_misspelt_option_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    path = write(tmp_path, HELLOASSO + "1;01/09/2022;Validé;a@b.fr;B1;0,00\n")
    with pytest.raises(NecError, match=r"delimitor[\s\S]*delimiter") as caught:
        registry.read(path, tool="helloasso", delimitor=";")
    assert caught.value.code == "option-unknown"
    with pytest.raises(NecError, match="refuse, keep, repair"):
        registry.read(path, tool="helloasso", damage="ignore")
