"""The doubts a question raises, in the analyst's words."""

from __future__ import annotations

SAYINGS = {
    "double_barrelled": "deux choses demandées en une question : on ne sait pas laquelle la réponse juge.",
    "first_time_direction": "« première fois = Oui » et « déjà venu = Non » disent la même chose : vérifiez le sens.",
    "polarity_unknown": "échelle de chiffres sans libellés : dites quel bout est favorable.",
    "code_in_numbers": "un chiffre ou un mot semble vouloir dire « sans réponse » ou « non concerné » : dites lequel.",
    "codes_without_labels": "des chiffres sans libellés : dites ce qu'ils veulent dire.",
    "options_deduced": "choix multiples réunis dans une cellule : la liste des choix est déduite des réponses.",
    "date_order": "jour et mois peuvent être inversés : vérifiez l'ordre retenu.",
    "empty_column": "personne n'a répondu.",
}


def said(doubt: str) -> str:
    """A doubt as a sentence; a code that has none stays as it is."""
    code, _, what = doubt.partition(":")
    if code == "scale_proposed":
        return f"presque l'échelle {what}, mais un libellé n'en fait pas partie : gardée telle quelle."
    return SAYINGS.get(code, doubt)
