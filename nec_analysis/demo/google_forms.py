"""Google Forms: the sheet of answers, downloaded as CSV with French settings."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nec_analysis.demo.cells import Text, file_bytes, labelled, lines, stamped, varied, when_needed
from nec_analysis.demo.draw import stream
from nec_analysis.demo.fieldwork import Collected
from nec_analysis.demo.people import people
from nec_analysis.demo.survey import Asked

Column = tuple[str, Text]


def results(rows: Collected, *, seed: int) -> bytes:
    """One row a form: `,`, quotes where needed, CRLF, no BOM; the options of a multiple choice joined by `, `."""
    columns = [*_meta(rows, seed), *(c for asked in rows.survey.questions for c in _columns(asked, rows, seed))]
    quote = when_needed(",")
    header = ",".join(quote(name) for name, _ in columns)
    return file_bytes([header, *lines((cells for _, cells in columns), ",", quote)], end="\r\n")


def _meta(rows: Collected, seed: int) -> Iterator[Column]:
    crowd = people(stream(seed, rows.survey.id, "addresses"), len(rows))
    yield "Horodateur", stamped(rows.ended, "%d/%m/%Y %H:%M:%S")
    yield "Adresse e-mail", crowd.email[rows.person]


def _columns(asked: Asked, rows: Collected, seed: int) -> Iterator[Column]:
    codes, labels = rows.answers.codes, [option.label for option in asked.options]
    match asked.kind:
        case "list" | "yes_no" | "numeric":
            cells = varied(labelled(codes[asked.id], labels), asked.variants, rows.person, seed, asked.id)
            yield asked.text, _typed(asked, cells, rows)
        case "multiple":
            ticked = [labelled(codes[asked.id][:, place], ("", label)) for place, label in enumerate(labels)]
            if asked.other:
                ticked.append(labelled(codes[f"{asked.id}:other"], asked.other_texts))
            yield asked.text, _joined(ticked, len(rows))
        case "grid":
            for place, item in enumerate(asked.items):
                yield f"{asked.text} [{item.label}]", labelled(codes[asked.id][:, place], labels)
        case "ranking":
            for place, label in enumerate(labels):
                ranks = np.where(codes[asked.id] == place, np.arange(1, len(labels) + 1), 0).max(axis=1)
                yield f"{asked.text} [{label}]", labelled(ranks - 1, [f"Rang {k + 1}" for k in range(len(labels))])
        case "text":
            yield asked.text, labelled(codes[asked.id], rows.texts[asked.id])


def _joined(columns: list[Text], n: int) -> Text:
    """The non-empty cells of each row side by side. Commas inside an option are not marked: that is the tool's way."""
    table = list(zip(*columns, strict=True)) or [()] * n
    return np.array([", ".join(cell for cell in row if cell) for row in table], dtype=object)


def _typed(asked: Asked, cells: Text, rows: Collected) -> Text:
    """ "Autre" is replaced by what the person typed."""
    if not asked.other:
        return cells
    texts = rows.answers.codes[f"{asked.id}:other"]
    return np.where(texts >= 0, labelled(texts, asked.other_texts), cells)
