"""Run by test_crashes.py in a process that can be killed: one run of the toy project, told as it goes."""

from __future__ import annotations

import sys
from pathlib import Path

from nec_analysis.runs import light

light.prepare()

from toy import toy_phases  # noqa: E402

from nec_analysis.errors import NecError  # noqa: E402
from nec_analysis.runs.outcome import Progress  # noqa: E402
from nec_analysis.runs.run import run  # noqa: E402


def tell(progress: Progress) -> None:
    print(progress.phase, progress.what, flush=True)


try:
    print(run("2022-lens", root=Path(sys.argv[1]), phases=toy_phases(), report=False, progress=tell).state)
except NecError as error:
    print(error, file=sys.stderr)
    sys.exit(error.exit_code)
