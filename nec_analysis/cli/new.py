"""`nec new`: the card of an edition from its exports."""

from __future__ import annotations

import argparse


def call(given: argparse.Namespace) -> int:
    """Recognise the exports, propose the mapping, write the card; say what still needs a person."""
    from nec_analysis.cards import project
    from nec_analysis.mapping.new import new
    from nec_analysis.mapping.worksheet import FILE

    root = project(given.root)
    written = new(given.edition, given.files, root=root, like=given.like, yes=given.yes)
    for line in written.summary:
        print(line)
    print("Écrits :")
    for path in written.paths:
        print(f"  {path.relative_to(root) if path.is_relative_to(root) else path}")
    if written.asked and not given.yes:
        print(f"À compléter : a_completer.xlsx ({len(written.asked)} questions), puis : nec check {given.edition}")
    else:
        if any(path.name == FILE for path in written.paths):
            print(f"{FILE} ne demande rien : il montre ce qui a été compris, à corriger si besoin.")
        print(f"Ensuite : nec run {given.edition}")
    return 0
