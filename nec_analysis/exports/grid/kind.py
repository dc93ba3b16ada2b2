"""What a file really is, from its first bytes: the extension is only what somebody called it."""

from __future__ import annotations

import re

from ...errors import NecError

ZIP, GZIP, OLE2 = b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY_ZIP = b"PK\x05\x06"
_WORDY = (b"GIF8", b"PAR1", b"ARROW1", b"Rar!", b"BZh", b"RIFF", b"MZ")
"""Signatures with which the name of a column may begin; bytes of command tell the files."""
COMMAND = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""A byte of command, which no text holds."""
_EXPORT_AGAIN = "Refaites l'export depuis l'outil, au format CSV ou Excel (.xlsx)."
_TAR, _EXTRACT = 257, "Extrayez le fichier CSV ou Excel qu'elle contient."
"""Where the signature of a tar archive stands."""
_FOREIGN = (
    (b"%PDF", "un PDF"),
    (b"{\\rtf", "un texte RTF"),
    (b"\x89PNG", "une image PNG"),
    (b"\xff\xd8\xff", "une image JPEG"),
    (b"GIF8", "une image GIF"),
    (b"PAR1", "un fichier Parquet"),
    (b"ARROW1", "un fichier Arrow"),
    (b"SQLite format 3", "une base SQLite"),
    (b"7z\xbc\xaf\x27\x1c", "une archive 7-Zip"),
    (b"Rar!", "une archive RAR"),
    (b"BZh", "une archive bzip2"),
    (b"\xfd7zXZ", "une archive xz"),
    (b"\x28\xb5\x2f\xfd", "une archive zstd"),
    (b"RIFF", "une image ou un son (WebP, WAV)"),
    (b"II*\0", "une image TIFF"),
    (b"MM\0*", "une image TIFF"),
    (b"%!PS", "un document PostScript"),
    (b"MZ", "un programme"),
    (b"\x7fELF", "un programme"),
)


def kind_of(head: bytes, *, place: str) -> str:
    """csv | xml | zip | gzip | ole2 | sav | zsav | dta, or a refusal that names what the file is.

    `head` is the first kilobytes. "csv" stands for any delimited text and is decided last, by elimination.
    """
    if head.startswith((ZIP, _EMPTY_ZIP)):
        return "zip"
    if head.startswith(GZIP):
        return "gzip"
    if head.startswith(OLE2):
        return "ole2"
    if head.startswith((b"$FL2", b"$FL3")):
        return "sav" if head.startswith(b"$FL2") else "zsav"
    if head.startswith(b"<stata_dta>") or (head[:1] in (b"\x71", b"\x72", b"\x73") and head[1:3] in _DTA):
        return "dta"
    if head[_TAR : _TAR + 5] == b"ustar":
        raise NecError("wrong-type", place, "ce fichier est une archive tar, pas un tableau.", _EXTRACT)
    start = head.lstrip()
    for magic, name in _FOREIGN:
        if start.startswith(magic) and (magic not in _WORDY or COMMAND.search(head, 0, 256)):
            raise NecError("wrong-type", place, f"ce fichier est {name}, pas un tableau.", _EXPORT_AGAIN)
    if head[4:8] == b"ftyp" and b"\0" in head[:4]:
        raise NecError("wrong-type", place, "ce fichier est une vidéo ou une image (MP4, HEIC).", _EXPORT_AGAIN)
    return _text_kind(head, place)


_WORDS = (
    (
        ("insert into ", "create table ", "-- mysql dump", "-- phpmyadmin", "-- postgresql database dump"),
        "un script SQL",
    ),
    (("begin:vcard", "begin:vcalendar"), "un carnet d'adresses ou un agenda"),
    (("return-path:", "received: from", "mime-version:", "delivered-to:"), "un courriel"),
    (("-----begin pgp",), "un message chiffré (PGP)"),
    (("http/1.0 ", "http/1.1 ", "http/2 "), "la réponse d'un serveur, en-têtes compris"),
    (("version https://git-lfs",), "un renvoi de Git LFS, sans les données"),
    (("[internetshortcut]", "[desktop entry]"), "un raccourci, sans les données"),
    (("data:text/", "data:application/"), "une adresse data:"),
    (("<?php", "#!/"), "un programme"),
    (
        ("fatal error:", "php fatal error:", "parse error:", "uncaught exception", "traceback (most recent call last)"),
        "un message d'erreur",
    ),
    (("id;pwxl", "id;pcalc", "id;pscalc"), "une feuille au vieux format SYLK"),
    (("table\r\n0,1\r\n", "table\n0,1\n"), "une feuille au vieux format DIF"),
)
"""How texts begin that hold no table."""
_DTA = (b"\x01\x01", b"\x02\x01")
"""Old Stata files: byte order, then file type 1."""


_PAGE = re.compile(r"^\s*<html", re.MULTILINE)
_CELL = re.compile(r"</(?:td|th|tr)>")
_TAG = re.compile(r"<[a-z_!?][^<>]{0,200}>")
_FORMATTED = re.compile(r"<(?:p|b|i|u|em|strong|span|font|div|sup|sub|small|big|a|h[1-6])\b")
"""How a question may be formatted, which begins a header of columns all the same."""


def _text_kind(head: bytes, place: str) -> str:
    start = _plain(head).lstrip()[:4096]
    low = start.lower()
    page = _PAGE.search(low, 0, 1024) or (low.startswith("<") and _CELL.search(low))
    if page or low.startswith(("<!doctype html", "<html", "<head", "<body", "<table", "<script")):
        cause = "ce fichier est une page HTML (souvent une page de connexion ou d'erreur), pas un tableau."
        raise NecError(
            "wrong-type",
            place,
            cause,
            "Reconnectez-vous à l'outil et refaites l'export, au format CSV ou Excel (.xlsx).",
        )
    if low.startswith("<?xml") or (_TAG.match(low) and not _FORMATTED.match(low)):
        return "xml"
    if found := next((name for words, name in _WORDS if low.startswith(words)), ""):
        raise NecError("wrong-type", place, f"ce fichier est {found}, pas un tableau.", _EXPORT_AGAIN)
    if _is_json(start):
        raise NecError("wrong-type", place, "ce fichier est du JSON, pas un tableau.", _EXPORT_AGAIN)
    return "csv"


def _plain(head: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if head.startswith(mark):
            return head.decode(encoding, errors="replace").lstrip("\ufeff")
    return head.decode("latin-1")


def _is_json(start: str) -> bool:
    # A header may begin with a brace or bracket; JSON goes on with a quote, another bracket or nothing.
    after = start[1:].lstrip()[:1]
    return (start[:1] == "{" and after in ('"', "}")) or (start[:1] == "[" and after in ("{", "[", "]", '"'))
