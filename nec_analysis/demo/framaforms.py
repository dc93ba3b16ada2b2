"""Framaforms (Drupal 7 webform): tab-separated results under three header rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nec_analysis.demo.cells import (
    Text,
    always,
    blanked,
    constant,
    file_bytes,
    labelled,
    lines,
    numbered,
    stamped,
    varied,
)
from nec_analysis.demo.fieldwork import DRAFT, Collected
from nec_analysis.demo.limesurvey import address
from nec_analysis.demo.survey import Asked

Column = tuple[str, str, Text]
"""What row 2 says (the question of a block, at its first column), what row 3 says, the cells."""

DETAILS = "Détails de la soumission"
WHEN = "%d/%m/%Y - %H:%M"


def sid(place: int) -> str:
    """The number of the answer of a row."""
    return str(310_400 + 2 * place)


def results(rows: Collected, *, seed: int) -> bytes:
    """The "separate" layout: every cell quoted, LF, no BOM, `X` for a ticked option, minutes without seconds."""
    columns = [*_meta(rows), *(c for asked in rows.survey.questions for c in _columns(asked, rows, seed))]
    title = [rows.survey.title, *([""] * (len(columns) - 1))]
    heads = [title, [above for above, _, _ in columns], [name for _, name, _ in columns]]
    header = ["\t".join(always(cell) for cell in row) for row in heads]
    return file_bytes([*header, *lines((cells for *_, cells in columns), "\t", always)], end="\n")


def _meta(rows: Collected) -> Iterator[Column]:
    n = len(rows)
    draft = rows.kind == DRAFT
    ended = stamped(rows.ended, WHEN)
    yield DETAILS, "Séquentiel", numbered(np.arange(1, n + 1))
    yield "", "SID", numbered(np.arange(n), sid)
    yield "", "Heure de soumission", stamped(rows.started, WHEN)
    yield "", "Heure de complétion", blanked(ended, ~draft)
    yield "", "Heure de modification", ended
    yield "", "Brouillon", np.where(draft, np.array("1", dtype=object), np.array("0", dtype=object))
    yield "", "Adresse IP", numbered(rows.address, address)
    yield "", "UID", constant("0", n)
    yield "", "Nom d'utilisateur", constant("", n)


def _columns(asked: Asked, rows: Collected, seed: int) -> Iterator[Column]:
    codes, labels = rows.answers.codes, [option.label for option in asked.options]
    match asked.kind:
        case "list" | "yes_no" | "numeric":
            cells = varied(labelled(codes[asked.id], labels), asked.variants, rows.person, seed, asked.id)
            yield "", asked.text, _with_other(asked, cells, rows)
        case "multiple":
            for place, label in enumerate(labels):
                above = "" if place else asked.text
                yield above, label, labelled(codes[asked.id][:, place], ("", "X"))
            if asked.other:
                yield "", "Autre...", labelled(codes[f"{asked.id}:other"], asked.other_texts)
        case "grid":
            for place, item in enumerate(asked.items):
                yield "" if place else asked.text, item.label, labelled(codes[asked.id][:, place], labels)
        case "ranking":
            for place in range(len(labels)):
                yield "", f"{asked.text} – rang {place + 1}", labelled(codes[asked.id][:, place], labels)
        case "text":
            yield "", asked.text, labelled(codes[asked.id], rows.texts[asked.id])


def _with_other(asked: Asked, cells: Text, rows: Collected) -> Text:
    """ "Autre" is never written: what the person typed stands in the cell of the answer."""
    if not asked.other:
        return cells
    texts = rows.answers.codes[f"{asked.id}:other"]
    return np.where(texts >= 0, labelled(texts, asked.other_texts), cells)
