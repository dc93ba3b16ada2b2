"""`nec compare`: the figures of two editions side by side, with what changed."""

from __future__ import annotations

import argparse
import json
import tempfile


def call(given: argparse.Namespace) -> int:
    """Print the changes of every figure that both editions hold, from the first to the second by date."""
    from nec_analysis.phases.editions import PAIRS, compare, note, pairs

    with tempfile.TemporaryDirectory() as work:
        compared = compare(f"{given.first} {given.second}", root=given.root, work=work)
    rows = pairs(compared)
    if given.json:
        print(json.dumps([dict(zip(PAIRS, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
        return 0
    names = [card.label + (" (données inventées)" if card.synthetic else "") for card in compared.editions]
    print(" → ".join(names))
    if not rows:
        print("Aucun chiffre n'est commun aux deux éditions.")
        return 0
    for line in _table([[PAIRS[0], *PAIRS[3:]], *([row[0], *row[3:]] for row in rows)]):
        print(line)
    print("Parts : écart en points, intervalle de Newcombe ; listes entières : variation relative, sans test.")
    print(note(compared))
    return 0


def _table(rows: list[list[str]]) -> list[str]:
    """Columns as wide as their widest cell; the first to the left, the others to the right."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
