"""Text to choice: every spelling under which a question knows its answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nec_analysis.clean.cells import trimmed, unguarded
from nec_analysis.french.matching import normal
from nec_analysis.french.ranges import ranged
from nec_analysis.model import Choice, Dialect, Item, Question

OTHER = ("-oth-", "autre", "autres", "other", "autre (précisez)", "autre (veuillez préciser)", "other (please specify)")
YES = frozenset(("y", "o", "oui", "yes", "1", "true", "vrai", "x", "a1", "ja", "si"))
NO = frozenset(("n", "non", "no", "0", "2", "false", "faux", "a2", "nein"))
RATIO, MARGIN = 90.0, 6.0
"""Likeness (0-100) from which a spelling is proposed, and how far above any other choice: measured without a wrong one."""
LEFT_OUT = ("no_answer", "no_opinion", "not_applicable")
"""Roles that are not a value of a numeric question."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """`exact` holds verbatim texts, `folded` normal forms; None marks a spelling that two choices share."""

    question: Question
    exact: Mapping[str, str]
    folded: Mapping[str, str | None]
    recodes: Mapping[str, str]
    yes: str = ""
    no: str = ""

    def code(self, text: str) -> str | None:
        """The code of the choice that a text stands for, None when nobody knows."""
        said = trimmed(unguarded(text))
        if said in self.recodes:
            return self.recodes[said]
        if said in self.exact:
            return self.exact[said]
        return self.folded.get(normal(said))

    def near(self, text: str) -> str:
        """The code to propose for a text, "" when none is near enough; an Excel date is near the range it was.

        "Assez d'accord" is 67 % alike "Plutôt pas d'accord": below the ratio and margin, nothing is proposed, since a
        wrong proposal turns an opinion round.
        """
        for ends in ranged(text):
            if code := self._of_range(ends):
                return code
        from rapidfuzz import fuzz

        best: dict[str, float] = {}
        for label, known in self.folded.items():
            if known:
                best[known] = max(best.get(known, 0.0), fuzz.ratio(normal(text), label))
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
        if not ranked or ranked[0][1] < RATIO:
            return ""
        return "" if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MARGIN else ranked[0][0]

    def _of_range(self, ends: tuple[int, int]) -> str:
        for choice in self.question.choices:
            for label in choice.label.values():
                found = [int(n) for n in re.findall(r"\d+", label)]
                if found in ([*ends], [ends[1], ends[0]]):
                    return choice.code
        return ""

    @property
    def other(self) -> str:
        """The code of the choice "other", "" where there is none."""
        return next((c.code for c in self.question.choices if c.role == "other"), "")

    @property
    def known(self) -> tuple[str, ...]:
        """The codes for a message."""
        return tuple(c.code for c in self.question.choices)


def lookup(question: Question, own: Question | None, recodes: Mapping[str, str], dialect: Dialect) -> Lookup:
    """Every spelling of the answers to a question: its codes and labels, those of the file (`own`), the card's recodes."""
    choices = question.choices
    exact: dict[str, str] = {}
    folded: dict[str, str | None] = {}
    named = _named(choices)
    for choice in own.choices if own else ():
        # A list of thousands of choices is looked through by name, not choice by choice.
        met = {id(c): c for label in choice.label.values() if label for c in named.get(normal(label), ())}
        target = next(iter(met.values())) if len(met) == 1 else partner(choice, choices)
        if target is not None:
            exact[choice.code] = target.code
            _labels(choice, target.code, exact, folded)
    for choice in choices:
        exact.setdefault(choice.code, choice.code)
    for choice in choices:
        _labels(choice, choice.code, exact, folded)
    other = next((c.code for c in choices if c.role == "other"), "")
    if other:
        for text in OTHER:
            exact.setdefault(text, other)
            folded.setdefault(normal(text), other)
    yes, no = _sides(question)
    if yes and no:
        for texts, code in ((dialect.ticked, yes), (dialect.unticked, no)):
            for text in texts:
                if text:
                    folded.setdefault(normal(text), code)
    return Lookup(question, exact, folded, {trimmed(k): v for k, v in recodes.items()}, yes, no)


def _named(choices: tuple[Choice, ...]) -> dict[str, list[Choice]]:
    """The choices by the normal forms of their labels."""
    found: dict[str, list[Choice]] = {}
    for choice in choices:
        for form in {normal(label) for label in choice.label.values()}:
            found.setdefault(form, []).append(choice)
    return found


def _labels(choice: Choice, code: str, exact: dict[str, str], folded: dict[str, str | None]) -> None:
    for label in choice.label.values():
        exact.setdefault(trimmed(label), code)
        form = normal(label)
        if folded.get(form, code) != code:
            folded[form] = None
        else:
            folded[form] = code


def partner(choice: Choice | Item, among: tuple[Any, ...]) -> Any:
    """The choice (or item) of another questionnaire that means the same: by label, else by code; None when none does."""
    forms = {normal(label) for label in choice.label.values() if label}
    by_label = [c for c in among if forms & {normal(label) for label in c.label.values()}]
    if len(by_label) == 1:
        return by_label[0]
    return next((c for c in among if c.code == choice.code), None) or _other(choice, among)


def _other(choice: Choice | Item, among: tuple[Any, ...]) -> Any:
    if isinstance(choice, Choice) and (choice.role == "other" or choice.code in OTHER):
        return next((c for c in among if getattr(c, "role", "") == "other"), None)
    return None


def _sides(question: Question) -> tuple[str, str]:
    """The codes of yes and no, "" where the question has no such pair."""
    if question.kind != "yes_no" and question.scale != "yes_no" and len(question.choices) != 2:
        return "", ""
    yes = [c.code for c in question.choices if _is(c, YES)]
    no = [c.code for c in question.choices if _is(c, NO)]
    return (yes[0], no[0]) if len(yes) == len(no) == 1 else ("", "")


def _is(choice: Choice, words: frozenset[str]) -> bool:
    labels = [normal(label) for label in choice.label.values() if label]
    return any(label in words for label in labels) if labels else choice.code.casefold() in words
