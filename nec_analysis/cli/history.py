"""`nec history`: what was published when, from what, which figures moved."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from nec_analysis.french.numbers import number

if TYPE_CHECKING:
    from nec_analysis.runs.history import Event


def call(given: argparse.Namespace) -> int:
    """Print the publications of one edition, or of all."""
    from nec_analysis.cards import project
    from nec_analysis.runs import history

    root = project(given.root)
    ids = [given.edition] if given.edition else history.editions(root)
    for id in ids:
        for event in history.events(root, id):
            print(json.dumps(asdict(event), ensure_ascii=False) if given.json else told(event))
    return 0


def told(event: Event) -> str:
    """One publication in words: its date, its phases, its raw files, the figures that moved."""
    phases = ", ".join(f"{phase} ({why})" if why else phase for phase, why in event.ran.items())
    lines = [f"{event.begun}  {event.edition}  {number(event.seconds, 1)}\u00a0s  {phases}"]
    lines += [f"    {name}  sha256 {digest[:12]}…" for name, digest in event.inputs.items()]
    lines += [f"    {move.label} : {move.before or '—'} → {move.after or '—'}" for move in event.moved]
    return "\n".join(lines)
