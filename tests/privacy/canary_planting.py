"""Tokens planted in every place of raw exports where a person may be named."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from canary_scanner import Token
from project_copy import project

CHARENTE, DORDOGNE = "2021-sud-charente", "2022-dordogne"
ROWS = (7, 8, 20, 33)
"""Lines of an export where tokens are planted, counted from its first row of data."""


@dataclass
class Planted:
    """A project with tokens in its exports: `never` may be written nowhere, `answers` in responses.parquet alone."""

    root: Path
    never: list[Token] = field(default_factory=list)
    answers: list[Token] = field(default_factory=list)

    def word(self, what: str) -> str:
        """A word that nothing else holds."""
        self.never.append(Token(f"zqcanari{_hex(what)}"))
        return self.never[-1].value

    def name(self, what: str) -> str:
        """A family name."""
        return self.word(what).capitalize()

    def mail(self, what: str) -> str:
        """An address."""
        return f"{self.word(what)}@example.org"

    def phone(self, what: str) -> str:
        """A phone number of the range kept for fiction."""
        digits = f"{int(_hex(what), 16) % 10**4:04d}"
        text = f"06 39 98 {digits[:2]} {digits[2:]}"
        self.never.append(Token(text, "digits"))
        return text

    def ip(self, what: str) -> str:
        """An address of the range kept for documentation, that the demonstration does not use."""
        text = f"198.18.{int(_hex(what)[:2], 16)}.{int(_hex(what)[2:4], 16)}"
        self.never.append(Token(text, "address"))
        return text

    def nir(self, what: str) -> str:
        """A social security number."""
        text = f"2 85 05 78 {int(_hex(what), 16) % 900 + 100} {int(_hex(what), 16) % 800 + 101} 36"
        self.never.append(Token(text.replace(" ", "")))
        return text

    def said(self, what: str) -> str:
        """A word of an answer in free text."""
        self.answers.append(Token(f"zqcanari{_hex('said ' + what)}"))
        return self.answers[-1].value

    def confided(self, what: str) -> str:
        """A free text that names its author in every way. All of it may stay with the answers, nowhere else."""
        inner = Planted(self.root)
        text = (
            f"Je suis {inner.name(what)} ({inner.mail(what + ' mail')}, {inner.phone(what)}), {self.said(what)}, "
            f"@{inner.word(what + ' handle')}, n° {inner.nir(what)}, {inner.ip(what)}, appartement 14"
        )
        self.answers += inner.never
        return text


def _hex(what: str) -> str:
    return hashlib.sha256(what.encode()).hexdigest()[:8]


def planted(folder: Path) -> Planted:
    """A project of two demonstration editions, tokens in all their exports."""
    found = Planted(project(folder, editions=(CHARENTE, DORDOGNE)))
    raw = found.root / "data" / "raw"
    _google_forms(found, raw / DORDOGNE / "NEC Dordogne 2022 (réponses).csv")
    _billetweb(found, raw / DORDOGNE / "export_participants.csv")
    _framaforms(found, raw / CHARENTE / "questionnaire-nec-2021.tsv")
    _weezevent(found, raw / CHARENTE / "participants-nec-2021.csv")
    _programme(found, raw / CHARENTE / "programme.csv")
    for edition in (CHARENTE, DORDOGNE):
        _saisie(found, raw / edition / "saisie.xlsx", edition)
        card = raw / edition / "edition.toml"
        card.write_text(re.sub(r"(?m)^sha256 = .*\n", "", card.read_text(encoding="utf-8")), encoding="utf-8")
    for approved in ("verbatims_publies.csv", "themes_commentaires.csv"):  # for comments that are no longer there
        (raw / CHARENTE / approved).unlink()
    _question(found, raw / DORDOGNE)
    return found


def _google_forms(found: Planted, path: Path) -> None:
    columns: dict[str, Callable[[str], str]] = {
        "Adresse e-mail": found.mail,
        "Un commentaire ?": found.confided,
        "Dans quel type de structure travaillez-vous ?": found.said,
        "Votre nom": found.name,
        "Prénom": found.name,
        "Votre téléphone": found.phone,
        "Adresse postale": lambda what: f"12 rue {found.name(what)}, 24000 Périgueux",
        "Adresse IP": found.ip,
        "Numéro de sécurité sociale": found.nir,
        "Votre compte Instagram": lambda what: "@" + found.word(what),
        "Jeton d'invitation": found.word,
    }
    _plant(path, columns, delimiter=",", everywhere=tuple(columns)[3:])


def _billetweb(found: Planted, path: Path) -> None:
    columns: dict[str, Callable[[str], str]] = {
        **dict.fromkeys(("Nom", "Prénom", "Prénom acheteur", "Nom acheteur"), found.name),
        **dict.fromkeys(("Email", "E-mail acheteur"), found.mail),
        **dict.fromkeys(("Ref. commande", "Code barre"), found.word),
        "Téléphone": found.phone,
        "Adresse": lambda what: f"3 quai {found.name(what)}",
        "Commentaire": found.word,
        "Ville #131476": found.name,
    }
    _plant(path, columns, delimiter=";")


def _framaforms(found: Planted, path: Path) -> None:
    columns: dict[str, Callable[[str], str]] = {
        "Adresse IP": found.ip,
        "Nom d'utilisateur": found.name,
        "Que pourrions-nous améliorer ?": found.confided,
        "Un commentaire ?": found.confided,
        "Autre...": found.said,
    }
    _plant(path, columns, delimiter="\t", header=2)


def _weezevent(found: Planted, path: Path) -> None:
    columns: dict[str, Callable[[str], str]] = {
        **dict.fromkeys(("Nom acheteur", "Prénom acheteur", "Nom participant", "Prénom participant"), found.name),
        **dict.fromkeys(("E-mail acheteur", "Email participant"), found.mail),
        **dict.fromkeys(("Numéro de commande", "Code participant"), found.word),
        "Téléphone mobile": found.phone,
    }
    _plant(path, columns, delimiter=";")


def _programme(found: Planted, path: Path) -> None:
    _plant(path, {"Intervenant·es": lambda what: f"{found.name(what)}; {found.name(what + ' b')}"}, delimiter=",")


def _plant(
    path: Path,
    columns: dict[str, Callable[[str], str]],
    *,
    delimiter: str,
    header: int = 0,
    everywhere: tuple[str, ...] = (),
) -> None:
    """Put a token in some cells of each column; a column that is not there is added. `everywhere`: in all its cells."""
    content = path.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))
    for name, make in columns.items():
        if name not in rows[header]:
            for n, row in enumerate(rows):
                row.append(name if n == header else "")
        at = rows[header].index(name)
        lines = range(header + 1, len(rows)) if name in everywhere else (header + n for n in ROWS)
        for line in lines:
            rows[line][at] = make(f"{path.name} {name} {line}")
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    path.write_text("\ufeff" + out.getvalue(), encoding="utf-8", newline="")


def _saisie(found: Planted, path: Path, edition: str) -> None:
    import openpyxl
    from openpyxl.comments import Comment

    book = openpyxl.load_workbook(path)
    sheet = book.active
    by = [cell.value for cell in sheet[1]].index("saisi par") + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, by).value = f"{found.name(f'{edition} saisi {row}')} {found.mail(f'{edition} mail {row}')}"
    sheet["A2"].comment = Comment(f"vu avec {found.name(edition + ' note')}", found.name(edition + " note author"))
    sheet.title = found.word(edition + " sheet")
    book.properties.creator = found.name(edition + " author")
    book.properties.lastModifiedBy = found.mail(edition + " modifier")
    book.save(path)


def _question(found: Planted, folder: Path) -> None:
    """A question that gives somebody's address, in the export and in the card."""
    asked = f"Un commentaire ? Sinon écrivez à {found.mail('question')}"
    for path in (folder / "edition.toml", folder / "NEC Dordogne 2022 (réponses).csv"):
        text = path.read_text(encoding="utf-8")
        assert "Un commentaire ?" in text
        path.write_text(text.replace("Un commentaire ?", asked), encoding="utf-8", newline="")


def written(root: Path) -> Iterator[Path]:
    """Every file that the suite wrote in a project."""
    for path in sorted(root.rglob("*")):
        under = path.relative_to(root).as_posix()
        if path.is_file() and not under.startswith(("data/raw/", "notebooks/")):
            yield path
