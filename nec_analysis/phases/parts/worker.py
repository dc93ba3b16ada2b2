"""The process that does parts of a large survey: a task a line on its standard input, a result a line on its output."""

from __future__ import annotations

import json
import os
import sys

from nec_analysis.errors import FAILED, NecError
from nec_analysis.phases.parts.pool import called


def main() -> None:
    """Answer until the other side hangs up. What libraries print goes to the standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        function, task = json.loads(line)
        try:
            said = {"result": called(function, task)}
        except NecError as error:
            said = {"error": [error.code, error.place, error.cause, error.remedy, error.exit_code]}
        except Exception as error:  # no value of a row may be told
            said = {
                "error": ["part-failed", "lecture par parties", f"erreur imprévue : {type(error).__name__}", "", FAILED]
            }
        answers.write(json.dumps(said) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
