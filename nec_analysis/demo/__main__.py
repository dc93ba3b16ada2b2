"""`python -m nec_analysis.demo`: writes the demonstration editions."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from nec_analysis.demo.edition import SEED, Request, generated, slugs, write
from nec_analysis.errors import USAGE, NecError


def main(arguments: list[str] | None = None) -> int:
    """Writes each edition asked for in its own folder of `--into`; returns the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        for slug, request in _requests(asked):
            paths = write(request, Path(asked.into) / slug)
            size = sum(path.stat().st_size for path in paths)
            print(f"{asked.into}/{slug} : {len(paths)} fichiers, {size // 1000} ko")
    except NecError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except OSError as error:
        print(f"{error.filename} : {error.strerror}.", file=sys.stderr)
        return USAGE
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m nec_analysis.demo", description="Éditions de démonstration, synthétiques."
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--edition", metavar="SLUG", help=f"une édition : {', '.join(slugs())}")
    which.add_argument("--all", action="store_true", help="les éditions de démonstration (par défaut)")
    which.add_argument("--generated", metavar="K", type=_count, help="K autres éditions : demo-001, demo-002…")
    parser.add_argument(
        "--n", metavar="N", type=_size, help="nombre de réponses gardées (par défaut : celui du scénario)"
    )
    parser.add_argument("--seed", metavar="S", type=int, default=SEED, help=f"graine du tirage (par défaut : {SEED})")
    parser.add_argument(
        "--into", metavar="DIR", default="data/raw", help="dossier des éditions (par défaut : data/raw)"
    )
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("un nombre entier, au moins 1")
    return int(text)


def _size(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("un nombre entier, au moins 0")
    return int(text)


def _requests(asked: argparse.Namespace) -> list[tuple[str, Request]]:
    if asked.generated:
        return list(generated(asked.generated, n=asked.n, seed=asked.seed))
    chosen = (asked.edition,) if asked.edition else slugs()
    return [(slug, Request(slug, asked.n, asked.seed)) for slug in chosen]


if __name__ == "__main__":
    sys.exit(main())
