"""Bytes to text, the encoding decided on evidence or refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from ...errors import NecError
from .kind import COMMAND
from .letters import SAMPLE as LOOKED
from .letters import Look, look
from .tokens import lines_in

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "utf-32"),
    (b"\xff\xfe", "utf-16-le", "utf-16"),
    (b"\xfe\xff", "utf-16-be", "utf-16"),
)
MARKS = ("\ufeff", *(_BOMS[0][0].decode(codec) for codec in ("cp1252", "mac_roman", "cp850")))
"""The byte order mark, and what becomes of it when UTF-8 is read in another encoding: ï»¿, Ôªø, ´╗┐."""
_STEP = 1 << 20
"""Bytes compared at a time."""
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""Bytes that are no character of cp1252."""
_AROUND = 4
"""Bytes after a letter by which its place in a word is told."""
_CP1252_ONLY = re.compile(rb"[\x80-\x9f]")
"""Bytes of printed signs in cp1252, of none in Latin-9, which has € and œ where Latin-1 has ¤ and ½."""
_CODECS = ("cp1252", "iso8859-15", "mac_roman", "cp850")
"""The encodings of one byte that are told apart by their letters; the first wins a tie."""
_FIRST = 64
"""Bytes that have the order of the others, where a text of UTF-16 does not follow one of UTF-8."""
SAMPLE, MOST_COMMANDS = 4096, 0.02
"""Bytes at the beginning that tell; share of command bytes that no text reaches, where random bytes have a tenth."""
_WHOLE = "Téléchargez de nouveau l'export entier, au format CSV ou Excel (.xlsx)."
_AGAIN = "Refaites l'export en UTF-8, sans repasser par un tableur."


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was read in; `fallback` when the bytes alone did not settle it."""

    text: str
    encoding: str
    fallback: str = ""


def decode(data: bytes, *, place: str, encoding: str = "") -> Decoded:
    """The text of these bytes, without byte order mark; null bytes in it are refused.

    Order: the encoding asked for, byte order mark, UTF-16 without mark, strict UTF-8, then cp1252, Mac-Roman or the
    cp850 of MS-DOS by the letters each would give. A mixture, a character cut in two, letters of another part of the
    world are refused with their line.
    """
    decoded = _decoded(data, place, encoding)
    _no_null(decoded.text, place)
    return replace(decoded, text=_unmarked(decoded.text))


def _unmarked(text: str) -> str:
    """The text without the byte order marks it begins with, as they are or as another encoding shows them."""
    while mark := next((mark for mark in MARKS if text.startswith(mark)), ""):
        text = text[len(mark) :]
    return text


def _no_null(text: str, place: str) -> None:
    at = text.find("\0")
    if at >= 0:
        where = f"{place}, ligne {lines_in(text[:at]) + 1}"
        cause = "octets nuls (NUL, null bytes) dans le texte : fichier binaire, abîmé ou tronqué."
        raise NecError("null-bytes", where, cause, "Téléchargez de nouveau l'export.")


def _decoded(data: bytes, place: str, encoding: str) -> Decoded:
    if encoding:
        return Decoded(_strictly(data, encoding, place), encoding)
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            return Decoded(_strictly(data[len(mark) :], codec, place), name)
    if codec := _utf16_without_mark(data):
        return Decoded(_strictly(data, codec, place), codec, f"{codec} sans marque d'ordre des octets")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _one_byte(data, error, place)


def beginning(data: bytes, encoding: str = "") -> bytes:
    """The first bytes of a longer text, up to the end of a line, or of a character where no line ends."""
    marked = next((codec for mark, codec, _ in _BOMS if data.startswith(mark)), "")
    codec = (encoding or marked or _utf16_without_mark(data)).lower()
    if codec.startswith(("utf-16", "utf_16", "utf16", "utf-32", "utf_32", "utf32")):
        whole = data[: len(data) & ~3]
        # The first half of a character beyond 65 535 waits for the second.
        return whole[:-2] if any(0xD8 <= byte <= 0xDB for byte in whole[-2:]) and "16" in codec else whole
    end = (data.rfind(b"\n") + 1) or (data.rfind(b"\r") + 1)
    return data[:end] if end else data.decode("utf-8", errors="ignore").encode() if _is_cut(data) else data


def _is_cut(data: bytes) -> bool:
    """Whether bytes are UTF-8 but for a character cut in two at their end."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _ends_inside_a_character(data, error)
    return False


def may_be_utf8(head: bytes) -> bool:
    """Whether bytes without mark are worth trying as UTF-8: no mark of another encoding, no UTF-16 in sight."""
    return not any(head.startswith(mark) for mark, _, _ in _BOMS) and not _utf16_without_mark(head[: len(head) & ~1])


def _strictly(data: bytes, codec: str, place: str) -> str:
    try:
        return data.decode(codec)
    except LookupError as error:
        cause = f"l'encodage « {codec} » est inconnu."
        raise NecError("encoding-unknown", place, cause, "Exemples : utf-8, cp1252, utf-16.") from error
    except UnicodeDecodeError as error:
        raise _cut_or_wrong(data, error, place) from error


def _utf16_without_mark(data: bytes) -> str:
    sample = data[:4096]
    if len(sample) < 4:
        return ""
    orders = {_byte_order(sample), _byte_order(sample[:_FIRST])}
    return orders.pop() if len(orders) == 1 else ""


def _byte_order(sample: bytes) -> str:
    """Which half of each pair of bytes is null, as in Western texts."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.4 * half and even < 0.02 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.02 * half else ""


def _one_byte(data: bytes, error: UnicodeDecodeError, place: str) -> Decoded:
    commands = [found.start() for found in COMMAND.finditer(data, 0, SAMPLE)]
    if len(commands) > MOST_COMMANDS * min(len(data), SAMPLE):
        cause = (
            "ce fichier n'est pas du texte : des octets de commande partout (binary file), abîmé ou d'un autre type."
        )
        raise NecError("wrong-type", f"{place}, ligne {_line(data, commands[0])}", cause, _WHOLE) from error
    if _ends_inside_a_character(data, error):
        raise _cut(data, error, place) from error
    high, pairs = _high(data)
    # A French capital before a closing quotation mark ("CAFÉ»") looks like one UTF-8 pair: rare, so a share decides.
    if pairs > 0.02 * high and pairs > 4:
        raise _mixed(data, error, place) from error
    codecs = [codec for codec in _CODECS if codec != "iso8859-15" or not _CP1252_ONLY.search(data)]
    if _UNDEFINED.search(data):
        codecs.remove("cp1252")
    looked = _looked_at(data)
    looks = {codec: look(looked.decode(codec, errors="replace")) for codec in codecs}
    best = max(looks, key=lambda codec: looks[codec].score)
    text = data.decode(best)
    if not looks[best].western:
        raise _foreign(text, looks[best], place) from error
    return Decoded(text, best, f"ni UTF-8 ni marque : {best} choisi d'après les lettres accentuées")


def _high(data: bytes) -> tuple[int, int]:
    """How many bytes are beyond ASCII, how many of them spell characters of UTF-8."""
    high = pairs = 0
    for start in range(0, len(data), _STEP):
        part = np.frombuffer(data, np.uint8)[start : start + _STEP + 3]
        own = part[:_STEP]
        high += int(np.count_nonzero(own >= 0x80))
        follows = np.concatenate([(part & 0xC0) == 0x80, np.zeros(3, dtype=bool)])
        one, two, three = (follows[i : i + len(own)] for i in (1, 2, 3))
        for low, top, whole in ((0xC2, 0xDF, one), (0xE0, 0xEF, one & two), (0xF0, 0xF4, one & two & three)):
            size = 2 if low == 0xC2 else 3 if low == 0xE0 else 4
            pairs += size * int(np.count_nonzero((own >= low) & (own <= top) & whole))
    return high, pairs


def _looked_at(data: bytes) -> bytes:
    """The bytes up to the last one by which encodings are told apart, with the next."""
    seen = 0
    for start in range(0, len(data), _STEP):
        found = np.flatnonzero(np.frombuffer(data, np.uint8)[start : start + _STEP] >= 0x80)
        if seen + len(found) >= LOOKED:
            return data[: start + int(found[LOOKED - seen - 1]) + 1 + _AROUND]
        seen += len(found)
    return data


def _foreign(text: str, found: Look, place: str) -> NecError:
    line = 1 + lines_in(text[: max(found.first, 0)])
    cause = (
        "ni UTF-8, ni l'encodage d'une langue d'Europe de l'Ouest (encoding) : cyrillique, grec, polonais, tchèque, "
        "turc… ou encodages mélangés ?"
    )
    remedy = (
        "Refaites l'export en UTF-8 ; sinon dites-le dans la fiche : [export.options.read] encoding = "
        '"cp1250" (polonais, tchèque), "cp1251" (russe), "cp1253" (grec), "cp1254" (turc), "cp1252" (Europe de l’Ouest).'
    )
    return NecError("encoding-unclear", f"{place}, ligne {line}", cause, remedy)


def _ends_inside_a_character(data: bytes, error: UnicodeDecodeError) -> bool:
    return error.end >= len(data) and error.reason == "unexpected end of data"


def _cut_or_wrong(data: bytes, error: UnicodeDecodeError, place: str) -> NecError:
    if error.end >= len(data) - 4 and ("unexpected end" in error.reason or "truncated" in error.reason):
        return _cut(data, error, place)
    where = f"{place}, ligne {_line(data, error.start)}"
    cause = f"octets illisibles en {error.encoding} (encodage, invalid encoding)."
    return NecError("encoding-wrong", where, cause, _AGAIN)


def _cut(data: bytes, error: UnicodeDecodeError, place: str) -> NecError:
    where = f"{place}, ligne {_line(data, error.start)}"
    cause = f"le fichier s'arrête au milieu d'un caractère ({error.encoding.upper()}) : téléchargement tronqué."
    return NecError("encoding-cut", where, cause, "Téléchargez de nouveau l'export entier.")


def _mixed(data: bytes, error: UnicodeDecodeError, place: str) -> NecError:
    where = f"{place}, ligne {_line(data, error.start)}"
    cause = "encodages mélangés (mixed encodings) : du UTF-8 et, à partir de cette ligne, des octets qui n'en sont pas."
    return NecError("encoding-mixed", where, cause, _AGAIN)


def _line(data: bytes, position: int) -> int:
    before = data[:position]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
