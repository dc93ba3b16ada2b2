"""Altering one thing of a published folder: a text, a raw row, a glyph of the PDF, the document it is written from."""

from __future__ import annotations

import json
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import recette_painted as painted

TABLE = Path(__file__).with_name("recette_mutants.toml")


@dataclass(frozen=True)
class Mutant:
    """One alteration, and the code of a fault that the recette must give."""

    name: str
    file: str
    find: str
    put: str
    code: str
    nth: int = 1


def mutants() -> list[Mutant]:
    """The table of alterations."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["mutant"]
    return [Mutant(**{k: _spaced(v) if isinstance(v, str) else v for k, v in row.items()}) for row in rows]


def _spaced(text: str) -> str:
    return text.replace("\\u202f", "\u202f").replace("\\u00a0", "\u00a0")


def copied(project: Path, edition: str, into: Path) -> Path:
    """A project that holds the card, the exports, the journal and the published folder of one edition."""
    for part in ("data/raw", "reports"):
        shutil.copytree(project / part / edition, into / part / edition)
    shutil.copytree(project / "notebooks", into / "notebooks")
    kept = into / "data/processed" / edition
    kept.mkdir(parents=True)
    for name in ("ledger.parquet", "missing.parquet"):
        shutil.copy(project / "data/processed" / edition / name, kept)
    return into


def alter(mutant: Mutant, root: Path, edition: str) -> None:
    """Make the alteration. Fails when there is nothing to alter."""
    reports = root / "reports" / edition
    if mutant.file == "pdf":
        glyphs(reports / "bilan.pdf", mutant.find, mutant.put)
    elif mutant.file.startswith("painted/"):
        chart = reports / "charts" / mutant.file.removeprefix("painted/")
        alt = (chart / "alt.txt").read_text(encoding="utf-8").strip()
        find, put = mutant.find.encode(), mutant.put.encode()
        painted.altered(reports / "bilan.pdf", alt, lambda content: content.replace(find, put, 1))
    elif mutant.file.startswith("attached/"):
        attached(reports / "bilan.pdf", mutant.file.removeprefix("attached/"), mutant.find, mutant.put)
    elif mutant.file == "notebook":
        document(reports, mutant.find, mutant.put)
    else:
        raw = mutant.file.removeprefix("raw/")
        path = root / "data/raw" / edition / raw if raw != mutant.file else reports / mutant.file
        path.write_text(
            _replaced(path.read_text(encoding="utf-8"), mutant.find, mutant.put, mutant.nth),
            encoding="utf-8",
            newline="",
        )
        if raw != mutant.file:
            _trust(root / "data/raw" / edition / "edition.toml")


def _replaced(text: str, find: str, put: str, nth: int = 1) -> str:
    parts = text.split(find)
    assert len(parts) > nth, f"{find!r} is not there {nth} times"
    return find.join(parts[:nth]) + put + find.join(parts[nth:])


def _trust(card: Path) -> None:
    """The card without fingerprints: an altered export must be found by its rows, not by its hash alone."""
    lines = card.read_text(encoding="utf-8").splitlines(keepends=True)
    card.write_text("".join(line for line in lines if not line.startswith("sha256")), encoding="utf-8", newline="")


def attached(path: Path, name: str, find: str, put: str) -> None:
    """The data that travel in the PDF under a name, altered; gone where nothing is sought."""
    import pikepdf

    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        held: Any = pdf.attachments
        if not find:
            del held[name]
        else:
            file = held[name].get_file()
            text = file.read_bytes().decode("utf-8-sig")
            assert find in text, f"{find!r} is not in {name}"
            file.obj.write(text.replace(find, put, 1).encode())
        pdf.save(path)


def document(reports: Path, find: str, put: str) -> None:
    """The document altered everywhere it says so, the PDF and the page written again from it."""
    import nbformat

    from nec_analysis.report.exporters import HtmlExporter, PdfExporter

    path = reports / "notebooks" / "04_bilan.ipynb"
    text = path.read_text(encoding="utf-8")
    assert find in text, f"{find!r} is not in the document"
    notebook: Any = nbformat.from_dict(json.loads(text.replace(find, put)))
    (reports / "bilan.pdf").write_bytes(PdfExporter().from_notebook_node(notebook)[0])
    (reports / "bilan.html").write_text(HtmlExporter().from_notebook_node(notebook)[0], encoding="utf-8", newline="")


def glyphs(path: Path, find: str, put: str) -> None:
    """The first text of the PDF that says `find` says `put`: same font, other glyphs, tags and pages untouched."""
    import pikepdf

    from nec_analysis.figures.recette.glyphs import Fonts

    fonts = Fonts()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            content = list(pikepdf.parse_content_stream(page))
            codes: dict[int, str] = {}
            for at, (operands, operator) in enumerate(content):
                if str(operator) == "Tf":
                    codes = fonts.of(page.Resources.Font[operands[0]])[1]
                elif str(operator) in ("Tj", "TJ"):
                    said = _said(operands[0], codes)
                    if find in said and (written := _written(said.replace(find, put, 1), codes)) is not None:
                        content[at] = pikepdf.ContentStreamInstruction(
                            [pikepdf.String(written)], pikepdf.Operator("Tj")
                        )
                        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))
                        pdf.save(path)
                        return
    raise AssertionError(f"{find!r} is in no text of the PDF")


def _said(operand: Any, codes: dict[int, str]) -> str:
    import pikepdf

    parts = list(operand) if isinstance(operand, pikepdf.Array) else [operand]
    raw = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return "".join(codes.get(int.from_bytes(raw[i : i + 2], "big"), "") for i in range(0, len(raw), 2))


def _written(text: str, codes: dict[int, str]) -> bytes | None:
    """The codes of a text in a font, None where the font lacks a letter."""
    back = {letters: code for code, letters in codes.items()}
    if any(c not in back for c in text):
        return None
    return b"".join(back[c].to_bytes(2, "big") for c in text)
