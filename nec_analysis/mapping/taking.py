"""The choices of `a_completer.xlsx` taken over into the card, whose other bytes do not change.

Lines that the sheet wrote say so, and so do those it took away, kept as comments: whoever changes their mind in the sheet
finds the card as it was before, with the new choices.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from nec_analysis.cards import catalogue
from nec_analysis.cards.edition import CARD
from nec_analysis.errors import NecError
from nec_analysis.mapping import worksheet
from nec_analysis.mapping.text import toml_key, toml_text
from nec_analysis.mapping.worksheet import Choices

_TAKEN = "# a_completer.xlsx : choix repris"
_MARK, _BEFORE = f"   # {worksheet.FILE}", f"   # avant {worksheet.FILE}"
_HEADER = re.compile(r"\s*\[")


def take_over(slug: str, root: Path) -> tuple[str, ...]:
    """Take the sheet's choices into the card of an edition. What changed, in words; nothing when all was taken before.

    Raises NecError for a sheet that cannot be read, a choice off its list, a card without a survey.
    """
    folder = root / "data" / "raw" / slug
    sheet, path = folder / worksheet.FILE, folder / CARD
    if not sheet.is_file() or not path.is_file():
        return ()
    text = path.read_bytes().decode("utf-8")
    seal = f"{_TAKEN} ({hashlib.sha256(sheet.read_bytes()).hexdigest()[:12]})"
    choices = worksheet.read(sheet, catalogue())
    if seal in text or not (choices.any or _TAKEN in text):
        return ()
    place = f"data/raw/{slug}/{CARD}"
    before = "".join(line for line in undone(text, choices).splitlines(keepends=True) if not line.startswith(_TAKEN))
    choices, idle = _of_questions(choices, before, place)
    after = applied(before, choices, place)
    path.write_bytes((after.rstrip("\n") + f"\n\n{seal}\n").encode())
    return (*_said(choices), *idle)


def _of_questions(choices: Choices, card: str, place: str) -> tuple[Choices, tuple[str, ...]]:
    """The choices without the answers of questions that were given up in the sheet; what is left aside, in words.

    Raises NecError for answers of a question that nobody said to be in the file.
    """
    lines = card.splitlines(keepends=True)
    start = _table(lines, _survey(lines, place), "export.columns")
    mapped = {key for line in lines[start : _end(lines, start)] if (key := _key(line))} if start is not None else set()
    mapped = (mapped | {id for id, name in choices.columns.items() if name}) - {
        id for id, name in choices.columns.items() if not name
    }
    idle = [id for id in choices.recodes if id not in mapped]
    if lost := next((id for id in idle if id not in choices.columns), ""):
        raise NecError(
            "sheet-choice",
            choices.places.get(lost, worksheet.FILE),
            f"cette réponse dit ce qu'elle veut dire dans « {lost} », mais aucune ligne de la feuille « "
            f"{worksheet.QUESTIONS} » n'est cette question.",
            f"Choisissez « {worksheet.AGREED} » sur sa ligne, ou effacez la case.",
        )
    kept = {id: meanings for id, meanings in choices.recodes.items() if id in mapped}
    said = (f"{id} n'est plus retenue : ses réponses, feuille « {worksheet.ANSWERS} », sont laissées" for id in idle)
    return replace(choices, recodes=kept), tuple(said)


def undone(text: str, choices: Choices) -> str:
    """A card's text as it was before the sheet wrote into it, for all that the sheet shows."""
    kept: list[str] = []
    table, asks = "", any(isinstance(name, str) for name in choices.shown)
    for line in text.splitlines(keepends=True):
        body, ending = line.rstrip("\r\n"), line[len(line.rstrip("\r\n")) :]
        if _HEADER.match(body):
            table = _question(body)
        before = body.removesuffix(_BEFORE).removeprefix("# ") if body.endswith(_BEFORE) else ""
        if before and (_shown(before, table, choices) or (not table and asks)):
            kept.append(before + ending)
        elif before or _HEADER.match(body) or not body.endswith(_MARK) or not _shown(body, table, choices):
            kept.append(line)
    return "".join(_without_empty(kept))


def _question(header: str) -> str:
    """The question whose recodes a table holds, "" for another table."""
    found = re.match(r"\s*\[\s*export\s*\.\s*recodes\s*\.\s*([^\]]+?)\s*\]", header)
    return found[1].strip("\"'") if found else ""


def _shown(line: str, table: str, choices: Choices) -> bool:
    """Whether the sheet shows what a line of the card says: a question of the file, an answer to one."""
    key = _key(line)
    return key is not None and ((table, key) if table else str(tomllib.loads(line)[key])) in choices.shown


def _without_empty(lines: Sequence[str]) -> list[str]:
    """Lines without the tables that the sheet began and that hold nothing any more."""
    kept: list[str] = []
    for i, line in enumerate(lines):
        if _HEADER.match(line) and line.rstrip("\r\n").endswith(_MARK):
            body = lines[i + 1 : _end(list(lines), i + 1)]
            if not any(_key(each) for each in body):
                if kept and not kept[-1].strip():
                    kept.pop()
                continue
        kept.append(line)
    return kept


def waiting(slug: str, root: Path) -> bool:
    """Whether the sheet of an edition asks something and nobody chose anything in it."""
    sheet = root / "data" / "raw" / slug / worksheet.FILE
    return sheet.is_file() and worksheet.asks(sheet) and not worksheet.read(sheet, catalogue()).any


def applied(text: str, choices: Choices, place: str = CARD) -> str:
    """A card's text with the choices in its survey's tables: every other line stays as it is."""
    lines = text.splitlines(keepends=True)
    start = _survey(lines, place)
    lines = _set(lines, start, "export.columns", {k: v or None for k, v in choices.columns.items()})
    for id, meanings in choices.recodes.items():
        lines = _set(lines, start, f"export.recodes.{toml_key(id)}", dict(meanings))
    after = "".join(lines)
    try:
        tomllib.loads(after)
    except tomllib.TOMLDecodeError as error:
        raise NecError(
            "card-syntax",
            place,
            f"les choix de {worksheet.FILE} ne s'insèrent pas dans la fiche : {error}",
            "Écrivez-les à la main.",
        ) from None
    return after


def _survey(lines: list[str], place: str) -> int:
    """The line after `[[export]]` of the survey."""
    for i, line in enumerate(lines):
        if line.strip().startswith("[[export]]"):
            body = "".join(lines[i + 1 : _end(lines, i + 1)])
            if re.search(r"""^\s*role\s*=\s*["']survey["']""", body, re.MULTILINE):
                return i + 1
    raise NecError("card-survey", place, 'aucun [[export]] n\'a role = "survey".', "Ajoutez l'export du questionnaire.")


def _end(lines: list[str], start: int) -> int:
    """The line where the table that begins before `start` ends."""
    return next((i for i in range(start, len(lines)) if _HEADER.match(lines[i])), len(lines))


def _set(lines: list[str], start: int, table: str, values: Mapping[str, str | None]) -> list[str]:
    """Lines with keys of a table of this export set, or taken away where the value is None."""
    if not values:
        return lines
    at = _table(lines, start, table)
    if at is None:
        added = [_line(k, v) for k, v in values.items() if v is not None]
        last = _last(lines, start)
        end = _content(lines, last, _end(lines, last))
        # Comments that touch the last key are about its table.
        while end < len(lines) and lines[end].startswith("#"):
            end += 1
        return [*lines[:end], "\n", f"[{table}]{_MARK}\n", *added, *lines[end:]] if added else lines
    end = _content(lines, at, _end(lines, at))
    body, left = [], dict(values)
    for line in lines[at:end]:
        key = _key(line)
        if key not in left:
            body.append(line)
            continue
        value = left.pop(key)
        if value is not None and tomllib.loads(line)[key] == value:
            body.append(line)
        else:
            body += [f"# {line.rstrip()}{_BEFORE}\n", *([_line(key, value)] if value is not None else [])]
    body += [_line(key, value) for key, value in left.items() if value is not None]
    return [*lines[:at], *body, *lines[end:]]


def _content(lines: list[str], start: int, end: int) -> int:
    """The line after the last key of a table: comments and blanks below belong to what follows."""
    kept = [i for i in range(start, end) if _key(lines[i]) is not None]
    return max(kept, default=start - 1) + 1


def _last(lines: list[str], start: int) -> int:
    """The line after the header of the last table of this export."""
    at = start
    for i in range(start, len(lines)):
        if _HEADER.match(lines[i]):
            if not re.match(r"\s*\[\s*export\s*\.", lines[i]):
                break
            at = i + 1
    return at


def _table(lines: list[str], start: int, table: str) -> int | None:
    """The line after the header of a table of this export, or None."""
    wanted = re.sub(r"\s", "", table)
    for i in range(start, len(lines)):
        head = lines[i].strip()
        if head.startswith("[["):
            return None
        found = re.match(r"\[([^\]]+)\]", head)
        if found and re.sub(r"[\s\"']", "", found[1]) == wanted.replace('"', ""):
            return i + 1
    return None


def _key(line: str) -> str | None:
    """The key a line sets, or None."""
    try:
        found = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return None
    return next(iter(found), None) if len(found) == 1 and not line.lstrip().startswith("[") else None


def _line(key: str, value: str | None) -> str:
    return f"{toml_key(key)} = {toml_text(value or '')}{_MARK}\n"


def _said(choices: Choices) -> tuple[str, ...]:
    columns = [f"{id} = {name}" if name else f"{id} : retirée" for id, name in choices.columns.items()]
    recodes = [
        f"{id} : « {raw} » = {code or 'sans réponse'}"
        for id, each in choices.recodes.items()
        for raw, code in each.items()
    ]
    return (*columns, *recodes)
