"""The choices of `a_completer.xlsx` taken over into the card, whose other bytes do not change."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from nec_analysis.cards import catalogue
from nec_analysis.cards.edition import CARD
from nec_analysis.errors import NecError
from nec_analysis.mapping import worksheet
from nec_analysis.mapping.text import toml_key, toml_text
from nec_analysis.mapping.worksheet import Choices

_TAKEN = "# a_completer.xlsx : choix repris"
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
    if not choices.any or seal in text:
        return ()
    after = applied(text, choices, f"data/raw/{slug}/{CARD}")
    said = _said(choices)
    kept = "".join(line for line in after.splitlines(keepends=True) if not line.startswith(_TAKEN))
    path.write_bytes((kept.rstrip("\n") + f"\n\n{seal}\n").encode())
    return said


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
    """Lines with keys of a table of this export set, or removed where the value is None."""
    if not values:
        return lines
    at = _table(lines, start, table)
    if at is None:
        last = _last(lines, start)
        end = _content(lines, last, _end(lines, last))
        # Comments that touch the last key are about its table.
        while end < len(lines) and lines[end].startswith("#"):
            end += 1
        fresh = ["\n", f"[{table}]\n", *(_line(k, v) for k, v in values.items() if v is not None)]
        return [*lines[:end], *fresh, *lines[end:]]
    end = _content(lines, at, _end(lines, at))
    body, left = [], dict(values)
    for line in lines[at:end]:
        key = _key(line)
        if key in left:
            value = left.pop(key)
            body += [_line(key, value)] if value is not None else []
        else:
            body.append(line)
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
    return f"{toml_key(key)} = {toml_text(value or '')}\n"


def _said(choices: Choices) -> tuple[str, ...]:
    columns = [f"{id} = {name}" if name else f"{id} : retirée" for id, name in choices.columns.items()]
    recodes = [
        f"{id} : « {raw} » = {code or 'sans réponse'}"
        for id, each in choices.recodes.items()
        for raw, code in each.items()
    ]
    return (*columns, *recodes)
