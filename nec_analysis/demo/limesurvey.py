"""LimeSurvey 5: results CSV with full question texts as headings, full answers as cells."""

from __future__ import annotations

import html
from collections.abc import Iterator

import numpy as np

from nec_analysis.demo.cells import Text, always, blanked, constant, file_bytes, labelled, lines, numbered, stamped
from nec_analysis.demo.fieldwork import Collected
from nec_analysis.demo.survey import Asked

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
NETWORKS = ("192.0.2", "198.51.100", "203.0.113")
"""Networks kept for documentation (RFC 5737)."""

Column = tuple[str, Text]


def results(rows: Collected, *, delimiter: str = ",") -> bytes:
    """`results-survey<sid>.csv`: UTF-8 with BOM, every cell quoted, CRLF, an empty last line."""
    columns = [*_meta(rows), *(c for asked in rows.survey.questions for c in _columns(asked, rows))]
    # Headings alone go through LimeSurvey's HTML purifier: "&" comes out as "&amp;".
    header = delimiter.join(always(html.escape(text, quote=False)) for text, _ in columns)
    body = lines((cells for _, cells in columns), delimiter, always)
    return file_bytes([header, *body], end="\r\n", bom=True, tail="\r\n")


def _meta(rows: Collected) -> Iterator[Column]:
    n = len(rows)
    sent = rows.answers.submitted == 1
    ended = stamped(rows.ended)
    yield "ID de la réponse", numbered(np.arange(1, n + 1))
    yield "Date de soumission", blanked(ended, sent)
    yield "Dernière page", numbered(rows.answers.pages)
    yield "Langue de départ", constant("fr", n)
    yield "Tête de série", numbered(rows.seeds)
    yield "Code d'accès", numbered(rows.token, _token)
    yield "Date de lancement", stamped(rows.started)
    yield "Date de la dernière action", ended
    yield "Adresse IP", numbered(rows.address, address)


def _token(number: int) -> str:
    """An access code of fifteen signs, different for each number; none for 0."""
    if not number:
        return ""
    value, signs = number * 0x9E3779B97F4A7C15 % 2**75, ""
    for _ in range(15):
        value, place = divmod(value, len(ALPHABET))
        signs += ALPHABET[place]
    return signs


def address(number: int) -> str:
    """An address of the documentation networks."""
    network, host = divmod(number, 254)
    return f"{NETWORKS[network % 3]}.{host + 1}"


def _columns(asked: Asked, rows: Collected) -> Iterator[Column]:
    codes, labels = rows.answers.codes, [option.label for option in asked.options]
    match asked.kind:
        case "display":
            yield asked.text, constant("", len(rows))
        case "list" | "numeric":
            yield asked.text, labelled(codes[asked.id], labels)
        case "yes_no":
            # The French translation has no word for an empty Yes/No: LimeSurvey writes N/A.
            yield asked.text, labelled(codes[asked.id], labels, empty="N/A", unseen="N/A")
        case "multiple":
            for place, label in enumerate(labels):
                yield f"{asked.text} [{label}]", labelled(codes[asked.id][:, place], ("Non", "Oui"), unseen="N/A")
        case "grid":
            for place, item in enumerate(asked.items):
                yield f"{asked.text} [{item.label}]", labelled(codes[asked.id][:, place], labels)
        case "ranking":
            for place in range(len(labels)):
                yield f"{asked.text} [Classement {place + 1}]", labelled(codes[asked.id][:, place], labels)
        case "text":
            yield asked.text, labelled(codes[asked.id], rows.texts[asked.id])
    if asked.other:
        yield f"{asked.text} [Autre]", labelled(codes[f"{asked.id}:other"], asked.other_texts)
