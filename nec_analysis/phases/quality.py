"""The quality of the data: what was read, changed, left out, by whom it was not answered."""

from __future__ import annotations

from collections import Counter

from nec_analysis.clean.rows import REASON
from nec_analysis.figures.masking import MARK
from nec_analysis.french.numbers import number
from nec_analysis.measures.states import MASKED_BELOW
from nec_analysis.phases.clean import Cleaned
from nec_analysis.phases.drawing.material import ROLES

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
DOUBTS = {
    "double_barrelled": "question double",
    "polarity_unknown": "sens de l'échelle à confirmer",
    "first_time_direction": "sens de la question à confirmer",
    "options_deduced": "liste d'options déduite des réponses",
    "codes_without_labels": "codes sans libellés",
    "code_in_numbers": "un code parmi les nombres",
    "empty_column": "colonne vide",
}


def accounts(cleaned: Cleaned) -> list[list[str]]:
    """One row an export: read = kept + set aside."""
    rows = []
    for table, account in cleaned.accounts:
        name = "enquête" if table == "survey" else ROLES.get(table, {}).get("fr", table)
        reasons = " ; ".join(f"{said_reason(reason)} : {number(n)}" for reason, n in account.set_aside.items())
        aside = number(sum(account.set_aside.values()))
        rows.append([name, number(account.read), number(account.kept), aside, reasons])
    return rows


def questions(cleaned: Cleaned) -> list[list[str]]:
    """One row a question, in the order it was put."""
    if cleaned.responses is None:
        return []
    return [
        [q.id, KINDS.get(q.kind, q.kind), _worded(q.text), ", ".join(said_doubt(doubt) for doubt in q.doubts)]
        for q in cleaned.responses.questionnaire.questions
    ]


def said_doubt(doubt: str) -> str:
    """A doubt in words."""
    name, _, what = doubt.partition(":")
    return DOUBTS.get(name, "échelle proposée, à confirmer" if name == "scale_proposed" else doubt) + (
        f" ({what})" if what and name != "scale_proposed" else ""
    )


def _worded(text: object) -> str:
    labels = dict(text) if isinstance(text, dict) else {}
    return str(labels.get("fr") or next(iter(labels.values()), ""))


def changes(cleaned: Cleaned) -> list[list[str]]:
    """The ledger in short: how many times each thing was done, and why. No raw value is shown."""
    if cleaned.responses is None:
        return []
    counted = Counter((e.action, e.reason, e.question) for e in cleaned.responses.ledger)
    return [[action, reason, question, number(n)] for (action, reason, question), n in sorted(counted.items())]


def missing(cleaned: Cleaned) -> list[list[str]]:
    """How many people gave no answer to each question, by reason; not told where that leaves under 11 who did."""
    if cleaned.responses is None:
        return []
    counted = cleaned.responses.missing.groupby(["column", "reason"], observed=True, sort=True)[
        "respondent_id"
    ].nunique()
    absent = counted.groupby(level="column", observed=True).sum()
    kept = cleaned.responses.account.kept
    few = {column for column, n in absent.items() if 0 < kept - int(n) < MASKED_BELOW}
    return [
        [str(column), said_reason(str(reason)), MARK if column in few else number(int(n))]
        for (column, reason), n in counted.items()
    ]


def said_reason(reason: str) -> str:
    """Why a row was set aside, or an answer is absent, in words."""
    if reason in REASON:
        return REASON[reason]
    name, _, code = reason.partition(":")
    if name == "user_missing":
        return f"code d'absence {code}"
    return REASONS.get(name, reason)
