"""`nec explain`: where a figure comes from, where it is printed."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nec_analysis.errors import USAGE, NecError

if TYPE_CHECKING:
    from nec_analysis.figures.recette.printed import Printed
    from nec_analysis.model import Figure


def call(given: argparse.Namespace) -> int:
    """Print definition, wording, columns, rows kept and left out, formula, interval, files of a figure, then its places.

    Without a figure, the list of figures.
    """
    from nec_analysis.cards import catalogue, edition, project
    from nec_analysis.cards.suggest import did_you_mean
    from nec_analysis.figures.explained import explained
    from nec_analysis.figures.recette.definition import definition
    from nec_analysis.figures.recette.dossier import dossier
    from nec_analysis.figures.recette.printed import printed

    root = project(given.root)
    folder = root / "reports" / given.edition
    figures = {figure.id: figure for figure in dossier(folder).figures}
    if not given.figure:
        return _list(figures)
    if given.figure not in figures:
        raise NecError(
            "figure-unknown",
            str(given.figure),
            "aucun chiffre ne porte ce nom.",
            did_you_mean(given.figure, figures),
            exit_code=USAGE,
        )
    found, card = figures[given.figure], edition(given.edition, root)
    told = definition(found, card, catalogue())
    places = printed(found.id, folder, card)
    if given.json:
        print(json.dumps(_as_json(found, told, places), ensure_ascii=False, indent=1))
        return 0
    print(explained(found))
    for name, text in told.items():
        print(f"  {name} : {text}")
    for file in found.files:
        print(f"  Empreinte de {file.name} : {file.sha256}")
    for line in _places(places, folder):
        print(line)
    return 0


def _list(figures: dict[str, Figure]) -> int:
    for figure in figures.values():
        print(f"{figure.id:32} {figure.display:>12}  {figure.label}")
    return 0


def _places(places: Printed, folder: Path) -> list[str]:
    """Where the figure may be read."""
    lines = []
    if places.pages:
        lines.append(
            f"  Imprimé dans bilan.pdf : page{'s' if len(places.pages) > 1 else ''} {', '.join(map(str, places.pages))}"
        )
    if places.sections:
        lines.append(
            "  Imprimé dans bilan.html : " + " ; ".join(f"«\u202f{section}\u202f»" for section in places.sections)
        )
    if places.charts:
        lines.append("  Graphiques : " + ", ".join(places.charts))
    return lines or [f"  Imprimé nulle part dans reports/{folder.name}"]


def _as_json(figure: Figure, told: dict[str, str], places: Printed) -> dict[str, Any]:
    return {**asdict(figure), "definition": told, "printed": asdict(places)}
