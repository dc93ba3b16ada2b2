"""The text a spreadsheet shows for a number: leading zeros and dates kept, nothing rounded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

DATES = frozenset((14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)))
TIMES = frozenset((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47))
BUILT_IN = {
    1: "0",
    2: "0.00",
    22: "yyyy-mm-dd hh:mm",
    **dict.fromkeys(DATES, "yyyy-mm-dd"),
    **dict.fromkeys(TIMES, "hh:mm"),
    46: "[h]:mm:ss",
}
"""Format codes that a workbook names by number only. ECMA-376-1, 18.8.30."""
LONGEST = 10**15
"""Above this a spreadsheet has already lost the last digits of a whole number."""

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_SPACING = re.compile(r'("[^"]*"|\\.)|[_*].')
"""Blanks as wide as a sign, signs that fill a cell: no text."""
_BRACKET = re.compile(r"\[[^\]]*\]")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_TEMPLATE = re.compile(r"[0#]+(?:[ \-/.'\u00a0\u202f]+[0#]+)+")


@dataclass(frozen=True, slots=True)
class Format:
    """How a number is shown. `kind`: plain | date | time | datetime | elapsed | zeros | fixed | template.

    `digits`: how many digits are always shown (zeros) or decimals (fixed).
    """

    kind: str
    digits: int = 0
    template: str = ""


PLAIN = Format("plain")


def format_of(code: str) -> Format:
    """The meaning of a format code, as far as it changes the text.

    >>> format_of("00000"), format_of("dd/mm/yyyy hh:mm").kind, format_of("General").kind
    (Format(kind='zeros', digits=5, template=''), 'datetime', 'plain')
    """
    section = code.split(";")[0]
    if _ELAPSED.search(section):
        return Format("elapsed")
    bare = _LITERAL.sub("", _BRACKET.sub("", section)).lower()
    if bare == "general" or not bare:
        return PLAIN
    if dated := _date_kind(bare):
        return Format(dated)
    return _digits(section)


def _date_kind(bare: str) -> str:
    time = "h" in bare or "s" in bare or "am/pm" in bare
    bare = bare.replace("am/pm", "")
    date = "y" in bare or "d" in bare or ("m" in bare and not time)
    return ("datetime" if time else "date") if date else ("time" if time else "")


def _digits(section: str) -> Format:
    section = _SPACING.sub(lambda m: m.group(1) or "", section)
    shown = re.sub(r'"([^"]*)"|\\(.)', lambda m: m.group(1) or m.group(2) or "", _BRACKET.sub("", section))
    if re.fullmatch(r"#*0{2,}", shown):
        return Format("zeros", shown.count("0"))
    if fixed := re.fullmatch(r"#*0\.(0+)", section):
        return Format("fixed", len(fixed.group(1)))
    if _TEMPLATE.fullmatch(shown) and "." not in section.replace("\\.", "").replace('"."', "") and "0" in shown:
        # A zero is always shown, so are the places at its right.
        return Format("template", len(re.findall("[0#]", shown[shown.index("0") :])), shown)
    return PLAIN


def number_text(raw: str, form: Format, *, epoch_1904: bool) -> str:
    """The text of a number written `raw` in the file and shown as `form`. Raises ValueError when it is no number."""
    if "_" in raw:
        raise ValueError(raw)
    if form.kind in ("date", "time", "datetime", "elapsed"):
        return _moment(float(raw), form.kind, epoch_1904)
    text = plain(raw)
    if form.kind == "plain" or text.startswith("-"):
        return text
    if form.kind == "fixed":
        return _fixed(text, form.digits)
    if not text.isdigit():
        return text
    return text.zfill(form.digits) if form.kind == "zeros" else _filled(text.zfill(form.digits), form.template)


def plain(raw: str) -> str:
    """A number without exponent, as few digits as say it exactly.

    >>> plain("1E5"), plain("8.6999999999999993"), plain("3.0"), plain("1e-7")
    ('100000', '8.7', '3', '0.0000001')
    """
    if raw.isdigit() and (raw[0] != "0" or raw == "0"):
        return raw
    value = float(raw)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(raw)
    if value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def _fixed(text: str, decimals: int) -> str:
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.ljust(decimals, '0')}" if len(fraction) <= decimals else text


def _filled(digits: str, template: str) -> str:
    """The digits put in the places of a template, from the right: "0# ## ##" and 12345 give "01 23 45"."""
    out: list[str] = []
    left = list(digits)
    for place in reversed(template):
        if place in "0#":
            if not left:
                break
            out.append(left.pop())
        else:
            out.append(place)
    return "".join(left) + "".join(reversed(out)).lstrip(" -/.'")


def _moment(serial: float, kind: str, epoch_1904: bool) -> str:
    milliseconds = round(serial * 86_400_000)
    if kind == "elapsed" or (kind == "time" and 0 <= serial < 1):
        return _clock(milliseconds)
    # A spreadsheet shows ##### for a day before its first.
    if not 0 <= serial < 2_958_466:
        raise ValueError(str(serial))
    moment = _epoch(serial, epoch_1904) + timedelta(milliseconds=milliseconds)
    if kind == "date" and milliseconds % 86_400_000 == 0:
        return f"{moment:%Y-%m-%d}"
    return moment.isoformat(" ", "milliseconds" if moment.microsecond else "seconds")


def _epoch(serial: float, epoch_1904: bool) -> datetime:
    if epoch_1904:
        return datetime(1904, 1, 1)
    # Spreadsheets believe in 29 February 1900: dates after it count one day more.
    return datetime(1899, 12, 30) if serial >= 60 else datetime(1899, 12, 31)


def _clock(milliseconds: int) -> str:
    sign, milliseconds = ("-", -milliseconds) if milliseconds < 0 else ("", milliseconds)
    seconds, rest = divmod(milliseconds, 1000)
    text = f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{text}.{rest:03d}" if rest else text
