"""The card of an edition: `data/raw/<edition>/edition.toml`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nec_analysis.cards.files import JOINED
from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.cards.toml import known_keys, load, shaped, tables, texts, typed
from nec_analysis.errors import USAGE, NecError
from nec_analysis.model import Edition, ExportCard, Population, Privacy

ROLES = ("survey", "registrations", "attendance", "programme", "media", "contacts", "social", "streams", "facts")
CARD = "edition.toml"
KEYS = (
    "label",
    "date",
    "place",
    "languages",
    "synthetic",
    "previous",
    "population",
    "export",
    "weights",
    "published",
    "questions",
    "indicators",
    "facts",
    "en",
    "privacy",
)
EXPORT_KEYS = ("role", "tool", "file", "sha256", "rows", "structure", "sheet", "columns", "recodes", "options")
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def editions(root: Path) -> tuple[str, ...]:
    """The ids of every edition that has a card, sorted."""
    return tuple(sorted(card.parent.name for card in (root / "data" / "raw").glob(f"*/{CARD}")))


def edition(id: str, root: Path) -> Edition:
    """The edition of that id. Raises NecError for an unknown edition (exit 2) or a card that breaks a rule (exit 3)."""
    folder = root / "data" / "raw" / id
    if not SLUG.fullmatch(id):
        raise NecError(
            "edition-name",
            id,
            "un nom d'édition s'écrit en minuscules, chiffres et tirets, comme 2022-lens.",
            exit_code=USAGE,
        )
    if not (folder / CARD).is_file():
        known = editions(root)
        remedy = did_you_mean(id, known) if known else "Créez-la : nec new " + id + " --from FICHIERS"
        raise NecError(
            "edition-unknown", f"data/raw/{id}", "cette édition n'a pas de fiche edition.toml.", remedy, exit_code=USAGE
        )
    return _edition(id, load(folder / CARD), folder)


def _edition(id: str, card: Mapping[str, Any], folder: Path) -> Edition:
    place = f"data/raw/{id}/{CARD}"
    known_keys(card, KEYS, place)
    exports = tuple(_export(table, n, place) for n, table in enumerate(card.get("export", ()), 1))
    return Edition(
        id=id,
        label=typed(card, "label", str, place, id),
        date=_date(card.get("date", ""), place),
        languages=tuple(typed(card, "languages", list, place, ["fr"])),
        population=_population(card.get("population"), place),
        exports=exports,
        published={key: str(value) for key, value in typed(card, "published", dict, place, {}).items()},
        weights=_weights(typed(card, "weights", dict, place, {}), place),
        questions=tables(card, "questions", place),
        indicators=tables(card, "indicators", place),
        synthetic=typed(card, "synthetic", bool, place, False),
        place=typed(card, "place", str, place, ""),
        previous=typed(card, "previous", str, place, ""),
        facts=typed(card, "facts", dict, place, {}),
        folder=str(folder),
        privacy=_privacy(card.get("privacy"), place),
    )


def _date(value: object, place: str, name: str = "date") -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if value in ("", None):
        return ""
    raise NecError("card-type", place, f"« {name} » s'écrit sans guillemets : {name} = 2022-09-28.")


def _privacy(table: object, place: str) -> Privacy:
    if table is None:
        return Privacy()
    place = f"{place} [privacy]"
    if not isinstance(table, Mapping):
        raise NecError("card-type", place, "« privacy » doit être une table.")
    known_keys(table, ("keep_until", "in_charge", "linked", "public"), place)
    linked = typed(table, "linked", str, place, "")
    if linked and not SLUG.fullmatch(linked):
        raise NecError("card-type", place, "« linked » s'écrit en minuscules, chiffres et tirets.")
    until = _date(table.get("keep_until", ""), place, "keep_until")
    public = typed(table, "public", list, place, [])
    if not all(isinstance(name, str) and name.strip() for name in public):
        raise NecError("card-type", place, "« public » est une liste de noms.")
    return Privacy(until, typed(table, "in_charge", str, place, ""), linked, tuple(public))


def _population(table: Mapping[str, Any] | None, place: str) -> Population | None:
    if table is None:
        return None
    place = f"{place} [population]"
    known_keys(table, ("size", "what", "source", "margins"), place)
    size = typed(table, "size", int, place, 0)
    if size < 0:
        raise NecError("card-type", place, "« size » ne peut pas être négatif.")
    return Population(
        size=size,
        what=typed(table, "what", str, place, "personnes"),
        source=typed(table, "source", str, place, ""),
        margins=tuple(typed(table, "margins", list, place, [])),
    )


def _weights(table: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    place = f"{place} [weights]"
    shaped(table, {"scheme": str, "margins": list, "bounds": list}, place)
    bounds = table.get("bounds", [0.3, 3])
    if len(bounds) != 2 or not all(isinstance(bound, (int, float)) for bound in bounds):
        raise NecError("card-type", place, "« bounds » donne deux nombres.", "Par exemple : bounds = [0.3, 3.0]")
    return table


def _by_column(table: Mapping[str, Any], key: str, place: str, within: str) -> dict[str, dict[str, str]]:
    """What is said of texts, column by column."""
    found = tables(table, key, place, within=within)
    return {name: texts(found, name, place, within=f"{within}{key}.") for name in found}


def _options(options: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The options of an export; which of them there are is for its reader, and for what cleans it, to say."""
    texts(options, "columns", place, within="export.options.")
    _by_column(options, "set_aside", place, "export.options.")
    typed(options, "read", dict, f"{place} [export.options]")
    typed(options, "blank_multiple", (str, dict), f"{place} [export.options]")
    return dict(options)


def _export(table: Mapping[str, Any], n: int, place: str) -> ExportCard:
    place = f"{place} [[export]] n° {n}"
    known_keys(table, EXPORT_KEYS, place)
    role = typed(table, "role", str, place, "")
    if role not in ROLES:
        raise NecError("card-role", place, f"le rôle « {role} » est inconnu.", did_you_mean(role, ROLES))
    if role != "survey" and table.get("columns"):
        cause = f"[export.columns] dit les questions d'une enquête ; cet export est « {role} »."
        raise NecError("card-key", place, cause, "Pour nommer ses colonnes : [export.options.columns].")
    listed = isinstance(table.get("file"), list)
    files = table["file"] if listed else [typed(table, "file", str, place, "")]
    for file in files or [""]:
        if (
            not isinstance(file, str)
            or not file
            or Path(file).is_absolute()
            or ".." in Path(file).parts
            or "://" in file
        ):
            raise NecError("card-file", place, f"« {file} » doit être un fichier du dossier de l'édition.")
    return ExportCard(
        role=role,
        tool=typed(table, "tool", str, place, ""),
        file=JOINED.join(files),
        sha256=typed(table, "sha256", str, place, "").lower(),
        rows=typed(table, "rows", int, place),
        structure=typed(table, "structure", str, place, ""),
        sheet=typed(table, "sheet", str, place, ""),
        columns=texts(table, "columns", place, within="export."),
        recodes=_by_column(table, "recodes", place, "export."),
        options=_options(typed(table, "options", dict, place, {}), place),
    )
