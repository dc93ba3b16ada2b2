"""What can be known of a file before it is read: enough to tell which tool wrote it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """The first look at a file: what it is, how it is written, its first rows as text.

    `path` is the file's name without folders; `kind`: csv | xlsx | xlsb | xls | ods | sav | zsav | dta | xml | zip.
    `sha256` is "" for a big text, of which only the beginning was looked at. `delimiters` are the separators that fit, the best first. `sheets` are the visible sheets of a workbook, or the
    members of an archive. A cell that holds nothing is "" here; `Grid` tells null from "".
    `member` is the table inside an archive of one.
    """

    path: str
    sha256: str
    size: int
    kind: str
    encoding: str = ""
    delimiters: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    sheet: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    member: str = ""
    text: str = ""
    """The first characters of a text or XML file, undecoded quotes included."""

    @property
    def delimiter(self) -> str:
        """The separator that fits best, or "" for a table of one column."""
        return self.delimiters[0] if self.delimiters else ""

    @property
    def header(self) -> tuple[str, ...]:
        """The first row."""
        return self.rows[0] if self.rows else ()
