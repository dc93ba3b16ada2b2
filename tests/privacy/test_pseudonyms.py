"""The same person has the same pseudonym, which nobody can undo without the key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nec_analysis.errors import PRIVACY, NecError
from nec_analysis.privacy.key import key, key_file
from nec_analysis.privacy.pseudonyms import pseudonym, pseudonyms
from nec_analysis.privacy.redaction import redacted

KEY = bytes(range(32))


def test_spellings_of_one_address_are_one_person() -> None:
    one, two = (pseudonym(text, key=KEY, scope="e") for text in (" Lea@Example.org", "lea@example.org "))
    assert one == two
    assert len(one) == 16


def test_another_key_or_edition_gives_another_pseudonym() -> None:
    known = pseudonym("lea@example.org", key=KEY, scope="2022")
    assert known != pseudonym("lea@example.org", key=KEY, scope="2023")
    assert known != pseudonym("lea@example.org", key=KEY[::-1], scope="2022")


def test_an_empty_identifier_is_nobody() -> None:
    assert pseudonyms(["", None, " "], key=KEY, scope="e") == ["", "", ""]


def test_the_key_is_made_once_readable_by_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEC_CLE", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    first = key("2022-lens")
    assert key("2022-lens") == first
    assert key("2023-bordeaux") != first
    assert len(first) == 32
    if os.name == "posix":
        assert key_file("2022-lens").stat().st_mode & 0o777 == 0o600
        key_file("2022-lens").chmod(0o644)
        with pytest.raises(NecError) as caught:
            key("2022-lens")
        assert caught.value.exit_code == PRIVACY


@pytest.mark.parametrize("text", ["zz", "00" * 8])
def test_a_malformed_key_is_a_privacy_refusal(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEC_CLE", text)
    with pytest.raises(NecError) as caught:
        key("2022-lens")
    assert caught.value.exit_code == PRIVACY


@pytest.mark.parametrize(
    "secret", ["lea.dupont@example.org", "06 39 98 12 34", "+33 6 39 98 12 34", "198.51.100.7", "2 85 05 78 006 084 36"]
)
def test_what_identifies_by_its_form_is_redacted(secret: str) -> None:
    said = redacted(f"joindre {secret} demain")
    assert secret not in said
    assert said.startswith("joindre [")


@pytest.mark.parametrize("plain", ["1 700 personnes", "2022-09-28", "version 3.1.1", "n = 393", "sha256 9f2c1d"])
def test_a_number_is_not_a_person(plain: str) -> None:
    assert redacted(plain) == plain
