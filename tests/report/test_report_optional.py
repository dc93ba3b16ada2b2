"""A library that is not installed is asked for by its extra."""

from __future__ import annotations

import pytest

from nec_analysis.errors import FAILED, NecError
from nec_analysis.report.optional import library


def test_a_missing_library_names_the_file_and_the_extra() -> None:
    with pytest.raises(NecError, match=r"bilan\.x : x-lib n'est pas installé\n→ .*nec-analysis\[x\]") as caught:
        library("no_such_module", distribution="x-lib", extra="x", target="bilan.x", code="x-missing")
    assert caught.value.exit_code == FAILED
