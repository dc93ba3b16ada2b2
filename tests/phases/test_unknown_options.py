"""A person may have ticked some options while the file says nothing of others: the report is drawn all the same."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from project_copy import project

from nec_analysis.mapping.new import new
from nec_analysis.runs.run import run


def test_an_option_the_file_says_nothing_of_stops_no_chart(tmp_path: Path, shared: Path) -> None:
    root = project(tmp_path, editions=())
    new("2022-ici", [shared / "fixtures" / "exports" / "stata" / "nec.dta"], root=root, yes=True)
    reports = run("2022-ici", root=root).reports
    assert (reports / "bilan.pdf").is_file()
    answers = pd.read_parquet(root / "data" / "processed" / "2022-ici" / "responses.parquet")
    cells = answers.filter(like="themes_followed__").isna()
    assert (cells.any(axis=1) & ~cells.all(axis=1)).any()
