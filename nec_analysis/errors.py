"""The one exception an analyst meets: what is wrong, where, why, what to do."""

from __future__ import annotations

FAILED, USAGE, DECISION, PRIVACY = 1, 2, 3, 4
"""Exit codes: a run failed; a command was misspelt; data need a decision; a privacy refusal."""


_SEEN = {
    **{code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code != 10},
    **{code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))},
}
"""What would move the cursor of a terminal, or turn a line round, is written out."""


class NecError(Exception):
    """A refusal in the analyst's words.

    `code` is short and stable (`label-unknown`), `place` is a file, line, column, cell or card section,
    `cause` says what is wrong without showing personal data, `remedy` is the line to type or the thing to change.
    `exit_code` is what the shell sees.
    """

    def __init__(self, code: str, place: str, cause: str, remedy: str = "", *, exit_code: int = DECISION) -> None:
        super().__init__(code, place, cause, remedy)
        self.code, self.place = code, place.translate({**_SEEN, 10: " "})
        self.cause, self.remedy = cause.translate(_SEEN), remedy.translate(_SEEN)
        self.exit_code = exit_code

    def __str__(self) -> str:
        lines = [f"{self.place} : {self.cause}" if self.place else self.cause]
        if self.remedy:
            lines.append(f"→ {self.remedy}")
        return "\n".join(lines) + f"  [{self.code}]"

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the message alone, never the lines of the package. `runs` reads the four lines back."""
        return [f"NecError {self.code} ({self.exit_code})", self.place, self.cause, self.remedy]

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders; the default pickling would lose `exit_code`.
        return _rebuild, (self.code, self.place, self.cause, self.remedy, self.exit_code)


def _rebuild(code: str, place: str, cause: str, remedy: str, exit_code: int) -> NecError:
    return NecError(code, place, cause, remedy, exit_code=exit_code)
