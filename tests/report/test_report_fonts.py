"""The typefaces of a report: light copies, made once, that draw all they drew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from nec_analysis.report import fonts, lightfonts

FACES = [fonts.lato("Regular"), fonts.dejavu("DejaVuSans")]


@pytest.fixture
def light(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    lightfonts._folder.cache_clear()
    yield lightfonts.folder(FACES)
    lightfonts._folder.cache_clear()


def test_the_copies_stand_alone_in_the_cache(light: Path, tmp_path: Path) -> None:
    assert sorted(file.name for file in light.iterdir()) == ["DejaVuSans.ttf", "Lato-Regular.ttf"]
    assert [place.name for place in (tmp_path / "nec-analysis").iterdir()] == [light.parent.name]


def test_the_copies_are_made_once(light: Path) -> None:
    written = {file: file.stat().st_mtime_ns for file in light.iterdir()}
    lightfonts._folder.cache_clear()
    assert lightfonts.folder(FACES) == light
    assert {file: file.stat().st_mtime_ns for file in light.iterdir()} == written


def test_a_copy_has_every_character_and_its_widths(light: Path) -> None:
    for file in FACES:
        with TTFont(file) as whole, TTFont(light / file.name) as copy:
            assert copy.getBestCmap() == whole.getBestCmap()
            assert copy["hmtx"].metrics == whole["hmtx"].metrics


def test_a_copy_has_no_ligature_nor_hint(light: Path) -> None:
    with TTFont(light / "Lato-Regular.ttf") as copy:
        table = copy["GSUB"].table
        used = {
            table.FeatureList.FeatureRecord[i].FeatureTag
            for script in table.ScriptList.ScriptRecord
            for i in script.Script.DefaultLangSys.FeatureIndex
        }
        assert used == lightfonts.KEPT
        assert "fpgm" not in copy


def test_a_cache_that_cannot_be_written_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder")
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "file"))
    lightfonts._folder.cache_clear()
    assert (lightfonts.folder(FACES) / "Lato-Regular.ttf").exists()
    lightfonts._folder.cache_clear()


def test_the_widths_are_those_of_the_typefaces(light: Path) -> None:
    told = lightfonts.widths(FACES)["Lato-Regular.ttf"]
    with TTFont(FACES[0]) as whole:
        assert frozenset(told) == frozenset(whole.getBestCmap())
        advance = whole["hmtx"].metrics[whole.getBestCmap()[ord("é")]][0]
    assert told[ord("é")] == pytest.approx(advance / 2000, abs=0.001)
