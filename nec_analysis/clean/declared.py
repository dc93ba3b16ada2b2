"""What a card says of the columns of an audience table, held against the table: a line nobody would read is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.clean.audience import KEYED, LOCATED
from nec_analysis.clean.unmoved import unmoved
from nec_analysis.errors import NecError
from nec_analysis.french.matching import normal
from nec_analysis.model import Records

Said = Mapping[str, Mapping[str, str]]
"""By column, texts with what is said of them."""


def check(records: Records, *, recodes: Said, aside: Said, place: str) -> None:
    """Raises NecError for a recode of a column that is not kept, or that moved nobody; for rows of no column set aside.

    A value whose rows are set aside may be in no row: a card says so before the first test comes in.
    """
    columns = {name for row in records.rows for name in row} if recodes or aside else set()
    if not columns:
        return
    kept = columns - {*KEYED, *LOCATED, *records.personal}
    for name, meanings in recodes.items():
        _known(name, kept, records, f"{place} [export.recodes.{name}]")
        written = {normal(text) for row in records.rows if isinstance(text := row.get(name), str)}
        for raw in meanings:
            if normal(raw) not in written:
                raise unmoved(place, name, raw, f"aucune ligne de {records.source.file} ne dit « {raw} ».")
    for name in aside:
        _known(name, columns, records, f"{place} [export.options.set_aside.{name}]")


def _known(name: str, columns: Iterable[str], records: Records, place: str) -> None:
    if name not in columns:
        cause = f"{records.source.file} ne donne pas de colonne « {name} »."
        raise NecError("column-unknown", place, cause, did_you_mean(name, columns))
