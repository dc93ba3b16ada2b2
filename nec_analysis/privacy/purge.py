"""What is deleted of an edition when its exports may not be kept any more, with a proof of it."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nec_analysis.cards import edition as card_of
from nec_analysis.cards import editions
from nec_analysis.model import Edition
from nec_analysis.privacy.key import VARIABLE, key_file
from nec_analysis.privacy.redaction import redacted
from nec_analysis.privacy.retention import PROOF, purged

KEPT = ("edition.toml", "recit*.md", "LISEZMOI.md", "README.md", PROOF)
"""Files of data/raw/<edition> that hold nobody's answers; approved quotes are answers, they go too."""
REGISTER = "figures.json"
"""The published register, copied beside the card: the edition after is still compared with this one."""
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Doomed:
    """A file to delete: its path in the project, its size in bytes, its sha256."""

    path: Path
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a purge deletes, and what it must say of keys. Nothing is deleted by making it."""

    edition: Edition
    root: Path
    files: tuple[Doomed, ...]
    key: Path | None
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes given back."""
        return sum(file.size for file in self.files)


def plan(edition: Edition, root: Path) -> Plan:
    """Everything of an edition that holds people's answers: exports, tables made of them, kept results, key.

    Published reports are left as they are.
    """
    files = tuple(_doomed(path, root) for path in _files(edition, root))
    path, notes = _key(edition, root)
    return Plan(edition, root, files, path, (*notes, *_elsewhere(files)))


def purge(planned: Plan, day: datetime.date) -> Path:
    """Delete what was planned; the proof of it, without personal data, is written before, ended after.

    A purge that was interrupted is done again by the next one: what is gone stays in the proof.
    """
    folder = Path(planned.edition.folder)
    proof = folder / PROOF
    told = _proof(planned, day, _before(proof))
    _write(proof, {**told, "complete": False})
    _keep_register(planned)
    for file in planned.files:
        file.path.unlink(missing_ok=True)
    for place in _places(planned.edition.id, planned.root):
        shutil.rmtree(place, ignore_errors=True)
    _without_empty(folder)
    if planned.key:
        planned.key.unlink(missing_ok=True)
    _write(proof, {**told, "complete": not any(True for _ in _files(planned.edition, planned.root))})
    return proof


def _files(edition: Edition, root: Path) -> Iterator[Path]:
    folder = Path(edition.folder)
    for path in _listed(folder):
        top = path.relative_to(folder)
        if not (len(top.parts) == 1 and (top.name == REGISTER or any(top.match(name) for name in KEPT))):
            yield path
    for place in _places(edition.id, root):
        yield from _listed(place)


def _places(id: str, root: Path) -> Iterator[Path]:
    """The folders that hold what was made of the exports, those of a run that was killed among them."""
    processed, reports = root / "data" / "processed", root / "reports"
    yield processed / id
    yield processed / ".cache" / id
    for prefix in (".staging-", ".previous-"):
        yield processed / f"{prefix}{id}"
        yield reports / f"{prefix}{id}"
        yield from sorted(reports.glob(f"*/{prefix}{id}"))  # of a report in another language
    yield processed / f".staging-{id}-work"


def _listed(folder: Path) -> list[Path]:
    """Every file of a folder; a link counts as itself, what it leads to is not followed."""
    if folder.is_symlink():
        return [folder]
    return sorted(
        Path(base) / name for base, inner, names in os.walk(folder) for name in (*names, *_links(base, inner))
    )


def _links(base: str, inner: Iterable[str]) -> list[str]:
    return [name for name in inner if (Path(base) / name).is_symlink()]


def _doomed(path: Path, root: Path) -> Doomed:
    name = redacted(path.relative_to(root).as_posix())
    if path.is_symlink():
        return Doomed(path, name, 0, "")
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return Doomed(path, name, path.stat().st_size, digest.hexdigest())


def _key(edition: Edition, root: Path) -> tuple[Path | None, tuple[str, ...]]:
    """The file of the key, when no other edition of the project needs it."""
    if edition.synthetic:
        return None, ()
    notes: tuple[str, ...] = ()
    if os.environ.get(VARIABLE):
        notes = (f"La clé vient de {VARIABLE} : détruisez-la vous-même dès qu'aucune édition ne l'emploie plus.",)
    name = edition.privacy.linked or edition.id
    others = [id for id in editions(root) if id != edition.id and _shares(id, name, root)]
    if others:
        return None, (*notes, f"Clé « {name} » gardée : {', '.join(others)} l'emploie encore.")
    path = key_file(name)
    return (path if path.is_file() else None), notes


def _shares(id: str, name: str, root: Path) -> bool:
    other = card_of(id, root)
    return (other.privacy.linked or other.id) == name and not purged(other)


def _elsewhere(files: Iterable[Doomed]) -> tuple[str, ...]:
    links = [file.name for file in files if not file.sha256]
    return (f"Des liens sont retirés, pas ce vers quoi ils mènent : {', '.join(links)}.",) if links else ()


def _proof(planned: Plan, day: datetime.date, before: list[dict[str, object]]) -> dict[str, object]:
    edition = planned.edition
    now: list[dict[str, object]] = [
        {"file": f.name, "bytes": f.size, "sha256": f.sha256, "deleted": day.isoformat()} for f in planned.files
    ]
    return {
        "edition": edition.id,
        "keep_until": edition.privacy.keep_until,
        "in_charge": redacted(edition.privacy.in_charge),
        "deleted": day.isoformat(),
        "key": "deleted" if planned.key else "none",
        "files": [*before, *now],
    }


def _before(proof: Path) -> list[dict[str, object]]:
    """What an earlier purge deleted."""
    try:
        files = json.loads(proof.read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return list(files)


def _write(path: Path, content: dict[str, object]) -> None:
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    draft.replace(path)


def _keep_register(planned: Plan) -> None:
    published = planned.root / "reports" / planned.edition.id / REGISTER
    if published.is_file():
        shutil.copyfile(published, Path(planned.edition.folder) / REGISTER)


def _without_empty(folder: Path) -> None:
    """Take away the folders that hold nothing any more."""
    for base, _, _ in os.walk(folder, topdown=False):
        if base != str(folder) and not any(Path(base).iterdir()):
            Path(base).rmdir()
