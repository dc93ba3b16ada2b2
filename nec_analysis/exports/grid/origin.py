"""The bytes of a file with their fingerprint, taken out of gzip or of an archive of one table."""

from __future__ import annotations

import gzip
import hashlib
import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from ...errors import NecError
from .kind import kind_of
from .limits import SMALL, Limits

_NESTED = 2
"""Archives one in another that are opened."""
BIG = 1 << 23
"""Bytes above which a text is read block by block."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A file as it lies on the disk: `sha256` and `size` are those of the file, `data` what it holds once unpacked."""

    name: str
    sha256: str
    size: int
    kind: str
    data: bytes
    members: tuple[str, ...] = ()
    member: str = ""
    path: Path | None = None
    """Set when `data` only begins the file, a big text: the rest lies there, and `sha256` is not yet known."""

    @property
    def length(self) -> int:
        """How many bytes there are, once unpacked."""
        return self.size if self.path else len(self.data)


def origin_of(path: str | Path, *, limits: Limits, member: str = "") -> Origin:
    """Read the bytes, say what they are; refuse what is missing, empty, too big or no table."""
    path = Path(path)
    _check(path, limits)
    data = _bytes(path)
    outer = Origin(path.name, hashlib.sha256(data).hexdigest(), len(data), "", data)
    return _unpack(outer, limits, member)


def beginning_of(path: str | Path, *, limits: Limits, member: str = "") -> Origin:
    """As `origin_of`, but of a big text only the first bytes are read."""
    path = Path(path)
    _check(path, limits)
    size = path.stat().st_size
    if size <= BIG:
        return origin_of(path, limits=limits, member=member)
    with path.open("rb") as file:
        data = file.read(BIG)
    if kind_of(data[:8192], place=path.name) != "csv":
        return origin_of(path, limits=limits, member=member)
    return Origin(path.name, "", size, "csv", data, path=path)


def whole(origin: Origin, *, limits: Limits) -> Origin:
    """The origin with all of its bytes and its fingerprint."""
    return origin_of(origin.path, limits=limits) if origin.path else origin


def _check(path: Path, limits: Limits) -> None:
    if not path.exists():
        raise NecError("file-missing", path.name, "ce fichier n'existe pas.", "Vérifiez le nom et le dossier.")
    if path.is_dir():
        raise NecError("wrong-type", path.name, "c'est un dossier, pas un fichier.", "Désignez le fichier lui-même.")
    size = path.stat().st_size
    if size > limits.file:
        raise NecError(
            "file-too-big",
            path.name,
            f"{size / 1e6:.0f} Mo : la limite est de {limits.file / 1e6:.0f} Mo (taille du fichier, file size).",
            "Vérifiez que c'est le bon fichier ; sinon relevez la limite dans nec_analysis/exports/grid/limits.py.",
        )
    if size == 0:
        raise NecError("file-empty", path.name, "le fichier est vide (0 octet, empty).", "Refaites l'export.")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NecError("file-unreadable", path.name, f"lecture impossible ({error.strerror}).", "") from error


def _unpack(outer: Origin, limits: Limits, member: str, depth: int = 0) -> Origin:
    kind = kind_of(outer.data[:8192], place=outer.name)
    if kind == "gzip" and depth < _NESTED:
        inner = Origin(outer.name, outer.sha256, outer.size, "", _gunzip(outer, limits), member=_gz_name(outer.name))
        return _unpack(inner, limits, member, depth + 1)
    if kind == "gzip":
        raise NecError("archive", outer.name, "archives emboîtées (gzip dans gzip).", "Donnez le fichier lui-même.")
    if kind == "ole2":
        return _renamed(outer, _ole2_kind(outer))
    return _archive(outer, limits, member, depth) if kind == "zip" else _renamed(outer, kind)


def _renamed(origin: Origin, kind: str, members: tuple[str, ...] = ()) -> Origin:
    return Origin(origin.name, origin.sha256, origin.size, kind, origin.data, members, origin.member)


def _gz_name(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else ""


def _gunzip(outer: Origin, limits: Limits) -> bytes:
    room = min(limits.unpacked, max(SMALL, len(outer.data) * limits.ratio))
    try:
        with gzip.open(io.BytesIO(outer.data)) as stream:
            data = stream.read(room + 1)
    except (OSError, EOFError, zlib.error) as error:
        cause = "l'archive gzip est abîmée ou tronquée (truncated)."
        raise NecError("archive-damaged", outer.name, cause, "Téléchargez-la de nouveau.") from error
    if len(data) > room:
        raise bomb(outer.name, limits)
    return _not_empty(data, outer.name)


def _not_empty(data: bytes, place: str) -> bytes:
    if not data:
        raise NecError("file-empty", place, "l'archive ne contient qu'un fichier vide (empty).", "Refaites l'export.")
    return data


def bomb(place: str, limits: Limits) -> NecError:
    """The refusal of an archive that grows too much when it is opened."""
    cause = (
        f"une fois décompressé, le fichier dépasse la limite (taille {limits.unpacked / 1e6:.0f} Mo ou rapport de "
        f"compression {limits.ratio}) : bombe de décompression (decompression bomb) ou fichier anormal."
    )
    return NecError("archive-bomb", place, cause, "Vérifiez l'origine du fichier, puis refaites l'export.")


def _archive(outer: Origin, limits: Limits, member: str, depth: int) -> Origin:
    with open_zip(outer.data, place=outer.name, limits=limits) as archive:
        names = tuple(i.filename for i in archive.infolist() if not i.is_dir() and not _hidden(i.filename))
        kind = _zip_kind(names, outer.name)
        if kind == "ods":
            _check_ods(archive, outer.name)
        if kind != "zip":
            return _renamed(outer, kind)
        wanted = member if member in names else (names[0] if len(names) == 1 else "")
        if not wanted or depth >= _NESTED:
            return _renamed(outer, "zip", names)
        data = _not_empty(read_member(archive, wanted, place=outer.name), outer.name)
    inner = Origin(outer.name, outer.sha256, outer.size, "", data, member=wanted)
    return _unpack(inner, limits, "", depth + 1)


def _hidden(name: str) -> bool:
    """What macOS adds to an archive without showing it."""
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1] in (".DS_Store", "Thumbs.db", "desktop.ini")


def _zip_kind(names: tuple[str, ...], place: str) -> str:
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(n.startswith("xl/") for n in names):
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    if any(n.startswith(("word/", "ppt/")) for n in names):
        what = "un document Word" if any(n.startswith("word/") for n in names) else "un diaporama PowerPoint"
        raise NecError(
            "wrong-type", place, f"ce fichier est {what}, pas un tableau.", "Donnez l'export en CSV ou Excel."
        )
    return "zip"


def _check_ods(archive: zipfile.ZipFile, place: str) -> None:
    said = read_member(archive, "mimetype", place=place)
    if b"opendocument" in said and b"spreadsheet" not in said:
        cause = "ce fichier est un document OpenDocument (texte, présentation), pas un tableau."
        raise NecError("wrong-type", place, cause, "Donnez l'export en CSV, Excel ou OpenDocument (.ods).")


def open_zip(data: bytes, *, place: str, limits: Limits) -> zipfile.ZipFile:
    """The archive, once its declared sizes are known to be reasonable."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise damaged(place) from error
    if len({i.filename for i in members}) < len(members):
        cause = "deux membres de l'archive (zip) portent le même nom (duplicate) : rien ne dit lequel est le bon."
        raise NecError("archive-twice", place, cause, "Refaites l'export depuis l'outil.")
    total = sum(i.file_size for i in members)
    if total > limits.unpacked or (total > SMALL and total > limits.ratio * len(data)):
        raise bomb(place, limits)
    if any(i.flag_bits & 1 for i in members):
        cause = "l'archive est protégée par un mot de passe (password)."
        raise NecError("password", place, cause, "Enregistrez-la sans mot de passe.")
    return archive


def read_member(archive: zipfile.ZipFile, name: str, *, place: str) -> bytes:
    """The bytes of one member, its checksum verified."""
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, KeyError) as error:
        raise damaged(place) from error


def damaged(place: str) -> NecError:
    """The refusal of an archive or workbook whose bytes were altered or cut."""
    cause = (
        "le fichier compressé (xlsx, zip) est abîmé ou tronqué : ses contrôles d'intégrité échouent (truncated zip)."
    )
    return NecError("archive-damaged", place, cause, "Téléchargez-le de nouveau depuis l'outil.")


def locked(place: str, remedy: str = "Enregistrez-le sans mot de passe.") -> NecError:
    """The refusal of a workbook that asks for a password."""
    cause = "le classeur est protégé par un mot de passe (chiffré, password-protected)."
    return NecError("password", place, cause, remedy)


def _ole2_kind(origin: Origin) -> str:
    text = origin.data
    if _wide("EncryptedPackage") in text or _wide("EncryptionInfo") in text:
        raise locked(origin.name, "Enregistrez-le sans mot de passe dans Excel ou LibreOffice.")
    if _wide("WordDocument") in text:
        raise NecError(
            "wrong-type", origin.name, "ce fichier est un document Word.", "Donnez l'export en CSV ou Excel."
        )
    return "xls"


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")
