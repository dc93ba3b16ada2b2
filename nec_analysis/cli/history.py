"""`nec history`: what was published when, from what, which figures moved."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from nec_analysis.errors import USAGE, NecError
from nec_analysis.french.numbers import counted, number

if TYPE_CHECKING:
    from nec_analysis.runs.history import Event


def call(given: argparse.Namespace) -> int:
    """Print the publications of one edition, or of all."""
    from nec_analysis.cards import editions, project
    from nec_analysis.cards.suggest import did_you_mean
    from nec_analysis.runs import history

    root = project(given.root)
    known = history.editions(root)
    if given.edition and given.edition not in known:
        there = given.edition in editions(root)
        raise NecError(
            "history-missing",
            given.edition,
            "rien n'a encore été publié pour cette édition." if there else "aucune édition de ce nom n'a été publiée.",
            f"nec run {given.edition}" if there else did_you_mean(given.edition, {*known, *editions(root)}),
            exit_code=USAGE,
        )
    ids = [given.edition] if given.edition else known
    for id in ids:
        for event in history.events(root, id):
            print(json.dumps(asdict(event), ensure_ascii=False) if given.json else told(event))
    return 0


def told(event: Event) -> str:
    """One publication in words: its date, its phases, its raw files, the figures that moved."""
    reasons: dict[str, list[str]] = {}
    for phase, why in event.ran.items():
        reasons.setdefault(why, []).append(phase)
    phases = " ; ".join(", ".join(names) + (f" ({why})" if why else "") for why, names in reasons.items())
    lines = [f"{event.begun}  {event.edition}  {number(event.seconds, 1)}\u00a0s  {phases}"]
    lines += [f"    {name}  sha256 {digest[:12]}…" for name, digest in event.inputs.items()]
    if event.moved and not any(move.before for move in event.moved):
        return "\n".join([*lines, f"    {counted(len(event.moved), 'chiffre publié', 'chiffres publiés')}, rien avant"])
    lines += [f"    {move.label} : {move.before or '—'} → {move.after or '—'}" for move in event.moved]
    return "\n".join(lines)
