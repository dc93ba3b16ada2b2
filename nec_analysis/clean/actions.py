"""What the ledger says was done, in the words of a reader."""

from __future__ import annotations

SAID = {
    "drop_pii": "colonne effacée",
    "drop_derived": "colonne laissée",
    "drop_meta": "colonne laissée",
    "column_set_aside": "colonne laissée",
    "metrics_set_aside": "mesures laissées",
    "read_meta": "colonne lue à part",
    "drop_row": "ligne écartée",
    "duplicate_line": "ligne écartée",
    "coalesce_duplicate_row": "lignes réunies",
    "coalesce_duplicate_column": "colonnes réunies",
    "quarantine_row": "ligne mise de côté",
    "blank_line_skipped": "ligne vide sautée",
    "empty_row_skipped": "ligne vide sautée",
    "preamble_skipped": "ligne de titre sautée",
    "total_row_skipped": "ligne de total sautée",
    "quantity_expanded": "billets comptés un par un",
    "flag_test": "réponse signalée",
    "label_mapped": "réponse reconnue",
    "choice_label": "réponse reconnue",
    "split_multi": "choix séparés",
    "set_missing": "case vidée",
    "set_aside": "réponse laissée",
    "recode": "réponse recodée",
    "unmask": "texte rétabli",
    "flag_duplicate": "réponse signalée",
    "contradiction": "contradiction signalée",
    "cross_check": "contradiction signalée",
    "decoded_with_fallback": "encodage choisi",
    "text_repaired": "texte réparé",
    "damaged_text": "texte abîmé gardé",
}
REASONS = {
    "csv_formula_guard": "apostrophe mise par l'outil devant une formule",
    "known_options_longest_match; remainder=other": "options connues, la plus longue d'abord ; le reste : « autre »",
}


def said(action: str) -> str:
    """An action in words, without what stands between brackets: `drop_row(test)`; one nobody named stays as it is.

    >>> said("drop_row(test)")
    'ligne écartée'
    """
    return SAID.get(action.partition("(")[0], action)


def told(reason: str) -> str:
    """The reason of a change in words."""
    return REASONS.get(reason, reason)
