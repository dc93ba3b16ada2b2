"""How each file given to `nec new` is read: as a person said beside the command, else as the edition before says."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import USAGE, NecError
from nec_analysis.exports import grid, registry, several
from nec_analysis.french.matching import normal
from nec_analysis.model import Edition, ExportCard

_BOOKS = ("xlsx", "xlsb", "xls", "ods", "zip")
_CONCERNS = {"encoding": ("csv", "zip"), "delimiter": ("csv", "zip"), "sheet": _BOOKS}
"""Options that mean nothing but for files of some kinds."""
_SPELT = {"\\t": "\t", "tab": "\t", "true": True, "false": False}
_IN_CARD = re.compile(r'\b(\w+) = ("[^"…]+"|true|\d+)')


@dataclass(frozen=True, slots=True)
class Reading:
    """`said`: file -> option -> value; `like`: the edition to start from, whose exports have options of their own."""

    said: Mapping[Path, Mapping[str, Any]] = field(default_factory=dict)
    like: Edition | None = None

    def options(self, path: Path) -> dict[str, Any]:
        """The options of reading of a file: those of the export it continues, then what was said of it."""
        twin = self.twin(path)
        return {**(self._of(twin, path) if twin else {}), **self.said.get(path, {})}

    def alone(self, path: Path) -> dict[str, Any]:
        """Those of a file read by itself: none about how several files are put together."""
        return {name: value for name, value in self.options(path).items() if name not in several.OPTIONS}

    def head(self, path: Path) -> grid.Head:
        """The first look at a file."""
        return _head(path, self.options(path))

    def twin(self, path: Path) -> ExportCard | None:
        """The export of the card we start from that this file continues: its declared columns all there, or its name
        but for digits."""
        for card in self.like.exports if self.like else ():
            wanted = {normal(str(name)) for name in card.options.get("columns", {}).values()}
            if wanted <= self._header(path, card) if wanted else _undated(card.file) == _undated(path.name):
                return card
        return None

    def _header(self, path: Path, card: ExportCard) -> set[str]:
        """What the first rows say, read as an earlier export was; nothing where it cannot be so read."""
        try:
            rows = _head(path, {**self._of(card, path), **self.said.get(path, {})}).rows[:3]
        except NecError:
            return set()
        return {normal(cell) for row in rows for cell in row}

    def _of(self, card: ExportCard, path: Path) -> dict[str, Any]:
        """The options of an earlier export but how many rows it had; its sheet where the file has one of that name."""
        options = {name: value for name, value in card.options.get("read", {}).items() if name != "expected_rows"}
        return options | ({"sheet": card.sheet} if card.sheet and card.sheet in grid.peek(path).sheets else {})


def _head(path: Path, options: Mapping[str, Any]) -> grid.Head:
    sheet, delimiter, encoding = (str(options.get(name, "")) for name in ("sheet", "delimiter", "encoding"))
    return grid.peek(path, sheet=sheet, delimiter=delimiter, encoding=encoding)


def _undated(name: str) -> str:
    return re.sub(r"\d+", "#", normal(name))


def said(words: Sequence[str], files: Sequence[Path]) -> dict[Path, dict[str, Any]]:
    """What `--read OPTION=VALUE`, or `FILE:OPTION=VALUE`, says of each file. Raises NecError for what says nothing.

    Without a file it is said of every file it can concern: an encoding of texts, a sheet of workbooks and archives.
    """
    found: dict[Path, dict[str, Any]] = {}
    for word in words:
        named, mark, written = word.partition("=")
        file, _, name = named.rpartition(":")
        if not mark or not written:
            raise _refused(f"« {word} » ne se lit pas.", "Écrivez OPTION=VALEUR : --read encoding=cp1250")
        if name not in registry.OPTIONS and name not in several.OPTIONS:
            known = (*sorted(registry.OPTIONS), *several.OPTIONS)
            raise _refused(f"l'option « {name} » n'existe pas.", did_you_mean(name, known))
        mine = [path for path in files if file in (path.name, str(path))] if file else _concerned(name, files)
        if not mine:
            cause = f"aucun fichier ne s'appelle « {file} »." if file else f"« {name} » ne concerne aucun des fichiers."
            raise _refused(cause, did_you_mean(file, [path.name for path in files]) if file else "Retirez l'option.")
        for path in mine:
            found.setdefault(path, {})[name] = _value(name, written)
    return found


def _concerned(name: str, files: Sequence[Path]) -> list[Path]:
    kinds = _CONCERNS.get(name)
    return [path for path in files if kinds is None or grid.format_of(path) in kinds]


def _value(name: str, written: str) -> Any:
    """A value as the card would have it."""
    kind = registry.OPTIONS.get(name, str)
    value: Any = int(written) if kind is int and written.isdigit() else _SPELT.get(written, written)
    if not isinstance(value, kind):
        raise _refused(f"« {name} = {written} » n'est pas une valeur possible.", f"Attendu : {registry.SAID[kind]}.")
    return value


def _refused(cause: str, remedy: str) -> NecError:
    return NecError("option-unknown", "nec new --read", cause, remedy, exit_code=USAGE)


def told_here(refusal: NecError) -> None:
    """To a refusal that a line of the card would lift, add the option that does so before there is a card."""
    lines = [found for found in _IN_CARD.finditer(refusal.remedy) if found[1] in (*registry.OPTIONS, *several.OPTIONS)]
    if lines and "--read" not in refusal.remedy:
        option = shlex.quote(f"{lines[0][1]}={lines[0][2].strip(chr(34))}")
        refusal.remedy = f"{refusal.remedy} Tant qu'il n'y a pas de fiche : nec new … --read {option}"
