"""What one types after `nec` does what its help says, or exits with one clear line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from project_copy import project

from nec_analysis.cli import main
from nec_analysis.cli.parser import COMMANDS
from nec_analysis.errors import USAGE


def _python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_help_imports_neither_pandas_nor_matplotlib() -> None:
    code = (
        "import sys, contextlib\nfrom nec_analysis.cli import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])\n"
        "print('HEAVY', sorted({'pandas', 'matplotlib', 'numpy', 'papermill', 'nbformat'} & set(sys.modules)))"
    )
    out = _python(code)
    assert "HEAVY []" in out
    assert all(command in out for command in COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_its_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([name, "--help"])
    assert caught.value.code == 0
    assert COMMANDS[name][1:20] in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["rnu"], [], ["run", "--jbos", "2"], ["explain"]])
def test_a_misspelt_command_exits_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == USAGE


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("cli") / "p", editions=("2022-dordogne",))


def _main(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), *arguments])


def test_check_reads_everything_publishes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _main(root, "check", "2022-dordogne") == 0
    out = capsys.readouterr().out
    assert "58\u00a0gardées + 3\u00a0écartées (" in out
    assert "reference_event" in out
    assert list((root / "reports").iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [("run", "2022-dordgne"), ("run",), ("check", "absente"), ("explain", "2022-dordogne", "x")]
)
def test_an_edition_that_is_not_there_exits_2_with_a_remedy(
    arguments: tuple[str, ...], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main(root, *arguments) == USAGE
    error = capsys.readouterr().err
    assert error.startswith("nec : ")
    assert "→" in error
    assert "Traceback" not in error


def test_run_ends_with_what_was_written_with_the_headlines(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _main(root, "run", "2022-dordogne") == 0
    captured = capsys.readouterr()
    assert "bilan.pdf" in captured.out
    assert "personnes inscrites" in captured.out
    assert "graphiques : fait" in captured.err


def test_explain_tells_the_way_back(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _main(root, "run", "2022-dordogne", "--quiet")
    capsys.readouterr()
    assert _main(root, "explain", "2022-dordogne", "registered") == 0
    assert "165" in capsys.readouterr().out
    assert _main(root, "explain", "2022-dordogne", "reference_event", "--json") == 0
    assert json.loads(capsys.readouterr().out)["base"] > 30


def test_a_fault_of_the_package_shows_no_traceback(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("lea@example.org")

    monkeypatch.delenv("NEC_DEBUG", raising=False)
    monkeypatch.setattr("nec_analysis.cards.project", broken)
    assert _main(root, "explain", "2022-dordogne") == 1
    error = capsys.readouterr().err
    assert "Traceback" not in error
    assert "lea@example.org" not in error


def test_doctor_finds_this_installation_sound(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _main(root, "doctor")
    out = capsys.readouterr().out
    assert "✓ Python" in out
    assert "✓ nbconvert" in out


def test_check_speaks_of_exports_and_questions_in_french(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _main(root, "check", "2022-dordogne") == 0
    out = capsys.readouterr().out
    assert "inscriptions : " in out
    assert "[choix unique]" in out
    assert "survey" not in out


def test_the_history_of_an_edition_that_nobody_published_exits_2(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main(root, "history", "2022-dordgne") == USAGE
    assert "Vouliez-vous dire : 2022-dordogne ?" in capsys.readouterr().err


def test_a_run_that_fails_says_why_in_json_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = project(tmp_path / "p", editions=("2022-dordogne",))
    card = broken / "data" / "raw" / "2022-dordogne" / "edition.toml"
    card.write_text(card.read_text(encoding="utf-8").replace("rows = 61", "rows = 999"), encoding="utf-8")
    assert _main(broken, "run", "2022-dordogne", "--json") == 3
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["error"]["code"]) == ("failed", "rows-count")
    assert (broken / "reports" / "index.html").is_file()
