"""Which writer makes which file of an edition."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from nec_analysis.demo import (
    attendance,
    billetweb,
    contacts,
    counters,
    framaforms,
    google_forms,
    helloasso,
    limesurvey,
    linkedin,
    lss,
    podcast,
    programme,
    saisie,
    weezevent,
    x_twitter,
    youtube,
)
from nec_analysis.demo.card import Made
from nec_analysis.demo.draw import stream
from nec_analysis.demo.fieldwork import Collected
from nec_analysis.demo.tickets import VALID, Tickets

Table = Mapping[str, Any]


def _limesurvey(rows: Collected, seed: int) -> tuple[Made, ...]:
    return Made(limesurvey.results(rows), len(rows)), Made(lss.structure(rows.survey))


def _framaforms(rows: Collected, seed: int) -> tuple[Made, ...]:
    return (Made(framaforms.results(rows, seed=seed), len(rows)),)


def _google_forms(rows: Collected, seed: int) -> tuple[Made, ...]:
    return (Made(google_forms.results(rows, seed=seed), len(rows)),)


def _helloasso(sold: Tickets, seed: int) -> Made:
    return Made(helloasso.export(sold, stream(seed, sold.office.id, "helloasso")), len(sold))


def _weezevent(sold: Tickets, seed: int) -> Made:
    return Made(weezevent.export(sold), len(sold))


def _billetweb(sold: Tickets, seed: int) -> Made:
    return Made(billetweb.export(sold), len(billetweb.listed(sold)))


SURVEYS: Mapping[str, Callable[[Collected, int], tuple[Made, ...]]] = {
    "framaforms": _framaforms,
    "google_forms": _google_forms,
    "limesurvey": _limesurvey,
}
"""Survey tools: the export, then the structure file if there is one."""

BOX_OFFICES: Mapping[str, Callable[[Tickets, int], Made]] = {
    "billetweb": _billetweb,
    "helloasso": _helloasso,
    "weezevent": _weezevent,
}
"""Ticketing tools."""

NUMBERS = {"billetweb": billetweb.number, "helloasso": helloasso.number, "weezevent": weezevent.number}
"""How each ticketing tool numbers its tickets: what badges carry."""


def others(parts: Mapping[str, Table], sold: Tickets, scale: float, seed: int) -> dict[str, Made]:
    """Every file that is neither the survey nor the tickets. `scale`: size asked for beside the scenario's own."""
    return {
        **dict(_doors(parts["attendance"], sold, scale, seed)),
        **dict(_sessions(parts["programme"], seed)),
        **dict(_media(parts["media"], seed)),
        **dict(_contacts(parts["contacts"], seed)),
        **dict(_social(parts["social"], seed)),
        **dict(_facts(parts["facts"])),
    }


Files = Iterator[tuple[str, Made]]


def _doors(table: Table, sold: Tickets, scale: float, seed: int) -> Files:
    if table:
        number = NUMBERS[sold.office.tool]
        badges = [number(place) for place in np.unique(sold.number[sold.status == VALID]).tolist()]
        doors = attendance.sized(attendance.load(table), scale)
        yield table["file"], Made(*attendance.export(doors, np.array(badges, dtype=object), seed))


def _sessions(table: Table, seed: int) -> Files:
    if table:
        planned = programme.sessions(programme.load(table), seed)
        yield table["file"], Made(programme.export(planned), len(planned))


def _media(table: Table, seed: int) -> Files:
    for part in ("streams", "videos"):
        if part in table:
            # The tool's own `Total` row is no video, but it is a row of the file.
            videos = youtube.load(table[part], seed)
            yield table[part]["file"], Made(youtube.export(videos, seed), len(videos) + 1)
    if "podcast" in table:
        yield table["podcast"]["file"], Made(*podcast.export(table["podcast"], seed))


def _contacts(table: Table, seed: int) -> Files:
    if "totals" in table:
        yield table["file"], Made(*contacts.totals(table, seed))


def _social(table: Table, seed: int) -> Files:
    if "x" in table:
        yield table["x"]["file"], Made(*x_twitter.activity(table["x"], seed))
    if "mentions" in table:
        yield table["mentions"]["file"], Made(*counters.export(table["mentions"]))
    if "linkedin" in table:
        yield table["linkedin"]["file"], Made(linkedin.content(table["linkedin"], seed), table["linkedin"]["posts"])


def _facts(table: Table) -> Files:
    if table:
        yield table["file"], Made(*saisie.export(table))
