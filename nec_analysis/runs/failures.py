"""What stopped a notebook, in the analyst's words: which cell, why, what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nec_analysis.errors import FAILED, NecError
from nec_analysis.privacy.redaction import redacted
from nec_analysis.runs.disk import refusal

_HEADER = re.compile(r"NecError (\S+) \((\d)\)")
_SPOKEN = re.compile(r"(?:(?P<place>.+?) : )?(?P<cause>.*?)(?:\n→ (?P<remedy>.*))?  \[(?P<code>[\w-]+)\]", re.DOTALL)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_ERRNO = re.compile(r"\[Errno (\d+)\]")
_ARROW = re.compile(r"^-+> +(\d+)\b")

_PLAIN = {
    "ModuleNotFoundError": "un paquet Python manque",
    "ImportError": "un paquet Python manque ou n’a pas la bonne version",
    "NameError": "un nom est employé avant d’être défini",
    "AttributeError": "un objet n’a pas l’attribut demandé",
    "SyntaxError": "le code n’est pas du Python valide",
    "IndentationError": "le code est mal aligné",
    "FileNotFoundError": "un fichier est introuvable",
    "PermissionError": "un fichier ne peut être lu ou écrit",
    "IsADirectoryError": "un dossier est là où un fichier était attendu",
    "OSError": "le système a refusé une lecture ou une écriture",
    "MemoryError": "la mémoire manque",
    "ZeroDivisionError": "une division par zéro",
    "KeyboardInterrupt": "la cellule a été interrompue",
    "KeyError": "une clé ou une colonne manque",
    "IndexError": "une position dépasse la fin d’une liste",
    "ValueError": "une valeur n’est pas de la forme attendue",
    "TypeError": "une valeur n’est pas du type attendu",
    "AssertionError": "une vérification a échoué",
    "TimeoutError": "une attente a été trop longue",
    "UnicodeDecodeError": "un texte n’est pas dans le codage attendu",
    "RecursionError": "une fonction s’appelle sans fin",
}
_QUOTABLE = frozenset(
    {
        *("ModuleNotFoundError", "ImportError", "NameError", "AttributeError", "SyntaxError", "IndentationError"),
        *("FileNotFoundError", "PermissionError", "IsADirectoryError", "OSError", "MemoryError", "ZeroDivisionError"),
    }
)
"""Exceptions whose message quotes names and paths, never a cell of an export."""


@dataclass(frozen=True, slots=True)
class Failures:
    """Turns what papermill says of a notebook into refusals; `cells` are those of the file the analyst edits.

    Positions are those of the executed notebook: once parameters are `injected`, it has one cell more.
    """

    notebook: Path
    cells: tuple[Any, ...]
    injected: bool

    def raised(self, error: Any) -> NecError:
        """The refusal behind a PapermillExecutionError: a NecError as it was, else the cause in plain words."""
        lines = [redacted(_ANSI.sub("", line)) for line in error.traceback]
        header = _HEADER.fullmatch(lines[0]) if len(lines) == 4 else None
        if header:
            return NecError(header[1], lines[1], lines[2], lines[3], exit_code=int(header[2]))
        spoken = _SPOKEN.fullmatch(redacted(error.evalue)) if error.ename == "NecError" else None
        if spoken:
            return NecError(spoken["code"], spoken["place"] or "", spoken["cause"], spoken["remedy"] or "")
        if error.ename == "SystemExit":
            return self.cut_short(error.cell_index)
        number = _ERRNO.match(error.evalue)
        refused = refusal(OSError(int(number[1]), ""), self.place(error.cell_index)) if number else None
        return refused or self._failed("cell-failed", error.cell_index, _cause(error.ename, error.evalue, lines))

    def cut_short(self, position: int) -> NecError:
        """The refusal of a cell that left Python without an error: the following ones never ran."""
        return NecError(
            "notebook-cut-short",
            self.place(position),
            "le notebook s’est arrêté là (sys.exit ou équivalent) : la suite n’a pas tourné",
            "retirer l’appel à sys.exit, exit ou quit",
            exit_code=FAILED,
        )

    def killed(self, position: int, how: str) -> NecError:
        """The refusal of a cell whose process died."""
        killed = "SIGKILL" in how or "signal 9" in how or "-9" in how
        memory = f" ({how.replace('exit code', 'code')}{' ; souvent : mémoire épuisée' if killed else ''})"
        return NecError(
            "kernel-dead",
            self.place(position),
            f"le processus de la cellule est mort{memory}",
            "libérer de la mémoire (autres programmes, autres éditions avec -j 1) puis relancer",
            exit_code=FAILED,
        )

    def late(self, position: int, seconds: int) -> NecError:
        """The refusal of a cell that did not end in time."""
        return self._failed("cell-timeout", position, f"la cellule n’a pas fini en {seconds} s")

    def place(self, position: int) -> str:
        """Where a cell stands for the person who opens the notebook: file, position, first line of code."""
        here = self._in_source(position)
        first = next((line for line in self.cells[here]["source"].splitlines() if line.strip()), "")
        return f"{self.notebook.name}, cellule {here + 1} ({_short(first)})"

    def _failed(self, code: str, position: int, cause: str) -> NecError:
        remedy = f"l’exécuter pas à pas : nec lab {self.notebook.name}"
        return NecError(code, self.place(position), cause, remedy, exit_code=FAILED)

    def _in_source(self, position: int) -> int:
        tagged = next((n for n, cell in enumerate(self.cells) if "parameters" in _tags(cell)), -1)
        shifted = position - 1 if self.injected and position > tagged else position
        return min(max(shifted, 0), len(self.cells) - 1)


def _tags(cell: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(cell["metadata"].get("tags", ()))


def _cause(name: str, message: str, lines: list[str]) -> str:
    """The exception in plain words. Other libraries print the offending value: only some messages may be quoted."""
    said = _PLAIN.get(name, "erreur inattendue")
    quoted = f" ({message})" if message and name in _QUOTABLE else ""
    at = next((match[1] for line in lines for match in map(_ARROW.match, line.splitlines()) if match), "")
    return f"{said}{quoted} : {name}{f', ligne {at} de la cellule' if at else ''}"


def _short(line: str) -> str:
    return line if len(line) <= 60 else line[:59] + "…"
