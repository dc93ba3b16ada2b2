"""`nec run`: from raw exports to the published report."""

from __future__ import annotations

import argparse
import fnmatch
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import FAILED, USAGE, NecError
from nec_analysis.french.numbers import number

if TYPE_CHECKING:
    from nec_analysis.runs.outcome import Listener, Outcome, Progress

HEADLINES = 14
NAMES = {
    "01_clean": "exports lus et nettoyés",
    "02_indicators": "chiffres",
    "03_charts": "graphiques",
    "04_bilan": "bilan PDF et HTML",
}


def call(given: argparse.Namespace) -> int:
    """Run one edition with a progress display, or several; print what was written with the headline figures."""
    from nec_analysis.cards import project
    from nec_analysis.runs.light import prepare

    prepare()
    root = project(given.root)
    ids = chosen(given.editions, root, everything=given.all)
    if not (given.quiet or given.json):
        _remind(ids, root)
    alone = len(ids) == 1 and not (given.cluster or given.store)
    outcomes = _one(ids[0], root, given) if alone else _many(ids, root, given)
    _list(root, outcomes)
    failed = max(
        (outcome.exit_code and (outcome.exit_code if len(ids) == 1 else FAILED) for outcome in outcomes), default=0
    )
    return failed or (_recette(ids, root, given) if given.recette else 0)


def _list(root: Path, outcomes: list[Outcome]) -> None:
    """The page of all reports, where one changed; a page that cannot be written takes nothing from the reports."""
    if (root / "reports" / "index.html").is_file() and all(outcome.state == "unchanged" for outcome in outcomes):
        return
    from nec_analysis.runs import listing

    try:
        listing.write(root)
    except OSError as error:
        print(f"⚠ reports/{listing.PAGE} n'a pas pu être écrit : {error.strerror}", file=sys.stderr)


def _remind(ids: list[str], root: Path) -> None:
    """Of exports that must soon be deleted, or that nobody said until when to keep; what is over, the run refuses."""
    from nec_analysis.cards import edition as card_of
    from nec_analysis.privacy.retention import ended, reminder

    for id in ids:
        with suppress(NecError):  # the run says what is wrong with a card
            card = card_of(id, root)
            if not ended(card) and (text := reminder(card)):
                print(f"⚠ {text}", file=sys.stderr)


def _recette(ids: list[str], root: Path, given: argparse.Namespace) -> int:
    """Count again, reread what was published; standard error, so that `--json` stays one object a line."""
    from nec_analysis.cli.recette import verdicts, write

    found = verdicts(ids, root, given.lang)
    write(found, sys.stderr if given.json else sys.stdout)
    return 0 if all(verdict.good for verdict in found) else FAILED


def chosen(patterns: list[str], root: Path, *, everything: bool = False) -> list[str]:
    """The editions meant by names and patterns, each once. Raises NecError (exit 2) for a pattern that none matches."""
    from nec_analysis.cards import editions

    known = editions(root)
    if everything:
        patterns = ["*"]
    if not patterns:
        raise NecError(
            "usage", "nec run", "quelle édition ?", f"nec run {known[0] if known else 'ÉDITION'}", exit_code=USAGE
        )
    found: list[str] = []
    for pattern in patterns:
        matched = fnmatch.filter(known, pattern)
        if not matched:
            raise NecError(
                "edition-unknown",
                pattern,
                "aucune édition ne porte ce nom.",
                did_you_mean(pattern, known),
                exit_code=USAGE,
            )
        found += [id for id in matched if id not in found]
    return found


def _one(id: str, root: Path, given: argparse.Namespace) -> list[Outcome]:
    from nec_analysis.runs import worker
    from nec_analysis.runs.run import run

    try:
        with _progress(given) as listener:
            outcome = run(id, root=root, force=given.force, progress=listener, lang=given.lang)
    except NecError as error:
        if not given.json:
            raise
        outcome = worker.failed(id, root, error, given.lang)
        print(json.dumps(worker.as_json(outcome), ensure_ascii=False))
        return [outcome]
    if given.json:
        print(json.dumps(_as_json(outcome), ensure_ascii=False))
    else:
        _tell(outcome, root)
    return [outcome]


def _many(ids: list[str], root: Path, given: argparse.Namespace) -> list[Outcome]:
    from nec_analysis.runs.batch import batch

    return list(
        batch(
            ids,
            root=root,
            jobs=given.jobs,
            force=given.force,
            lang=given.lang,
            quiet=given.quiet,
            json_lines=given.json,
            cluster=given.cluster,
            store=given.store,
        )
    )


@contextmanager
def _progress(given: argparse.Namespace) -> Iterator[Listener | None]:
    """A bar by phase on the terminal, plain lines elsewhere, on standard error."""
    if given.quiet or given.json:
        yield None
    elif sys.stderr.isatty():
        with _bars() as listener:
            yield listener
    else:
        yield _say


def _say(progress: Progress) -> None:
    if progress.what in ("done", "skipped"):
        print(f"{progress.edition} · {_named(progress)}", file=sys.stderr)


def _named(progress: Progress) -> str:
    text = NAMES.get(progress.phase, progress.phase)
    return (
        f"{text} : inchangé" + (f" ({progress.text})" if progress.text else "")
        if progress.what == "skipped"
        else f"{text} : fait"
    )


@contextmanager
def _bars() -> Iterator[Listener]:
    from rich import progress as rich
    from rich.console import Console

    columns = (
        rich.TextColumn("{task.description:28}"),
        rich.BarColumn(24),
        rich.TextColumn("{task.fields[state]}"),
        rich.TimeElapsedColumn(),
    )
    with rich.Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def listen(progress: Progress) -> None:
            if progress.phase not in tasks:
                tasks[progress.phase] = bars.add_task(NAMES.get(progress.phase, progress.phase), total=1, state="")
            task = tasks[progress.phase]
            if progress.what == "cell" and progress.cells:
                bars.update(task, completed=progress.done, total=progress.cells)
            elif progress.what in ("done", "skipped"):
                bars.update(task, completed=1, total=1, state="inchangé" if progress.what == "skipped" else "fait")

        yield listen


def _tell(outcome: Outcome, root: Path) -> None:
    """What was written, then the headline figures."""
    where = outcome.reports.relative_to(root) if outcome.reports.is_relative_to(root) else outcome.reports
    unchanged = " (inchangé)" if outcome.state == "unchanged" else ""
    print(f"Bilan publié dans {where}/{unchanged} en {number(outcome.seconds, 1)}\u00a0s")
    for line in _listing(outcome.written):
        print(f"  {line}")
    for line in headlines(outcome.reports):
        print(line)


def _listing(written: tuple[str, ...]) -> list[str]:
    """Files at the top by name, folders by how many files they hold."""
    top = [name for name in written if "/" not in name]
    folders: dict[str, int] = {}
    for name in written:
        if "/" in name:
            folder = name.split("/")[0]
            folders[folder] = folders.get(folder, 0) + 1
    return [*top, *(f"{folder}/ ({number(n)} fichiers)" for folder, n in folders.items())]


def headlines(reports: Path) -> list[str]:
    """The first figures of the register, and how many agree with the printed bilan."""
    from nec_analysis.figures.files import read_json

    path = reports / "figures.json"
    if not path.is_file():
        return []
    figures = read_json(path)
    shown = [f for f in figures if f.measure == "share" and f.sentence] + [
        f for f in figures if f.sentence and f.measure != "share"
    ]
    if not shown:
        return []
    asked = [f for f in figures if f.question]
    silent = ["", "⚠ Aucune réponse à l'enquête : le bilan est publié sans aucun chiffre d'enquête."]
    lines = silent if asked and not any(f.base for f in asked) else []
    lines += ["", "Chiffres :", *(f"  {f.display:>10}  {f.label}" for f in shown[:HEADLINES])]
    printed = [f for f in figures if f.published]
    if printed:
        agreed = sum(bool(f.agrees) for f in printed)
        lines += ["", f"{agreed} des {len(printed)} chiffres imprimés sont retrouvés par le calcul."]
        lines += [f"  ≠ {f.label} : {f.published} imprimé, {f.display} calculé" for f in printed if not f.agrees]
    return lines


def _as_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "edition": outcome.edition,
        "state": outcome.state,
        "reports": str(outcome.reports),
        "written": list(outcome.written),
        "seconds": round(outcome.seconds, 3),
        "phases": [{"phase": p.phase, "state": p.state, "why": p.why} for p in outcome.phases],
    }
