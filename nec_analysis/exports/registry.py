"""The tools whose exports can be read, loaded one at a time when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any, Protocol, cast

from .. import model
from ..errors import NecError
from . import grid
from .recognition import Recognition

TOOLS: tuple[str, ...] = (
    "airtable",
    "attendance",
    "baserow",
    "billetweb",
    "brevo",
    "demarches_simplifiees",
    "drupal_webform",
    "eventbrite",
    "framaforms",
    "google_forms",
    "grist",
    "helloasso",
    "kobo",
    "limesurvey",
    "linkedin",
    "long",
    "mailchimp",
    "mapped",
    "ms_forms",
    "nextcloud_forms",
    "nocodb",
    "odk_central",
    "podcast",
    "programme",
    "qualtrics",
    "saisie",
    "sphinx",
    "spss",
    "stata",
    "surveygizmo",
    "surveymonkey",
    "swapcard",
    "table",
    "tally",
    "typeform",
    "weezevent",
    "x_twitter",
    "youtube",
    "yurplan",
)
"""Modules of this package, one a line, in alphabetical order. A new tool is one file and one line here."""

OPTIONS: Mapping[str, type | tuple[type, ...]] = {
    **dict.fromkeys(
        ("sheet", "delimiter", "encoding", "damage", "repeats", "formulas", "absent", "date", "order"), str
    ),
    **dict.fromkeys(("timezone", "channel", "kind"), str),
    **dict.fromkeys(("header_rows", "expected_rows"), int),
    "metrics": (str, list),
    "quarantine": bool,
    "status": Mapping,
}
"""What a card may say of how a file is read, with the type of each value."""
SAID = {str: "un texte", int: "un nombre entier", bool: "true ou false", Mapping: "une table", (str, list): "un texte"}
"""Those types, as people call them."""
_ELSEWHERE = ("columns", "structure", "key", "ids")
"""Options that stand elsewhere in a card, or tell of files read together."""

SURE = 0.9
"""Below this confidence nobody but a person chooses the reader."""


class Reader(Protocol):
    """What the module of a tool offers. `read` also takes `head=` and the options of the card."""

    TOOL: str
    ROLES: tuple[str, ...]

    def recognise(self, head: grid.Head) -> Recognition:
        """How sure this reader is of the file."""
        ...

    def read(self, path: str | Path, head: grid.Head | None = None, **options: Any) -> model.Export | model.Records:
        """The file as an export or as canonical records."""
        ...


@cache
def reader(tool: str) -> Reader:
    """The module that reads the exports of a tool, by its name."""
    if tool not in TOOLS:
        from ..cards.suggest import did_you_mean

        raise NecError("tool-unknown", "tool", f"aucun outil ne s'appelle « {tool} ».", did_you_mean(tool, TOOLS))
    return cast("Reader", import_module(f".{tool}", __package__))


def recognise(path: str | Path, role: str = "", *, head: grid.Head | None = None) -> list[Recognition]:
    """What each reader says of the file, the surest first; readers that are sure it is not theirs are left out."""
    head = head or grid.peek(path)
    said = [
        replace(reader(tool).recognise(head), tool=tool) for tool in TOOLS if not role or role in reader(tool).ROLES
    ]
    return sorted((r for r in said if r.confidence > 0), key=lambda r: (-r.confidence, r.tool))


def read(path: str | Path, *, tool: str = "", role: str = "", **options: Any) -> model.Export | model.Records:
    """The file read by the tool named, or by the one that recognises it with at least 0.9."""
    sheet, delimiter, encoding = (str(options.get(name, "")) for name in ("sheet", "delimiter", "encoding"))
    _check(options, path)
    head = grid.peek(path, sheet=sheet, delimiter=delimiter, encoding=encoding)
    chosen = reader(tool or _chosen(path, role, head))
    if role and role != "survey":
        # One audience file may serve several roles: a video list gives views (streams) and durations (media).
        options = {**options, "role": role}
    try:
        return chosen.read(path, head=head, **options)
    except TypeError as error:
        raise _unknown_option(error, path, chosen, options) from error


def _check(options: Mapping[str, Any], path: str | Path) -> None:
    """Raises NecError for an option that no reader has, or a value of another type: it would say nothing, in silence."""
    from ..cards.suggest import did_you_mean

    for name, value in options.items():
        if name in _ELSEWHERE:
            continue
        kind = OPTIONS.get(name)
        if kind is None:
            cause = f"l'option de lecture « {name} » n'existe pas."
            raise NecError("option-unknown", Path(path).name, cause, did_you_mean(name, OPTIONS))
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            cause = f"l'option de lecture {name} = {value!r} : {SAID[kind]} est attendu."
            raise NecError("option-unknown", Path(path).name, cause, "Corrigez la ligne sous [export.options.read].")


def _unknown_option(error: TypeError, path: str | Path, chosen: Reader, options: Mapping[str, Any]) -> Exception:
    """The refusal of an option that no reader knows; any other mistake stays what it is."""
    found = re.search(r"unexpected keyword argument '(\w+)'", str(error))
    if not found or found[1] not in options:
        return error
    from ..cards.suggest import did_you_mean

    known = {*signature(grid.read).parameters, *signature(chosen.read).parameters} - {"path", "head", "options"}
    cause = f"l'option « {found.group(1)} » n'existe pas pour {chosen.TOOL}."
    return NecError("option-unknown", Path(path).name, cause, did_you_mean(found.group(1), known))


def _chosen(path: str | Path, role: str, head: grid.Head) -> str:
    said = recognise(path, role, head=head)
    if said and said[0].confidence >= SURE and (len(said) == 1 or said[1].confidence < said[0].confidence):
        return said[0].tool
    guesses = ", ".join(f"{r.tool} ({r.confidence:.0%}".replace("%", "\u202f%") + f" : {r.why})" for r in said[:3])
    cause = f"l'outil qui a écrit ce fichier n'est pas sûr. Hypothèses : {guesses or 'aucune'}."
    raise NecError("tool-unsure", Path(path).name, cause, 'Nommez l\'outil dans la carte : tool = "…".')
