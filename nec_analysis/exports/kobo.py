"""KoboToolbox: XML names or labels, 0/1 columns beside a summary cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nec_analysis.errors import NecError
from nec_analysis.exports import composed, grid, odk, places
from nec_analysis.exports.grid import coded
from nec_analysis.exports.ranks import ranks
from nec_analysis.exports.recognition import NOT_MINE, Recognition
from nec_analysis.exports.structure import Sheet, choices, export, read_grid, sheet, slug
from nec_analysis.model import Dialect, Entry, Export, Question

TOOL = "kobo"
ROLES = ("survey",)
META = {
    "_id": ("respondent_id", ""),
    "start": ("started_at", ""),
    "end": ("submitted_at", ""),
    "today": ("meta", ""),
    "_uuid": ("meta", ""),
    "_submission_time": ("last_action_at", ""),
    "_validation_status": ("meta", ""),
    "_notes": ("meta", ""),
    "_status": ("meta", ""),
    "_submitted_by": ("personal", "user"),
    "__version__": ("meta", ""),
    "_tags": ("meta", ""),
    "meta/rootUuid": ("meta", ""),
    "_index": ("meta", ""),
    "_parent_index": ("meta", ""),
    "username": ("personal", "user"),
    "deviceid": ("personal", "device"),
    "phonenumber": ("personal", "phone"),
    "simserial": ("personal", "device"),
    "subscriberid": ("personal", "device"),
}
OWN = ("_id", "_uuid", "_submission_time", "_index", "_validation_status")


def recognise(head: grid.Head) -> Recognition:
    """`_id`, `_uuid`, `_submission_time` at the end of the header."""
    names = set(head.rows[0] if head.rows else ())
    found = [name for name in OWN if name in names]
    if len(found) >= 3:
        return Recognition(0.98, "colonnes " + ", ".join(found), f"{head.kind}/{_style(head)}")
    return NOT_MINE


def _style(head: grid.Head) -> str:
    asked = [n for n in head.rows[0] if n and n not in META and not n.startswith("_")]
    return "labels" if sum(1 for n in asked if " " in n) * 2 > len(asked) else "xml-names"


def read(path: str | Path, head: grid.Head | None = None, **options: Any) -> Export:
    """The export as text. Only finished submissions are stored. `structure`: the XLSForm, for labels."""
    head = head or grid.peek(path, sheet=str(options.get("sheet", "")))
    form = odk.xlsform(Path(options["structure"])) if options.get("structure") else odk.Form()
    sheet_name, left = _main_sheet(path, head, options)
    table = read_grid(path, head, {**options, **sheet_name}, header_rows=_header_rows(head))
    _not_cut(table)
    made = sheet(table)
    for index, name in enumerate(made.headers):
        if name in META and (META[name][0] in ("meta", "personal") or _fresh(made, META[name][0])):
            made.meta(index, *META[name])
    places.claim(made)
    ranks(made, range(len(made.headers)), [odk.last(n) for n in made.headers])
    odk.ranked(made, form)
    if not options.get("structure"):
        _joined(made)
    _ticks_first(made, form)
    return export(
        made,
        tool=TOOL,
        variant=recognise(head).variant,
        dialect=Dialect(
            ticked=("1",),
            unticked=("0",),
            not_shown=("n/a",),
            separators=(" ",),
            date_format="%Y-%m-%dT%H:%M:%S%z",
            blank_multiple="unknown",
            # Labels hold blanks of their own; several answers have their option columns.
            lists=_style(head) == "xml-names",
        ),
        ledger=_hxl(table),
        notes=left,
    )


def _main_sheet(path: str | Path, head: grid.Head, options: dict[str, Any]) -> tuple[dict[str, str], list[str]]:
    """The sheet of the submissions, where the others only hold repeated groups; these are said not to be read."""
    repeats = [] if options.get("sheet") or len(head.sheets) < 2 else list(head.sheets[1:])
    if not repeats or not all("_parent_index" in grid.peek(path, sheet=name).header for name in repeats):
        return {}, []
    return {"sheet": head.sheets[0]}, [f"groupe répété non repris : feuille « {name} »" for name in repeats]


def _ticks_first(made: Any, form: odk.Form) -> None:
    multiples = [
        index
        for index, name in enumerate(made.headers)
        if made.free(index) and any(n.startswith(f"{name}/") for n in made.headers[index + 1 : index + 2])
    ]
    held = {i for i in multiples if odk._options(made, made.headers, i, "/")}
    taken = {j for i in held for j in odk._options(made, made.headers, i, "/")}
    names = ["" if i in taken or i in held else name for i, name in enumerate(made.headers)]
    odk.options_alone(made, names, form, "/")
    odk.rows(made, names, form)
    odk.tell(made, made.headers, form, "/")


def _joined(made: Sheet) -> None:
    """Several answers kept in one column only, joined by blanks, where the answers themselves show it."""
    for index, name in enumerate(made.headers):
        exploded = any(other.startswith(f"{name}/") for other in made.headers)
        if made.free(index) and not exploded and (found := composed.parts(made.grid.cells[index], " ")):
            doubts = ("options_deduced",)
            id = made.ask(Question(slug(name), "multiple", {"fr": name}, choices=choices(found), doubts=doubts))
            made.answer(index, "joined", id)


def _fresh(made: Any, part: str) -> bool:
    return all(c.part != part for c in made.columns.values())


def _header_rows(head: grid.Head) -> int:
    """Two when the second row holds HXL tags."""
    second = [cell for cell in (head.rows[1] if len(head.rows) > 1 else ()) if cell]
    return 2 if second and all(cell.startswith("#") for cell in second) else 1


def _hxl(table: grid.Grid) -> list[Entry]:
    if len(table.header) < 2:
        return []
    tags = " ".join(tag for tag in table.header[1] if tag)
    return [Entry(table.source.file, 2, "*", "", tags, "", "drop_meta", "ligne d'étiquettes HXL")]


def _not_cut(table: grid.Grid) -> None:
    """Kobo cuts long cells and says so inside them."""
    import pyarrow.compute as pc

    for index, column in enumerate(table.cells):
        cut = pc.fill_null(coded.asked(column, lambda texts: pc.starts_with(texts, "<WARNING: Truncated")), False)
        if pc.any(cut).as_py():
            row = int(table.rows[int(pc.index(cut, True).as_py())])
            raise NecError(
                "cell-cut",
                f"{table.source.file}, ligne {row}, colonne « {table.names[index]} »",
                "Kobo a coupé cette cellule (plus de 32 767 signes).",
                "Refaites l'export en CSV.",
            )
