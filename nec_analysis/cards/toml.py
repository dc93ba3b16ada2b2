"""TOML files read with the checks a person's file needs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import NecError


def load(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises NecError with the line of a syntax error."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NecError("card-missing", path.name, f"le fichier {path.name} n'existe pas.") from None
    except UnicodeDecodeError:
        raise NecError(
            "card-encoding", path.name, "le fichier n'est pas en UTF-8.", "Enregistrez-le en UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise NecError(
            "card-syntax", path.name, f"TOML illisible : {error}", "Corrigez la ligne indiquée (guillemets, crochets)."
        ) from None


def known_keys(table: Mapping[str, Any], allowed: Iterable[str], place: str) -> None:
    """Raises NecError for the first key that is not in `allowed`."""
    allowed = tuple(allowed)
    for key in table:
        if key not in allowed:
            raise NecError("card-key", place, f"la clé « {key} » est inconnue.", did_you_mean(key, allowed))


def typed(table: Mapping[str, Any], key: str, kind: type | tuple[type, ...], place: str, default: Any = None) -> Any:
    """`table[key]` of the right type, or `default`. Raises NecError naming the place when the type is wrong."""
    if key not in table:
        return default
    value = table[key]
    if (isinstance(value, bool) and kind is int) or not isinstance(value, kind):
        names = {str: "un texte", int: "un nombre entier", bool: "true ou false", dict: "une table", list: "une liste"}
        wanted = names.get(kind, "une autre valeur") if isinstance(kind, type) else "une autre valeur"
        raise NecError("card-type", place, f"« {key} » doit être {wanted}.")
    return value
