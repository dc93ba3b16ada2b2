"""A ticket pasted twice in an export counts once, and the account of rows says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from nec_analysis.clean.audience import audience
from nec_analysis.errors import NecError
from nec_analysis.exports import registry

HEADER = "Référence commande;Numéro de billet;Date de la commande;Statut de la commande;Tarif"
TICKETS = [f"R{n:04};{52000 + n};{1 + n % 27:02}/09/2022 10:00;Validé;Journée" for n in range(36)]


@pytest.mark.parametrize("rows", [5, 12, 36])
@pytest.mark.parametrize("again", [1, 3])
def test_the_ticket_is_set_aside_however_small_the_export(rows: int, again: int, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("\n".join([HEADER, *TICKETS[:rows], *TICKETS[:again]]) + "\n", encoding="utf-8")
    read = registry.read(path, tool="helloasso", role="registrations")
    account = audience(read, str).account
    assert (account.read, account.kept, dict(account.set_aside)) == (rows + again, rows, {"billet en double": again})


def test_without_ticket_numbers_nobody_knows_so_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    lines = [";".join((first, *rest)) for first, _, *rest in (line.split(";") for line in (HEADER, *TICKETS))]
    path.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    with pytest.raises(NecError) as caught:
        registry.read(path, tool="helloasso", role="registrations")
    assert caught.value.code == "row-repeated"
