"""`nec explain`: where a figure comes from."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from nec_analysis.errors import USAGE, NecError


def call(given: argparse.Namespace) -> int:
    """Print definition, wording, columns, base, rows left out, interval, files of a figure; or the list of figures."""
    from nec_analysis.cards import project
    from nec_analysis.cards.suggest import did_you_mean
    from nec_analysis.figures.explained import explained
    from nec_analysis.figures.files import read_json

    path = project(given.root) / "reports" / given.edition / "figures.json"
    if not path.is_file():
        raise NecError(
            "report-missing",
            f"reports/{given.edition}",
            "cette édition n'a pas de bilan.",
            f"nec run {given.edition}",
            exit_code=USAGE,
        )
    figures = {figure.id: figure for figure in read_json(path)}
    if not given.figure:
        for figure in figures.values():
            print(f"{figure.id:32} {figure.display:>12}  {figure.label}")
        return 0
    if given.figure not in figures:
        raise NecError(
            "figure-unknown",
            str(given.figure),
            "aucun chiffre ne porte ce nom.",
            did_you_mean(given.figure, figures),
            exit_code=USAGE,
        )
    found = figures[given.figure]
    print(json.dumps(asdict(found), ensure_ascii=False, indent=1) if given.json else explained(found))
    return 0
