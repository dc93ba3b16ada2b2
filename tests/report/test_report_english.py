"""A report in English passes the judges that the French one passes."""

from __future__ import annotations

from pathlib import Path

import pytest
import report_judges as judges
from project_copy import project

from nec_analysis.runs.run import run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of an edition in English."""
    return run("2022-lens", root=project(tmp_path_factory.mktemp("english") / "project"), lang="en").reports


def test_verapdf_finds_nothing(english: Path) -> None:
    assert judges.verapdf(english / "bilan.pdf") == {"bilan.pdf": {"PDFUA_1": {}, "PDFA_3_A": {}}}


def test_outloud_finds_no_error(english: Path) -> None:
    assert judges.outloud(english / "bilan.pdf") == []


def test_axe_finds_no_violation(english: Path) -> None:
    clean = {"violations": {}, "sideways": [], "requests": [], "dialogs": 0}
    assert judges.axe(english / "bilan.html") == {"bilan.html": clean}
