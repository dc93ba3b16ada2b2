"""The command line: parses, calls, prints."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from nec_analysis.errors import FAILED, NecError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `nec …`: 0 ok, 1 a run failed, 2 a command was misspelt, 3 data need a decision, 4 a privacy refusal."""
    from nec_analysis.cli.parser import parser

    given = parser().parse_args(arguments)
    try:
        return int(given.call(given) or 0)
    except NecError as error:
        print(f"nec : {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("nec : interrompu ; le dernier bilan publié est intact.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
