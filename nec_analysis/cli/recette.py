"""`nec recette`: every figure counted again, every number of the finished files traced."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from nec_analysis.errors import FAILED

if TYPE_CHECKING:
    from nec_analysis.figures.recette.verdict import Verdict


def call(given: argparse.Namespace) -> int:
    """Print what was traced; exit 1 with file, place, number, nearest figure where something is not."""
    from nec_analysis.cards import project
    from nec_analysis.cli.run import chosen

    root = project(given.root)
    found = verdicts(chosen(given.editions, root, everything=given.all), root, given.lang)
    if given.json:
        print(json.dumps([verdict.as_json() for verdict in found], ensure_ascii=False, indent=1))
    else:
        write(found, sys.stdout)
    return 0 if all(verdict.good for verdict in found) else FAILED


def verdicts(ids: Iterable[str], root: Path, lang: str = "fr") -> list[Verdict]:
    """The recette of each edition, as published."""
    from nec_analysis.cards import edition
    from nec_analysis.cards.translated import translated
    from nec_analysis.figures.recette.check import check
    from nec_analysis.runs.staging import targets

    return [check(targets(root, id, lang)[1], root, translated(edition(id, root), lang), lang=lang) for id in ids]


def write(found: Iterable[Verdict], out: TextIO) -> None:
    """The verdicts in words."""
    from nec_analysis.figures.recette.verdict import told

    for verdict in found:
        for line in told(verdict):
            print(line, file=out)
