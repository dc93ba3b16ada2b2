"""`nec check`: everything a run would read, nothing published."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from nec_analysis.french.numbers import counted

if TYPE_CHECKING:
    from nec_analysis.clean.book import UnknownAnswers


def call(given: argparse.Namespace) -> int:
    """Read, check and code the exports of an edition; print the account of rows."""
    import nec_analysis as nec
    from nec_analysis.cards import project
    from nec_analysis.clean.book import UnknownAnswers
    from nec_analysis.mapping import doubts
    from nec_analysis.mapping.taking import take_over, waiting
    from nec_analysis.mapping.worksheet import FILE
    from nec_analysis.phases import clean
    from nec_analysis.phases.indicators import figures_of
    from nec_analysis.phases.quality import KINDS, by_reason, named, typed
    from nec_analysis.phases.rereading import reread
    from nec_analysis.privacy.retention import allowed, reminder

    for line in take_over(given.edition, project(given.root)):
        print(line)
    desk = nec.edition(given.edition, root=given.root)
    allowed(desk.card)
    try:
        cleaned = clean.clean(desk.card, desk.catalogue)
    except UnknownAnswers as refusal:
        _ask(refusal, given.edition, project(given.root))
        raise
    print(f"{desk.card.label} ({desk.card.id})")
    for table, account in cleaned.accounts:
        away = sum(account.set_aside.values())
        print(f"  {named(table)} : {counted(account.read, 'ligne lue', 'lignes lues')}", end="")
        print(f" = {counted(account.kept, 'gardée', 'gardées')}", end="" if away else "\n")
        if away:
            print(f" + {counted(away, 'écartée', 'écartées')} ({by_reason(account.set_aside)})")
    if cleaned.responses is not None:
        if not cleaned.responses.account.kept:
            print("⚠ L'enquête n'a aucune réponse gardée : le bilan serait publié sans aucun chiffre d'enquête.")
        for question in cleaned.responses.questionnaire.questions:
            text = " ".join(next(iter(question.text.values()), "").split())
            kind = KINDS.get(question.kind, question.kind)
            print(f"    {question.id} [{kind}] {text[:80]}{'…' if len(text) > 80 else ''}")
            for doubt in question.doubts:
                print(f"      ⚠ {doubts.said(doubt)}")
            if n := typed(cleaned.responses, question.id):
                said = counted(n, "réponse", "réponses")
                print(
                    f"      {said} sous « Autre », avec des mots à soi ([export.recodes.{question.id}] pour les classer)"
                )
    # a question misspelt in [indicators], a margin nobody knows: what the run would refuse is refused here
    figures_of(cleaned.data, desk.catalogue)
    for line in reread(cleaned, project(given.root)):
        print(f"  {line}")
    if waiting(given.edition, project(given.root)):
        print(f"⚠ {FILE} attend vos choix : ouvrez-le, choisissez dans les listes, enregistrez, puis nec check.")
    if said := reminder(desk.card):
        print(f"⚠ {said}")
    print("Tout se lit. Pour publier : nec run " + desk.card.id)
    return 0


def _ask(refusal: UnknownAnswers, edition: str, root: Path) -> None:
    """Answers nobody knows, shown in the sheet to whoever writes no TOML; the refusal then says so."""
    from nec_analysis.cards import catalogue
    from nec_analysis.mapping.asking import Answer, ask
    from nec_analysis.mapping.worksheet import ANSWERS, FILE

    answers = [Answer(each.question, each.text, each.count, each.near) for each in refusal.unknown]
    try:
        shown = {answer.question for answer in ask(root / "data" / "raw" / edition / FILE, answers, catalogue())}
    except (OSError, KeyError, ValueError):
        # Open in a spreadsheet, or no longer the sheet it was: the card says it all.
        return
    if shown:
        others = refusal.lines([each.question for each in refusal.unknown if each.question not in shown])
        refusal.remedy = (
            f"Elles sont dans {FILE}, feuille « {ANSWERS} » : dites ce qu'elles veulent dire, enregistrez, "
            f"puis nec check {edition}"
        ) + (f"\nLes autres, dans edition.toml, sous l'export :\n{others}" if others else "")
