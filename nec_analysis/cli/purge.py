"""`nec purge`: the exports of an edition deleted when they may not be kept any more."""

from __future__ import annotations

import argparse
import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING

from nec_analysis.errors import DECISION, PRIVACY, USAGE, NecError
from nec_analysis.french.dates import day as said
from nec_analysis.french.numbers import counted, number

if TYPE_CHECKING:
    from nec_analysis.privacy.purge import Plan

SHOWN = 12
"""Hexadecimal digits of a fingerprint on a line."""
MEGABYTE = 1_000_000
CACHE = "data/processed/.cache/"
"""Its many files are counted, not listed; `--json` lists them."""


def call(given: argparse.Namespace) -> int:
    """List what would be deleted; with `--yes`, delete it. Raises NecError where the card does not allow it yet."""
    from nec_analysis.cards import edition as card_of
    from nec_analysis.cards import editions, project
    from nec_analysis.privacy.purge import plan
    from nec_analysis.privacy.retention import ended

    root, day = project(given.root), _day(given.before)
    asked = [given.edition] if given.edition else []
    if not asked and not given.all:
        raise NecError(
            "usage", "nec purge", "quelle édition ?", "nec purge ÉDITION, ou nec purge --all", exit_code=USAGE
        )
    cards = [card_of(id, root) for id in (editions(root) if given.all else asked)]
    if given.all:
        cards = [card for card in cards if ended(card, day)]
    if given.yes:
        for card in cards:
            _must_go(card.id, card.privacy.keep_until, over=ended(card, day))
    done = [_done(plan(card, root), day, given) for card in cards]
    if given.json:
        print(json.dumps(done, ensure_ascii=False))
    elif not cards:
        print(f"Aucune édition n'est à effacer au {said(day.isoformat())}.")
    return 0


def _day(text: str) -> datetime.date:
    if not text:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise NecError(
            "usage", "nec purge --before", f"« {text} » n'est pas une date.", "AAAA-MM-JJ", exit_code=USAGE
        ) from None


def _must_go(id: str, until: str, *, over: bool) -> None:
    """Raises NecError unless the card says that the exports must be deleted by that day."""
    place = f"data/raw/{id}/edition.toml [privacy]"
    if not until:
        raise NecError(
            "retention-missing",
            place,
            "la fiche ne dit pas jusqu'à quand garder les exports : rien n'est effacé.",
            "Écrivez dans la fiche, sous [privacy] : keep_until = AAAA-MM-JJ",
            exit_code=DECISION,
        )
    if not over:
        raise NecError(
            "retention-running",
            place,
            f"les exports peuvent être gardés jusqu'au {said(until)} : rien n'est effacé.",
            f"Pour effacer dès maintenant, avancez keep_until, ou : nec purge {id} --before DATE --yes",
            exit_code=PRIVACY,
        )


def _done(planned: Plan, day: datetime.date, given: argparse.Namespace) -> dict[str, object]:
    """Delete or only list one edition; what was done, for a program."""
    from nec_analysis.privacy.purge import purge
    from nec_analysis.runs.lock import locked

    proof: Path | None = None
    if given.yes and planned.files:
        with locked(planned.edition.id, planned.root / "data" / "processed" / ".locks"):
            proof = purge(planned, datetime.date.today())
    if not given.json:
        _tell(planned, proof)
    return {
        "edition": planned.edition.id,
        "keep_until": planned.edition.privacy.keep_until,
        "files": [{"file": f.name, "bytes": f.size, "sha256": f.sha256} for f in planned.files],
        "key": bool(planned.key),
        "deleted": proof is not None,
        "proof": proof.relative_to(planned.root).as_posix() if proof else "",
    }


def _tell(planned: Plan, proof: Path | None) -> None:
    id, until = planned.edition.id, planned.edition.privacy.keep_until
    print(
        f"{id} : "
        + (f"exports gardés jusqu'au {said(until)}" if until else "aucune date dans la fiche ([privacy] keep_until)")
    )
    if not planned.files:
        print("  rien à effacer")
        return
    kept = [file for file in planned.files if file.name.startswith(CACHE)]
    for file in planned.files:
        if file not in kept:
            print(f"  {file.sha256[:SHOWN] or 'lien':{SHOWN}}  {file.name}")
    if kept:
        print(f"  {counted(len(kept), 'résultat gardé', 'résultats gardés')}, sous {CACHE}{id}/")
    if planned.key:
        print(f"  {'clé':{SHOWN}}  {planned.key}")
    for note in planned.notes:
        print(f"  {note}")
    size = f"{number(planned.size / MEGABYTE, 1)}\u202fMo"
    many = counted(len(planned.files), "fichier", "fichiers")
    if proof:
        print(f"{many} effacés ({size}). Preuve : {proof.relative_to(planned.root).as_posix()}. Le bilan publié reste.")
    else:
        print(f"Essai : rien n'est effacé. {many}, {size}. Pour effacer : nec purge {id} --yes")
