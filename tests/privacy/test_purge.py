"""What people answered is deleted when its time is over, and nothing else."""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
from pathlib import Path

import pytest
from project_copy import project

from nec_analysis.cards import catalogue
from nec_analysis.cards import edition as card_of
from nec_analysis.cli import main
from nec_analysis.errors import DECISION, PRIVACY, USAGE, NecError
from nec_analysis.phases import clean, indicators
from nec_analysis.privacy.key import key, key_file
from nec_analysis.privacy.purge import plan, purge
from nec_analysis.privacy.retention import allowed, reminder

CHARENTE, DORDOGNE = "2021-sud-charente", "2022-dordogne"
OVER = "\n[privacy]\nkeep_until = 2023-06-16\n"


@pytest.fixture
def kept(published: Path, tmp_path: Path) -> Path:
    """A published project, copied, where the exports of Dordogne should be gone."""
    root = tmp_path / "project"
    shutil.copytree(published, root)
    _say(root, DORDOGNE, OVER)
    return root


def _say(root: Path, edition: str, text: str) -> None:
    card = root / "data/raw" / edition / "edition.toml"
    card.write_text(card.read_text(encoding="utf-8") + text, encoding="utf-8")


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _nec(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), *arguments])


def test_without_yes_a_purge_lists_and_deletes_nothing(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = _files(kept)
    assert _nec(kept, "purge", DORDOGNE) == 0
    assert _files(kept) == before
    told = capsys.readouterr().out
    for name in ("export_participants.csv", "responses.parquet", "ledger.parquet", "saisie.xlsx", "rien n'est effacé"):
        assert name in told
    assert "edition.toml" not in told
    assert "reports/" not in told


def test_a_purge_deletes_every_answer_and_leaves_the_report(kept: Path) -> None:
    raw = kept / "data/raw" / DORDOGNE
    exports = {name: content for name, content in _files(raw).items() if not name.endswith((".toml", ".md"))}
    reports, other = _files(kept / "reports"), _files(kept / "data/raw" / CHARENTE)
    assert _nec(kept, "purge", DORDOGNE, "--yes") == 0
    assert {p.name for p in raw.iterdir()} == {"edition.toml", "recit.md", "LISEZMOI.md", "purge.json", "figures.json"}
    assert not (kept / "data/processed" / DORDOGNE).exists()
    assert not (kept / "data/processed/.cache" / DORDOGNE).exists()
    assert _files(kept / "reports") == reports
    assert _files(kept / "data/raw" / CHARENTE) == other
    assert (kept / "data/processed" / CHARENTE / "responses.parquet").is_file()
    proof = json.loads((raw / "purge.json").read_text(encoding="utf-8"))
    told = {file["file"]: file["sha256"] for file in proof["files"]}
    for name, content in exports.items():
        assert told[f"data/raw/{DORDOGNE}/{name}"] == hashlib.sha256(content).hexdigest()
    assert proof["complete"] is True
    assert proof["keep_until"] == "2023-06-16"


def test_a_purged_edition_cannot_be_run_nor_purged_again(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _nec(kept, "purge", DORDOGNE, "--yes") == 0
    proof = (kept / "data/raw" / DORDOGNE / "purge.json").read_bytes()
    reports = _files(kept / "reports")
    assert _nec(kept, "run", DORDOGNE) == PRIVACY
    assert _nec(kept, "check", DORDOGNE) == PRIVACY
    assert "purged" in capsys.readouterr().err
    assert _nec(kept, "purge", DORDOGNE, "--yes") == 0
    assert "rien à effacer" in capsys.readouterr().out
    assert (kept / "data/raw" / DORDOGNE / "purge.json").read_bytes() == proof
    assert _files(kept / "reports") == reports


def test_a_run_after_the_day_is_refused(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = _files(kept / "reports")
    assert _nec(kept, "run", DORDOGNE, "--force") == PRIVACY
    said = capsys.readouterr().err
    assert "16\xa0juin 2023" in said
    assert f"nec purge {DORDOGNE}" in said
    assert _files(kept / "reports") == reports
    assert _nec(kept, "check", DORDOGNE) == PRIVACY
    assert _nec(kept, "doctor") == 1


@pytest.mark.parametrize(("card", "code"), [("", DECISION), ("\n[privacy]\nkeep_until = 2199-01-01\n", PRIVACY)])
def test_exports_that_may_be_kept_are_not_deleted(card: str, code: int, tmp_path: Path) -> None:
    root = project(tmp_path / "p", editions=(DORDOGNE,))
    _say(root, DORDOGNE, card)
    before = _files(root)
    assert _nec(root, "purge", DORDOGNE, "--yes") == code
    assert _nec(root, "purge", "--all", "--yes") == 0
    assert _nec(root, "purge", "--yes") == USAGE
    assert _files(root) == before


def test_exports_may_be_deleted_early_by_saying_the_day(tmp_path: Path) -> None:
    root = project(tmp_path / "p", editions=(DORDOGNE,))
    _say(root, DORDOGNE, "\n[privacy]\nkeep_until = 2199-01-01\n")
    assert _nec(root, "purge", DORDOGNE, "--before", "2199-01-01", "--yes") == PRIVACY
    assert _nec(root, "purge", DORDOGNE, "--before", "2199-01-02", "--yes") == 0
    assert not (root / "data/raw" / DORDOGNE / "export_participants.csv").exists()


def test_what_killed_runs_left_is_deleted_in_every_language(tmp_path: Path) -> None:
    root = project(tmp_path / "p", editions=(DORDOGNE,))
    left = [
        root / place / f"{prefix}{DORDOGNE}"
        for place in ("data/processed", "reports", "reports/en")
        for prefix in (".staging-", ".previous-")
    ]
    published, another = root / "reports/en" / DORDOGNE, root / "reports/en" / f".staging-{CHARENTE}"
    for folder in (*left, published, another):
        folder.mkdir(parents=True)
        (folder / "bilan.html").write_text("<p>6</p>", encoding="utf-8")
    purge(plan(card_of(DORDOGNE, root), root), datetime.date(2030, 1, 1))
    assert [folder for folder in (*left, published, another) if folder.exists()] == [published, another]


def test_the_edition_after_a_purged_one_is_still_compared_with_it(kept: Path) -> None:
    card = kept / "data/raw" / DORDOGNE / "edition.toml"
    text = card.read_text(encoding="utf-8").replace("languages =", f'previous = "{CHARENTE}"\nlanguages =')
    card.write_text(text, encoding="utf-8")
    cleaned = clean.clean(card_of(DORDOGNE, kept), catalogue())
    before = indicators.compute(cleaned, catalogue(), kept).changes
    assert sum(bool(change.display) for change in before) > 3
    purge(plan(card_of(CHARENTE, kept), kept), datetime.date(2030, 1, 1))
    assert indicators.compute(cleaned, catalogue(), kept).changes == before


def test_a_file_named_after_somebody_is_not_named_in_the_proof(kept: Path) -> None:
    raw = kept / "data/raw" / DORDOGNE
    (raw / "de lea.dupont@example.org.csv").write_text("x", encoding="utf-8")
    elsewhere = kept / "elsewhere.csv"
    elsewhere.write_text("kept", encoding="utf-8")
    (raw / "link.csv").symlink_to(elsewhere)
    (raw / "deep/er").mkdir(parents=True)
    (raw / "deep/er/answers.csv").write_text("y", encoding="utf-8")
    planned = plan(card_of(DORDOGNE, kept), kept)
    assert any("link.csv" in note for note in planned.notes)
    proof = purge(planned, datetime.date(2030, 1, 1)).read_text(encoding="utf-8")
    assert "lea.dupont" not in proof
    assert "[courriel]" in proof
    assert not (raw / "deep").exists()
    assert not (raw / "link.csv").is_symlink()
    assert elsewhere.read_text(encoding="utf-8") == "kept"


def test_a_key_is_deleted_with_the_last_edition_that_needs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEC_CLE", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for id in ("a", "b", "c"):
        folder = tmp_path / "data/raw" / id
        folder.mkdir(parents=True)
        linked = "" if id == "c" else 'linked = "panel"\n'
        (folder / "edition.toml").write_text(f"[privacy]\nkeep_until = 2020-01-01\n{linked}", encoding="utf-8")
        (folder / "answers.csv").write_text("a", encoding="utf-8")
        key("c" if id == "c" else "panel")
    day = datetime.date(2030, 1, 1)
    first = plan(card_of("a", tmp_path), tmp_path)
    assert first.key is None
    assert any("panel" in note for note in first.notes)
    purge(first, day)
    assert key_file("panel").is_file()
    purge(plan(card_of("b", tmp_path), tmp_path), day)
    assert not key_file("panel").exists()
    assert key_file("c").is_file()
    purge(plan(card_of("c", tmp_path), tmp_path), day)
    assert not key_file("c").exists()


def test_the_end_of_the_exports_is_recalled_in_time(tmp_path: Path) -> None:
    folder = tmp_path / "data/raw/a"
    folder.mkdir(parents=True)
    export = '[[export]]\nrole = "survey"\nfile = "a.csv"\n'
    (folder / "edition.toml").write_text(export, encoding="utf-8")
    assert "keep_until" in reminder(card_of("a", tmp_path))
    (folder / "edition.toml").write_text(f"[privacy]\nkeep_until = 2024-06-30\n{export}", encoding="utf-8")
    card = card_of("a", tmp_path)
    assert reminder(card, datetime.date(2024, 1, 1)) == ""
    assert "dans 10 jours" in reminder(card, datetime.date(2024, 6, 20))
    allowed(card, datetime.date(2024, 6, 30))
    with pytest.raises(NecError) as caught:
        allowed(card, datetime.date(2024, 7, 1))
    assert caught.value.exit_code == PRIVACY
