"""The parameters of a notebook: one tagged cell of plain literals, nothing else is accepted."""

from __future__ import annotations

import ast
import difflib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nec_analysis.errors import USAGE, NecError

TAG = "parameters"


def declared(notebook: Path) -> dict[str, Any]:
    """The parameters a notebook takes, with their defaults, in the order it lists them."""
    number, source = _tagged_cell(notebook)
    place = f"{notebook.name}, cellule {number}"
    found: dict[str, Any] = {}
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise _not_plain(f"{place}, ligne {error.lineno}") from None
    for statement in statements:
        name, value = _assignment(statement, f"{place}, ligne {statement.lineno}")
        found[name] = value
    return found


def check(notebook: Path, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The given parameters, once every one of them is known to the notebook and of the type of its default."""
    known = declared(notebook)
    for name, value in parameters.items():
        if name not in known:
            raise _unknown(notebook, name, tuple(known))
        if known[name] is not None and type(value) is not type(known[name]):
            raise NecError(
                "parameter-type",
                f"{notebook.name}, paramètre « {name} »",
                f"« {value!r} » est de type {type(value).__name__}, la cellule « parameters » attend "
                f"{type(known[name]).__name__}",
                f"écrire par exemple {name} = {known[name]!r} (avec papermill : -r pour un texte, -p pour un nombre)",
                exit_code=USAGE,
            )
    return dict(parameters)


def _tagged_cell(notebook: Path) -> tuple[int, str]:
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except FileNotFoundError:
        raise NecError(
            "notebook-missing", str(notebook), "ce notebook n’existe pas", "vérifier le dossier notebooks/"
        ) from None
    except (ValueError, KeyError, TypeError):
        raise NecError(
            "notebook-broken", notebook.name, "ce fichier n’est pas un notebook", f"git checkout {notebook}"
        ) from None
    tagged = [
        (number, "".join(cell.get("source", "")))
        for number, cell in enumerate(cells, start=1)
        if TAG in cell.get("metadata", {}).get("tags", ())
    ]
    if len(tagged) != 1:
        raise NecError(
            "notebook-parameters",
            notebook.name,
            f"{len(tagged)} cellules portent l’étiquette « parameters », il en faut une",
            "dans JupyterLab : cellule des paramètres, panneau des propriétés, étiquette « parameters »",
        )
    return tagged[0]


def _assignment(statement: ast.stmt, place: str) -> tuple[str, Any]:
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, expression = statement.targets[0], statement.value
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target, expression = statement.target, statement.value
    else:
        raise _not_plain(place)
    if not isinstance(target, ast.Name):
        raise _not_plain(place)
    try:
        return target.id, ast.literal_eval(expression)
    except ValueError:
        raise _not_plain(place) from None


def _not_plain(place: str) -> NecError:
    return NecError(
        "notebook-parameters",
        place,
        "la cellule « parameters » ne doit contenir que des lignes « nom = valeur » écrites en toutes lettres",
        "déplacer le calcul dans la cellule suivante",
    )


def _unknown(notebook: Path, name: str, known: tuple[str, ...]) -> NecError:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"vouliez-vous dire « {near[0]} » ? " if near else ""
    return NecError(
        "parameter-unknown",
        notebook.name,
        f"aucun paramètre ne s’appelle « {name} »",
        f"{hint}Paramètres possibles : {', '.join(known) or 'aucun'}",
        exit_code=USAGE,
    )
