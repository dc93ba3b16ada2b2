"""The card a new edition begins with, written for the analysts who will correct it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nec_analysis.cards.files import JOINED
from nec_analysis.errors import NecError
from nec_analysis.french.numbers import counted
from nec_analysis.mapping.doubts import said
from nec_analysis.mapping.kinds import RANGE
from nec_analysis.mapping.personal import masked
from nec_analysis.mapping.propose import Proposal
from nec_analysis.mapping.text import toml_key, toml_text, toml_value
from nec_analysis.model import Population, Question, Questionnaire

_SEAL = re.compile(r"\A# Fiche écrite par nec new \((?P<seal>[0-9a-f]{12})\)")


_SHOWN = 3
PRIVACY = """
# [privacy]                # après ce jour « nec run » refuse de lire les exports, « nec purge » les efface
# keep_until = 2025-09-28
# in_charge = "qui en répond"
"""


@dataclass(frozen=True, slots=True)
class Term:
    """An option of reading without which a file is refused, and why."""

    key: str
    value: str | bool
    cause: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One `[[export]]` of the card to be: the file, its tool and how sure we are, what its columns are.

    Without a role it is written as a comment, for a person to complete. `others`: roles it could have too.
    """

    role: str
    tool: str
    file: str
    sha256: str
    rows: int
    why: str = ""
    others: tuple[str, ...] = ()
    structure: str = ""
    sheet: str = ""
    columns: Mapping[str, str] | None = None
    recodes: Mapping[str, Mapping[str, str]] | None = None
    questionnaire: Questionnaire | None = None
    proposals: tuple[Proposal, ...] = ()
    examples: Mapping[str, str] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()

    @property
    def asked(self) -> tuple[Proposal, ...]:
        """The proposals that a person must confirm."""
        return tuple(p for p in self.proposals if p.target and not p.automatic)


def card(
    slug: str,
    drafts: Sequence[Draft],
    *,
    languages: Sequence[str],
    like: str = "",
    population: Population | None = None,
    declared: bool = False,
) -> str:
    """The text of `edition.toml`: the same input gives the same bytes.

    `declared`: the terms of reading are accepted; else they are written as comments and the file stays refused.
    """
    blocks = [_export(draft, declared) for draft in drafts]
    body = _head(slug, languages, like) + _population(drafts, population) + PRIVACY + "".join(blocks)
    return f"# Fiche écrite par nec new ({_digest(body)}). Corrigez-la : elle ne sera plus jamais réécrite.\n{body}"


def write(path: Path, text: str) -> None:
    """Write a card. Raises NecError where a person edited the one that is there."""
    if path.is_file():
        there = path.read_text(encoding="utf-8")
        if there == text:
            return
        if not untouched(there):
            raise NecError(
                "card-exists",
                f"data/raw/{path.parent.name}/{path.name}",
                "cette édition a déjà une fiche, corrigée à la main.",
                "Donnez un autre nom à la nouvelle édition, ou déplacez la fiche avant de recommencer.",
            )
    path.write_text(text, encoding="utf-8", newline="\n")


def untouched(text: str) -> bool:
    """Whether a card is as `nec new` wrote it."""
    found = _SEAL.match(text)
    return found is not None and found["seal"] == _digest(text.split("\n", 1)[1])


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:12]


def _head(slug: str, languages: Sequence[str], like: str) -> str:
    lines = [
        f"label = {toml_text(_title(slug))}   # le nom de l'édition, comme il sera imprimé",
        "# date = 2022-09-28        # le premier jour, sans guillemets",
        '# place = "Lens"',
        f"languages = [{', '.join(toml_text(language) for language in languages)}]",
    ]
    return "\n".join([*lines, *([f"previous = {toml_text(like)}"] if like else [])]) + "\n"


def _title(slug: str) -> str:
    """A name to print: "2022-sud-charente" is Sud charente 2022."""
    year, _, place = slug.replace("_", "-").partition("-")
    words = f"{place} {year}" if year.isdigit() and place else f"{year} {place}"
    return words.replace("-", " ").strip().capitalize()


def _population(drafts: Sequence[Draft], population: Population | None) -> str:
    if any(draft.role == "registrations" for draft in drafts):
        what = population.what if population else "personnes inscrites"
        return (
            "\n[population]               # qui pouvait répondre : compté dans l'export des inscriptions\n"
            f'what = {toml_text(what)}\nsource = "registrations"\n'
        )
    return (
        "\n# [population]             # qui pouvait répondre : sans elle, pas de correction de population finie\n"
        '# size = 1700\n# what = "personnes inscrites"\n# source = "liste d\'émargement du 28/09"\n'
    )


def _export(draft: Draft, declared: bool) -> str:
    if not draft.role:
        return _commented(draft)
    others = f"   # ou : {', '.join(draft.others)}" if draft.others else ""
    lines = ["", "[[export]]", f"role = {toml_text(draft.role)}{others}"]
    unsure = f"   # à vérifier : {draft.why}" if draft.why else ""
    lines += [f"tool = {toml_text(draft.tool)}{unsure}", *_file(draft)]
    lines.append(f"rows = {draft.rows}   # lignes lues : protège d'un fichier coupé")
    lines += [f"structure = {toml_text(draft.structure)}"] if draft.structure else []
    lines += [f"sheet = {toml_text(draft.sheet)}"] if draft.sheet else []
    if draft.role == "survey":
        lines += _columns(draft) + _recodes(draft)
    lines += _options(draft.options) + _reading(draft.options.get("read", {}), draft.terms, declared)
    if draft.role == "survey":
        lines += _left(draft)
    return "\n".join(lines) + "\n"


def _file(draft: Draft) -> list[str]:
    names = draft.file.split(JOINED)
    listed = f"[{', '.join(map(toml_text, names))}]" if len(names) > 1 else toml_text(draft.file)
    return [f"file = {listed}", f"sha256 = {toml_text(draft.sha256)}"]


def _commented(draft: Draft) -> str:
    """A file nobody could name the tool of: its block is ready, but for a person to complete."""
    role = " ou ".join(toml_text(other) for other in draft.others) or '"…"'
    lines = [f"[[export]]   # {draft.why} : complétez, puis retirez les dièses", f"role = {role}"]
    lines += [f"tool = {toml_text(draft.tool)}", *_file(draft)]
    lines += [f"sheet = {toml_text(draft.sheet)}"] if draft.sheet else []
    lines += _options(draft.options) + _reading(draft.options.get("read", {}), (), True)
    return "\n" + "\n".join(f"# {line}".rstrip() for line in lines) + "\n"


def _reading(said: Mapping[str, Any], terms: Sequence[Term], declared: bool) -> list[str]:
    """How a file is read: what was said of it, then the choices that let a doubtful one be read, each with its reason."""
    if not said and not terms:
        return []
    mark = "" if declared else "# "
    lines = [f"{toml_key(name)} = {toml_value(value)}" for name, value in said.items()]
    lines += [f"{mark}{toml_key(term.key)} = {toml_value(term.value)}   # {term.cause}" for term in terms]
    why = "   # sans ce choix, le fichier est refusé" if terms and not said else ""
    return ["", f"{'' if said else mark}[export.options.read]{why}", *lines]


def _options(options: Mapping[str, Any]) -> list[str]:
    """The options of an export, taken over from an earlier card."""
    plain = {key: value for key, value in options.items() if not isinstance(value, Mapping)}
    tables = {key: value for key, value in options.items() if isinstance(value, Mapping) and key != "read"}
    lines = ["", "[export.options]", *(f"{toml_key(k)} = {toml_value(v)}" for k, v in plain.items())] if plain else []
    for name, table in tables.items():
        lines += [
            "",
            f"[export.options.{toml_key(name)}]",
            *(f"{toml_key(k)} = {toml_value(v)}" for k, v in table.items()),
        ]
    return lines


def _columns(draft: Draft) -> list[str]:
    lines = ["", "[export.columns]           # question du catalogue = intitulé (ou code) dans l'export"]
    lines += [f"{toml_key(id)} = {toml_text(name)}" for id, name in (draft.columns or {}).items()]
    for asked in draft.asked:
        lines.append(f"# {toml_key(asked.target)} = {toml_text(asked.name)}   # {_percent(asked.score)} : {asked.why}")
        lines += _unknown(asked)
    return lines


def _unknown(asked: Proposal) -> list[str]:
    """The answers nobody knows yet. A card enters git: what fewer than three people wrote stays in the sheet."""
    unknown = [label for label in asked.labels if not label.exact]
    shown = [label for label in unknown if label.count >= _SHOWN]
    lines = [
        f"#   réponse à rattacher : {toml_text(masked(label.raw))} ({label.count})"
        + (f", sans doute {label.code}" if label.code else "")
        for label in shown
    ]
    rare = len(unknown) - len(shown)
    return (
        [*lines, f"#   et {counted(rare, 'réponse rare', 'réponses rares')}, dans a_completer.xlsx"] if rare else lines
    )


def _recodes(draft: Draft) -> list[str]:
    lines: list[str] = []
    for id, meanings in (draft.recodes or {}).items():
        lines += ["", f"[export.recodes.{toml_key(id)}]   # ce que veut dire chaque réponse : vérifiez le sens"]
        lines += [f"{toml_text(raw)} = {toml_text(code)}" for raw, code in meanings.items()]
    return lines


def _left(draft: Draft) -> list[str]:
    """The questions that stay the edition's own, as comments: they are counted all the same."""
    if draft.questionnaire is None:
        return []
    mapped = set((draft.columns or {}).values())
    own = [
        q for q in draft.questionnaire.questions if q.id not in mapped and next(iter(q.text.values()), "") not in mapped
    ]
    if not own:
        return []
    lines = ["", "# Les autres questions restent propres à cette édition ; elles sont lues et comptées ainsi :"]
    for question in own:
        text = " ".join(next(iter(question.text.values()), "").split())
        lines.append(f"#   {question.id} [{question.kind}] {text[:90]}{'…' if len(text) > 90 else ''}")
        lines += [f"#     doute : {said(doubt)}" for doubt in question.doubts]
        lines += _ranges(question)
    return lines


def _ranges(question: Question) -> list[str]:
    """The lines that give ranges turned into dates their name again, as comments."""
    marked = [doubt.partition(":")[2].split(" = ") for doubt in question.doubts if doubt.startswith(f"{RANGE}:")]
    codes = {label: choice.code for choice in question.choices for label in choice.label.values()}
    lines = [f"#     {toml_text(text)} = {toml_text(codes[label])}" for text, label in marked if label in codes]
    return [f"#     [export.recodes.{toml_key(question.id)}]", *lines] if lines else []


def _percent(score: float) -> str:
    return f"{round(100 * score)}\u202f%"
