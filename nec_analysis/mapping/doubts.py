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
    "lone_tick": "une case à cocher seule : on ne sait pas si vide veut dire non, seules les cases cochées sont comptées.",
    "few_twice": "de rares personnes y ont deux réponses, les autres une seule : choix multiples, ou réponse corrigée ? "
    "Les deux sont comptées.",
    "title_lost": "l'export n'a pas l'intitulé de cette question, et ne sépare pas deux questions à cases qui se suivent : "
    "vérifiez ses options, nommez-la dans la fiche.",
}
BRIEF = {
    "double_barrelled": "deux questions en une",
    "polarity_unknown": "sens de l'échelle à confirmer",
    "first_time_direction": "sens de la question à confirmer",
    "options_deduced": "liste d'options déduite des réponses",
    "codes_without_labels": "codes sans libellés",
    "code_in_numbers": "un code parmi les nombres",
    "empty_column": "colonne vide",
    "lone_tick": "case seule, vide de sens inconnu",
    "few_twice": "deux réponses de rares personnes",
    "title_lost": "intitulé absent de l'export",
    "scale_proposed": "échelle proposée, à confirmer",
    "date_order": "ordre du jour et du mois à vérifier",
    "range_as_date": "plages changées en dates",
}
"""The same in a few words, for tables of figures."""


def brief(doubt: str) -> str:
    """A doubt in a few words; a code that has none stays as it is."""
    return BRIEF.get(doubt.partition(":")[0], doubt)


def said(doubt: str) -> str:
    """A doubt as a sentence; a code that has none stays as it is."""
    code, _, what = doubt.partition(":")
    if code == "scale_proposed":
        return f"presque l'échelle {what}, mais un libellé n'en fait pas partie : gardée telle quelle."
    if code == "range_as_date":
        text, _, label = what.partition(" = ")
        return f"« {text} » est sans doute la plage « {label} », changée en date par un tableur : à dire dans [export.recodes]."
    return SAYINGS.get(code, doubt)
