"""What a raw answer means: the card's recodes, the tool's own labels, the catalogue's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nec_analysis.cards import Catalogue
from nec_analysis.french.matching import normal
from nec_analysis.model import Choice, Edition, ExportCard, Question

OTHER = "other"
_YES, _NO = ("oui", "yes", "y", "o", "1", "true", "vrai"), ("non", "no", "n", "0", "2", "false", "faux")


@dataclass(frozen=True, slots=True)
class Spelling:
    """The codes of a question's answers. `codes`: by normal form; `recodes`: declared in the card, by what is written."""

    codes: Mapping[str, str]
    recodes: Mapping[str, str]
    other: str
    labels: Mapping[str, str]
    roles: Mapping[str, str]

    def code(self, text: str) -> str | None:
        """The code of a raw answer; "" for one that the card says is none, None when nobody knows."""
        said = text.strip().removeprefix("'") if text.strip()[:2] in ("'=", "'+", "'-", "'@") else text.strip()
        if said in self.recodes:
            return self.recodes[said]
        return self.codes.get(normal(said))


def sides(known: Spelling) -> tuple[str, str]:
    """The code of yes and that of no, "" where an answer is neither or both are not there once."""
    said = {code: {normal(code), normal(label)} for code, label in known.labels.items()}
    yes, no = ([code for code, texts in said.items() if texts.intersection(words)] for words in (_YES, _NO))
    return (yes[0], no[0]) if len(yes) == len(no) == 1 else ("", "")


def spelling(id: str, local: Question, card: ExportCard, catalogue: Catalogue, edition: Edition) -> Spelling:
    """How the answers to a question of the catalogue, or of the card, are written in this file."""
    stanza = edition.questions.get(id) or catalogue.stanzas[id]
    known = entries(stanza, catalogue)
    codes: dict[str, str] = {}
    for code, entry in known.items():
        for text in texts(entry):
            codes.setdefault(normal(text), code)
    for choice in local.choices:
        meant = next((codes[normal(t)] for t in choice.label.values() if normal(t) in codes), "")
        meant = meant or (choice.code if choice.code in known else "")
        if meant:
            for text in (choice.code, *choice.label.values()):
                codes.setdefault(normal(text), meant)
    other = next((code for code, entry in known.items() if entry.get("role") == OTHER), "")
    if other:
        for text in ("-oth-", "autre", "autres", "other"):
            codes.setdefault(normal(text), other)
    if stanza.get("scale") == "yes_no" or stanza.get("kind") == "yes_no":
        codes = {**dict.fromkeys(_YES, "yes"), **dict.fromkeys(_NO, "no"), **codes}
    recodes = {text.strip(): code for text, code in card.recodes.get(id, {}).items()}
    labels = {code: str(entry.get("fr", code)) for code, entry in known.items()}
    return Spelling(codes, recodes, other, labels, {c: str(e.get("role", "valid")) for c, e in known.items()})


def widened(known: Spelling, options: Iterable[Choice]) -> Spelling:
    """The spelling with options that only this file has, each under its own code; a writing known before stays."""
    codes, labels, roles = dict(known.codes), dict(known.labels), dict(known.roles)
    for option in options:
        for text in (option.code, *option.label.values()):
            codes.setdefault(normal(text), option.code)
        labels.setdefault(option.code, next(iter(option.label.values()), option.code))
        roles.setdefault(option.code, option.role)
    return replace(known, codes=codes, labels=labels, roles=roles)


def own_spelling(local: Question, recodes: Mapping[str, str]) -> Spelling:
    """How the answers to a question that only this file has are written: its own labels."""
    codes: dict[str, str] = {}
    for choice in local.choices:
        for text in (choice.code, *choice.label.values()):
            codes.setdefault(normal(text), choice.code)
    other = next((choice.code for choice in local.choices if choice.role == OTHER), "")
    if other:
        codes.setdefault(normal("-oth-"), other)
    labels = {choice.code: choice.label.get("fr", choice.code) for choice in local.choices}
    said = {text.strip(): code for text, code in recodes.items()}
    return Spelling(codes, said, other, labels, {choice.code: choice.role for choice in local.choices})


def entries(stanza: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Mapping[str, Any]]:
    """The choices of a stanza, those of its scale with their writings in scales of the same family."""
    special = catalogue.scales.get("special", {}).get("choices", {})
    scale = catalogue.scales.get(str(stanza.get("scale", "")), {})
    found: dict[str, Mapping[str, Any]] = dict(scale.get("choices", {}))
    found |= stanza.get("choices", {})
    for code in stanza.get("also", ()):
        found[code] = special[code]
    for kin in catalogue.scales.values():
        if scale and kin.get("family") == scale.get("family"):
            for code, entry in kin.get("choices", {}).items():
                if code in found:
                    more = (*found[code].get("like", ()), *texts(entry))
                    found[code] = {**found[code], "like": more}
    return found


def texts(entry: Mapping[str, Any]) -> list[str]:
    return [*(str(entry[lang]) for lang in ("fr", "en", "de", "es", "it") if lang in entry), *entry.get("like", ())]


def items(id: str, local: Question, catalogue: Catalogue, edition: Edition) -> dict[str, str]:
    """The catalogue's code of each row of a grid, by the code the export gives it."""
    stanza = edition.questions.get(id) or catalogue.stanzas[id]
    names = {normal(text): code for code, entry in stanza.get("items", {}).items() for text in texts(entry)}
    return {
        item.code: next((names[normal(t)] for t in item.label.values() if normal(t) in names), item.code)
        for item in local.items
    }
