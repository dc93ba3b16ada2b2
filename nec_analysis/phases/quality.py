"""The quality of the data: what was read, changed, left out, by whom it was not answered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from nec_analysis.clean.actions import said, told
from nec_analysis.clean.columns import counted, reasons
from nec_analysis.clean.rows import REASON
from nec_analysis.figures.masking import MARK
from nec_analysis.figures.tablenames import table_name
from nec_analysis.french.numbers import number
from nec_analysis.french.phrases import phrase
from nec_analysis.french.typography import typeset_rows
from nec_analysis.mapping.doubts import BRIEF
from nec_analysis.measures.states import MASKED_BELOW
from nec_analysis.model import Responses
from nec_analysis.phases.clean import Cleaned

ACCOUNTS = ("export", "lignes lues", "gardées", "écartées", "raisons")
QUESTIONS = ("question", "genre", "formulation", "réserves")
CHANGES = ("changement", "raison", "question", "nombre")
MISSING = ("question", "raison", "personnes")

KINDS = {
    "single": "choix unique",
    "scale": "échelle",
    "yes_no": "oui ou non",
    "nps": "note de 0 à 10",
    "numeric": "nombre",
    "multiple": "choix multiples",
    "grid": "grille",
    "ranking": "classement",
    "text": "texte libre",
    "date": "date",
    "other": "autre",
}
REASONS = {
    "not_shown": "non posée",
    "not_answered": "sans réponse",
    "unknown": "vide (non posée ou sans réponse)",
    "dropout": "abandon avant la question",
    "ambiguous": "réponse ambiguë",
    "quarantined": "ligne mise de côté",
    "out_of_domain": "valeur hors domaine",
}
CELLS = re.compile(r"(\d+) cellules")


def accounts(cleaned: Cleaned, lang: str = "fr") -> list[list[str]]:
    """One row an export: read = kept + set aside. Exports of the same name are told apart by their file."""
    rows = []
    often = Counter(table for table, _ in cleaned.accounts)
    for table, account in cleaned.accounts:
        counted = (account.read, account.kept, sum(account.set_aside.values()))
        name = named(table, lang) + (f" ({account.file})" if often[table] > 1 and account.file else "")
        rows.append([name, *(number(n, lang=lang) for n in counted), by_reason(account.set_aside, lang)])
    return typeset_rows(rows, lang)


def named(table: str, lang: str = "fr") -> str:
    """An export in words, by the table it fills: "contrôle des entrées"."""
    return phrase("enquête", lang) if table == "survey" else table_name(table, lang)


def by_reason(reasons: Mapping[str, int], lang: str = "fr") -> str:
    """How many by reason: "doublon : 4 ; essai ou aperçu : 2"."""
    parts = (
        phrase("{reason} :\u00a0{n}", lang, reason=said_reason(r, lang), n=number(n, lang=lang))
        for r, n in reasons.items()
    )
    return phrase(" ; ", lang).join(parts)


def questions(cleaned: Cleaned, lang: str = "fr") -> list[list[str]]:
    """One row a question, in the order it was put."""
    if cleaned.responses is None:
        return []
    rows = [
        [
            q.id,
            phrase(KINDS.get(q.kind, q.kind), lang),
            _worded(q.text, lang),
            ", ".join(said_doubt(d, lang) for d in q.doubts),
        ]
        for q in cleaned.responses.questionnaire.questions
    ]
    return typeset_rows(rows, lang)


def typed(responses: Responses, question: str) -> int:
    """How many people chose "other" with words of their own."""
    words = f"{question}__other_text" if f"{question}__other_text" in responses.frame else f"{question}__other"
    told = responses.frame.get(words)
    # An option called "other" has a column of ticks by that name.
    return 0 if told is None or str(told.dtype) == "boolean" else int(told.notna().sum())


def said_doubt(doubt: str, lang: str = "fr") -> str:
    """A doubt in words."""
    name, _, what = doubt.partition(":")
    said = phrase(BRIEF.get(name, doubt), lang)
    return f"{said} ({what})" if what and name in BRIEF and name != "scale_proposed" else said


def _worded(text: object, lang: str) -> str:
    labels = dict(text) if isinstance(text, dict) else {}
    return str(labels.get(lang) or labels.get("fr") or next(iter(labels.values()), ""))


def changes(cleaned: Cleaned, lang: str = "fr") -> list[list[str]]:
    """The ledger in short: how many times each thing was done, and why; not told where under 11 people answered.

    No raw value is shown.
    """
    if cleaned.responses is None:
        return []
    made = sorted(counted(cleaned.responses.ledger).items())
    hidden = {column.partition("__")[0] for column in _few(cleaned.responses)}
    rows = [
        [phrase(said(action), lang), said_change(reason, lang, few=few), asked, MARK if few else number(n, lang=lang)]
        for (action, reason, asked), n in made
        for few in (asked.partition("__")[0] in hidden,)
    ]
    return typeset_rows(rows, lang)


def _few(responses: Responses) -> frozenset[str]:
    """The columns that somebody, but fewer than 11 people, answered."""
    absent: Counter[str] = Counter(dict.fromkeys(map(str, responses.frame.columns), 0))
    for (column, _), n in reasons(responses.missing).items():
        absent[column] += n
    kept = responses.account.kept
    return frozenset(column for column, n in absent.items() if 0 < kept - n < MASKED_BELOW)


def said_change(reason: str, lang: str = "fr", *, few: bool = False) -> str:
    """Why the ledger says that something was changed, with the cells counted behind a semicolon; not told where `few`."""
    why, mark, cells = reason.rpartition(" ; ")
    counted = CELLS.fullmatch(cells) if mark else None
    if counted is None:
        return phrase(told(reason), lang)
    n = MARK if few else counted[1]
    many = "{reason} ; {n} cellule" if n == "1" else "{reason} ; {n} cellules"
    return phrase(many, lang, reason=phrase(why, lang), n=n)


def missing(cleaned: Cleaned, lang: str = "fr") -> list[list[str]]:
    """How many people gave no answer to each question, by reason; not told where that leaves under 11 who did."""
    if cleaned.responses is None:
        return []
    found, few = reasons(cleaned.responses.missing), _few(cleaned.responses)
    rows = [
        [column, said_reason(reason, lang), MARK if column in few else number(n, lang=lang)]
        for (column, reason), n in found.items()
    ]
    return typeset_rows(rows, lang)


def said_reason(reason: str, lang: str = "fr") -> str:
    """Why a row was set aside, or an answer is absent, in words."""
    name, _, code = reason.partition(":")
    if name == "user_missing":
        return phrase("code d'absence {code}", lang, code=code)
    return phrase(REASON.get(reason) or REASONS.get(name, reason), lang)
