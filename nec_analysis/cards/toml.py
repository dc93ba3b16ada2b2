"""TOML files read with the checks a person's file needs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import NecError

AT = re.compile(r"\(at line (\d+), column \d+\)")
DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def load(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises NecError with the line of a syntax error."""
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text)
    except FileNotFoundError:
        raise NecError("card-missing", path.name, f"le fichier {path.name} n'existe pas.") from None
    except UnicodeDecodeError:
        raise NecError(
            "card-encoding", path.name, "le fichier n'est pas en UTF-8.", "Enregistrez-le en UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(path, text, str(error)) from None


def _unreadable(path: Path, text: str, said: str) -> NecError:
    """The line where reading stopped, as it is written, with how it should be; what TOML's parser says is in English."""
    at = AT.search(said)
    line = int(at[1]) if at else len(text.splitlines())
    written = text.splitlines()[line - 1].strip() if 0 < line <= len(text.splitlines()) else ""
    twice = "overwrite" in said or "twice" in said or "Cannot declare" in said
    cause = "dit deux fois la même chose." if twice else "ne se lit pas (guillemets, crochets, virgules)."
    shown = f"« {written[:80]} » " if written else "la fin du fichier "
    return NecError("card-syntax", f"{path.name}, ligne {line}", shown + cause, _remedy(written, twice))


def _remedy(written: str, twice: bool) -> str:
    """The line as it should be written, where that can be told."""
    key, _, value = (part.strip() for part in written.partition("="))
    if twice:
        return "Gardez une seule des deux lignes."
    if day := DAY.fullmatch(value.strip("\"'")):
        return f"Une date s'écrit sans guillemets, l'année d'abord : {key} = {day[3]}-{day[2]:0>2}-{day[1]:0>2}"
    if value and value[0] not in "\"'[{" and value.lower() not in ("true", "false") and not value[0].isdigit():
        return f'Un texte s\'écrit entre guillemets : {key} = "{value.strip(chr(34))}"'
    return 'Un texte s\'écrit entre guillemets ("…"), une liste entre crochets (["…", "…"]), un nombre tel quel (1700).'


SPOKEN = ("label", "sentence")
"""Texts that a stanza says by language."""
_SAID: Mapping[type, str] = {
    str: "un texte",
    int: "un nombre entier",
    float: "un nombre",
    bool: "true ou false",
    list: "une liste",
    tuple: "une liste",
    dict: "une table",
    Mapping: "une table",
}


def known_keys(table: Mapping[str, Any], allowed: Iterable[str], place: str) -> None:
    """Raises NecError for the first key that is not in `allowed`, for a value where a table should be."""
    if not isinstance(table, Mapping):
        raise NecError("card-type", place, f"« {table} » doit être une table.", 'Entre accolades : { fr = "…" }')
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
        wanted = " ou ".join(dict.fromkeys(_SAID[each] for each in (kind if isinstance(kind, tuple) else (kind,))))
        spoken = kind is Mapping and key in SPOKEN
        raise NecError(
            "card-type", place, f"« {key} » doit être {wanted}.", f'Par langue : {key}.fr = "…"' if spoken else ""
        )
    return value


def shaped(table: Mapping[str, Any], shapes: Mapping[str, type | tuple[type, ...]], place: str) -> None:
    """Raises NecError for a key that is not among those of `shapes`, or a value of another type than theirs."""
    known_keys(table, shapes, place)
    for key, kind in shapes.items():
        typed(table, key, kind, place)


def tables(table: Mapping[str, Any], key: str, place: str, *, within: str = "") -> dict[str, Any]:
    """`table[key]`, a table of tables; empty when it is not there. `within`: what its name begins with in the card."""
    found: dict[str, Any] = typed(table, key, Mapping, place, {})
    return {name: typed(found, name, Mapping, f"{place} [{within}{key}]") for name in found}


def texts(table: Mapping[str, Any], key: str, place: str, *, within: str = "") -> dict[str, str]:
    """`table[key]`, a table of texts; empty when it is not there. `within`: what its name begins with in the card."""
    found: dict[str, Any] = typed(table, key, Mapping, place, {})
    return {name: typed(found, name, str, f"{place} [{within}{key}]") for name in found}
