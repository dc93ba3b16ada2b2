"""Badge scans at the doors, as the scanners log them: in UTC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from nec_analysis.demo.cells import Text, constant, file_bytes, lines, when_needed
from nec_analysis.demo.draw import Ints, stream

ZONE = ZoneInfo("Europe/Paris")
HEADERS = ("Badge", "Porte", "Horodatage (UTC)")


@dataclass(frozen=True, slots=True)
class Door:
    """Scans at one door on one local day: different badges, scans in all, opening hours.

    `night`: scans of the hour after midnight, local time, whose UTC day is the day before.
    """

    gate: str
    day: str
    badges: int
    scans: int
    opens: str
    closes: str
    night: int = 0
    among: str = ""


def load(table: Mapping[str, Any]) -> tuple[Door, ...]:
    """The doors an `attendance.toml` describes."""
    return tuple(Door(**door) for door in table["door"])


def sized(doors: Sequence[Door], scale: float) -> tuple[Door, ...]:
    """The same doors with all counts in proportion."""
    return tuple(
        replace(d, badges=round(d.badges * scale), scans=round(d.scans * scale), night=round(d.night * scale))
        for d in doors
    )


def export(doors: Sequence[Door], tickets: Text, seed: int) -> tuple[bytes, int]:
    """`releve-badges.csv`: one line a scan, oldest first; a badge is often read twice. Also how many lines."""
    rng = stream(seed, "attendance")
    badge, gate, moment = [], [], []
    entered: dict[str, Ints] = {}
    for door in doors:
        pool = entered[door.among] if door.among else np.arange(len(tickets))
        who = rng.permutation(pool)[: door.badges]
        entered[f"{door.gate} {door.day}"] = who
        read = np.concatenate([who, who[rng.integers(len(who), size=door.scans - len(who))]])
        badge.append(tickets[read])
        gate.append(constant(door.gate, len(read)))
        moment.append(_moments(door, len(read), rng))
    at = np.concatenate(moment)
    order = np.argsort(at, kind="stable")
    stamp = np.array([f"{text}Z" for text in np.datetime_as_string(at[order], unit="s")], dtype=object)
    columns = [np.concatenate(badge)[order], np.concatenate(gate)[order], stamp]
    quote = when_needed(",")
    return file_bytes([",".join(HEADERS), *lines(columns, ",", quote)], end="\n"), len(order)


def _moments(door: Door, n: int, rng: np.random.Generator) -> npt.NDArray[np.datetime64]:
    """Moments of the scans in UTC: a rush at opening, then a trickle; the last `night` ones just after midnight."""
    midnight = np.datetime64(door.day, "s") - _offset(door.day)
    opens, closes = _seconds(door.opens), _seconds(door.closes)
    second = opens + (rng.beta(1.2, 3.0, n) * (closes - opens)).astype(np.int64)
    if door.night:
        second[: door.night] = rng.integers(300, 3_300, door.night)
    return np.asarray(midnight + second)


def _offset(day: str) -> np.timedelta64:
    shift = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=ZONE).utcoffset()
    return np.timedelta64(int(shift.total_seconds()) if shift else 0, "s")


def _seconds(clock: str) -> int:
    return int(clock[:2]) * 3600 + int(clock[3:]) * 60
