"""`nec new`: the card of an edition from its exports."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nec_analysis.mapping.new import Written


def call(given: argparse.Namespace) -> int:
    """Recognise the exports, propose the mapping, write the card; say what still needs a person."""
    from nec_analysis.cards import project
    from nec_analysis.mapping.new import new

    root = project(given.root)
    written = new(given.edition, given.files, root=root, like=given.like, yes=given.yes, read=given.read)
    for line in written.summary:
        print(line)
    print("Écrits :")
    for path in written.paths:
        print(f"  {path.relative_to(root) if path.is_relative_to(root) else path}")
    for line in _next_steps(written, given.edition, yes=given.yes):
        print(line)
    return 0


def _next_steps(written: Written, edition: str, *, yes: bool) -> list[str]:
    """What is left for the person to do, the command last."""
    from nec_analysis.french.numbers import counted
    from nec_analysis.mapping.worksheet import ANSWERS, FILE

    shown = any(path.name == FILE for path in written.paths)
    said = []
    if written.refused:
        said.append(f"À décider dans {written.card.name} : comment lire le fichier refusé ci-dessus.")
        said.append(f"Ou, pour l'accepter, la même commande avec : --read {' '.join(dict.fromkeys(written.refused))}")
    if written.asked and not yes:
        said.append(f"À compléter : {FILE} ({counted(len(written.asked), 'question', 'questions')})")
    if shown and written.answers:
        many = counted(written.answers, "réponse", "réponses")
        said.append(
            f"{FILE}, feuille « {ANSWERS} » : {many} sans équivalent dans le catalogue ; dites ce que cela veut dire."
        )
    if said:
        return [*said, f"Puis : nec check {edition}"]
    quiet = [f"{FILE} ne demande rien : il montre ce qui a été compris, à corriger si besoin."] if shown else []
    return [*quiet, f"Ensuite : nec run {edition}"]
