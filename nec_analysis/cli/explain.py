"""`nec explain`: where a figure, or a comparison, comes from."""

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
    from nec_analysis.phases.contrasts import Contrast


def call(given: argparse.Namespace) -> int:
    """Print definition, wording, columns, rows kept and left out, formula, interval, files of a figure, then its places.

    Of a comparison: wording, groups, bases, test, files. Without a name, the list of figures, then of comparisons.
    """
    from nec_analysis.cards import catalogue, edition, project
    from nec_analysis.cards.suggest import did_you_mean
    from nec_analysis.figures.explained import explained
    from nec_analysis.figures.recette.definition import definition
    from nec_analysis.figures.recette.dossier import dossier
    from nec_analysis.figures.recette.printed import printed
    from nec_analysis.phases.contrasts import read

    root = project(given.root)
    folder = root / "reports" / given.edition
    figures = {figure.id: figure for figure in dossier(folder).figures}
    compared = {one.id: one for one in read(folder / "tables")}
    if not given.figure:
        return _list(figures, compared)
    if given.figure in compared:
        return _comparison(compared[given.figure], figures, given.json)
    if given.figure not in figures:
        raise NecError(
            "figure-unknown",
            str(given.figure),
            "aucun chiffre, aucune comparaison ne porte ce nom.",
            did_you_mean(given.figure, [*figures, *compared]),
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


def _list(figures: dict[str, Figure], compared: dict[str, Contrast]) -> int:
    from nec_analysis.phases.comparison import VERDICTS, title

    for figure in figures.values():
        print(f"{figure.id:32} {figure.display:>12}  {figure.label}")
    if compared:
        print("\nComparaisons :")
    for one in compared.values():
        print(f"{one.id}  {title(one)} ({VERDICTS[one.significant]})")
    return 0


def _comparison(one: Contrast, figures: dict[str, Figure], as_json: bool) -> int:
    """Of two groups or options, with the files of the survey that its figures stand on."""
    from nec_analysis.cards import catalogue
    from nec_analysis.phases.comparison import told

    files = dict.fromkeys(file for figure in figures.values() if figure.question for file in figure.files)
    if as_json:
        found = {**asdict(one), "files": [asdict(file) for file in files]}
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        print(told(one, catalogue(), tuple(files)))
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
