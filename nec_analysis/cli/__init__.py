"""The command line: parses, calls, prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from nec_analysis.errors import FAILED, NecError
from nec_analysis.privacy.redaction import redacted

DEBUG = "NEC_DEBUG"
"""Environment variable that shows the traceback of a fault of the package."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `nec …`: 0 ok, 1 a run failed, 2 a command was misspelt, 3 data need a decision, 4 a privacy refusal."""
    from nec_analysis.cli.parser import parser

    known = parser()
    given, rest = known.parse_known_args(arguments)
    if rest and given.command != "lab":
        given.parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        given.arguments = [*given.arguments, *rest]  # options of JupyterLab begin as ours do
    try:
        return int(given.call(given) or 0)
    except NecError as error:
        print(f"nec : {redacted(str(error))}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("nec : interrompu ; le dernier bilan publié est intact.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        _apologise(error)
        return FAILED


def _apologise(error: Exception) -> None:
    """A fault of the package itself: said in one line, personal data redacted, with the way to learn more."""
    said = redacted(f"{type(error).__name__} : {error}".splitlines()[0])[:300]
    print(f"nec : erreur du logiciel, pas de vos données. {said}", file=sys.stderr)
    print(f"→ Rien n'a été publié. Pour le détail technique : {DEBUG}=1 nec …  [internal]", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
