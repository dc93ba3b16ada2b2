"""An error nobody foresaw, in words that quote no answer: its name, and the line of ours it came from."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from nec_analysis.errors import FAILED, NecError
from nec_analysis.runs.trace import PACKAGE

DEBUG = "NEC_DEBUG"


def told(error: BaseException) -> str:
    """Its name and place. Its message is left out: other libraries print the value they stumbled on."""
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(PACKAGE)
    ]
    where = f", {Path(frames[-1].filename).relative_to(PACKAGE).as_posix()} ligne {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def refusal(code: str, place: str, said: str) -> NecError:
    """The refusal it becomes."""
    remedy = f"relancer avec {DEBUG}=1 pour voir toute la trace"
    return NecError(code, place, f"erreur inattendue : {said}", remedy, exit_code=FAILED)
