"""`nec recette`: every figure counted again, every number of the finished files traced."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from nec_analysis.errors import FAILED, NecError

if TYPE_CHECKING:
    from nec_analysis.figures.recette.fault import Fault
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
    """The recette of each edition, as published. Raises NecError where a file is so altered that it cannot be read."""
    from nec_analysis.runs.staging import targets

    found = []
    for id in ids:
        folder = targets(root, id, lang)[1]
        verdict = _verdict(id, folder, root, lang)
        found.append(replace(verdict, faults=(*verdict.faults, *_altered(folder))))
    return found


def _verdict(id: str, folder: Path, root: Path, lang: str) -> Verdict:
    from nec_analysis.cards import edition
    from nec_analysis.cards.translated import translated
    from nec_analysis.figures.recette.check import check

    card = translated(edition(id, root), lang)
    try:
        return check(folder, root, card, lang=lang)
    except NecError:
        raise
    except Exception as error:
        # any reader may stumble over a damaged file, each in its own way; over the files as published none may
        altered = sorted({fault.file for fault in _altered(folder)})
        if not altered:
            raise
        cause = "ce n'est plus ce qui a été publié, et cela ne se lit plus"
        remedy = f"le publier de nouveau : nec run {id}" + (f" --lang {lang}" if lang != "fr" else "")
        raise NecError("file-damaged", ", ".join(altered), cause, remedy, exit_code=FAILED) from error


def _altered(folder: Path) -> Iterator[Fault]:
    """The files that are no longer those published: pictures, names of sheets and the like, which hold no number."""
    from nec_analysis.figures.recette.fault import FILE, MISSING, Fault
    from nec_analysis.runs import manifest, verify

    changed = verify.folder(folder)
    for name in changed.altered:
        yield Fault(FILE, name, "", manifest.MANIFEST, "donne une autre empreinte : ce n'est plus le fichier publié.")
    for name in changed.missing:
        yield Fault(MISSING, name, "", manifest.MANIFEST, "promet ce fichier, qui n'est plus là.")


def write(found: Iterable[Verdict], out: TextIO) -> None:
    """The verdicts in words."""
    from nec_analysis.figures.recette.verdict import told

    for verdict in found:
        for line in told(verdict):
            print(line, file=out)
