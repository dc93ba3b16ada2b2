"""Counters that a platform shows but does not export, noted by hand every month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from nec_analysis.demo.cells import file_bytes
from nec_analysis.demo.draw import apportion

HEADERS = ("Canal", "Date", "Mesure", "Valeur")


def export(table: Mapping[str, Any]) -> tuple[bytes, int]:
    """`Canal;Date;Mesure;Valeur`, one line a month and counter of `[mentions]`. Also how many lines."""
    counts = {name: apportion(total, table["months"]).tolist() for name, total in table["metrics"].items()}
    rows = [
        f"x;{_last_day(table['year'], month):%d/%m/%Y};{name};{values[month - 1]}"
        for month in range(1, 13)
        for name, values in sorted(counts.items())
    ]
    return file_bytes([";".join(HEADERS), *rows], end="\r\n", bom=True), len(rows)


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
